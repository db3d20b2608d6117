"""People come to be known, change their address, choose how pages look, and go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import Base, locked
from govern.errors import NotValid, WrongMoment
from govern.identity import rules
from govern.identity.lifecycle import letters
from govern.identity.models import PastFact, Person, Session
from govern.identity.rules import PersonKind, Site
from govern.record import Event
from govern.web.visitor import Look

#: People put into the database by one statement.
CHUNK = 500
#: What the register keeps for ever is kept as it was, too; how to reach somebody is not.
KEPT_AS_THEY_WERE = ("name", "born_on")
#: A plain insert: an import of members brings a hundred thousand.
_PERSON = insert(Base.metadata.tables[Person.__tablename__])


class NewPerson(msgspec.Struct, frozen=True):
    """Somebody the society does not know yet. Without `first_name` it is the first word of a human's name."""

    name: str
    first_name: str | None = None
    email: str | None = None
    phone: str | None = None
    postal_address: str | None = None
    born_on: date | None = None
    language: str = "en"
    format: str = "standard"
    kind: PersonKind = PersonKind.HUMAN


class PersonChanges(msgspec.Struct, frozen=True):
    """What is to be changed about somebody. What is left UNSET stays as it is; None takes it away."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    first_name: str | msgspec.UnsetType = msgspec.UNSET
    email: str | msgspec.UnsetType | None = msgspec.UNSET
    phone: str | msgspec.UnsetType | None = msgspec.UNSET
    postal_address: str | msgspec.UnsetType | None = msgspec.UNSET
    born_on: date | msgspec.UnsetType | None = msgspec.UNSET
    language: str | msgspec.UnsetType = msgspec.UNSET
    format: str | msgspec.UnsetType = msgspec.UNSET


async def add_person(
    writing: AsyncSession,
    *,
    name: str,
    first_name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    postal_address: str | None = None,
    born_on: date | None = None,
    language: str = "en",
    format: str = "standard",
    by: UUID | None,
    at: datetime,
) -> UUID:
    """One more person. Their account needs nothing else: members sign in with links and codes. Raises `NotValid`."""
    new = NewPerson(name, first_name, email, phone, postal_address, born_on, language, format)
    row = _row(new, at)
    await writing.execute(insert(Person), [row])
    person_id = UUID(str(row["id"]))
    await record.add(writing, Event("person.added", f"person:{person_id}", at, by))
    return person_id


async def add_people(
    writing: AsyncSession, people: Sequence[NewPerson], *, by: UUID | None, at: datetime
) -> list[UUID]:
    """Many people at once (an import), with one line in the record. Their ids, in order. Raises `NotValid`."""
    added: list[UUID] = []
    for start in range(0, len(people), CHUNK):
        rows = [_row(new, at) for new in people[start : start + CHUNK]]
        await writing.execute(_PERSON, rows)
        added += [cast(UUID, row["id"]) for row in rows]
    if added:
        await record.add(writing, Event("people.added", "people", at, by, {"people": len(added)}))
    return added


def _row(new: NewPerson, at: datetime) -> dict[str, object]:
    name = " ".join(new.name.split())
    if not name:
        raise NotValid("Type the person's name.", field="name")
    email = checked_email(new.email)
    rules.check_kind(new.kind, new.born_on)
    called = name if new.kind is PersonKind.ORGANISATION else name.split()[0]
    first_name = " ".join((new.first_name or called).split())
    return {
        "id": uuid4(),
        "name": name[:200],
        "first_name": first_name[:100],
        "search": rules.search_words(name, email),
        "email": email,
        "phone": new.phone or None,
        "postal_address": new.postal_address or None,
        "born_on": new.born_on,
        "language": new.language,
        "format": new.format,
        "text_size": 2,
        "colours": "standard",
        "layout": "standard",
        "press": "usual",
        "added_at": at,
        "kind": new.kind,
    }


def _as_text(value: object) -> str | None:
    return None if value is None else str(value)


def checked_email(address: str | None) -> str | None:
    """The address as we keep it, or None. Raises `NotValid`."""
    if not address or not address.strip():
        return None
    plain = rules.plain_email(address)
    if not rules.looks_like_email(plain):
        raise NotValid("This is not an email address. It needs a name, an @ and a place.", field="email")
    return plain


async def change_person(
    writing: AsyncSession,
    person_id: UUID,
    changes: PersonChanges,
    *,
    by: UUID | None,
    at: datetime,
    site: Site | None,
    reason: str | None = None,
) -> None:
    """Correct what we hold. A changed email address is told to the old one, and while people vote it is no way in
    for some days (security.md 7.7). Raises `NotValid`. Without a `site` nobody is written to.

    A name or a birth date is not overwritten: what it was is kept beside it, with the day and the `reason`."""
    person = await locked(writing, Person, person_id)
    old_email = person.email
    changed = {
        name: value for name in changes.__struct_fields__ if (value := getattr(changes, name)) is not msgspec.UNSET
    }
    if "email" in changed:
        changed["email"] = checked_email(changes.email if isinstance(changes.email, str) else None)
    if isinstance(changes.born_on, date):
        rules.check_kind(person.kind, changes.born_on)
    changed = {name: value for name, value in changed.items() if getattr(person, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        if name in KEPT_AS_THEY_WERE:
            was = getattr(person, name)
            writing.add(
                PastFact(person_id=person_id, fact=name, was=_as_text(was), until_at=at, by=by, reason=reason)
            )
        setattr(person, name, value)
    person.search = rules.search_words(person.name, person.email)
    if "email" in changed:
        person.email_changed_at = at
    if site is not None and "email" in changed and old_email:
        await letters.address_changed(writing, person, old_email, site=site, at=at)
    facts: dict[str, str | int | bool | None] = {"changed": ", ".join(sorted(changed))}
    await record.add(writing, Event("person.changed", f"person:{person_id}", at, by, facts))


async def locked_human(writing: AsyncSession, person_id: UUID) -> Person:
    """The row of a human, held. Raises `NotAllowed` for an organisation: it has no way in and no office."""
    person = await locked(writing, Person, person_id)
    rules.only_humans(person.kind)
    return person


async def choose_look(writing: AsyncSession, person_id: UUID, look: Look, *, at: datetime) -> None:
    """How somebody wants pages, kept with them so that it holds on every device (decisions.md 36)."""
    person = await locked(writing, Person, person_id)
    person.text_size, person.colours = look.text, look.colours
    person.layout, person.press = look.layout, look.press
    await record.add(writing, Event("person.look_chosen", f"person:{person_id}", at))


async def deactivate(writing: AsyncSession, person_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Nobody signs in as this person any more; every session of theirs is over at once. Raises `WrongMoment`."""
    person = await locked(writing, Person, person_id)
    if person.deactivated_at is not None:
        raise WrongMoment("This account was closed on {day}.", day=person.deactivated_at)
    person.deactivated_at = at
    await _end_sessions(writing, person_id, at)
    await record.add(writing, Event("person.deactivated", f"person:{person_id}", at, by))


async def _end_sessions(writing: AsyncSession, person_id: UUID, at: datetime) -> None:
    theirs = update(Session).where(Session.person_id == person_id, Session.ended_at.is_(None))
    await writing.execute(theirs.values(ended_at=at))
