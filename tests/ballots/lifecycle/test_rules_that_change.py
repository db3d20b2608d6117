"""Invariant 88: a change of the rules applies to ballots opened after its day; open ballots keep their version."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from govern.ballots import lifecycle, queries
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import example, with_society
from govern.errors import WrongMoment
from tests.ballots.given_ballots import (
    BEFORE,
    CLOSES,
    OPENS,
    Given,
    a_draft,
    a_society,
    all_vote,
    an_open_ballot,
    declared,
    no,
    yes,
)


async def stricter(given: Given, from_on: date) -> UUID:
    """From this day an ordinary resolution needs three quarters."""
    text = example("tair_nant").replace('pass = { op = "gt", of = "1/2", base = "cast" }', THREE_QUARTERS, 1)
    text = with_society(text, {"version": "2026.2", "effective_from": from_on})
    async with given.society.store.writing() as writing:
        return await rulebook.adopt(writing, text, by=None, at=BEFORE)


THREE_QUARTERS = 'pass = { op = "ge", of = "3/4", base = "cast" }'


async def version_of(given: Given, ballot_id: UUID) -> int:
    async with given.society.store.reading() as reading:
        ballot = await given.ballot(ballot_id)
        return (await rulebooks.version(reading, ballot.rulebook_version_id)).number


async def test_an_open_ballot_is_counted_under_the_rules_it_opened_under(tmp_path: Path) -> None:
    """Five eighths are for: more than the half of its opening, less than the three quarters that rule now."""
    given = await a_society(tmp_path)
    ballot_id = await an_open_ballot(given)
    await stricter(given, (OPENS + timedelta(days=1)).date())
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot_id)
    votes = [(person, no(contest)) for person in given.people["supported"]]
    votes += [(p, yes(contest)) for group in ("staff", "volunteers") for p in given.people[group]]
    await all_vote(given, ballot_id, votes)
    await declared(given, ballot_id)
    async with given.society.store.reading() as reading:
        found = (await queries.result(reading, ballot_id, "en")).contests[0].resolution
    assert found is not None and found.carried
    assert str(found.figure) == "62.5 of 100 were for. More than half was needed."
    assert await version_of(given, ballot_id) == 1


async def test_a_ballot_that_opens_after_the_change_follows_it(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    await stricter(given, OPENS.date())
    assert await version_of(given, await a_draft(given)) == 2


async def test_a_ballot_that_opens_before_the_change_keeps_the_rules_of_its_opening(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    await stricter(given, CLOSES.date())
    assert await version_of(given, await a_draft(given)) == 1


async def test_a_ballot_drafted_before_the_change_is_not_published_under_the_old_rules(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await a_draft(given)
    await stricter(given, OPENS.date())
    async with given.society.store.writing() as writing:
        with pytest.raises(WrongMoment, match="The rules change before this vote opens: version 2"):
            await lifecycle.publish(writing, ballot_id, by=given.officer, at=BEFORE)
