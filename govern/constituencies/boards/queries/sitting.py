"""Who sits on which seat on a day, who sat before, and which caps are not kept."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import rules
from govern.constituencies.boards.models import Tenure
from govern.constituencies.boards.rules import Holder, Standing
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.errors import NotFound
from govern.identity import queries as identity


class Sitting(msgspec.Struct, frozen=True):
    """Somebody on a seat. `constituency` is the row of seats: a group, "any" or "none"; `attributes` of the day."""

    person_id: UUID
    name: str
    constituency: str
    from_on: date
    due_on: date | None
    attributes: frozenset[str]
    tenure_id: UUID
    how_filled: str
    groups: frozenset[str] = frozenset()

    def as_holder(self) -> Holder:
        return Holder(
            self.person_id,
            self.name,
            self.constituency,
            self.groups,
            self.attributes,
            self.how_filled,
            self.from_on,
        )


class Past(msgspec.Struct, frozen=True):
    """Somebody who sat, and until when."""

    name: str
    constituency: str
    from_on: date
    to_on: date


async def sitting(reading: AsyncSession, body: str, on: date) -> tuple[Sitting, ...]:
    """Everybody on a seat of this body on a day, in the order in which they came to it."""
    tenures = tuple(
        await reading.scalars(
            select(Tenure).where(
                Tenure.body == body, Tenure.from_on <= on, or_(Tenure.to_on.is_(None), Tenure.to_on > on)
            )
        )
    )
    ids = [tenure.person_id for tenure in tenures]
    if not ids:
        return ()
    people = await identity.people_by_id(reading, ids)
    attributes = await register.attributes_on(reading, ids, on)
    groups = await register.groups_on(reading, ids, on)
    there = (
        Sitting(
            t.person_id,
            people[t.person_id].name,
            t.constituency,
            t.from_on,
            t.due_on,
            attributes.get(t.person_id, frozenset()),
            t.id,
            t.how_filled,
            frozenset(groups.get(t.person_id, ())),
        )
        for t in tenures
    )
    return tuple(sorted(there, key=lambda s: (s.from_on, s.name)))


async def breaches(reading: AsyncSession, body: str, on: date) -> tuple[Standing, ...]:
    """Caps and quotas of a body that are not kept on a day."""
    book = (await rulebook.in_force(reading, on)).rulebook
    holders = [s.as_holder() for s in await sitting(reading, body, on)]
    return rules.over_caps(book, body, holders)


async def past(reading: AsyncSession, body: str, on: date) -> tuple[Past, ...]:
    """Those who sat on a body and no longer do, the latest first."""
    tenures = tuple(
        await reading.scalars(
            select(Tenure).where(Tenure.body == body, Tenure.to_on <= on).order_by(Tenure.to_on.desc()).limit(100)
        )
    )
    people = await identity.people_by_id(reading, [tenure.person_id for tenure in tenures])
    return tuple(
        Past(people[t.person_id].name, t.constituency, t.from_on, t.to_on) for t in tenures if t.to_on is not None
    )


async def tenure(reading: AsyncSession, tenure_id: UUID, on: date) -> tuple[str, Sitting]:
    """A tenure that goes on, with its body. Raises `NotFound`."""
    row = await reading.get(Tenure, tenure_id)
    if row is not None:
        for one in await sitting(reading, row.body, on):
            if one.tenure_id == tenure_id:
                return row.body, one
    raise NotFound("Nobody sits there now. Go back to the boards and choose again.")
