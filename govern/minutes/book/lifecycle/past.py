"""Minutes of the time before: a file is kept, its minutes are noted; corrected by dated entries; opened to others.

    file ──keep──► kept ──bring_in──► brought in ──┬── correct: a dated entry beside it (invariant 81)
                                                   └── open_to: who may read it

The file is written before its row, outside the transaction, so that nobody waits for a disk; a file whose row was
refused is forgotten. Its content is known by its hash, and never changes.
"""

from __future__ import annotations

import asyncio
import hashlib
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import body_name
from govern.database import locked
from govern.errors import AlreadyDone, NotValid, Unavailable
from govern.identity.rules import day_of
from govern.languages import LANGUAGES
from govern.minutes.book.incoming import Body, FileKind, Listed, SeenBy, check_listed, kind_of, words_in
from govern.minutes.book.incoming.lists import GENERAL
from govern.minutes.book.lifecycle.binding import bind_past
from govern.minutes.book.models import PastCorrection, PastMinutes
from govern.record import Event, RecordHead
from govern.society import write_secret

FOLDER = "past-minutes"
MEMBERS = ("The members", "Yr aelodau", "general meeting", "members", "aelodau")


class Kept(msgspec.Struct, frozen=True):
    """A file that lies in the society's folder, under the id that its minutes will have."""

    id: UUID
    kind: FileKind
    hash: bytes
    size: int
    words: str


def file_of(uploads: Path, past_id: UUID, kind: FileKind) -> Path:
    return uploads / FOLDER / f"{past_id}.{kind}"


async def keep(uploads: Path, content: bytes) -> Kept:
    """Write a file down under a random name. Raises `NotValid` for a file that may not be kept."""
    return await asyncio.to_thread(keep_now, uploads, content)


def keep_now(uploads: Path, content: bytes) -> Kept:
    kind = kind_of(content)
    kept = Kept(uuid4(), kind, hashlib.sha256(content).digest(), len(content), words_in(kind, content))
    (uploads / FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
    write_secret(file_of(uploads, kept.id, kept.kind), content)
    return kept


def content_of(uploads: Path, past_id: UUID, kind: FileKind, expected: bytes) -> bytes:
    """The file as it was brought in. Raises `Unavailable` where it is lost, or no longer what its hash says."""
    file = file_of(uploads, past_id, kind)
    content = file.read_bytes() if file.exists() else b""
    if hashlib.sha256(content).digest() != expected:
        raise Unavailable("This file is not as it was brought in. Tell the secretary: it is in the society's backup.")
    return content


def forget(uploads: Path, kept: Kept) -> None:
    """The file goes where its minutes were refused."""
    file_of(uploads, kept.id, kept.kind).unlink(missing_ok=True)


async def bring_in(writing: AsyncSession, kept: Kept, listed: Listed, *, by: UUID | None, at: datetime) -> UUID:
    """Note minutes of the time before. Raises `NotValid` beside its field, `AlreadyDone` for a file that is here."""
    today = day_of(at)
    book = (await rulebook.in_force(writing, today)).rulebook
    if listed.body not in {body.id for body in bodies_of(book)}:
        raise NotValid("Choose the body whose minutes they are.", field="body")
    if listed.language not in languages_of(book):
        raise NotValid("Choose one of the society's languages.", field="language")
    check_listed(listed, today)
    await writing.execute(select(RecordHead).with_for_update())  # the same file twice at once is once
    if await writing.scalar(select(PastMinutes.id).where(PastMinutes.file_hash == kept.hash)) is not None:
        raise AlreadyDone("This file has been brought in already. Look for it in the list below.", field="file")
    fields = msgspec.structs.asdict(listed)
    writing.add(
        PastMinutes(
            id=kept.id,
            file_kind=kept.kind,
            file_hash=kept.hash,
            file_size=kept.size,
            words=kept.words,
            brought_at=at,
            brought_by=by,
            **fields,
        )
    )
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"body": listed.body, "held_on": listed.held_on.isoformat()}
    facts |= {"hash": kept.hash.hex(), "seen_by": listed.seen_by.value}
    await bind_past(writing, listed.body, at)
    await record.add(writing, Event("past_minutes.brought", f"past_minutes:{kept.id}", at, by, facts))
    return kept.id


async def correct(
    writing: AsyncSession, past_id: UUID, place: str, text: str, *, by: UUID | None, at: datetime
) -> UUID:
    """Note what is right at a place. The file itself stays as it was (invariant 81)."""
    await locked(writing, PastMinutes, past_id)
    correction = PastCorrection(id=uuid4(), past_minutes_id=past_id, place=place, text=text, noted_at=at, noted_by=by)
    writing.add(correction)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"correction": str(correction.id)}
    await record.add(writing, Event("past_minutes.corrected", f"past_minutes:{past_id}", at, by, facts))
    return correction.id


async def open_to(writing: AsyncSession, past_id: UUID, seen_by: SeenBy, *, by: UUID | None, at: datetime) -> None:
    """Change who may read them. Raises `AlreadyDone`."""
    past = await locked(writing, PastMinutes, past_id)
    if past.seen_by is seen_by:
        raise AlreadyDone("They may read these minutes already. Nothing was changed.", field="seen_by")
    facts: dict[str, str | int | bool | None] = {"from": past.seen_by.value, "to": seen_by.value}
    past.seen_by = seen_by
    await record.add(writing, Event("past_minutes.opened", f"past_minutes:{past_id}", at, by, facts))


def bodies_of(book: Rulebook) -> tuple[Body, ...]:
    """The members and every body of the rules, with the words a list may name them by."""
    bodies = (Body(b.id, tuple(dict.fromkeys((body_name(b, "en"), body_name(b, "cy"))))) for b in book.bodies)
    return (Body(GENERAL, MEMBERS), *bodies)


def languages_of(book: Rulebook) -> tuple[str, ...]:
    return tuple(code for code in book.society.languages if code in LANGUAGES) or ("en",)
