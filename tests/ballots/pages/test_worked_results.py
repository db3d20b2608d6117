"""The worked examples W3, W5 and W6 as real ballots: voted on, counted, declared, and read on the result page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from govern.ballots import lifecycle
from govern.ballots.rules import Settling
from govern.constituencies.rulebook import queries as rulebooks
from tests.ballots.given_ballots import (
    BEFORE,
    Given,
    a_draft,
    a_society,
    all_vote,
    declared,
    motion,
    no,
    opened,
    yes,
)
from tests.ballots.pages.test_result import read
from tests.ballots.pages.test_voting import contests_of
from tests.given import Moments

Votes = Mapping[str, tuple[int, int]]


async def the_page(home: Path, clock: Moments, rules: str, kind: str, roll: dict[str, int], votes: Votes) -> str:
    """Everybody votes as said; what the public reads afterwards."""
    given = await a_society(home, rules=rules, groups=roll)
    ballot_id = await a_draft(given, motion(kind))
    await agreement_was_looked_for(given, kind, *await contests_of(given, ballot_id))
    await opened(given, ballot_id)
    (contest,) = await contests_of(given, ballot_id)
    cast = [
        (person, choices)
        for group, (for_, against) in votes.items()
        for person, choices in zip(given.people[group], [yes(contest)] * for_ + [no(contest)] * against, strict=False)
    ]
    await all_vote(given, ballot_id, cast)
    await declared(given, ballot_id)
    browser = await read(given, clock, f"ballots/{ballot_id}/result/1")
    await given.society.store.close()
    return " ".join(browser.text().split())


async def agreement_was_looked_for(given: Given, kind: str, contest_id: UUID) -> None:
    """Where the rules want that first; other rules refuse to hear of it."""
    async with given.society.store.writing() as writing:
        book = (await rulebooks.in_force(writing, BEFORE.date())).rulebook
        if book.resolution(kind).consent_first:
            said = Settling(kind=kind, consent_on=BEFORE.date(), consent_rounds=3)
            await lifecycle.settle_decision(writing, contest_id, said, by=given.second, at=BEFORE)


async def test_w3_two_groups_without_members_and_the_ceiling(tmp_path: Path, clock: Moments) -> None:
    said = await the_page(
        tmp_path / "home",
        clock,
        "tair_nant",
        "ordinary",
        {"supported": 120, "staff": 45, "volunteers": 0, "public_bodies": 0},
        {"supported": (60, 20), "staff": (12, 18)},
    )
    assert "The resolution is carried. 57.5 of 100 were for. More than half was needed." in said
    assert (
        "Staff would count for 57.143. No group may count for more than 50. What is over goes to the others." in said
    )


async def test_w5_investors_under_their_ceiling_make_a_tie_which_is_lost(tmp_path: Path, clock: Moments) -> None:
    said = await the_page(
        tmp_path / "home",
        clock,
        "equal_care_like",
        "ordinary",
        {"supported": 60, "investor": 41},
        {"supported": (30, 24), "investor": (0, 40)},
    )
    assert "The resolution is lost. 30 of 60 were for." in said
    assert "So each of their 40 votes counts as 0.15. Rule 2.4" in said
    assert "The votes are equal, and an equal vote is lost. Rule 3.10" in said


async def test_w6_a_special_resolution_that_one_group_refuses(tmp_path: Path, clock: Moments) -> None:
    said = await the_page(
        tmp_path / "home",
        clock,
        "fairshares_like",
        "special",
        {"user": 50, "labour": 21, "investor": 20},
        {"user": (40, 10), "labour": (10, 11), "investor": (20, 0)},
    )
    assert "The resolution is lost." in said
    assert "10 of 21" in said and "did not agree. Rule 4.2" in said
