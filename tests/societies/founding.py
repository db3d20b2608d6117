"""Given a society founded from an example rulebook, its people brought in from a file, its officers there."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from govern.ballots import lifecycle, queries
from govern.ballots.rules import Settling
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards import queries as sitting
from govern.constituencies.boards.lifecycle import Particulars
from govern.constituencies.boards.rules import HowFilled
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.desks.commands import import_members
from govern.founding import Founding, found
from govern.identity import lifecycle as identity
from govern.identity import queries as people_known
from govern.permissions import Role
from govern.society import Societies
from tests.ballots.given_ballots import (
    BEFORE,
    OPENS,
    Given,
    a_draft,
    all_vote,
    declared,
    election,
    lots_drawn,
    motion,
    opened,
    published,
    seal,
    stands,
)
from tests.given import settings

FOUNDED = BEFORE - timedelta(days=60)
TODAY = BEFORE.date()
SEATED = TODAY - timedelta(days=30)
SHORT = "a-society"

#: Below so many in a group their votes could be guessed; the returning officer decides to go on (decision 26).
FEW = 5
#: Groups of organisations: each comes with somebody who represents it.
ORGANISATIONS = {"member_provider"}

Line = tuple[str, str, str]
"""Somebody in the file: name, group, attributes."""


async def founded(home: Path, rules: str, people: Mapping[str, int] | Sequence[Line]) -> Given:
    """The society on its first working day. `people` are a number for each group, or the lines of the file."""
    await found(settings(home), Founding("A Society", SHORT, rules, "Nerys Tudur", "nerys@example.org"), at=FOUNDED)
    society = await Societies(settings(home)).find(SHORT)
    async with society.store.writing() as writing:
        (secretary,) = await people_known.people_at(writing, "nerys@example.org")
        officer = await identity.add_person(writing, name="Gwilym Hâf", by=None, at=BEFORE)
        await identity.appoint(writing, officer, Role.RETURNING_OFFICER, TODAY, by=None, at=BEFORE)
    given = Given(society, {}, officer, secretary.id)
    lines = people if isinstance(people, Sequence) else _lines(people)
    await bring(given, home / "people.csv", lines)
    return given


def _lines(people: Mapping[str, int]) -> list[Line]:
    return [(f"{group.title()} {n}", group, "") for group, number in people.items() for n in range(1, number + 1)]


async def bring(given: Given, file: Path, lines: Sequence[Line]) -> None:
    """The file goes into the register as the secretary would put it in; who came is kept by group, in order."""
    with file.open("w", newline="", encoding="utf-8") as opened_:
        rows = csv.writer(opened_)
        rows.writerow(("number", "name", "group", "joined", "reason", "attributes", "kind", "representative"))
        for number, (name, group, attributes) in enumerate(lines, 1):
            kind, human = ("organisation", f"{name}'s representative") if group in ORGANISATIONS else ("", "")
            rows.writerow((number, name, group, "2020-01-01", "founding member", attributes, kind, human))
    assert await import_members(given.society, file, dry=False, yes=True, clock=lambda: BEFORE) == 0
    async with given.society.store.reading() as reading:
        for number, (_, group, _) in enumerate(lines, 1):
            person = await register.person_with_number(reading, str(number))
            assert person is not None
            given.people.setdefault(group, []).append(person)


async def takes_seat(
    given: Given,
    body: str,
    row: str,
    person: UUID,
    how: HowFilled = HowFilled.ELECTED,
    office: str | None = None,
    *,
    on: date = SEATED,
) -> None:
    """Somebody sits, as the secretary enters it. `row` is the row of seats, and the way where a group has several."""
    special = Particulars(office=office, elected_on=on if how is HowFilled.ELECTED else None)
    async with given.society.store.writing() as writing:
        await boards.take_seat(writing, body, row, person, on, None, how, special, by=given.second, at=BEFORE)


async def outsider(given: Given, name: str) -> UUID:
    """Somebody known to the society and no member of it."""
    async with given.society.store.writing() as writing:
        return await identity.add_person(writing, name=name.title(), by=None, at=BEFORE)


async def on_the(given: Given, body: str, on: date = TODAY) -> list[tuple[str, UUID]]:
    """Who sits there: the row of seats and the person, in the order of the rows."""
    async with given.society.store.reading() as reading:
        return sorted((one.constituency, one.person_id) for one in await sitting.sitting(reading, body, on))


async def decided(
    given: Given, kind: str, votes: Mapping[str, tuple[int, int]], raised_by: tuple[str, int, int] | None = None
) -> queries.ResolutionOutcome:
    """One resolution of a kind, voted on in sealed envelopes: for each group how many are for and against.

    `raised_by` is the group that asked for more, with its own votes. Organisations vote through whoever represents
    them.
    """
    ballot_id = await a_draft(given, motion(kind))
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot_id)
    await _settle(given, contest, kind, raised_by)
    await _opened(given, ballot_id)
    for group, (for_, against) in votes.items():
        answers = ["yes"] * for_ + ["no"] * against
        for person, answer in zip(given.people[group], answers, strict=False):
            at = OPENS + timedelta(hours=1)
            sealing = await seal(given, ballot_id, person, {contest: (answer,)}, at)
            human = await who_acts(given, person) if group in ORGANISATIONS else None
            await lifecycle.cast(given.society, person, sealing, at=at, by=human)
    await declared(given, ballot_id)
    async with given.society.store.reading() as reading:
        shown = (await queries.result(reading, ballot_id, "en")).contests[0].resolution
    assert shown is not None
    return shown


async def _opened(given: Given, ballot_id: UUID) -> None:
    """Published, the roll taken on the morning of the vote, and opened."""
    await published(given, ballot_id)
    async with given.society.store.writing() as writing:
        await lifecycle.freeze(writing, given.society, ballot_id, by=given.officer, at=OPENS)
        for group, people in given.people.items():
            if len(people) < FEW:
                await lifecycle.accept_small_group(writing, ballot_id, group, by=given.officer, at=OPENS)
        await lifecycle.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS)


async def _settle(given: Given, contest: UUID, kind: str, raised_by: tuple[str, int, int] | None) -> None:
    """Agreement was looked for first where the rules want it; a group may have asked for more."""
    async with given.society.store.writing() as writing:
        book = (await rulebook.in_force(writing, TODAY)).rulebook
        consent = book.resolution(kind).consent_first
        group, for_, against = raised_by or (None, None, None)
        said = Settling(
            kind=kind,
            raised_by=group,
            raised_for=for_,
            raised_against=against,
            consent_on=TODAY if consent else None,
            consent_rounds=book.consent.rounds_max if consent else None,
        )
        if consent or raised_by:
            await lifecycle.settle_decision(writing, contest, said, by=given.second, at=BEFORE)


async def who_acts(given: Given, organisation: UUID) -> UUID:
    async with given.society.store.reading() as reading:
        return (await register.representatives_of(reading, [organisation], OPENS.date()))[organisation]


async def elected(given: Given, row: str, candidates: Sequence[UUID], votes: Sequence[Sequence[int]]) -> list[UUID]:
    """An election to a row of the board: each paper marks candidates by their place. Who is elected."""
    ballot_id = await a_draft(given, election(row))
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot_id)
    runs = [str(await stands(given, contest, person)) for person in candidates]
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    papers = [tuple(runs[n] for n in marks) for marks in votes]
    cast = [(person, {contest: marks}) for person, marks in zip(given.everybody, papers, strict=False)]
    await all_vote(given, ballot_id, cast)
    await declared(given, ballot_id)
    async with given.society.store.reading() as reading:
        shown = (await queries.result(reading, ballot_id, "en")).contests[0].election
    assert shown is not None
    return [UUID(fate.person) for fate in shown.elected]
