"""The minute book of a body, from its first set of minutes to its last, and whether it still says what it said."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.rules import body_name
from govern.database import in_language
from govern.errors import GovernError, NotFound
from govern.identity.rules import day_of
from govern.meetings.models import Meeting
from govern.minutes.book import rules
from govern.minutes.book.incoming import SeenBy, State
from govern.minutes.book.incoming.lists import GENERAL
from govern.minutes.book.lifecycle.formal import whole_text
from govern.minutes.book.lifecycle.past import content_of
from govern.minutes.book.models import Leaf, Minutes, PastMinutes
from govern.minutes.book.queries.past import THE_MEMBERS
from govern.sentences import Sentence


class BookLine(msgspec.Struct, frozen=True, kw_only=True):
    """One set of minutes in its book. `hidden`: this reader may not read it, so its title stays away too."""

    number: int
    title: str
    held_on: date
    entered_at: datetime
    minutes_id: UUID | None
    past_id: UUID | None
    signed: bool
    hidden: bool
    chain_hash: str


class Book(msgspec.Struct, frozen=True):
    """A minute book and the mark it ends in."""

    body: str
    name: Sentence | str
    lines: tuple[BookLine, ...]

    @property
    def ends_in(self) -> str:
        return self.lines[-1].chain_hash if self.lines else ""


class BookVerdict(msgspec.Struct, frozen=True):
    """How far a book holds: how many were checked, and the number of the first that differs, if any."""

    body: str
    checked: int
    first_broken: int | None
    chain_hash: str

    @property
    def holds(self) -> bool:
        return self.first_broken is None


async def books(reading: AsyncSession, at: datetime, language: str) -> tuple[tuple[str, Sentence | str, int], ...]:
    """Every body that has a minute book: its id, its name, how many sets of minutes."""
    names = await _names(reading, at, language)
    rows = await reading.execute(select(Leaf.body, func.count()).group_by(Leaf.body).order_by(Leaf.body))
    return tuple((body, names.get(body, body), number) for body, number in rows.all())


async def _names(reading: AsyncSession, at: datetime, language: str) -> dict[str, Sentence | str]:
    book = (await rulebook.in_force(reading, day_of(at))).rulebook
    return {GENERAL: THE_MEMBERS, **{body.id: body_name(body, language) for body in book.bodies}}


async def book_of(reading: AsyncSession, body: str, at: datetime, language: str, seen_by: tuple[SeenBy, ...]) -> Book:
    """Raises `NotFound` for a body that has none."""
    leaves = list(await reading.scalars(select(Leaf).where(Leaf.body == body).order_by(Leaf.number)))
    if not leaves:
        raise NotFound("This body has no minute book yet. It begins with the first minutes that are signed.")
    return Book(
        body,
        (await _names(reading, at, language)).get(body, body),
        tuple([await _line(reading, leaf, language, seen_by) for leaf in leaves]),
    )


async def _line(reading: AsyncSession, leaf: Leaf, language: str, seen_by: tuple[SeenBy, ...]) -> BookLine:
    if leaf.past_minutes_id is not None:
        past = await reading.get_one(PastMinutes, leaf.past_minutes_id)
        hidden, signed = past.seen_by not in seen_by, past.state is State.SIGNED
        title, held_on = past.title, past.held_on
    else:
        minutes = await reading.get_one(Minutes, leaf.minutes_id)
        meeting = await reading.get_one(Meeting, minutes.meeting_id)
        hidden, signed = False, True
        title, held_on = in_language(meeting.title, language), day_of(meeting.starts_at)
    return BookLine(
        number=leaf.number,
        title="" if hidden else title,
        held_on=held_on,
        entered_at=leaf.entered_at,
        minutes_id=leaf.minutes_id,
        past_id=leaf.past_minutes_id,
        signed=signed,
        hidden=hidden,
        chain_hash=leaf.chain_hash.hex(),
    )


async def verify_book(reading: AsyncSession, body: str, uploads: Path | None = None) -> BookVerdict:
    """Walk a book from its first set of minutes to its last: each says what it said, and each is chained to the one
    before. With `uploads` the files of the time before are read too."""
    before, checked = rules.BEGINNING, 0
    leaves = (await reading.scalars(select(Leaf).where(Leaf.body == body).order_by(Leaf.number))).all()
    for leaf in leaves:
        checked += 1
        content = await _content(reading, leaf, uploads)
        fits = leaf.number == checked and content == leaf.content_hash
        if not fits or rules.chained(before, leaf.number, leaf.content_hash) != leaf.chain_hash:
            return BookVerdict(body, checked, checked, before.hex())
        before = leaf.chain_hash
    return BookVerdict(body, checked, None, before.hex())


async def _content(reading: AsyncSession, leaf: Leaf, uploads: Path | None) -> bytes:
    if leaf.minutes_id is not None:
        return await whole_text(reading, leaf.minutes_id)
    past = await reading.get(PastMinutes, leaf.past_minutes_id)
    if past is None:
        return b""
    if uploads is not None:
        try:
            await asyncio.to_thread(content_of, uploads, past.id, past.file_kind, past.file_hash)
        except GovernError:
            return b""
    return past.file_hash


async def bodies_with_books(reading: AsyncSession) -> tuple[str, ...]:
    return tuple(await reading.scalars(select(Leaf.body).distinct().order_by(Leaf.body)))
