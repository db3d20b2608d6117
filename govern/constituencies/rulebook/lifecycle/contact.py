"""Whom people call is not a rule of the society, but it is kept beside the rules."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.rulebook.models import Contact


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
