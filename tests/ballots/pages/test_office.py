"""A vote through the office: written, published, frozen, opened, watched, closed, counted, declared; and by whom."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from govern.ballots import lifecycle
from govern.ballots.lifecycle import ContestDraft, Wording
from govern.ballots.rules import ContestKind, Stage
from govern.identity.models import Person
from govern.words import kept_words
from tests.ballots.given_ballots import (
    CLOSES,
    OPENS,
    Given,
    a_draft,
    all_vote,
    an_open_ballot,
    closed,
    counted,
    election,
    frozen,
    motion,
    vote,
    yes,
)
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_voting import contests_of
from tests.given import LONDON, Moments
from tests.window import Fields, Window


def moment(name: str, at: datetime) -> Fields:
    local = at.astimezone(LONDON)
    return {
        f"{name}_day": str(local.day),
        f"{name}_month": str(local.month),
        f"{name}_year": str(local.year),
        f"{name}_time": local.strftime("%H:%M"),
    }


def place_of(browser: Window) -> str:
    """The address of the page last seen, inside the society."""
    return str(browser.last.url.path).removeprefix("/en/tair-nant/")


async def test_a_vote_is_made_from_nothing_to_its_result(given: Given, window: Opens, clock: Moments) -> None:
    secretary = await window(given.second)
    opens, closes = clock.at + timedelta(minutes=30), clock.at + timedelta(days=14)
    await secretary.get("office/ballots/new")
    times = moment("opens_at", opens) | moment("closes_at", closes)
    await secretary.send("office/ballots/new", {"title": "Saturdays", "title_cy": "Sadyrnau", **times})
    at = place_of(secretary)
    assert "things are missing before you can open" in secretary.heading()
    await secretary.get(f"{at}/questions/new")
    motion_fields: Fields = {
        "kind": "resolution",
        "title": "Saturdays",
        "title_cy": "Sadyrnau",
        "resolution": "ordinary",
    }
    await secretary.send(f"{at}/questions/new", motion_fields)
    question = place_of(secretary)
    words: Fields = {
        "title": "Saturdays",
        "title_cy": "Sadyrnau",
        "question": "Should we open on Saturdays?",
        "question_cy": "A ddylem agor ar ddydd Sadwrn?",
        "yes_means": "We open.",
        "yes_means_cy": "Agor.",
        "no_means": "We stay closed.",
        "no_means_cy": "Ar gau.",
    }
    await secretary.send(question, words)
    assert "Your words are kept." in secretary.text()
    for language in ("en", "cy"):
        await secretary.get(f"{question}/easy/{language}")
        line: Fields = {
            "title": "Saturdays",
            "picture": ["pictures/stop.svg", "pictures/stop.svg"],
            "words": ["It is about Saturdays.", ""],
            "readers": "one",
        }
        await secretary.send(f"{question}/easy/{language}", line)
    await secretary.get(f"{at}/publish")
    assert "This cannot be undone." in secretary.text()
    await secretary.send(f"{at}/publish")
    ballot_id = UUID(at.rpartition("/")[2])
    assert await given.stage(ballot_id) is Stage.PUBLISHED
    await the_officer_runs_it(given, window, clock, ballot_id, at)


async def the_officer_runs_it(given: Given, window: Opens, clock: Moments, ballot_id: UUID, at: str) -> None:
    officer = await window(given.officer)
    await officer.get(f"{at}/freeze")
    await officer.send(f"{at}/freeze")
    assert officer.heading() == "Nothing is missing: the vote can be opened"
    clock.pass_(minutes=31)
    officer = await window(given.officer)
    await officer.get(f"{at}/open")
    await officer.send(f"{at}/open")
    assert officer.heading() == "Voting is open"
    (contest,) = await contests_of(given, ballot_id)
    for person in (*given.people["staff"][:4], *given.people["supported"][:3]):
        await vote(given, ballot_id, person, yes(contest), clock.at)
    await officer.get(f"{at}/remind")
    await officer.send(f"{at}/remind")
    assert "26 letters on" in officer.text() and "7 of the 33 people" in officer.text()
    await officer.get(f"{at}/close")
    await officer.send(f"{at}/close")
    await officer.get(f"{at}/count")
    await officer.send(f"{at}/count")
    assert officer.heading() == "The votes are counted: the result can be declared"
    member = await window(given.people["staff"][0])
    hidden = await member.get(f"ballots/{ballot_id}/result")
    assert hidden.status_code == 409 and "not declared yet" in member.text()
    await officer.get(f"{at}/result")
    assert "This result is not declared yet. Members do not see it." in officer.text()
    await officer.get(f"{at}/declare")
    assert "The resolution is carried." in officer.text() and "Gwilym" in officer.text()
    await officer.send(f"{at}/declare")
    assert await given.stage(ballot_id) is Stage.DECLARED
    await member.get(f"ballots/{ballot_id}/result")
    assert "The resolution is carried." in member.text()
    assert f"papers/ballots/{ballot_id}/declaration.pdf" in member.last.text


async def test_an_election_is_prepared_by_finding_members_and_drawing_lots(given: Given, window: Opens) -> None:
    ballot_id = await a_draft(given, election())
    (contest,) = await contests_of(given, ballot_id)
    secretary, officer = await window(given.second), await window(given.officer)
    at = f"office/ballots/{ballot_id}"
    page = f"{at}/questions/{contest}/candidates"
    async with given.society.store.writing() as writing:
        third = update(Person).where(Person.id == given.people["staff"][2])
        await writing.execute(third.values(name="Cai Prosser", search=kept_words("Cai Prosser")))
    await secretary.get(page)
    await secretary.send(f"{page}/search", {"search": "nobody of this name"})
    assert "Nobody in the register has" in secretary.text()
    await secretary.send(f"{page}/search", {"search": "prosser"})
    refused = await secretary.send(page, {"statement": "I will listen."})
    assert refused.status_code == 422 and "Choose who stands." in secretary.text()
    assert "I will listen." in secretary.last.text, "what was typed is still there"
    await secretary.send(page, {"person": str(given.people["staff"][2]), "statement": "I will listen."})
    assert "Cai Prosser" in secretary.text() and "drawn by lot once everybody" in secretary.text()
    await officer.get(at)
    assert "Draw the order" in officer.text()
    await officer.get(f"{at}/lots")
    await officer.send(f"{at}/lots")
    await secretary.get(page)
    assert "This is the order on the paper, drawn by lot." in secretary.text()
    found = re.search(r"candidates/([0-9a-f-]{36})/withdraw", secretary.last.text)
    assert found
    await secretary.send(f"{at}/candidates/{found[1]}/withdraw")
    assert "Does not stand any more" in secretary.text()


async def test_problems_stand_beside_their_fields_and_nothing_typed_is_lost(given: Given, window: Opens) -> None:
    secretary = await window(given.second)
    await secretary.get("office/ballots/new")
    refused = await secretary.send(
        "office/ballots/new", {"title": "Kept", "opens_at_day": "31", "opens_at_month": "2"}
    )
    assert refused.status_code == 422
    for text in ("This date does not exist.", "Type the day and the time voting closes.", 'value="Kept"'):
        assert text in secretary.last.text
    backwards = moment("opens_at", CLOSES) | moment("closes_at", OPENS + timedelta(days=1))
    refused = await secretary.send("office/ballots/new", {"title": "Kept", **backwards})
    assert refused.status_code == 422 and "must close after it opens" in secretary.text()


async def test_what_is_missing_has_one_act_each_for_whom_it_concerns(given: Given, window: Opens) -> None:
    ballot_id = await a_draft(given)
    officer, secretary = await window(given.officer), await window(given.second)
    await officer.get(f"office/ballots/{ballot_id}")
    assert "Freeze the roll" not in officer.text(), "its turn comes after publishing"
    await secretary.get(f"office/ballots/{ballot_id}")
    assert secretary.heading() == "2 things are missing before you can open"
    assert "for the returning officer" in secretary.text()
    for browser in (officer, secretary):
        primary = re.findall(r'class="govuk-button( co-button--small)?"', browser.last.text)
        assert len(primary) <= 1


@pytest.mark.parametrize("path", ["freeze", "open", "close", "count", "declare", "lots", "remind"])
async def test_the_secretary_may_not_run_the_vote(given: Given, window: Opens, path: str) -> None:
    ballot_id = await an_open_ballot(given)
    secretary = await window(given.second)
    refused = await secretary.get(f"office/ballots/{ballot_id}/{path}")
    assert refused.status_code == 403


@pytest.mark.parametrize("path", ["", "/open", "/result", "/challenges", "/questions/new"])
async def test_members_have_no_office(given: Given, window: Opens, path: str) -> None:
    ballot_id = await an_open_ballot(given)
    member = await window(given.people["staff"][0])
    refused = await member.get(f"office/ballots/{ballot_id}{path}")
    assert refused.status_code == 403


@pytest.mark.parametrize("path", ["open", "close", "declare", "withdraw"])
async def test_what_cannot_be_undone_asks_for_the_second_step_again(
    given: Given, window: Opens, clock: Moments, path: str
) -> None:
    ballot_id = await an_open_ballot(given)
    officer = await window(given.officer)
    clock.pass_(minutes=6)
    await officer.get(f"office/ballots/{ballot_id}/{path}")
    assert "step-up" in str(officer.last.url)


async def test_two_officers_close_at_once_and_one_is_told(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    first, second = await window(given.officer), await window(given.officer)
    at = f"office/ballots/{ballot_id}/close"
    for browser in (first, second):
        await browser.get(at)
    answers = await asyncio.gather(*(browser.post(at, browser.hidden(at)) for browser in (first, second)))
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    told = next(answer for answer in answers if answer.status_code == 422)
    assert "closed already" in told.text


async def test_while_it_is_open_officers_see_how_many_and_never_who_or_what(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    (contest,) = await contests_of(given, ballot_id)
    await all_vote(given, ballot_id, [(person, yes(contest)) for person in given.people["staff"][:6]])
    officer = await window(given.officer)
    await officer.get(f"office/ballots/{ballot_id}")
    assert "6 of the 33 people on the roll." in officer.text()
    assert "Staff 3" not in officer.text()
    for path in ("result", "count"):
        await officer.get(f"office/ballots/{ballot_id}/{path}")
        assert "carried" not in officer.text()


async def test_a_challenge_is_answered_and_a_strike_needs_a_second_officer(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    (contest,) = await contests_of(given, ballot_id)
    person = given.people["staff"][0]
    await vote(given, ballot_id, person, yes(contest))
    async with given.society.store.writing() as writing:
        said = await lifecycle.challenge(writing, ballot_id, person, "I was asleep.", at=OPENS + timedelta(hours=2))
    await closed(given, ballot_id)
    officer = await window(given.officer)
    at = f"office/ballots/{ballot_id}"
    await officer.get(f"{at}/count")
    refused = await officer.send(f"{at}/count")
    assert refused.status_code == 422 and "Answer them before the count." in officer.text()
    await officer.get(f"{at}/challenges")
    assert "I was asleep." in officer.text()
    await officer.get(f"{at}/challenges/{said}")
    await officer.send(f"{at}/challenges/{said}", {"answer": "struck", "note": "They were in hospital."})
    assert "only when a second officer agrees" in officer.text()
    refused = await officer.send(f"{at}/challenges/{said}/second")
    assert refused.status_code == 403 and "A second officer has to agree." in officer.text()
    secretary = await window(given.second)
    refused = await secretary.get(f"{at}/challenges")
    assert refused.status_code == 403


async def test_a_vote_is_withdrawn_with_a_reason_that_everybody_reads(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    officer = await window(given.officer)
    at = f"office/ballots/{ballot_id}"
    await officer.get(f"{at}/withdraw")
    refused = await officer.send(f"{at}/withdraw")
    assert refused.status_code == 422
    await officer.send(f"{at}/withdraw", {"reason": "The cost was wrong."})
    assert officer.heading() == "This vote was withdrawn"
    member = await window(given.people["staff"][0])
    await member.get(f"ballots/{ballot_id}")
    assert "The cost was wrong." in member.text() and "Start my vote" not in member.text()


async def test_a_small_group_is_decided_on_before_opening_and_told(given: Given, window: Opens) -> None:
    ballot_id = await frozen(given, await a_draft(given, motion()))
    officer = await window(given.officer)
    await officer.get(f"office/ballots/{ballot_id}/small-group/staff")
    assert "each of them reads this on the page of the vote" in officer.text()


async def test_a_draft_is_not_there_for_members(given: Given, window: Opens) -> None:
    ballot_id = await a_draft(given)
    member = await window(given.people["staff"][0])
    refused = await member.get(f"ballots/{ballot_id}")
    assert refused.status_code == 404


async def test_the_list_shows_every_vote_and_where_it_stands(given: Given, window: Opens) -> None:
    await a_draft(given)
    ballot_id = await an_open_ballot(given)
    await counted(given, ballot_id)
    officer = await window(given.officer)
    await officer.get("office/ballots")
    assert "being prepared" in officer.text() and "counted" in officer.text()


async def test_a_fresh_ballot_lists_its_questions_one_by_one_with_the_words_each_lacks(
    given: Given, window: Opens
) -> None:
    words = {"en": "Saturdays", "cy": "Sadyrnau"}
    bare = ContestDraft(kind=ContestKind.RESOLUTION, resolution_kind="ordinary", wording=Wording(title=words))
    ballot_id = await a_draft(given, bare, election("any", 3))
    secretary = await window(given.second)
    await secretary.get(f"office/ballots/{ballot_id}")
    markup = secretary.last.text
    assert secretary.heading() == "6 things are missing before you can open"
    assert re.findall(r"<h2>([^<]+)</h2>\s*<ol class=\"co-missing\" start=\"(\d)\"", markup) == [
        ("Saturdays", "1"), ("Board", "3"), ("Before it can open", "4"),
    ]  # fmt: skip
    assert (
        "These words are missing. All languages must be ready on the same day. English: question" in secretary.text()
    )
    assert "Write it Saturdays" in secretary.text(), "a screen reader hears which"
    assert markup.count("Write it") == 1 and markup.count("Write the Easy Read") == 1
