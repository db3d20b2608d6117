"""Is my envelope in the box, was it counted, or which later one was: by a code, a receipt file, one's own receipt."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from govern.ballots import lifecycle, queries
from govern.ballots.models import LogHead
from govern.ballots.rules import Answer
from govern.ballots.seal import tree
from govern.ballots.seal.canonical import decode_object, encode
from govern.identity import lifecycle as identity
from govern.web.visitor import Look
from tests.ballots.given_ballots import CLOSES, OPENS, Given, an_open_ballot, closed, counted, declared, no, vote, yes
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_voting import contests_of
from tests.given import Moments
from tests.window import Window


async def receipt_of(given: Given, ballot_id: UUID, person: UUID) -> bytes:
    async with given.society.store.reading() as reading:
        return (await queries.receipt(reading, ballot_id, person, language="en")).file


async def handed_in(browser: Window, ballot_id: UUID, content: bytes) -> None:
    at = f"ballots/{ballot_id}/box"
    await browser.get(at)
    await browser.send_file(f"{at}/receipt", "receipt.json", content, "application/json", field="receipt")


@pytest.fixture
def stranger(given: Given, service: AsyncTestClient[Litestar]) -> Window:
    return Window(service, given.society, follows=True)


async def test_a_stranger_with_a_code_or_a_receipt_is_told_while_voting_is_open_that_it_is_in(
    given: Given, stranger: Window
) -> None:
    """And not whether its voter voted again: who was made to hand over a code can still change their vote (T20)."""
    ballot_id = await an_open_ballot(given)
    (question,) = await contests_of(given, ballot_id)
    person = given.people["staff"][0]
    first = await vote(given, ballot_id, person, yes(question))
    receipt = await receipt_of(given, ballot_id, person)
    await vote(given, ballot_id, person, no(question))
    await stranger.get(f"ballots/{ballot_id}/box")
    assert stranger.heading() == "The box of envelopes"
    await stranger.send(f"ballots/{ballot_id}/box", {"code": first.code})
    by_code = stranger.text()
    await handed_in(stranger, ballot_id, receipt)
    for said in (by_code, stranger.text()):
        assert "This envelope is in the box." in said and "It is entry 2 of 3." in said
        assert "This is told after the count." in said and "later vote" not in said


async def test_after_the_count_each_envelope_says_what_became_of_it(given: Given, stranger: Window) -> None:
    ballot_id = await an_open_ballot(given)
    (question,) = await contests_of(given, ballot_id)
    person = given.people["staff"][0]
    first = await vote(given, ballot_id, person, yes(question))
    early = await receipt_of(given, ballot_id, person)
    last = await vote(given, ballot_id, person, no(question))
    late = await receipt_of(given, ballot_id, person)
    await counted(given, ballot_id)
    await handed_in(stranger, ballot_id, early)
    assert "No, this envelope was not counted. A later vote in the same way replaced it." in stranger.text()
    assert (
        f"That is entry {last.leaf + 1} of the list." in stranger.text()
        and first.code in stranger.last.text.replace('</span> <span class="co-nowrap">', "-")
    )
    await handed_in(stranger, ballot_id, late)
    assert "Yes, this envelope was counted." in stranger.text()


async def test_a_struck_envelope_says_that_it_was_set_aside_and_by_which_entry(
    given: Given, stranger: Window
) -> None:
    ballot_id = await an_open_ballot(given)
    (question,) = await contests_of(given, ballot_id)
    person = given.people["staff"][0]
    posted = await vote(given, ballot_id, person, yes(question))
    async with given.society.store.writing() as writing:
        said = await lifecycle.challenge(writing, ballot_id, person, "Not mine.", at=OPENS)
    for officer in (given.officer, given.second):
        async with given.society.store.writing() as writing:
            await lifecycle.answer_challenge(
                writing, given.society, said, Answer.STRUCK, "So it is.", by=officer, at=OPENS
            )
    await declared(given, ballot_id)
    await stranger.get(f"ballots/{ballot_id}/box")
    await stranger.send(f"ballots/{ballot_id}/box", {"code": posted.code})
    assert "Two officers struck this entry from the roll." in stranger.text()
    assert "That is entry 3 of the list." in stranger.text()


async def test_what_is_no_receipt_of_this_vote_is_refused_beside_the_field(given: Given, stranger: Window) -> None:
    ballot_id, other = await an_open_ballot(given), await an_open_ballot(given)
    (question,) = await contests_of(given, ballot_id)
    person = given.people["staff"][0]
    await vote(given, ballot_id, person, yes(question))
    good = await receipt_of(given, ballot_id, person)
    document = decode_object(good)
    moved = encode(document | {"index": 0})
    bad = {
        b"not json": "This file is not a receipt.",
        json.dumps(json.loads(good), indent=2).encode(): "This file is not a receipt.",
        moved: "does not prove that the envelope is in the box",
        good + b" " * lifecycle.RECEIPT_BYTES: "too large to be a receipt",
    }
    for content, why in bad.items():
        await handed_in(stranger, ballot_id, content)
        assert stranger.last.status_code == 422 and why in stranger.text(), why
    await handed_in(stranger, other, good)
    assert stranger.last.status_code == 422 and "belongs to another ballot" in stranger.text()
    await stranger.send(f"ballots/{other}/box/receipt")
    assert stranger.last.status_code == 422 and "Choose the file of your receipt." in stranger.text()


async def test_a_good_receipt_of_a_box_that_was_put_back_raises_the_alarm(given: Given, stranger: Window) -> None:
    """T4 and T5, for whoever kept a receipt: the log that they saw does not go on."""
    ballot_id = await an_open_ballot(given)
    (question,) = await contests_of(given, ballot_id)
    person, next_one = given.people["staff"][:2]
    await vote(given, ballot_id, person, yes(question))
    async with given.society.store.reading() as reading:
        row = await reading.get_one(LogHead, ballot_id)
        size, frontier, note = row.size, row.frontier, row.checkpoint
    await vote(given, ballot_id, next_one, no(question))
    receipt = await receipt_of(given, ballot_id, next_one)
    async with given.society.store.writing() as writing:
        head = await writing.get_one(LogHead, ballot_id)
        head.size, head.frontier, head.checkpoint = size, frontier, note
    assert tree.Frontier.from_bytes(frontier).size == 2
    await handed_in(stranger, ballot_id, receipt)
    assert "the box was put back or changed" in stranger.text()


async def test_a_member_sees_their_own_and_what_became_of_it_at_once(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    (question,) = await contests_of(given, ballot_id)
    person = given.people["staff"][0]
    await vote(given, ballot_id, person, yes(question))
    member = await window(person)
    await member.get(f"ballots/{ballot_id}/box")
    assert "Your envelope is in the box." in member.text() and "so it is the one that counts" in member.text()
    await closed(given, ballot_id, at=CLOSES)


async def test_a_tested_envelope_is_not_in_the_box(given: Given, stranger: Window) -> None:
    from tests.ballots.given_ballots import seal
    from tests.ballots.lifecycle.test_testing import AT

    ballot_id = await an_open_ballot(given)
    (question,) = await contests_of(given, ballot_id)
    sealing = await seal(given, ballot_id, given.people["staff"][0], yes(question), AT)
    async with given.society.store.writing() as writing:
        await lifecycle.open_as_test(writing, given.society, sealing, at=AT)
    await stranger.get(f"ballots/{ballot_id}/box")
    await stranger.send(f"ballots/{ballot_id}/box", {"code": sealing.code})
    assert "There is no envelope with this code in the box." in stranger.text()
    assert "An envelope that was opened as a test is not in the box." in stranger.text()


async def test_who_reads_easy_words_is_told_in_easy_words(given: Given, window: Opens, clock: Moments) -> None:
    ballot_id = await an_open_ballot(given)
    (question,) = await contests_of(given, ballot_id)
    person = given.people["staff"][0]
    async with given.society.store.writing() as writing:
        await identity.choose_look(writing, person, Look(2, "standard", "easy", "standard"), at=clock.at)
    member = await window(person)
    first = await vote(given, ballot_id, person, yes(question))
    await member.get(f"ballots/{ballot_id}/box")
    assert "It counts." in member.text() and '<ol class="co-easy">' in member.last.text
    await vote(given, ballot_id, person, no(question))
    await member.send(f"ballots/{ballot_id}/box", {"code": first.code})
    assert "After the last day you can see here if it was counted." in member.text()
    await counted(given, ballot_id)
    await member.get(f"ballots/{ballot_id}/box")
    assert "It was counted." in member.text()
    await member.send(f"ballots/{ballot_id}/box", {"code": first.code})
    assert "It was not counted." in member.text()
