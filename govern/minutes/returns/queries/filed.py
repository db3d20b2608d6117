"""What was done outside and ticked: by whom, when, under which reference, with which paper."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotFound
from govern.identity import queries as identity
from govern.minutes.book.incoming import FileKind
from govern.minutes.returns.models import Filing


class FilingView(msgspec.Struct, frozen=True, kw_only=True):
    """One tick, as the plan shows it."""

    id: UUID
    duty: str
    done_on: date
    reference: str
    note: str
    by: str
    noted_at: datetime
    file_kind: FileKind | None
    file_hash: bytes | None
    undone_why: str | None

    @property
    def file_name(self) -> str:
        return f"{self.duty[:40]}-{self.done_on.isoformat()}.{self.file_kind}"


async def filings(reading: AsyncSession, duty: str = "") -> tuple[FilingView, ...]:
    """Every tick that stands, or all of one duty with those taken back; the latest first."""
    question = select(Filing).order_by(Filing.done_on.desc(), Filing.noted_at.desc())
    question = question.where(Filing.duty == duty) if duty else question.where(Filing.undone_at.is_(None))
    rows = list(await reading.scalars(question))
    people = await identity.people_by_id(reading, {row.noted_by for row in rows if row.noted_by is not None})
    return tuple(_view(row, people[row.noted_by].name if row.noted_by else "") for row in rows)


async def filing(reading: AsyncSession, filing_id: UUID) -> FilingView:
    """Raises `NotFound`."""
    row = await reading.get(Filing, filing_id)
    if row is None:
        raise NotFound("There is no such note. Go back to the year plan and choose again.")
    people = await identity.people_by_id(reading, {row.noted_by} if row.noted_by else set())
    return _view(row, people[row.noted_by].name if row.noted_by else "")


def _view(row: Filing, by: str) -> FilingView:
    return FilingView(
        id=row.id,
        duty=row.duty,
        done_on=row.done_on,
        reference=row.reference,
        note=row.note,
        by=by,
        noted_at=row.noted_at,
        file_kind=row.file_kind,
        file_hash=row.file_hash,
        undone_why=row.undone_why,
    )
