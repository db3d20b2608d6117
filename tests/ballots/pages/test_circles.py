"""Deciding by consent, through the web: the secretary runs the rounds, the circle answers from its own pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from litestar.testing import AsyncTestClient
from sqlalchemy import select

from govern.app import create_app
from govern.identity.models import Person
from govern.identity.rules import search_words
from tests.ballots.given_ballots import Given, a_draft, a_society, motion
from tests.ballots.lifecycle.test_settling import only_contest
from tests.given import Moments, settings
from tests.window import Window


class House:
    """Equal care: a secretary, and people of a team, each at their own browser."""

    def __init__(self, given: Given, client: AsyncTestClient, clock: Moments) -> None:  # type: ignore[type-arg]
        self.given, self.client, self.clock = given, client, clock

    async def window(self, person: UUID) -> Window:
        browser = Window(self.client, self.given.society, follows=True)
        return await browser.sign_in(person, officer=person == self.given.second, at=self.clock.at)


@pytest.fixture
async def house(tmp_path: Path, clock: Moments) -> AsyncIterator[House]:
    given = await a_society(tmp_path / "home", rules="equal_care_like", groups={"supported": 4})
    async with given.society.store.writing() as writing:
        for person in await writing.scalars(select(Person)):
            person.search = search_words(person.name)
    app = create_app(settings(given.society.folder.parent), clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        yield House(given, client, clock)
    await given.society.store.close()


def lines(browser: Window) -> str:
    return " ".join(browser.text().split())


async def a_proposal(secretary: Window, body: str = "team", kind: str = "", people: int = 3) -> str:
    """Written, and with its circle named by searching; the address of its page."""
    new = {"body": body, "kind": kind, "title": "Night shifts", "text": "One at night."}
    await secretary.get("office/consent/new")
    await secretary.send("office/consent/new", new)
    page = "office/consent/" + str(secretary.last.url).rsplit("/", 1)[-1]
    for number in range(1, people + 1):
        await secretary.get(f"{page}?search=Supported+{number}")
        chosen = secretary.last.text.split('name="person"')[-1].split('value="')[1].split('"')[0]
        await secretary.send(f"{page}/people", {"person": chosen})
    return page


async def in_round(secretary: Window, body: str = "team", kind: str = "") -> str:
    page = await a_proposal(secretary, body, kind)
    for _ in range(4):
        await secretary.send(f"{page}/step")
    assert "A consent round is on." in lines(secretary)
    return page


async def test_w17_on_the_pages_from_the_proposal_to_a_firm_agreement(house: House, clock: Moments) -> None:
    secretary = await house.window(house.given.second)
    await secretary.get("office")
    assert "Consent rounds" in lines(secretary)
    page = await in_round(secretary)
    first, second, third = [await house.window(person) for person in house.given.people["supported"][:3]]
    mine = page.removeprefix("office/")
    await first.get("home")
    assert "Your circle asks for your consent." in lines(first) and mine in first.last.text
    await first.get(mine)
    empty = await first.send(mine)
    assert empty.status_code == 422 and "Choose what you say: consent, a concern, or an objection." in lines(first)
    await first.send(mine, {"said": "objection", "reason": "Lone working at night."})
    assert "You have answered." in lines(first) and "Lone working at night." in first.last.text
    await second.get(mine)
    assert "Objections in this round" in lines(second) and "Supported 1 : Lone working at night." in lines(second)
    await second.send(mine, {"said": "consent"})
    await secretary.get(page)
    assert "No answer yet from: Supported 3." in lines(secretary)
    await secretary.send(f"{page}/end-round")
    assert "A new wording that meets the objections" in lines(secretary)
    person = house.given.people["supported"][0]
    new = {"text": "Two at night.", "changed": "Two, not one."}
    refused = await secretary.send(f"{page}/integrate", new)
    assert refused.status_code == 422 and f'id="met_{person}-problem"' in refused.text
    assert "Two at night." in refused.text
    await secretary.send(f"{page}/integrate", {**new, f"met_{person}": "Nobody is alone now."})
    await first.get(mine)
    assert "What was changed last: Two, not one." in lines(first) and "One at night." in lines(first)
    assert "How it is met: Nobody is alone now." in lines(first)
    for browser in (first, second):
        await browser.get(mine)
        await browser.send(mine, {"said": "consent"})
    await secretary.send(f"{page}/end-round")
    await third.get(mine)
    assert "Those who were absent can still object until the time is over." in lines(third)
    assert "What do you say?" in lines(third)
    late = await first.send(mine, {"said": "objection", "reason": "No."})
    assert late.status_code == 422 and "You were at the round, and it is over." in lines(first)
    assert "What do you say?" not in lines(first)
    clock.pass_(hours=73)
    third = await house.window(house.given.people["supported"][2])
    await third.get(mine)
    assert "The circle has agreed. It looks at this again" in lines(third) and "The review is on" in lines(third)
    await third.get("consent")
    assert "Agreed Night shifts" in lines(third)


async def test_the_circle_finds_no_reason_in_an_objection_by_pressing_a_button_each(house: House) -> None:
    secretary = await house.window(house.given.second)
    page = await in_round(secretary)
    mine = page.removeprefix("office/")
    people = house.given.people["supported"]
    noted = await secretary.send(f"{page}/answer", {"person": str(people[0]), "said": "objection", "reason": "No."})
    assert noted.status_code == 200 and "Said in the room, and written down there." in lines(secretary)
    second, third, stranger = [await house.window(person) for person in people[1:4]]
    await second.get(mine)
    answer = second.last.text.split('name="answer" value="')[1].split('"')[0]
    await second.send(f"{mine}/no-reason", {"answer": answer})
    assert "No reason is found in it by: Supported 2." in lines(second)
    await stranger.get(mine)
    assert "You are not in this circle, so you read along." in lines(stranger)
    await third.get(mine)
    await third.send(f"{mine}/no-reason", {"answer": answer})
    assert "an objection in which the circle found no reason: a concern" in lines(third)


async def test_after_the_last_round_the_circle_votes_openly(house: House) -> None:
    secretary = await house.window(house.given.second)
    page = await in_round(secretary)
    mine, people = page.removeprefix("office/"), house.given.people["supported"]
    for round in range(1, 4):
        said = {"person": str(people[0]), "said": "objection", "reason": "Lone working."}
        await secretary.send(f"{page}/answer", said)
        await secretary.send(f"{page}/end-round")
        if round < 3:
            new = {"text": f"Wording {round}", "changed": "Words.", f"met_{people[0]}": "Somehow."}
            await secretary.send(f"{page}/integrate", new)
    assert "After 3 rounds an objection is left." in lines(secretary)
    empty = await secretary.send(f"{page}/fallback")
    assert empty.status_code == 422 and "Choose what happens now." in lines(secretary)
    wrong = await secretary.send(f"{page}/fallback", {"way": "parent"})
    assert wrong.status_code == 422 and "The rules do not offer this." in lines(secretary)
    await secretary.send(f"{page}/fallback", {"way": "vote"})
    first = await house.window(people[0])
    await first.get(mine)
    none = await first.send(f"{mine}/vote")
    assert none.status_code == 422 and "Choose how you vote." in lines(first)
    await first.send(f"{mine}/vote", {"voted": "against"})
    for person in people[1:3]:
        await secretary.get(page)
        await secretary.send(f"{page}/vote", {"person": str(person), "voted": "for"})
    await secretary.send(f"{page}/end-vote")
    assert "The circle did not agree this by a vote." in lines(secretary)
    assert "3 of the circle voted. 2 had to." in lines(secretary)


async def test_a_motion_of_the_members_is_settled_from_its_rounds_on_the_page(house: House) -> None:
    secretary = await house.window(house.given.second)
    refused = await secretary.get("office/consent/new")
    refused = await secretary.send("office/consent/new", {"body": "general", "title": "Fee", "text": "Ten pounds."})
    assert refused.status_code == 422 and "Choose which kind of motion it is." in lines(secretary)
    page = await in_round(secretary, body="general", kind="ordinary")
    people = house.given.people["supported"]
    for round in range(1, 4):
        said = {"person": str(people[0]), "said": "objection", "reason": "Too dear."}
        await secretary.send(f"{page}/answer", said)
        await secretary.send(f"{page}/end-round")
        if round < 3:
            new = {"text": f"Wording {round}", "changed": "Words.", f"met_{people[0]}": "Somehow."}
            await secretary.send(f"{page}/integrate", new)
    await secretary.send(f"{page}/fallback", {"way": "vote"})
    assert "This is put to a vote of the members." in lines(secretary)
    ballot_id = await a_draft(house.given, motion("ordinary"))
    decision = f"office/ballots/{ballot_id}/questions/{await only_contest(house.given, ballot_id)}/decision"
    await secretary.get(decision)
    assert "In the rounds on which proposal? Its last round and their number are taken from there. Night shifts" in (
        lines(secretary)
    )
    await secretary.send(decision, {"kind": "ordinary", "consent": page.rsplit("/", 1)[-1]})
    assert "It is kept." in lines(secretary) and 'name="consent_rounds" type="text" value="3"' in (
        secretary.last.text
    )
    await secretary.get(f"office/ballots/{ballot_id}")
    assert "look for agreement before a vote" not in lines(secretary)


async def test_a_draft_is_reworded_reviewed_in_time_and_seen_by_nobody_else(house: House, clock: Moments) -> None:
    secretary = await house.window(house.given.second)
    page = await a_proposal(secretary)
    member = await house.window(house.given.people["supported"][0])
    assert (await member.get(page.removeprefix("office/"))).status_code == 404
    assert (await member.get(page)).status_code == 403
    bad = await secretary.send(f"{page}/words", {"title": "", "text": "Two at night."})
    assert bad.status_code == 422 and "Type a short title." in lines(secretary)
    await secretary.send(f"{page}/words", {"title": "Nights", "text": "Two at night."})
    out = {"person": str(house.given.people["supported"][2])}
    await secretary.send(f"{page}/people/out", out)
    for _ in range(4):
        await secretary.send(f"{page}/step")
    for person in house.given.people["supported"][:2]:
        await secretary.send(f"{page}/answer", {"person": str(person), "said": "consent"})
    await secretary.send(f"{page}/end-round")
    assert "The circle has agreed." in lines(secretary)
    clock.at += timedelta(days=200)
    secretary = await house.window(house.given.second)
    await secretary.get("office")
    assert "Review what the circle agreed: Nights" in lines(secretary)
    await secretary.get(page)
    none = await secretary.send(f"{page}/review")
    assert none.status_code == 422 and "Choose what came of the review." in lines(secretary)
    await secretary.send(f"{page}/review", {"outcome": "ended", "words": "No nights any more."})
    assert "What the review found No nights any more." in lines(secretary)


async def test_where_the_rules_know_no_consent_the_page_says_so(tmp_path: Path, clock: Moments) -> None:
    given = await a_society(tmp_path / "home", groups={"supported": 2})
    app = create_app(settings(given.society.folder.parent), clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        secretary = await House(given, client, clock).window(given.second)
        await secretary.get("office/consent")
        assert "By the rules nothing is decided by consent here" in lines(secretary)
    await given.society.store.close()
