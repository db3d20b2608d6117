"""Somebody goes for good: their ways in are closed, their offices end, and what is not kept by law is forgotten."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.identity import rules
from govern.identity.lifecycle import sessions
from govern.identity.models import (
    Authenticator,
    LetIn,
    LetterCode,
    Office,
    Passkey,
    Password,
    Person,
    Session,
    SignInLink,
)
from govern.record import Event

#: What is known of how to reach somebody.
CONTACT = ("email", "phone", "postal_address")


async def close_ways_in(writing: AsyncSession, person_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Nobody signs in as this person any more: sessions end, links and codes are gone, so is an officer's sign-in."""
    person = await locked(writing, Person, person_id)
    await sessions.end_all(writing, person_id, at=at)
    for table in (SignInLink, LetterCode, Password, Authenticator, Passkey):
        await writing.execute(delete(table).where(table.person_id == person_id))
    if person.deactivated_at is None:
        person.deactivated_at = at
        await record.add(writing, Event("person.deactivated", f"person:{person_id}", at, by))


async def open_ways_in(writing: AsyncSession, person_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """The account was closed by mistake: links and codes can be asked for again."""
    person = await locked(writing, Person, person_id)
    if person.deactivated_at is not None:
        person.deactivated_at = None
        await record.add(writing, Event("person.reactivated", f"person:{person_id}", at, by))


async def end_offices(
    writing: AsyncSession, person_id: UUID, on: date, reason: str, *, by: UUID | None, at: datetime
) -> int:
    """Every office of theirs ends on this day; one that was to begin later never begins. Returns how many."""
    held = select(Office).where(Office.person_id == person_id, or_(Office.to_on.is_(None), Office.to_on > on))
    ended = [office for office in await writing.scalars(held.with_for_update()) if _goes_on(office, on)]
    for office in ended:
        office.to_on = max(on, office.from_on - rules.A_DAY)
        facts: dict[str, str | int | bool | None] = {
            "role": office.role,
            "to": str(office.to_on),
            "person": str(person_id),
            "reason": reason,
        }
        await record.add(writing, Event("office.ended", f"office:{office.id}", at, by, facts))
    return len(ended)


def _goes_on(office: Office, on: date) -> bool:
    return office.to_on is None or office.to_on > max(on, office.from_on - rules.A_DAY)


async def forget_contact(writing: AsyncSession, person_id: UUID, *, by: UUID | None, at: datetime) -> bool:
    """How to reach somebody is forgotten; name and birth date stay. Whether there was anything to forget."""
    person = await locked(writing, Person, person_id)
    if not any(getattr(person, name) for name in CONTACT):
        return False
    for name in CONTACT:
        setattr(person, name, None)
    person.search = rules.search_words(person.name)
    person.email_changed_at = None
    await record.add(writing, Event("person.contact_forgotten", f"person:{person_id}", at, by))
    return True


async def forget(
    writing: AsyncSession, person_id: UUID, *, keep_birthday: bool, by: UUID | None, at: datetime
) -> None:
    """All that identity holds of somebody goes, but the name and the dates of their offices."""
    await forget_contact(writing, person_id, by=by, at=at)
    person = await locked(writing, Person, person_id)
    person.first_name = person.name.split()[0][:100]
    person.language, person.format = "en", "standard"
    person.text_size, person.colours, person.layout = 2, "standard", "standard"
    if not keep_birthday:
        person.born_on = None
    person.erased_at = at
    await writing.execute(delete(Session).where(Session.person_id == person_id))
    await writing.execute(delete(LetIn).where(LetIn.person_id == person_id, LetIn.settled_at.is_not(None)))
    await record.add(writing, Event("person.erased", f"person:{person_id}", at, by))


async def become_part_of(
    writing: AsyncSession, person_id: UUID, kept: UUID, *, by: UUID | None, at: datetime
) -> None:
    """This record turned out to be a second one of `kept`: nobody finds it or is written to by it any more."""
    person = await locked(writing, Person, person_id)
    await forget_contact(writing, person_id, by=by, at=at)
    person.merged_into_id, person.search = kept, ""
