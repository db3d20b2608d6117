"""A version is adopted and rules from its day until a later one does. Founding adopts alone; drafts are confirmed."""

from __future__ import annotations

import asyncio
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.rulebook.book import Rulebook, load
from govern.constituencies.rulebook.models import RulebookVersion
from govern.database import locked
from govern.errors import AlreadyDone
from govern.identity.rules import day_of

Facts = dict[str, str | int | bool | None]


async def adopt(writing: AsyncSession, text: str, *, by: UUID | None, at: datetime) -> UUID:
    """Keep a text as the next version of the rules; it rules from its own `effective_from`.

    Raises `RulebookNotValid` with every problem of the text, `AlreadyDone` where it is the newest version already.
    """
    return await keep_version(writing, await asyncio.to_thread(load, text), {}, by=by, at=at)


async def keep_version(writing: AsyncSession, book: Rulebook, more: Facts, *, by: UUID | None, at: datetime) -> UUID:
    """A rulebook becomes version n + 1. `more` are facts for the record beside number, fingerprint and day."""
    fingerprint = bytes.fromhex(book.fingerprint())
    last = await newest(writing)
    if last is not None and last.fingerprint == fingerprint:
        raise AlreadyDone("These rules are adopted already, word for word. There is nothing to change.")
    effective_from = book.society.effective_from
    version = RulebookVersion(
        number=1 if last is None else last.number + 1,
        text=book.text,
        fingerprint=fingerprint,
        effective_from=effective_from,
        adopted_at=at,
        adopted_by=by,
        took_effect_at=at if last is None or effective_from <= day_of(at) else None,
    )
    writing.add(version)
    await writing.flush()
    facts: Facts = {
        "number": version.number,
        "fingerprint": book.fingerprint(),
        "effective_from": effective_from.isoformat(),
    }
    event = record.Event("rulebook.adopted", f"rulebook:{version.id}", at, by, facts | more)
    await record.add(writing, event)
    return version.id


async def note_effect(writing: AsyncSession, version_id: UUID, *, at: datetime) -> None:
    """The day of a version has come: from now on it rules."""
    version = await locked(writing, RulebookVersion, version_id)
    if version.took_effect_at is not None:
        raise AlreadyDone("This version has taken effect already.")
    version.took_effect_at = at
    await record.add(writing, record.Event("rulebook.took_effect", f"rulebook:{version_id}", at))


async def newest(asking: AsyncSession) -> RulebookVersion | None:
    """The version with the highest number, whether or not its day has come."""
    found: RulebookVersion | None = await asking.scalar(
        select(RulebookVersion).order_by(RulebookVersion.number.desc()).limit(1)
    )
    return found
