"""While somebody is in the booth: nothing they chose is lost, whatever runs out; nothing stays once it is sent."""

from __future__ import annotations

import re

import msgspec
import pytest

from govern.ballots.paper.document import PaperDocument
from govern.ballots.queries import ballot_page
from govern.identity import lifecycle as identity
from govern.web.visitor import Look
from tests.ballots.given_ballots import Given, an_open_ballot
from tests.ballots.given_ceremony import an_open_shared_ballot
from tests.ballots.pages.test_sending import code_in
from tests.booth.conftest import Votes
from tests.booth.given_booth import BOOTH, SERVICE, Asked, form_to
from tests.given import Moments


async def test_after_twenty_minutes_the_choices_come_back_with_a_fresh_paper_and_a_new_code(
    given: Given, votes: Votes, clock: Moments
) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    old = await voter.at_check("no")
    code = voter.code()
    clock.pass_(minutes=20, seconds=1)
    answer = await voter.booth.get(f"{voter.at}/check")
    assert answer.status_code == 409 and voter.booth.heading() == "You need a fresh paper"
    assert "What you have chosen is kept in this browser" in voter.booth.text()
    assert f'href="{SERVICE}{voter.at}/booth"' in answer.text
    late = await voter.send(old.fields)
    assert late.status_code == 409 and "more than 20 minutes ago, so nothing was sent" in voter.service.text()
    await voter.enter(form_to(late, "/enter"))
    assert voter.booth.heading() == "Check your vote" and " No " in voter.booth.text()
    assert voter.code() != code
    await voter.send(voter.cast_form().fields)
    assert voter.service.heading() == "Your vote is in"


async def test_an_answer_is_kept_though_the_paper_ran_out_before_it(
    given: Given, votes: Votes, clock: Moments
) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    await voter.enter()
    clock.pass_(minutes=30)
    await voter.answers("no")
    assert voter.booth.heading() == "You need a fresh paper"
    await voter.service.get(f"{voter.at}/booth")
    await voter.enter(form_to(voter.service.last, "/enter"))
    assert voter.booth.heading() == "Check your vote" and " No " in voter.booth.text()


async def test_when_it_is_sent_the_choices_go_from_the_browser_and_one_may_vote_again(
    given: Given, votes: Votes
) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    form = await voter.at_check("no")
    assert len(voter.booth.cookies) == 2
    first = voter.code()
    answer = await voter.booth.client.get(
        f"{voter.at}/sent", headers={**voter.booth.headers(), "sec-fetch-site": "cross-site"}, follow_redirects=False
    )
    assert answer.status_code == 303 and "set-cookie" not in answer.headers, "no other site makes them go"
    await voter.send(form.fields)
    assert voter.booth.cookies == {}
    await voter.booth.get(f"{voter.at}/check")
    assert "You have no paper here." in voter.booth.text(), "Back shows nothing of it"
    await voter.service.get(f"{voter.at}/receipt")
    await voter.service.send(f"{voter.at}/start")
    await voter.enter(form_to(voter.service.last, "/enter"))
    assert voter.booth.heading().startswith("Do you agree") and not re.search(
        r"<input[^>]* checked", voter.booth.last.text
    )
    await voter.answers("yes")
    assert "If you voted before, that vote still counts." in voter.booth.text()
    await voter.send(voter.cast_form().fields)
    assert code_in(voter.service.last.text) != first


async def test_the_next_person_at_the_same_browser_finds_nothing_of_the_one_before(
    given: Given, votes: Votes
) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    first = await votes(given.people["staff"][0], ballot_id)
    await first.at_check("no")
    second = await votes(given.people["staff"][1], ballot_id)
    second.booth.cookies.update(first.booth.cookies)
    await second.enter()
    assert second.booth.heading().startswith("Do you agree") and not re.search(
        r"<input[^>]* checked", second.booth.last.text
    )


async def test_the_paper_is_in_the_booth_wherever_one_begins_and_other_votes_stay_in_the_service(
    given: Given, votes: Votes
) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    for rest in ("paper/1", "check", "paper/1/all"):
        await voter.service.get(f"{voter.at}/{rest}")
        assert voter.service.heading() == "Your paper is in the booth", rest
    everyday = await votes(given.people["staff"][0], await an_open_ballot(given))
    await everyday.service.get(everyday.at)
    await everyday.service.send(f"{everyday.at}/start")
    assert everyday.service.heading().startswith("Do you agree")
    await everyday.service.get(f"{everyday.at}/booth")
    assert str(everyday.service.last.url).endswith(everyday.at)


