"""Elections among organisations: their representatives stand, one of each, and a declaration never stops (M90)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import update

from govern import record
from govern.ballots import lifecycle, queries
from govern.ballots.models import Candidate
from govern.ballots.rules import Stage, TooManyStand
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards import queries as boards_now
from govern.constituencies.register import lifecycle as register
from govern.errors import NotValid
from govern.identity import lifecycle as identity
from govern.identity.models import Person
from tests.ballots.given_ballots import (
    BEFORE,
    CLOSES,
    OPENS,
    Given,
    a_draft,
    a_society,
    counted,
    election,
    lots_drawn,
    opened,
    seal,
    stands,
)

TODAY = BEFORE.date()
SINCE = date(2020, 1, 1)
PROVIDERS = 12


class Union:
    """A secondary co-operative: its member organisations, and who acts for each."""

    def __init__(self, given: Given, humans: list[UUID]) -> None:
        self.given, self.humans = given, humans

    @property
    def providers(self) -> list[UUID]:
        return self.given.people["member_provider"]

    async def human(self, name: str) -> UUID:
        async with self.given.society.store.writing() as writing:
            return await identity.add_person(writing, name=name, by=None, at=BEFORE)

    async def represents(self, provider: int, human: UUID, on: date = TODAY, at: datetime = BEFORE) -> None:
        async with self.given.society.store.writing() as writing, boards.heeding(writing, on, by=None, at=at):
            await register.name_representative(writing, self.providers[provider], human, on, "Letter", by=None, at=at)

    async def sits(self, provider: int, human: UUID, due: date | None = None) -> None:
        special = boards.Particulars(organisation_id=self.providers[provider])
        async with self.given.society.store.writing() as writing:
            await boards.seat(
                writing, "board", "member_provider", human, TODAY, due, "elected", special, by=None, at=BEFORE
            )

    async def votes(self, ballot_id: UUID, contest: UUID, marks: tuple[UUID, ...]) -> None:
        """Everybody names the same people."""
        at = OPENS + timedelta(hours=1)
        for provider, human in zip(self.providers, self.humans, strict=True):
            sealing = await seal(self.given, ballot_id, provider, {contest: tuple(str(mark) for mark in marks)}, at)
            await lifecycle.cast(self.given.society, provider, sealing, at=at, by=human)

    async def declare(self, ballot_id: UUID) -> queries.Result:
        async with self.given.society.store.writing() as writing:
            await lifecycle.declare(writing, ballot_id, by=self.given.officer, at=CLOSES + timedelta(hours=2))
        async with self.given.society.store.reading() as reading:
            return await queries.result(reading, ballot_id, "en")

    async def on_board(self) -> set[tuple[str, str | None]]:
        async with self.given.society.store.reading() as reading:
            there = await boards_now.sitting(reading, "board", CLOSES.date())
        return {(one.name, one.organisation) for one in there}


@pytest.fixture
async def union(database_url: str, tmp_path: Path) -> Union:
    given = await a_society(
        tmp_path / "home", rules="secondary_coop", groups={"member_provider": PROVIDERS}, url=database_url
    )
    async with given.society.store.writing() as writing:
        await writing.execute(
            update(Person).where(Person.id.in_(given.people["member_provider"])).values(kind="organisation")
        )
        humans = [
            await identity.add_person(writing, name=f"Human {n}", by=None, at=BEFORE) for n in range(1, PROVIDERS + 1)
        ]
    made = Union(given, humans)
    for provider, human in enumerate(humans):
        await made.represents(provider, human, SINCE)
    return made


async def contest_of(given: Given, ballot_id: UUID) -> UUID:
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot_id)
    return contest


async def test_m90_an_organisation_stands_through_its_representative_and_once(union: Union) -> None:
    """Invariant 11 before the papers: of one organisation no more may stand than could sit."""
    given = union.given
    contest = await contest_of(given, await a_draft(given, election("member_provider", 2)))
    by_number = await stands(given, contest, union.providers[0])
    by_human = await stands(given, contest, union.humans[1])
    async with given.society.store.reading() as reading:
        one, other = await reading.get_one(Candidate, by_number), await reading.get_one(Candidate, by_human)
    assert (one.person_id, one.organisation_id) == (union.humans[0], union.providers[0])
    assert (other.person_id, other.organisation_id) == (union.humans[1], union.providers[1])
    assert (one.name, one.constituency) == ("Human 1 (Member_Provider 1)", "member_provider")
    await union.represents(0, await union.human("Successor"))
    with pytest.raises(TooManyStand, match="or stand already: Human 1"):
        await stands(given, contest, union.providers[0])
    async with given.society.store.writing() as writing:
        await lifecycle.withdraw_candidate(writing, by_number, by=given.officer, at=BEFORE)
    await stands(given, contest, union.providers[0])


async def test_invariant_11_who_sits_for_the_organisation_and_goes_on_sitting_counts(union: Union) -> None:
    given = union.given
    await union.sits(0, await union.human("Sitting"), CLOSES.date() + timedelta(days=400))
    await union.sits(1, await union.human("Leaving"), CLOSES.date())
    contest = await contest_of(given, await a_draft(given, election("member_provider", 2)))
    with pytest.raises(TooManyStand, match="Sitting"):
        await stands(given, contest, union.providers[0])
    await stands(given, contest, union.providers[1])


async def test_who_stands_for_whom_is_never_guessed(union: Union) -> None:
    given = union.given
    contest = await contest_of(given, await a_draft(given, election("member_provider", 2)))
    await union.represents(1, union.humans[0])
    with pytest.raises(NotValid, match="represents several members: Member_Provider 1, Member_Provider 2"):
        await stands(given, contest, union.humans[0])
    async with given.society.store.writing() as writing:
        await register.end_representation(writing, union.providers[2], TODAY, by=None, at=BEFORE)
    with pytest.raises(NotValid, match="Nobody represents Member_Provider 3"):
        await stands(given, contest, union.providers[2])
    with pytest.raises(NotValid, match="this person is not one today"):
        await stands(given, contest, await union.human("Stranger"))


async def test_invariant_57_a_limit_reached_after_the_nomination_is_kept_by_the_count(union: Union) -> None:
    given = union.given
    ballot_id = await a_draft(given, election("member_provider", 2))
    contest = await contest_of(given, ballot_id)
    first, second, third = [await stands(given, contest, union.providers[n]) for n in range(3)]
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    await union.votes(ballot_id, contest, (first, second))
    await union.sits(0, await union.human("Sent by file"), CLOSES.date() + timedelta(days=400))
    await counted(given, ballot_id)
    shown = (await union.declare(ballot_id)).contests[0].election
    assert shown is not None
    assert {fate.candidate for fate in shown.elected} == {str(second), str(third)}
    assert "cap (1 of 6 reached)" in str(next(f.said for f in shown.fates if f.candidate == str(first)))
    assert await union.on_board() == {
        ("Sent by file", "Member_Provider 1"),
        ("Human 2", "Member_Provider 2"),
        ("Human 3", "Member_Provider 3"),
    }
    async with given.society.store.reading() as reading:
        assert await queries.counts_the_same(reading, ballot_id)


async def test_a_declaration_goes_on_where_somebody_elected_cannot_sit_any_more(union: Union) -> None:
    """Invariants 10 to 17 hold after the count too: they do not sit, the seat stays empty, the result says why."""
    given = union.given
    ballot_id = await a_draft(given, election("member_provider", 2))
    contest = await contest_of(given, ballot_id)
    first, second, _ = [await stands(given, contest, union.providers[n]) for n in range(3)]
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    await union.votes(ballot_id, contest, (first, second))
    await counted(given, ballot_id)
    after = CLOSES + timedelta(hours=1)
    await union.represents(0, await union.human("Successor"), after.date(), after)
    found = await union.declare(ballot_id)
    assert found.stage is Stage.DECLARED
    (left_out,) = found.not_seated
    assert left_out.name == "Human 1 (Member_Provider 1)"
    assert "does not represent the organisation any more" in str(left_out.why)
    assert await union.on_board() == {("Human 2", "Member_Provider 2")}
    async with given.society.store.reading() as reading:
        lines = await record.lines_about(reading, [f"candidate:{first}"])
    assert "candidate.not_seated" in [line.verb for line in lines]
