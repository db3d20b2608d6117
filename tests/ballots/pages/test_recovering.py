"""A box that was put back, through the pages: what voters and officers read, two officers, a receipt handed in."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from govern.ballots.casting import heads
from govern.ballots.casting.heads import Kept
from govern.identity import lifecycle as identity
from govern.permissions import Role
from tests.ballots.given_ballots import Given, an_open_ballot, vote, yes
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_voting import begun, contests_of
from tests.given import Moments
from tests.window import Window

RECEIPT = "application/json"


async def put_back(given: Given, ballot_id: UUID) -> None:
    """As a database looks that was put back: a later head was signed than it has."""
    kept = heads.kept_head(given.society.folder, ballot_id)
    assert kept is not None
    heads.keep(given.society.folder, ballot_id, Kept(kept.epoch, kept.size + 3, b"L" * 32, kept.note))


async def test_a_voter_reads_why_nothing_is_taken_and_their_choices_are_kept(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    voter = await window(given.people["staff"][0])
    at = await begun(voter, ballot_id)
    await voter.send(f"{at}/paper/1", {"answer": "yes"})
    assert voter.heading() == "Check your vote"
    await put_back(given, ballot_id)
    answer = await voter.send(f"ballots/{ballot_id}/cast", {})
    assert answer.status_code == 409
    assert "put back to an older copy, so nothing can go into it now" in voter.text()
    assert f"ballots/{ballot_id}/cast" in answer.text  # the check page, with a fresh envelope of the same choices
    for path in (f"ballots/{ballot_id}", f"ballots/{ballot_id}?easy=1", f"ballots/{ballot_id}/box"):
        assert "put back to an older copy" in (await voter.get(path)).text
    await voter.get(f"ballots/{ballot_id}/box/again")  # nobody has gone on yet, so nothing can be handed in
    assert voter.heading() == "The box of envelopes"


async def test_two_officers_go_on_and_a_voter_hands_in_the_receipt(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id = await an_open_ballot(given)
    (contest,) = await contests_of(given, ballot_id)
    mine, other = given.people["staff"][:2]
    for person in (mine, other):
        await vote(given, ballot_id, person, yes(contest))
    voter, neighbour = await window(mine), await window(other)
    receipt = (await voter.get(f"ballots/{ballot_id}/receipt/file")).content
    theirs = (await neighbour.get(f"ballots/{ballot_id}/receipt/file")).content
    await put_back(given, ballot_id)
    first, second = await window(given.officer), await window(given.second)
    page = f"office/ballots/{ballot_id}"
    await first.get(page)
    assert "Nothing goes into it until two officers agree" in first.text() and f"{page}/recovery" in first.last.text
    await first.get(f"{page}/recovery")
    assert first.heading() == "A box that was put back"
    assert "At least 3 entries that somebody may have a receipt for are missing" in first.text()
    await second.get(f"{page}/recovery")
    fields = second.hidden(f"{page}/recovery")
    await first.send(f"{page}/recovery", {})
    await first.get(f"{page}/recovery")
    assert "Another officer has to agree. Ask one of them" in first.text()
    assert "I agree" not in first.text()
    stale = await second.post(f"{page}/recovery", fields)
    assert stale.status_code == 422 and "Another officer has to agree to it" in stale.text
    await second.get(f"{page}/recovery")
    assert "Gwilym Hâf proposed on" in second.text()
    await second.send(f"{page}/recovery/second", {})
    assert "put back" not in second.text()
    await second.get(f"{page}/recovery")
    assert "There is nothing to put right" in second.text()

    again = f"ballots/{ballot_id}/box/again"
    await voter.get(f"ballots/{ballot_id}/box")
    assert again in voter.last.text
    await voter.get(again)
    for content, why in (
        (theirs, "somebody else's"),
        (b"hello", "not a receipt"),
        (receipt[:-9] + b"}", "not a rec"),
    ):
        answer = await voter.send_file(again, "receipt.json", content, RECEIPT, field="receipt")
        assert answer.status_code == 422 and why in voter.text()
        assert 'id="receipt-problem"' in answer.text
    assert (await voter.send(again, {})).status_code == 422
    assert "Choose the file of your receipt" in voter.text()
    answer = await voter.send_file(again, "receipt.json", b"x" * 200_000, RECEIPT, field="receipt")
    assert answer.status_code == 422 and "too large" in voter.text()
    await voter.send_file(again, "receipt.json", receipt, RECEIPT, field="receipt")
    assert "Your envelope was in the box already" in voter.text()
    clock.pass_(days=1)


async def test_whoever_prepares_no_votes_is_led_to_no_page_they_may_not_see(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id = await an_open_ballot(given)
    teller = given.people["staff"][3]
    async with given.society.store.writing() as writing:
        await identity.appoint(writing, teller, Role.TELLER, clock.at.date(), by=None, at=clock.at)
    await put_back(given, ballot_id)
    browser = Window((await window(given.officer)).client, given.society, follows=True)
    await browser.sign_in(teller, officer=True, at=clock.at + timedelta(minutes=1))
    await browser.get(f"office/ballots/{ballot_id}")
    assert "put back to an older copy" in browser.text()
    assert f"{ballot_id}/recovery" not in browser.last.text
    assert (await browser.get(f"office/ballots/{ballot_id}/recovery")).status_code == 403


@pytest.mark.parametrize("late", [True, False])
async def test_near_the_close_officers_are_told_that_there_may_be_no_time(
    given: Given, window: Opens, clock: Moments, late: bool
) -> None:
    ballot_id = await an_open_ballot(given)
    await put_back(given, ballot_id)
    if late:
        clock.pass_(days=13, hours=12)
    officer = await window(given.officer)
    await officer.get(f"office/ballots/{ballot_id}/recovery")
    assert ("It may be fairer to withdraw" in officer.text()) is late
