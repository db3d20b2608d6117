"""A duty that was done outside is ticked with its day; a tick by mistake is taken back.

    open ──tick──► done ──undo──► open

The file that was sent is written before its row, outside the transaction; one whose row was refused is forgotten.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.errors import AlreadyDone, NotValid, Unavailable
from govern.identity.rules import day_of
from govern.minutes.book.incoming import FileKind, kind_of
from govern.minutes.returns import rules
from govern.minutes.returns.models import Filing
from govern.record import Event, RecordHead
from govern.society import write_secret

FOLDER = "filings"


class KeptFile(msgspec.Struct, frozen=True):
    """A paper that was sent, in the society's folder under the id its tick will have."""

    id: UUID
    kind: FileKind
    hash: bytes
    size: int


class Ticked(msgspec.Struct, frozen=True, kw_only=True):
    """What an officer says of a duty that was done outside."""

    done_on: date
    reference: str = ""
    note: str = ""


async def keep(uploads: Path, content: bytes) -> KeptFile:
    """Write a paper down. Raises `NotValid` for a file that may not be kept."""
    return await asyncio.to_thread(_keep, uploads, content)


def _keep(uploads: Path, content: bytes) -> KeptFile:
    try:
        kind = kind_of(content)
    except NotValid:
        raise NotValid(
            "This file cannot be kept. Send a PDF, a DOCX or a text of at most 20 megabytes, with no program inside.",
            field="file",
        ) from None
    kept = KeptFile(uuid4(), kind, hashlib.sha256(content).digest(), len(content))
    (uploads / FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
    write_secret(_file(uploads, kept.id, kept.kind), content)
    return kept


def forget(uploads: Path, kept: KeptFile) -> None:
    """The file goes where its tick was refused."""
    _file(uploads, kept.id, kept.kind).unlink(missing_ok=True)


def content_of(uploads: Path, filing_id: UUID, kind: FileKind, expected: bytes) -> bytes:
    """The paper as it was sent in. Raises `Unavailable` where it is lost or no longer what its hash says."""
    file = _file(uploads, filing_id, kind)
    content = file.read_bytes() if file.exists() else b""
    if hashlib.sha256(content).digest() != expected:
        raise Unavailable("This file is not as it was kept. Look for it in the society's backup.")
    return content


def _file(uploads: Path, filing_id: UUID, kind: FileKind) -> Path:
    return uploads / FOLDER / f"{filing_id}.{kind}"


async def tick(
    writing: AsyncSession,
    duties: Sequence[rules.Duty],
    key: str,
    said: Ticked,
    kept: KeptFile | None = None,
    *,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Note that a duty was done. `duties` are those of the plan now. Raises `NotFound`, `AlreadyDone`, `NotAllowed`,
    `NotValid`."""
    rules.to_tick(duties, key)
    rules.check_done_on(said.done_on, day_of(at))
    await writing.execute(select(RecordHead).with_for_update())  # two officers at once: the second one is told
    standing = select(Filing.id).where(Filing.duty == key, Filing.undone_at.is_(None))
    if await writing.scalar(standing) is not None:
        raise AlreadyDone("This is done already. Nothing was changed.")
    row = Filing(
        id=kept.id if kept else uuid4(),
        duty=key,
        done_on=said.done_on,
        reference=said.reference,
        note=said.note,
        file_kind=kept.kind if kept else None,
        file_hash=kept.hash if kept else None,
        file_size=kept.size if kept else None,
        noted_at=at,
        noted_by=by,
    )
    writing.add(row)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"duty": key, "done_on": said.done_on.isoformat()}
    facts["file"] = kept.hash.hex() if kept else None
    await record.add(writing, Event("filing.noted", f"filing:{row.id}", at, by, facts))
    return row.id


async def undo(writing: AsyncSession, filing_id: UUID, why: str, *, by: UUID | None, at: datetime) -> None:
    """Take a tick back that was made by mistake. Raises `NotFound`, `AlreadyDone`."""
    row = await locked(writing, Filing, filing_id)
    if row.undone_at is not None:
        raise AlreadyDone("This was taken back already. Nothing was changed.")
    row.undone_at, row.undone_by, row.undone_why = at, by, why
    await record.add(writing, Event("filing.undone", f"filing:{filing_id}", at, by, {"duty": row.duty}))
