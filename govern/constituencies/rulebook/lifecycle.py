"""The life of a society's rules: a version is adopted and rules from its day until a later one does.

    text ── adopt ──> version 1 ── adopt ──> version 2 …      nothing is ever changed or taken away

Who may be called is not a rule of the society but is kept beside them: `name_contact`.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.rulebook.book import load
from govern.constituencies.rulebook.models import Contact, RulebookVersion
from govern.errors import AlreadyDone


async def adopt(writing: AsyncSession, text: str, *, by: UUID | None, at: datetime) -> UUID:
    """Keep a text as the next version of the rules; it rules from its own `effective_from`.

    Raises `RulebookNotValid` with every problem of the text, `AlreadyDone` where it is the newest version already.
    """
    book = await asyncio.to_thread(load, text)
    fingerprint = bytes.fromhex(book.fingerprint())
    newest = await writing.scalar(select(RulebookVersion).order_by(RulebookVersion.number.desc()).limit(1))
    if newest is not None and newest.fingerprint == fingerprint:
        raise AlreadyDone("These rules are adopted already, word for word. There is nothing to change.")
    number = (await writing.scalar(select(func.max(RulebookVersion.number))) or 0) + 1
    version = RulebookVersion(
        number=number,
        text=book.text,
        fingerprint=fingerprint,
        effective_from=book.society.effective_from,
        adopted_at=at,
        adopted_by=by,
    )
    writing.add(version)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {
        "number": number,
        "fingerprint": book.fingerprint(),
        "effective_from": book.society.effective_from.isoformat(),
    }
    await record.add(
        writing, record.Event(verb="rulebook.adopted", subject=f"rulebook:{version.id}", by=by, at=at, facts=facts)
    )
    return version.id


async def name_contact(
    writing: AsyncSession,
    *,
    name: str,
    phone: str,
    email: str | None,
    hours: dict[str, str],
    by: UUID | None,
    at: datetime,
) -> None:
    """Say whom people call when they are stuck; it stands at the foot of every page. The record keeps no number."""
    contact = await writing.get(Contact, 1, with_for_update=True)
    if contact is None:
        contact = Contact(id=1)
        writing.add(contact)
    contact.name, contact.phone, contact.email, contact.hours = name, phone, email, hours
    await record.add(writing, record.Event(verb="contact.named", subject="contact:1", by=by, at=at))
