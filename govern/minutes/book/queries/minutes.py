"""The minutes of a meeting in one language, as their page, their PDF and their DOCX show them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.rules import society_name
from govern.database import in_language
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.languages import LANGUAGES
from govern.meetings import queries as meetings
from govern.meetings.rules import MeetingKind, Mode, day_of
from govern.minutes.book.models import (
    Apology,
    ConfidentialEntry,
    Correction,
    Dissent,
    Entry,
    Leaf,
    Minutes,
    Presence,
)
from govern.minutes.book.queries.taken import ActionView, NoteView, actions_of, notes_of
from govern.minutes.book.rules import EntryKind, Stage


class PresenceView(msgspec.Struct, frozen=True):
    """Somebody who was there: name, group, how, from when to when. Guests have no group."""

    name: str
    group: str
    counts: bool
    mode: Mode
    in_at: datetime
    out_at: datetime | None
    observer: bool = False
    position: int = 0


class DissentView(msgspec.Struct, frozen=True):
    """Somebody who asked that their dissent is written down, with their reason if they gave one."""

    name: str
    reason: str


class CorrectionView(msgspec.Struct, frozen=True):
    """A dated correction: of which line, what the line says, what is right."""

    line: int
    line_was: str
    text: str
    by: str
    at: datetime


class EntryView(msgspec.Struct, frozen=True):
    """One entry. `paragraphs` are what was said and the lines taken down;
    `result` are the numbers of a vote in sentences; `waits` says that they are still to come."""

    id: UUID
    kind: EntryKind
    heading: str
    paragraphs: tuple[str, ...]
    decision: str
    result: tuple[str, ...]
    by_ballot: bool
    waits: bool
    words: dict[str, dict[str, str]]
    item_id: UUID | None = None
    reasons: tuple[str, ...] = ()
    notes: tuple[NoteView, ...] = ()
    dissent: tuple[DissentView, ...] = ()
    actions: tuple[ActionView, ...] = ()
    corrections: tuple[CorrectionView, ...] = ()


class AgreedView(msgspec.Struct, frozen=True, kw_only=True):
    """Which meeting agreed the minutes and when, who signed them, where they stand in the minute book."""

    meeting_id: UUID
    meeting: str
    held_at: datetime
    approved_at: datetime
    signed_by: str = ""
    signed_at: datetime | None = None
    body: str = ""
    number: int | None = None
    hash: str = ""
    chain_hash: str = ""


class MinutesPage(msgspec.Struct, frozen=True, kw_only=True):
    """All of the minutes. `record_hash` is the end of the audit record when they last changed."""

    id: UUID
    meeting_id: UUID
    number: str
    society: str
    society_number: str
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
    composed: bool = True
    apologies: tuple[str, ...] = ()
    actions: tuple[ActionView, ...] = ()
    withheld: int = 0
    agreed: AgreedView | None = None

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
    spoken = tuple(code for code in book.society.languages if code in LANGUAGES) or ("en",)
    actions = await actions_of(reading, minutes_id, language)
    return MinutesPage(
        id=minutes.id,
        meeting_id=meeting.id,
        number=f"M-{day_of(meeting.starts_at).isoformat()}-{meeting.id.hex[:4]}",
        society=society_name(book.society, language),
        society_number=book.society.registered_number or "",
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
        entries=await _entries(reading, minutes_id, language, spoken, actions),
        languages=spoken,
        record_hash=lines[0].chain_hash if lines else "",
        composed=minutes.composed_at is not None,
        apologies=tuple(await _apologies(reading, minutes_id)),
        actions=actions,
        withheld=await _withheld(reading, minutes_id),
        agreed=await _agreed(reading, minutes, language),
    )


async def _present(reading: AsyncSession, minutes_id: UUID, language: str) -> tuple[PresenceView, ...]:
    rows = await reading.scalars(
        select(Presence).where(Presence.minutes_id == minutes_id).order_by(Presence.position)
    )
    return tuple(
        PresenceView(
            row.name,
            in_language(row.group, language),
            row.counts,
            row.mode,
            row.in_at,
            row.out_at,
            row.observer,
            row.position,
        )
        for row in rows
    )


async def _apologies(reading: AsyncSession, minutes_id: UUID) -> list[str]:
    rows = select(Apology.name).where(Apology.minutes_id == minutes_id).order_by(Apology.position)
    return list(await reading.scalars(rows))


async def _withheld(reading: AsyncSession, minutes_id: UUID) -> int:
    """How many confidential entries are kept apart."""
    kept = select(func.count()).select_from(ConfidentialEntry).where(ConfidentialEntry.minutes_id == minutes_id)
    return await reading.scalar(kept) or 0


async def _agreed(reading: AsyncSession, minutes: Minutes, language: str) -> AgreedView | None:
    if minutes.approved_meeting_id is None or minutes.approved_at is None:
        return None
    meeting = await meetings.meeting_page(reading, minutes.approved_meeting_id, language)
    leaf = await reading.scalar(select(Leaf).where(Leaf.minutes_id == minutes.id))
    signed = minutes.signed_by
    return AgreedView(
        meeting_id=meeting.id,
        meeting=meeting.title,
        held_at=meeting.starts_at,
        approved_at=minutes.approved_at,
        signed_by="" if signed is None else (await identity.person(reading, signed)).name,
        signed_at=minutes.signed_at,
        body="" if leaf is None else leaf.body,
        number=None if leaf is None else leaf.number,
        hash="" if leaf is None else leaf.content_hash.hex(),
        chain_hash="" if leaf is None else leaf.chain_hash.hex(),
    )


async def _entries(
    reading: AsyncSession,
    minutes_id: UUID,
    language: str,
    spoken: tuple[str, ...],
    actions: tuple[ActionView, ...],
) -> tuple[EntryView, ...]:
    rows = await reading.scalars(select(Entry).where(Entry.minutes_id == minutes_id).order_by(Entry.position))
    notes = await notes_of(reading, minutes_id, language, spoken)
    dissent: dict[UUID, list[DissentView]] = {}
    for one in await reading.scalars(
        select(Dissent).where(Dissent.minutes_id == minutes_id).order_by(Dissent.name, Dissent.id)
    ):
        dissent.setdefault(one.entry_id, []).append(DissentView(one.name, in_language(one.reason, language)))
    corrected = await _corrections(reading, minutes_id, language)

    def belongs(entry: Entry, item_id: UUID | None) -> bool:
        return entry.kind is EntryKind.OPENING if item_id is None else item_id == entry.item_id

    return tuple(
        _entry(
            row,
            language,
            tuple(note for note in notes if belongs(row, note.item_id)),
            tuple(dissent.get(row.id, ())),
            tuple(one for one in actions if belongs(row, one.item_id)),
            tuple(corrected.get(row.id, ())),
        )
        for row in rows
    )


async def _corrections(reading: AsyncSession, minutes_id: UUID, language: str) -> dict[UUID, list[CorrectionView]]:
    rows = list(
        await reading.scalars(
            select(Correction).where(Correction.minutes_id == minutes_id).order_by(Correction.noted_at)
        )
    )
    people = await identity.people_by_id(reading, {row.noted_by for row in rows})
    found: dict[UUID, list[CorrectionView]] = {}
    for row in rows:
        said, right = in_language(row.line_was, language), in_language(row.text, language)
        view = CorrectionView(row.line, said, right, people[row.noted_by].name, row.noted_at)
        found.setdefault(row.entry_id, []).append(view)
    return found


def _entry(
    row: Entry,
    language: str,
    notes: tuple[NoteView, ...],
    dissent: tuple[DissentView, ...],
    actions: tuple[ActionView, ...],
    corrections: tuple[CorrectionView, ...],
) -> EntryView:
    return EntryView(
        id=row.id,
        kind=row.kind,
        heading=in_language(row.heading, language),
        paragraphs=(*_lines(row.text, language), *(note.text for note in notes)),
        decision=in_language(row.decision, language),
        result=_lines(row.result or {}, language),
        by_ballot=row.contest_id is not None,
        waits=row.contest_id is not None and row.result is None,
        words={"text": row.text, "decision": row.decision, "reasons": row.reasons or {}},
        item_id=row.item_id,
        reasons=_lines(row.reasons or {}, language),
        notes=notes,
        dissent=dissent,
        actions=actions,
        corrections=corrections,
    )


def _lines(words: dict[str, str], language: str) -> tuple[str, ...]:
    return tuple(line for line in in_language(words, language).split("\n") if line.strip())


async def minutes_of(reading: AsyncSession, meeting_id: UUID) -> tuple[UUID, Stage] | None:
    """The minutes of a meeting, if somebody has begun them."""
    found = await reading.execute(select(Minutes.id, Minutes.stage).where(Minutes.meeting_id == meeting_id))
    row = found.first()
    return None if row is None else (row[0], row[1])
