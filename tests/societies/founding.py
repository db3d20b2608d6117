"""Given a society founded from an example rulebook, its people brought in from a file, its officers there."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from govern.ballots import queries
from govern.ballots.lifecycle import Choices
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards import queries as sitting
from govern.constituencies.boards.commands import import_members
from govern.constituencies.register import queries as register
from govern.founding import Founding, found
from govern.identity import lifecycle as identity
from govern.identity import queries as people_known
from govern.permissions import Role
from govern.society import Societies
from tests.ballots.given_ballots import BEFORE, Given, a_draft, all_vote, declared, motion, opened
from tests.given import settings

FOUNDED = BEFORE - timedelta(days=60)
TODAY = BEFORE.date()
SEATED = TODAY - timedelta(days=30)
SHORT = "a-society"

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
        rows.writerow(("number", "name", "group", "joined", "reason", "attributes"))
        for number, (name, group, attributes) in enumerate(lines, 1):
            rows.writerow((number, name, group, "2020-01-01", "founding member", attributes))
    assert await import_members(given.society, file, dry=False, yes=True, clock=lambda: BEFORE) == 0
    async with given.society.store.reading() as reading:
        for number, (_, group, _) in enumerate(lines, 1):
            person = await register.person_with_number(reading, str(number))
            assert person is not None
            given.people.setdefault(group, []).append(person)


async def takes_seat(
    given: Given, body: str, row: str, person: UUID, how: str = "elected", until: date | None = None
) -> None:
    async with given.society.store.writing() as writing:
        await boards.seat(writing, body, row, person, SEATED, until, how, by=given.second, at=BEFORE)


async def on_the(given: Given, body: str, on: date = TODAY) -> list[tuple[str, UUID]]:
    """Who sits there: the row of seats and the person, in the order of the rows."""
    async with given.society.store.reading() as reading:
        return sorted((one.constituency, one.person_id) for one in await sitting.sitting(reading, body, on))


async def decided(given: Given, kind: str, votes: Mapping[str, tuple[int, int]]) -> queries.ResolutionOutcome:
    """One resolution of a kind, voted on in sealed envelopes: for each group how many are for and against."""
    ballot_id = await opened(given, await a_draft(given, motion(kind)))
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot_id)
    cast: list[tuple[UUID, Choices]] = [
        (person, {contest: (answer,)})
        for group, (for_, against) in votes.items()
        for person, answer in zip(given.people[group], ["yes"] * for_ + ["no"] * against, strict=False)
    ]
    await all_vote(given, ballot_id, cast)
    await declared(given, ballot_id)
    async with given.society.store.reading() as reading:
        shown = (await queries.result(reading, ballot_id, "en")).contests[0].resolution
    assert shown is not None
    return shown
