"""The minutes of a meeting in one language, as their page, their PDF and their DOCX show them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.rules import society_name
from govern.database import in_language
from govern.errors import NotFound
from govern.languages import LANGUAGES
from govern.meetings import queries as meetings
from govern.meetings.rules import MeetingKind, Mode, day_of
from govern.minutes.book.models import Entry, Minutes, Presence
from govern.minutes.book.rules import EntryKind, Stage


class PresenceView(msgspec.Struct, frozen=True):
    """Somebody who was there: name, group, how, from when to when. Guests have no group."""

    name: str
    group: str
    counts: bool
    mode: Mode
    in_at: datetime
    out_at: datetime | None


class EntryView(msgspec.Struct, frozen=True):
    """One entry. `result` are the numbers of a vote in sentences; `waits` says that they are still to come."""

    id: UUID
    kind: EntryKind
    heading: str
    paragraphs: tuple[str, ...]
    decision: str
    result: tuple[str, ...]
    by_ballot: bool
    waits: bool
    words: dict[str, dict[str, str]]


class MinutesPage(msgspec.Struct, frozen=True, kw_only=True):
    """All of the minutes. `record_hash` is the end of the audit record when they last changed."""

    id: UUID
    meeting_id: UUID
    number: str
    society: str
    rules_version: str
    stage: Stage
    kind: MeetingKind
    of: str
    title: str
    starts_at: datetime
    place: str
    opened_at: datetime | None
    closed_at: datetime | None
    drafted_at: datetime
    circulated_at: datetime | None
    present: tuple[PresenceView, ...]
    entries: tuple[EntryView, ...]
    languages: tuple[str, ...]
    record_hash: str

    @property
    def waits_for_results(self) -> bool:
        return any(entry.waits for entry in self.entries)


async def minutes_page(reading: AsyncSession, minutes_id: UUID, language: str) -> MinutesPage:
    """Raises `NotFound`."""
    minutes = await reading.get(Minutes, minutes_id)
    if minutes is None:
        raise NotFound("There are no such minutes. Go to the list of meetings and choose from there.")
    meeting = await meetings.meeting_page(reading, minutes.meeting_id, language)
    book = (await rulebook.in_force(reading, day_of(meeting.starts_at))).rulebook
    lines = await record.lines_about(reading, [f"minutes:{minutes_id}"], limit=1)
    return MinutesPage(
        id=minutes.id,
        meeting_id=meeting.id,
        number=f"M-{day_of(meeting.starts_at).isoformat()}-{meeting.id.hex[:4]}",
        society=society_name(book.society, language),
        rules_version=book.society.version,
        stage=minutes.stage,
        kind=meeting.kind,
        of=meeting.of,
        title=meeting.title,
        starts_at=meeting.starts_at,
        place=meeting.place,
        opened_at=meeting.opened_at,
        closed_at=meeting.closed_at,
        drafted_at=minutes.drafted_at,
        circulated_at=minutes.circulated_at,
        present=await _present(reading, minutes_id, language),
        entries=await _entries(reading, minutes_id, language),
        languages=tuple(code for code in book.society.languages if code in LANGUAGES) or ("en",),
        record_hash=lines[0].chain_hash if lines else "",
    )


async def _present(reading: AsyncSession, minutes_id: UUID, language: str) -> tuple[PresenceView, ...]:
    rows = await reading.scalars(
        select(Presence).where(Presence.minutes_id == minutes_id).order_by(Presence.position)
    )
    return tuple(
        PresenceView(row.name, in_language(row.group, language), row.counts, row.mode, row.in_at, row.out_at)
        for row in rows
    )


async def _entries(reading: AsyncSession, minutes_id: UUID, language: str) -> tuple[EntryView, ...]:
    rows = await reading.scalars(select(Entry).where(Entry.minutes_id == minutes_id).order_by(Entry.position))
    return tuple(_entry(row, language) for row in rows)


def _entry(row: Entry, language: str) -> EntryView:
    return EntryView(
        id=row.id,
        kind=row.kind,
        heading=in_language(row.heading, language),
        paragraphs=_lines(row.text, language),
        decision=in_language(row.decision, language),
        result=_lines(row.result or {}, language),
        by_ballot=row.contest_id is not None,
        waits=row.contest_id is not None and row.result is None,
        words={"text": row.text, "decision": row.decision},
    )


def _lines(words: dict[str, str], language: str) -> tuple[str, ...]:
    return tuple(line for line in in_language(words, language).split("\n") if line.strip())


async def minutes_of(reading: AsyncSession, meeting_id: UUID) -> tuple[UUID, Stage] | None:
    """The minutes of a meeting, if somebody has begun them."""
    found = await reading.execute(select(Minutes.id, Minutes.stage).where(Minutes.meeting_id == meeting_id))
    row = found.first()
    return None if row is None else (row[0], row[1])
