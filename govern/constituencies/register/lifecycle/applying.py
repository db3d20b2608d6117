"""A file of members goes into the register as it was shown, whole, in one transaction."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from msgspec import UNSET
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries, rules
from govern.constituencies.register.incoming import Change, Incoming, Outcome
from govern.constituencies.register.lifecycle.importing import changes_of
from govern.constituencies.register.lifecycle.joining import attribute_event, ended_event, joined_event
from govern.constituencies.register.lifecycle.limiting import check_file
from govern.constituencies.register.lifecycle.representing import find_or_add_human, name_representative
from govern.constituencies.register.models import AttributeSpan, Import, Member, Membership
from govern.database import Base, locked
from govern.errors import NotFound, WrongMoment
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import NewPerson, PersonChanges
from govern.identity.models import Person
from govern.identity.rules import Site, day_of, plain_email
from govern.record import Event

REASON = "In a file of members"
#: Rows go in without being made into objects first; a hundred thousand of them would be slow.
_MEMBER, _MEMBERSHIP, _SPAN = (
    insert(Base.metadata.tables[t.__tablename__]) for t in (Member, Membership, AttributeSpan)
)


async def apply(
    writing: AsyncSession, import_id: UUID, file: Path, *, by: UUID | None, at: datetime, site: Site | None = None
) -> None:
    """Put the file into the register. Raises `NotAllowed` without a second officer from 50 changes on.

    What was shown is what happens: if the file or the register has changed since, `WrongMoment`, and nothing is done.
    With a `site`, whoever gets another email address is told of it at the old one.
    """
    row = await locked(writing, Import, import_id)
    rules.may_apply(row.stage, changes=row.added + row.changed, refused=row.refused, by_owner=row.uploaded_by is None)
    if await asyncio.to_thread(_hash_of, file) != row.file_hash:
        raise WrongMoment("The file is not the one that was looked at. Send it again.")
    counts = dict.fromkeys(Outcome, 0)
    before = await queries.levels(writing, day_of(at))
    async for changes in changes_of(writing, file, at=at):
        for change in changes:
            counts[change.outcome] += 1
        await _add([c for c in changes if c.outcome is Outcome.ADDED], writing, import_id, by=by, at=at)
        for change in changes:
            if change.outcome is Outcome.CHANGED:
                await _change(change, writing, import_id, by=by, at=at, site=site)
    if [counts[o] for o in Outcome] != [row.added, row.changed, row.unchanged, row.refused]:
        raise WrongMoment("The register has changed since this file was looked at. Send the file again.")
    await check_file(writing, before, day_of(at))
    row.stage = rules.after(row.stage, "apply")
    row.applied_at = at
    row.findings = "[]"
    facts: dict[str, str | int | bool | None] = {o.value: counts[o] for o in Outcome}
    await record.add(writing, Event("import.applied", f"import:{import_id}", at, by, facts))


async def _add(
    changes: list[Change], writing: AsyncSession, import_id: UUID, *, by: UUID | None, at: datetime
) -> None:
    """New members, many at a time; each membership has its own line in the record (invariant 1)."""
    if not changes:
        return
    today = day_of(at)
    known = await _known(writing)
    new = [change for change in changes if _who(change.person.email, change.person.name) not in known]
    added = iter(await identity.add_people(writing, [_new_person(change.person) for change in new], by=by, at=at))
    ids = [known.get(_who(change.person.email, change.person.name)) or next(added) for change in changes]
    members: list[dict[str, object]] = []
    memberships: list[dict[str, object]] = []
    spans: list[dict[str, object]] = []
    events: list[Event] = []
    for person_id, change in zip(ids, changes, strict=True):
        person = change.person
        joined = person.joined_on or min(today, person.ended_on or today)
        membership_id = uuid4()
        memberships.append(_membership(membership_id, person_id, person, joined))
        members.append({"person_id": person_id, "number": person.number, "entered_on": joined})
        events.append(joined_event(membership_id, person_id, person.group, joined, by=by, at=at))
        if person.ended_on is not None:
            events.append(ended_event(membership_id, person_id, person.group, person.ended_on, by=by, at=at))
        for attribute in sorted(change.gains):
            spans.append(_span(person_id, attribute, joined, import_id))
            events.append(attribute_event("noted", person_id, attribute, joined, by=by, at=at))
    await writing.execute(_MEMBER, members)
    await writing.execute(_MEMBERSHIP, memberships)
    if spans:
        await writing.execute(_SPAN, spans)
    await record.add_all(writing, events)
    for person_id, change in zip(ids, changes, strict=True):
        if change.represented:
            await _represent(writing, person_id, change.person, by=by, at=at)


async def _represent(
    writing: AsyncSession, organisation: UUID, row: Incoming, *, by: UUID | None, at: datetime
) -> None:
    """The human whom the file names acts for the organisation from today on."""
    human = NewPerson(name=row.representative or "", email=row.representative_email)
    human_id = await find_or_add_human(writing, number=None, person=human, by=by, at=at)
    await name_representative(writing, organisation, human_id, day_of(at), REASON, by=by, at=at)


async def _known(writing: AsyncSession) -> dict[tuple[str, str], UUID]:
    """People we know who are not in the register (an officer named at the founding): the file means them, not others.

    Whoever has the same name and the same mailbox is the same person; two such people are nobody in particular.
    """
    outside = select(Person.id, Person.email, Person.name).where(
        Person.email.is_not(None), Person.id.not_in(select(Member.person_id))
    )
    found: dict[tuple[str, str], UUID] = {}
    twice: set[tuple[str, str]] = set()
    for person_id, email, name in await writing.execute(outside):
        who = _who(email, name)
        twice |= {who} & found.keys()
        found[who] = person_id
    return {who: person_id for who, person_id in found.items() if who not in twice}


def _who(email: str | None, name: str) -> tuple[str, str]:
    return (plain_email(email) if email else "", " ".join(name.split()).casefold())


async def _change(
    change: Change, writing: AsyncSession, import_id: UUID, *, by: UUID | None, at: datetime, site: Site | None
) -> None:
    """What the row changes of a member, each as its own step with its own line."""
    if change.person_id is None:
        raise NotFound("This member is not in the register.")
    person_id, person, today = change.person_id, change.person, day_of(at)
    if change.fields:
        await identity.change_person(writing, person_id, _changed_fields(change), by=by, at=at, site=site)
    events: list[Event] = []
    if change.moves_from:
        events.append(
            await _end(writing, person_id, change.moves_from, today, person.joined_reason or REASON, by=by, at=at)
        )
        membership_id = uuid4()
        await writing.execute(_MEMBERSHIP, [_membership(membership_id, person_id, person, today)])
        events.append(joined_event(membership_id, person_id, person.group, today, by=by, at=at))
    if change.leaves and person.ended_on:
        reason = person.ended_reason or REASON
        events.append(await _end(writing, person_id, person.group, person.ended_on, reason, by=by, at=at))
    if change.gains:
        rows = [_span(person_id, attribute, today, import_id) for attribute in sorted(change.gains)]
        await writing.execute(_SPAN, rows)
    if change.loses:
        theirs = update(AttributeSpan).where(
            AttributeSpan.person_id == person_id,
            AttributeSpan.attribute.in_(change.loses),
            AttributeSpan.to_on.is_(None),
        )
        await writing.execute(theirs.values(to_on=today))
    events += [attribute_event("noted", person_id, a, today, by=by, at=at) for a in sorted(change.gains)]
    events += [attribute_event("ended", person_id, a, today, by=by, at=at) for a in sorted(change.loses)]
    if events:
        await record.add_all(writing, events)
    if change.represented:
        await _represent(writing, person_id, person, by=by, at=at)


async def _end(
    writing: AsyncSession, person_id: UUID, group: str, on: date, reason: str, *, by: UUID | None, at: datetime
) -> Event:
    membership = await writing.scalar(
        select(Membership).where(
            Membership.person_id == person_id, Membership.constituency == group, Membership.ended_on.is_(None)
        )
    )
    if membership is None:
        raise NotFound("This member does not belong to this group.")
    membership.ended_on, membership.ended_reason = on, reason
    await writing.flush()
    return ended_event(membership.id, person_id, group, on, by=by, at=at)


def _membership(membership_id: UUID, person_id: UUID, person: Incoming, joined: date) -> dict[str, object]:
    return {
        "id": membership_id,
        "person_id": person_id,
        "constituency": person.group,
        "joined_on": joined,
        "joined_reason": person.joined_reason or REASON,
        "ended_on": person.ended_on,
        "ended_reason": (person.ended_reason or REASON) if person.ended_on else None,
    }


def _span(person_id: UUID, attribute: str, from_on: date, import_id: UUID) -> dict[str, object]:
    return {
        "id": uuid4(),
        "person_id": person_id,
        "attribute": attribute,
        "from_on": from_on,
        "to_on": None,
        "source": f"import:{import_id}",
    }


def _new_person(person: Incoming) -> NewPerson:
    return NewPerson(
        name=person.name,
        first_name=person.first_name,
        email=person.email,
        phone=person.phone,
        postal_address=person.address,
        born_on=person.born_on,
        language=person.language or "en",
        format=person.format or "standard",
        kind=person.kind,
    )


def _changed_fields(change: Change) -> PersonChanges:
    person, fields = change.person, change.fields
    return PersonChanges(
        name=person.name if "name" in fields else UNSET,
        first_name=person.first_name if "first_name" in fields and person.first_name else UNSET,
        email=person.email if "email" in fields else UNSET,
        phone=person.phone if "phone" in fields else UNSET,
        postal_address=person.address if "address" in fields else UNSET,
        born_on=person.born_on if "born_on" in fields else UNSET,
        language=person.language if "language" in fields and person.language else UNSET,
        format=person.format if "format" in fields and person.format else UNSET,
    )


def _hash_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").digest()
