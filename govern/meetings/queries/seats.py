"""What an item of the agenda may be about: kinds of decision, seats members fill, matters of a body's domain."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import queries as boards
from govern.constituencies.boards.queries.domains import Topic, topics_of
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.plain import decision_name
from govern.constituencies.rulebook.rules import body_name, group_name
from govern.languages import LANGUAGES
from govern.meetings import rules
from govern.meetings.lifecycle.preparing import bodies_that_meet
from govern.meetings.lifecycle.wording import needs
from govern.sentences import Sentence


class KindChoice(msgspec.Struct, frozen=True):
    """A kind of decision, and what it needs."""

    id: str
    name: str
    needs: Sentence


class Choices(msgspec.Struct, frozen=True):
    """What may be chosen for an item. `elections_from`: the rules hold elections from so many members on, and there
    are not so many yet."""

    kinds: tuple[KindChoice, ...]
    seats: tuple[SeatRow, ...]
    elections_from: int | None = None


async def choices(reading: AsyncSession, starts_at: datetime, language: str) -> Choices:
    """The kinds of decision and the rows of seats, by the rules of the meeting's day."""
    day = rules.day_of(starts_at)
    book = (await rulebook.in_force(reading, day)).rulebook
    waiting = await boards.elections(reading, day)
    wait_for = waiting.needed if waiting is not None and waiting.begun is None else None
    say = LANGUAGES[language].say
    kinds = tuple(KindChoice(k.id, say(decision_name(book, k.id, language)), needs(k)) for k in book.resolutions)
    return Choices(kinds, await seats_to_fill(reading, starts_at, language), wait_for)


class SeatRow(msgspec.Struct, frozen=True):
    """A row of seats that members elect: its key for a form, its words, how many places are free on the day."""

    key: str
    body: str
    group: str | None
    free: int


async def seats_to_fill(reading: AsyncSession, starts_at: datetime, language: str) -> tuple[SeatRow, ...]:
    """Rows of seats chosen by members, with places empty or falling empty by the day of the meeting; none where the
    rules wait with elections until there are members enough, and there are not yet (W26)."""
    day = rules.day_of(starts_at)
    waiting = await boards.elections(reading, day)
    if waiting is not None and waiting.begun is None:
        return ()
    book = (await rulebook.in_force(reading, day)).rulebook
    rows: list[SeatRow] = []
    for body in (b for b in book.bodies if b.selected_by == "members"):
        there = [s for s in await boards.sitting(reading, body.id, day) if not s.until_elections]
        staying = [s for s in there if s.due_on is None or s.due_on > day]
        taken = Counter(seat.constituency for seat in staying)
        for seat in book.seats_of(body.id):
            if seat.method not in rules.ELECTED_BY:
                continue
            group = next((group_name(c, language) for c in book.constituencies if c.id == seat.constituency), None)
            free = max(seat.count - taken[seat.constituency], 0)
            rows.append(SeatRow(f"{body.id}/{seat.constituency}", body_name(body, language), group, free))
    return tuple(rows)


async def bodies_to_meet(reading: AsyncSession, at: datetime, language: str) -> tuple[tuple[str, str], ...]:
    """The bodies that have meetings of their own, by id and name, the board first."""
    book = (await rulebook.in_force(reading, rules.day_of(at))).rulebook
    return tuple((body.id, body_name(body, language)) for body in bodies_that_meet(book))


async def topics_to_name(reading: AsyncSession, body: str, starts_at: datetime, language: str) -> tuple[Topic, ...]:
    """The matters an item of a meeting may be about, the body's own, or the members' own, first."""
    book = (await rulebook.in_force(reading, rules.day_of(starts_at))).rulebook
    found = topics_of(book, language)
    return tuple(sorted(found, key=lambda topic: body not in {one.body for one in topic.deciders}))
