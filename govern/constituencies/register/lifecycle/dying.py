"""A death in the register: memberships and what was noted end on its day; put right within a month if mistaken.

The register's own part. What else ends at once (post, ways in, seats, offices, names on papers, entries on rolls) is
done in the same transaction by the desks, which see all rooms.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries
from govern.constituencies.register.lifecycle.joining import attribute_event, end_membership, joined_event
from govern.constituencies.register.models import AttributeSpan, Death, Membership
from govern.constituencies.register.rules import persons as rules
from govern.database import locked
from govern.errors import NotValid
from govern.identity.models import Person
from govern.identity.rules import day_of
from govern.record import Event

#: Why a membership ended, as the register keeps it.
DIED = "died"


async def note_death(
    writing: AsyncSession, person_id: UUID, died_on: date, told_by: str, *, by: UUID | None, at: datetime
) -> UUID:
    """Somebody has died: every membership ends that day, and so does what is noted of them.

    Raises `AlreadyDone`, `NotAllowed` for oneself, `NotValid` for a day that cannot be.
    """
    person = await locked(writing, Person, person_id)
    rules.check_mortal(person.kind)
    noted = await queries.death_of(writing, person_id) is not None
    rules.check_death(died_on, day_of(at), person.born_on, own=by is not None and by == person_id, noted=noted)
    open_now = select(Membership).where(Membership.person_id == person_id, Membership.ended_on.is_(None))
    memberships = list(await writing.scalars(open_now.order_by(Membership.joined_on).with_for_update()))
    later = [row.joined_on for row in memberships if row.joined_on > died_on]
    if later:
        raise NotValid("They joined on {day}. The day of death cannot be before.", field="died_on", day=max(later))
    for membership in memberships:
        await end_membership(writing, person_id, membership.constituency, died_on, DIED, by=by, at=at)
    true_now = select(AttributeSpan).where(
        AttributeSpan.person_id == person_id, or_(AttributeSpan.to_on.is_(None), AttributeSpan.to_on > died_on)
    )
    spans = list(await writing.scalars(true_now.with_for_update()))
    for span in spans:
        span.to_on = max(died_on, span.from_on)
        await record.add(writing, attribute_event("ended", person_id, span.attribute, span.to_on, by=by, at=at))
    took = {"memberships": [str(m.id) for m in memberships], "attributes": [str(s.id) for s in spans]}
    death = Death(
        id=uuid4(),
        person_id=person_id,
        died_on=died_on,
        told_by=told_by,
        took=json.dumps(took),
        noted_by=by,
        noted_at=at,
    )
    writing.add(death)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"on": died_on.isoformat(), "memberships": len(memberships)}
    await record.add(writing, Event("person.died", f"person:{person_id}", at, by, facts))
    return death.id


async def undo_death(writing: AsyncSession, death_id: UUID, reason: str, *, by: UUID, at: datetime) -> UUID:
    """It was a mistake: what ended begins anew on the same day, with the reason. Returns whose it was.

    Raises `NotAllowed` for the officer who noted it, `WrongMoment` after a month, `AlreadyDone`.
    """
    death = await locked(writing, Death, death_id)
    rules.check_undo(death.noted_at, same_officer=death.noted_by == by, undone=death.undone_at is not None, at=at)
    took = json.loads(death.took)
    for membership_id in took["memberships"]:
        ended = await writing.get_one(Membership, UUID(membership_id))
        if ended.ended_on is None:
            continue
        anew = Membership(
            id=uuid4(),
            person_id=ended.person_id,
            constituency=ended.constituency,
            joined_on=ended.ended_on,
            joined_reason=reason[: rules.LONGEST_REASON],
        )
        writing.add(anew)
        await writing.flush()
        await record.add(
            writing, joined_event(anew.id, death.person_id, anew.constituency, anew.joined_on, by=by, at=at)
        )
    for span_id in took["attributes"]:
        gone = await writing.get_one(AttributeSpan, UUID(span_id))
        if gone.to_on is None:
            continue
        span = AttributeSpan(
            person_id=gone.person_id, attribute=gone.attribute, from_on=gone.to_on, source=gone.source
        )
        writing.add(span)
        event = attribute_event("noted", death.person_id, gone.attribute, gone.to_on, by=by, at=at)
        await record.add(writing, event)
    death.undone_by, death.undone_at, death.undone_reason = by, at, reason[: rules.LONGEST_REASON]
    await record.add(writing, Event("person.death_undone", f"person:{death.person_id}", at, by))
    return death.person_id
