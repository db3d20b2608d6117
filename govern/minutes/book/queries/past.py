"""Minutes of the time before: lists for members and officers, one with its corrections, all as one archive."""

from __future__ import annotations

import asyncio
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.rules import body_name
from govern.database import in_language
from govern.documents.spreadsheet import csv_rows
from govern.errors import NotFound
from govern.meetings.models import Meeting
from govern.minutes.book import rules
from govern.minutes.book.incoming import COLUMNS, FileKind, Kind, SeenBy, State
from govern.minutes.book.incoming.lists import GENERAL
from govern.minutes.book.lifecycle.archives import LIST
from govern.minutes.book.lifecycle.past import content_of
from govern.minutes.book.models import Minutes, PastCorrection, PastMinutes
from govern.minutes.book.rules import Stage
from govern.sentences import Sentence

THE_MEMBERS = Sentence("The members")
MOST = 500


class CorrectionView(msgspec.Struct, frozen=True):
    """A dated correction: where, and what is right."""

    place: str
    paragraphs: tuple[str, ...]
    noted_at: datetime


class PastView(msgspec.Struct, frozen=True, kw_only=True):
    """Minutes of the time before, as pages show them."""

    id: UUID
    body: str
    body_name: Sentence | str
    kind: Kind
    held_on: date
    title: str
    language: str
    state: State
    seen_by: SeenBy
    file_kind: FileKind
    hash: str
    size: int
    brought_at: datetime
    corrections: tuple[CorrectionView, ...] = ()

    @property
    def file_name(self) -> str:
        """What the file is called where somebody saves it: nothing that a person typed."""
        return f"minutes-{self.held_on.isoformat()}-{self.id.hex[:4]}.{self.file_kind}"


class OurMinutes(msgspec.Struct, frozen=True):
    """Minutes that were written here, in a list."""

    id: UUID
    title: str
    held_at: datetime
    stage: Stage


class BodyChoice(msgspec.Struct, frozen=True):
    """A body for a form."""

    id: str
    name: Sentence | str


async def bodies(reading: AsyncSession, on: date, language: str) -> tuple[BodyChoice, ...]:
    """The members, and every body of the rules."""
    book = (await rulebook.in_force(reading, on)).rulebook
    return (BodyChoice(GENERAL, THE_MEMBERS), *(BodyChoice(b.id, body_name(b, language)) for b in book.bodies))


async def past_minutes(
    reading: AsyncSession, on: date, language: str, seen_by: tuple[SeenBy, ...] = tuple(SeenBy)
) -> tuple[PastView, ...]:
    """Those that this reader may read, the newest meeting first."""
    rows = await reading.scalars(
        select(PastMinutes)
        .where(PastMinutes.seen_by.in_(seen_by))
        .order_by(PastMinutes.held_on.desc(), PastMinutes.title)
        .limit(MOST)
    )
    names = {one.id: one.name for one in await bodies(reading, on, language)}
    return tuple(_view(row, names) for row in rows)


async def one_past(reading: AsyncSession, past_id: UUID, on: date, language: str) -> PastView:
    """Raises `NotFound`."""
    row = await reading.get(PastMinutes, past_id)
    if row is None:
        raise NotFound("There are no such minutes. Go to the list of minutes and choose from there.")
    names = {one.id: one.name for one in await bodies(reading, on, language)}
    noted = await reading.scalars(
        select(PastCorrection).where(PastCorrection.past_minutes_id == past_id).order_by(PastCorrection.noted_at)
    )
    corrections = tuple(CorrectionView(c.place, tuple(c.text.split("\n")), c.noted_at) for c in noted)
    return msgspec.structs.replace(_view(row, names), corrections=corrections)


def _view(row: PastMinutes, names: dict[str, Sentence | str]) -> PastView:
    return PastView(
        id=row.id,
        body=row.body,
        body_name=names.get(row.body, row.body),
        kind=row.kind,
        held_on=row.held_on,
        title=row.title,
        language=row.language,
        state=row.state,
        seen_by=row.seen_by,
        file_kind=row.file_kind,
        hash=row.file_hash.hex(),
        size=row.file_size,
        brought_at=row.brought_at,
    )


async def our_minutes(reading: AsyncSession, language: str) -> tuple[OurMinutes, ...]:
    """Minutes written here that members may read, the newest meeting first."""
    rows = await reading.execute(
        select(Minutes.id, Meeting.title, Meeting.starts_at, Minutes.stage)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(Minutes.stage.in_(rules.READABLE))
        .order_by(Meeting.starts_at.desc())
        .limit(MOST)
    )
    return tuple(OurMinutes(row[0], in_language(row[1], language), row[2], row[3]) for row in rows)


async def whole_archive(uploads: Path, found: tuple[PastView, ...]) -> Path:
    """All of these as the archive that brings them in again, in a file that the caller removes."""
    return await asyncio.to_thread(_whole_archive, uploads, found)


def _whole_archive(uploads: Path, found: tuple[PastView, ...]) -> Path:
    with tempfile.NamedTemporaryFile(prefix="past-minutes-", suffix=".zip", delete=False) as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(LIST, "".join(csv_rows(tuple(COLUMNS), _lines(found))))
            for one in found:
                archive.writestr(one.file_name, content_of(uploads, one.id, one.file_kind, bytes.fromhex(one.hash)))
        return Path(out.name)


def _lines(found: tuple[PastView, ...]) -> Iterator[tuple[str, ...]]:
    for one in found:
        day = one.held_on.isoformat()
        yield one.file_name, one.body, one.kind, day, one.title, one.language, one.state, one.seen_by
