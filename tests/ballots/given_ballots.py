"""Given … : societies with a register, officers and a ballot, for the tests of this room."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import insert

from govern.ballots import lifecycle
from govern.ballots.lifecycle import BallotDraft, Choices, ContestDraft, Posted, Wording
from govern.ballots.models import Ballot
from govern.ballots.rules import ContestKind, EasyLine, Stage
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.register.models import AttributeSpan, Member, Membership
from govern.constituencies.rulebook import lifecycle as rulebooks
from govern.constituencies.rulebook.book import example
from govern.identity import lifecycle as identity
from govern.identity.models import Person
from govern.permissions import Role
from govern.society import Society
from govern.words import kept_words
from tests.given import START, a_bare_society, a_founded_society

OPENS = START
CLOSES = START + timedelta(days=14)
BEFORE = START - timedelta(days=30)
ROWS = 5_000

#: The groups of W1, with nobody in the last.
W1_GROUPS = {"supported": 120, "staff": 45, "volunteers": 30, "public_bodies": 0}
SMALL = {"supported": 6, "staff": 5, "volunteers": 5}


class Given:
    """A society with people. `people` are ids by group; `officer` is the returning officer and no member."""

    def __init__(self, society: Society, people: dict[str, list[UUID]], officer: UUID, second: UUID) -> None:
        self.society = society
        self.people = people
        self.officer = officer
        self.second = second

    @property
    def everybody(self) -> list[UUID]:
        return [person for group in self.people.values() for person in group]

    async def ballot(self, ballot_id: UUID) -> Ballot:
        async with self.society.store.reading() as reading:
            return await reading.get_one(Ballot, ballot_id)

    async def stage(self, ballot_id: UUID) -> Stage:
        return (await self.ballot(ballot_id)).stage


async def a_society(
    home: Path,
    *,
    rules: str = "tair_nant",
    text: str | None = None,
    groups: dict[str, int] | None = None,
    url: str | None = None,
    at: datetime = BEFORE,
) -> Given:
    """A society under an example rulebook, with so many members in each group since long ago; founded at a moment."""
    rulebook, wanted = text or example(rules), SMALL if groups is None else groups

    async def found(society: Society) -> tuple[dict[str, list[UUID]], UUID, UUID]:
        return await _found(society, rulebook, wanted, at)

    if url is not None:
        society = await a_bare_society(home, url=url)
        return Given(society, *await found(society))
    society, told = await a_founded_society(home, ("ballots", rulebook, tuple(wanted.items()), at), found)
    return Given(society, *told)


async def _found(
    society: Society, rulebook: str, wanted: dict[str, int], at: datetime
) -> tuple[dict[str, list[UUID]], UUID, UUID]:
    async with society.store.writing() as writing:
        await rulebooks.adopt(writing, rulebook, by=None, at=at)
    people = {group: [uuid4() for _ in range(number)] for group, number in wanted.items()}
    officer, second = uuid4(), uuid4()
    named = [(person, f"{group.title()} {n}") for group, ids in people.items() for n, person in enumerate(ids, 1)]
    named += [(officer, "Gwilym Hâf"), (second, "Nerys Tudur")]
    await _enter(society, named, people, at)
    async with society.store.writing() as writing:
        await identity.appoint(writing, officer, Role.RETURNING_OFFICER, at.date(), by=None, at=at)
        await identity.appoint(writing, second, Role.SECRETARY, at.date(), by=None, at=at)
    return people, officer, second


async def _enter(
    society: Society, named: Sequence[tuple[UUID, str]], people: dict[str, list[UUID]], at: datetime
) -> None:
    """People and memberships, put in by the thousand."""
    persons = [
        {
            "id": person,
            "name": name,
            "first_name": name.split()[0],
            "search": kept_words(name),
            "email": f"{person.hex}@example.org",
            "added_at": at,
        }
        for person, name in named
    ]
    since = date(2020, 1, 1)
    members = [
        {"person_id": person, "number": str(number), "entered_on": since}
        for number, person in enumerate((p for ids in people.values() for p in ids), 1)
    ]
    spans = [
        {
            "id": uuid4(),
            "person_id": person,
            "constituency": group,
            "joined_on": since,
            "joined_reason": "application accepted",
        }
        for group, ids in people.items()
        for person in ids
    ]
    async with society.store.writing() as writing:
        for table, rows in ((Person, persons), (Member, members), (Membership, spans)):
            for start in range(0, len(rows), ROWS):
                await writing.execute(insert(table), rows[start : start + ROWS])


async def note(given: Given, person: UUID, attribute: str) -> None:
    """Something true of a person since long ago."""
    async with given.society.store.writing() as writing:
        writing.add(AttributeSpan(person_id=person, attribute=attribute, from_on=date(2020, 1, 1), source="register"))


async def sits(given: Given, person: UUID, row: str, due_on: date) -> None:
    """Somebody sits on the board since last year."""
    async with given.society.store.writing() as writing:
        await boards.seat(writing, "board", row, person, date(2025, 11, 20), due_on, by=None, at=BEFORE)


def wording(title: str = "Saturdays") -> Wording:
    """A contest worded in both languages and in Easy Read."""

    def both(text: str) -> dict[str, str]:
        return {"en": text, "cy": f"{text} (cy)", "fr": f"{text} (fr)"}

    lines = (EasyLine("pictures/stop.svg", "It is about Saturdays."),)
    return Wording(
        title=both(title),
        question=both(f"Do you agree: {title}?"),
        full_text=both(f"That {title} be agreed.\nFrom April."),
        yes_means=both("It happens."),
        no_means=both("It does not happen."),
        easy_title=both(title),
        easy_lines={"en": lines, "cy": lines, "fr": lines},
    )


def motion(kind: str = "ordinary", title: str = "Saturdays") -> ContestDraft:
    return ContestDraft(kind=ContestKind.RESOLUTION, resolution_kind=kind, wording=wording(title))


def election(row: str = "any", seats: int | None = None, title: str = "Board") -> ContestDraft:
    return ContestDraft(
        kind=ContestKind.ELECTION, body="board", seat_constituency=row, seats=seats, wording=wording(title)
    )


async def a_draft(given: Given, *contests: ContestDraft, at: datetime = BEFORE, closes: datetime = CLOSES) -> UUID:
    new = BallotDraft(
        title={"en": "Autumn vote", "cy": "Pleidlais yr hydref", "fr": "Vote"},
        opens_at=OPENS,
        closes_at=closes,
        contests=contests or (motion(),),
    )
    async with given.society.store.writing() as writing:
        return await lifecycle.draft(writing, new, by=given.officer, at=at)


async def stands(given: Given, contest_id: UUID, person: UUID) -> UUID:
    async with given.society.store.writing() as writing:
        return await lifecycle.add_candidate(
            writing, contest_id, person, statement={"en": "I will listen."}, by=given.officer, at=BEFORE
        )


async def lots_drawn(given: Given, ballot_id: UUID) -> None:
    async with given.society.store.writing() as writing:
        await lifecycle.draw_lots(writing, given.society, ballot_id, by=given.officer, at=BEFORE)


async def published(given: Given, ballot_id: UUID) -> UUID:
    async with given.society.store.writing() as writing:
        await lifecycle.publish(writing, ballot_id, by=given.officer, at=BEFORE)
    return ballot_id


async def frozen(given: Given, ballot_id: UUID) -> UUID:
    await published(given, ballot_id)
    async with given.society.store.writing() as writing:
        await lifecycle.freeze(writing, given.society, ballot_id, by=given.officer, at=OPENS - timedelta(days=1))
    return ballot_id


async def opened(given: Given, ballot_id: UUID) -> UUID:
    await frozen(given, ballot_id)
    async with given.society.store.writing() as writing:
        await lifecycle.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS)
    return ballot_id


async def an_open_ballot(given: Given, *contests: ContestDraft) -> UUID:
    return await opened(given, await a_draft(given, *contests))


async def seal(given: Given, ballot_id: UUID, person: UUID, choices: Choices, at: datetime) -> lifecycle.Sealing:
    async with given.society.store.reading() as reading:
        return await lifecycle.seal_paper(reading, ballot_id, person, choices, at=at)


async def vote(
    given: Given, ballot_id: UUID, person: UUID, choices: Choices, at: datetime = OPENS + timedelta(hours=1)
) -> Posted:
    return await lifecycle.cast(given.society, person, await seal(given, ballot_id, person, choices, at), at=at)


async def all_vote(given: Given, ballot_id: UUID, votes: Sequence[tuple[UUID, Choices]]) -> None:
    """Many at once, as on a busy evening."""
    for start in range(0, len(votes), 50):
        part = votes[start : start + 50]
        await asyncio.gather(*(vote(given, ballot_id, person, choices) for person, choices in part))


async def closed(given: Given, ballot_id: UUID, at: datetime = CLOSES) -> UUID:
    async with given.society.store.writing() as writing:
        await lifecycle.close(writing, given.society, ballot_id, by=given.officer, at=at)
    return ballot_id


async def counted(given: Given, ballot_id: UUID, at: datetime = CLOSES + timedelta(hours=1)) -> bytes:
    await closed(given, ballot_id)
    return await lifecycle.count(given.society, ballot_id, by=given.officer, at=at)


async def declared(given: Given, ballot_id: UUID, at: datetime = CLOSES + timedelta(hours=2)) -> UUID:
    await counted(given, ballot_id)
    async with given.society.store.writing() as writing:
        await lifecycle.declare(writing, ballot_id, by=given.officer, at=at)
    return ballot_id


def yes(contest: UUID) -> Choices:
    return {contest: ("yes",)}


def no(contest: UUID) -> Choices:
    return {contest: ("no",)}


def blank(contest: UUID) -> Choices:
    return {contest: ()}
