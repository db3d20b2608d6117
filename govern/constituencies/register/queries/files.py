"""Files of members that were sent, as their pages show them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import rules
from govern.constituencies.register.incoming import Finding, findings_from
from govern.constituencies.register.models import Import
from govern.constituencies.register.queries.listing import ON_A_PAGE
from govern.errors import NotFound


class ImportView(msgspec.Struct, frozen=True):
    """A file of members as its page shows it. `findings` are the first lines of each outcome, with what was found."""

    id: UUID
    stage: rules.ImportStage
    original_name: str
    added: int
    changed: int
    unchanged: int
    refused: int
    findings: tuple[Finding, ...]
    uploaded_by: UUID | None
    uploaded_at: datetime
    approved_by: UUID | None
    applied_at: datetime | None

    @property
    def changes(self) -> int:
        return self.added + self.changed


async def import_view(reading: AsyncSession, import_id: UUID) -> ImportView:
    """One file of members. Raises `NotFound`."""
    row = await reading.get(Import, import_id)
    if row is None:
        raise NotFound("We do not have this file. Send it again.")
    return _import_view(row)


async def imports(reading: AsyncSession) -> tuple[ImportView, ...]:
    """The latest files of members, the newest first."""
    rows = await reading.scalars(select(Import).order_by(Import.uploaded_at.desc()).limit(ON_A_PAGE))
    return tuple(_import_view(row) for row in rows)


def _import_view(row: Import) -> ImportView:
    found = {name: getattr(row, name) for name in ImportView.__struct_fields__ if name != "findings"}
    return ImportView(findings=findings_from(row.findings), **found)