async def test_one_press_and_easy_words_are_there_in_the_booth_and_before_it(
    given: Given, votes: Votes, clock: Moments
) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    person = given.people["staff"][0]
    async with given.society.store.writing() as writing:
        await identity.choose_look(writing, person, Look(4, "cream", "easy", "one"), at=clock.at)
    voter = await votes(person, ballot_id)
    form = await voter.hand_over()
    assert "It does not know your name." in voter.service.text() and "co-press" in voter.service.last.text
    await voter.enter(form)
    assert 'data-text="4" data-colours="cream" data-layout="easy"' in voter.booth.last.text
    assert "co-press" in voter.booth.last.text
    await voter.answers("no")
    assert '<button id="test">' in voter.booth.last.text
    await voter.send(voter.test_form().fields)
    assert "co-press" in voter.service.last.text


async def test_what_is_not_here_is_in_the_service_and_what_was_only_sent_leads_to_the_check_page(
    given: Given, votes: Votes
) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    await voter.at_check()
    voter.booth.follows = False
    for path, leads in (
        ("/en/tair-nant/help/secrecy", f"{SERVICE}/en/tair-nant/help/secrecy"),
        ("/cy/tair-nant", f"{SERVICE}/cy/tair-nant"),
        (voter.at, f"{SERVICE}{voter.at}"),
        (f"{voter.at}/opened", f"{voter.at}/check"),
    ):
        answer = await voter.booth.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, leads)
    assert (await voter.booth.get("/en/elsewhere/ballots")).status_code == 404
    assert (await voter.booth.post("/en/tair-nant/sign-out", {}, origin=BOOTH)).status_code == 404


# --- What the booth shows -------------------------------------------------------------------------------------------


async def test_a_paper_that_does_not_fit_the_manifest_is_refused_with_a_sentence(
    given: Given, votes: Votes, asked: Asked, clock: Moments
) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    form = await voter.hand_over()
    token = f"Bearer {form.fields['voting_pass']}"
    true = (await voter.service.client.get(f"{voter.at}/papers-for-booth", headers={"authorization": token})).content
    for name in ("Staff 1", 'person_id":"' + str(given.people["staff"][0])):
        assert name.encode() not in true
    document = PaperDocument.from_bytes(true)
    wording = document.wordings["en"]
    (contest,) = wording.contests

    def with_contest(**changed: object) -> bytes:
        other = msgspec.structs.replace(wording, contests=(msgspec.structs.replace(contest, **changed),))
        return msgspec.structs.replace(document, wordings={**document.wordings, "en": other}).to_bytes()

    texts = {name: [{"en": "Shall we not?"}, *text[1:]] for name, text in document.texts.items()}
    false = {
        "another question": with_contest(question="Shall we not?"),
        "another meaning": with_contest(yes_means=contest.no_means, no_means=contest.yes_means + "!"),
        "more marks": with_contest(at_most=2),
        "no question": msgspec.structs.replace(
            document, wordings={"en": msgspec.structs.replace(wording, contests=())}
        ).to_bytes(),
        "other texts": msgspec.structs.replace(document, texts=texts).to_bytes(),
        "another manifest": msgspec.structs.replace(
            document, manifest=document.manifest.replace(b'"k":2', b'"k":1')
        ).to_bytes(),
        "no document": b"{}",
    }
    for how, content in false.items():
        asked.changed = content
        answer = await voter.enter(form)
        assert answer.status_code == 503 and "is not the one of this vote" in voter.booth.text(), how
        assert voter.booth.cookies == {}
    asked.changed = None
    assert (await voter.enter(form)).status_code == 200


async def test_papers_are_for_whoever_has_a_pass_and_are_asked_for_once_a_minute(
    given: Given, votes: Votes, asked: Asked, clock: Moments
) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    for headers in ({}, {"authorization": "Bearer nothing"}, {"authorization": "Basic x"}):
        answer = await voter.service.client.get(f"{voter.at}/papers-for-booth", headers=headers)
        assert answer.status_code == 404
    await voter.at_check()
    await (await votes(given.people["staff"][1], ballot_id)).at_check()
    assert asked.times == 1
    clock.pass_(minutes=2)
    asked.away = True
    third = await votes(given.people["staff"][2], ballot_id)
    await third.at_check()
    assert asked.times == 2, "what is known serves on where the service does not answer"


@pytest.mark.parametrize("booth", [True, False])
async def test_what_is_said_of_secrecy_is_true_with_a_booth_and_without(given: Given, booth: bool) -> None:
    agm, _ = await an_open_shared_ballot(given)
    everyday = await an_open_ballot(given)
    said = {}
    async with given.society.store.reading() as reading:
        for ballot_id in (agm, everyday):
            page = await ballot_page(reading, ballot_id, None, language="en", at=Moments().at, booth=booth)
            said[ballot_id] = " ".join(map(str, page.secrecy))
    assert ("The booth sees your choice, and not your name." in said[agm]) is booth
    assert ("It sees that choice for a moment." in said[agm]) is booth
    assert ("The computer that runs this service sees your choice" in said[agm]) is not booth
    assert "booth" not in said[everyday] and "sees your choice for a moment" in said[everyday]
