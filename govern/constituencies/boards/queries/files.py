"""Files of those who sit: what each would put in, and what became of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards.models import SeatImport
from govern.constituencies.register.incoming import Outcome
from govern.constituencies.register.rules import ImportStage
from govern.errors import NotFound
from govern.sentences import Sentence, from_json


class SeatFinding(msgspec.Struct, frozen=True):
    """A line of the file as it is shown before anything is put in: what becomes of it, whose it is, and why."""

    line: int
    outcome: Outcome
    name: str
    what: str
    why: tuple[Sentence, ...] = ()


class SeatImportView(msgspec.Struct, frozen=True):
    """A file as its page shows it."""

    id: UUID
    stage: ImportStage
    original_name: str
    added: int
    unchanged: int
    refused: int
    findings: tuple[SeatFinding, ...]
    uploaded_by: UUID | None
    uploaded_at: datetime
    applied_at: datetime | None


async def seat_imports(reading: AsyncSession) -> tuple[SeatImportView, ...]:
    """All files, the latest first."""
    rows = await reading.scalars(select(SeatImport).order_by(SeatImport.uploaded_at.desc(), SeatImport.id))
    return tuple(_view(row) for row in rows)


async def seat_import(reading: AsyncSession, import_id: UUID) -> SeatImportView:
    """Raises `NotFound`."""
    row = await reading.get(SeatImport, import_id)
    if row is None:
        raise NotFound("There is no such file. Go back to the list of files.")
    return _view(row)


def _view(row: SeatImport) -> SeatImportView:
    return SeatImportView(
        row.id,
        row.stage,
        row.original_name,
        row.added,
        row.unchanged,
        row.refused,
        from_json(row.findings, _findings),
        row.uploaded_by,
        row.uploaded_at,
        row.applied_at,
    )


def _findings(kept: object) -> tuple[SeatFinding, ...]:
    assert isinstance(kept, tuple)
    return tuple(
        SeatFinding(one["line"], Outcome(one["outcome"]), one["name"], one["what"], tuple(one["why"])) for one in kept
    )
