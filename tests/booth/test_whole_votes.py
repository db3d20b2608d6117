"""Whole votes through both processes: from the page of the vote to the receipt, the count and both verifiers."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from govern.ballots import lifecycle, queries
from govern.ballots.queries.bundle import bundle_of
from tests.ballots.given_ballots import Given
from tests.ballots.given_ceremony import (
    AFTER,
    all_mixed,
    all_witnessed,
    an_open_shared_ballot,
    closed_by_two,
    facts_fixed,
    opened_by,
    verified,
)
from tests.ballots.pages.test_sending import code_in
from tests.booth.conftest import Votes
from tests.booth.given_booth import Voter


async def voted(voter: Voter, *answers: str) -> str:
    """A vote with these answers, through the booth. Returns the code that the booth showed."""
    form = await voter.at_check(*answers)
    code = voter.code()
    await voter.send(form.fields)
    assert voter.service.heading() == "Your vote is in", voter.service.text()
    return code


async def test_votes_through_the_booth_are_cast_counted_and_verified(
    given: Given, votes: Votes, tmp_path: Path
) -> None:
    ballot_id, ring = await an_open_shared_ballot(given)
    for person, answer in zip(given.people["staff"], ("yes", "yes", "yes", "no"), strict=False):
        voter = await votes(person, ballot_id)
        code = await voted(voter, answer)
        assert code_in(voter.service.last.text) == code, "the receipt has the code that the booth showed"
    await voted(await votes(given.people["supported"][0], ballot_id), "no")
    again = await votes(given.people["supported"][0], ballot_id)
    await voted(again, "yes")
    await closed_by_two(given, ballot_id)
    await facts_fixed(given, ballot_id)
    await all_witnessed(given, ballot_id, ring)
    await all_mixed(given, ballot_id, ring)
    await opened_by(given, ballot_id, ring, 3, 1)
    await lifecycle.count(
        given.society, ballot_id, by=given.officer, at=AFTER
    )  # the first verifier judges the bundle there
    assert await in_favour_and_against(given, ballot_id) == (4, 1, 5)
    async with given.society.store.reading() as reading:
        packed = await bundle_of(reading, ballot_id)
    assert "2 of 3 trustees open" in verified(packed, tmp_path)


async def in_favour_and_against(given: Given, ballot_id: UUID) -> tuple[int, int, int]:
    async with given.society.store.reading() as reading:
        result = await queries.result(reading, ballot_id, "en", undeclared=True)
    resolution = result.contests[0].outcome.resolution
    assert resolution is not None
    return int(resolution.for_), int(resolution.against), result.voted
