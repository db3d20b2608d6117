"""Organisations and the humans who act for them, by day (invariant 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import rules
from govern.constituencies.register.models import Member, Membership, Representative, people
from govern.constituencies.register.queries.standing import constituencies_of, groups_on, holds, portions
from govern.constituencies.rulebook import queries as rulebook
from govern.identity.rules import PersonKind


class RepresentativeView(msgspec.Struct, frozen=True):
    """Who acts or acted for an organisation, from when to when, and where that is said."""

    human_id: UUID
    name: str
    email: str | None
    phone: str | None
    from_on: date
    to_on: date | None
    authority: str


class OrganisationLine(msgspec.Struct, frozen=True):
    """An organisation by name."""

    id: UUID
    name: str


class Representation(msgspec.Struct, frozen=True):
    """What the register holds of one organisation: who acts for it now, and who did before."""

    now: RepresentativeView | None
    before: tuple[RepresentativeView, ...]
    required: bool


async def representation(reading: AsyncSession, organisation_id: UUID, on: date) -> Representation:
    """Who acts for an organisation on a day, who did before, and whether a group of theirs asks for one."""
    rows = await reading.execute(
        select(
            *(Representative.human_id, people.c.name, people.c.email, people.c.phone),
            *(Representative.from_on, Representative.to_on, Representative.authority),
        )
        .join(people, people.c.id == Representative.human_id)
        .where(Representative.organisation_id == organisation_id)
        .order_by(Representative.from_on.desc())
    )
    found = [RepresentativeView(*row) for row in rows]
    book = (await rulebook.in_force(reading, on)).rulebook
    groups = await constituencies_of(reading, organisation_id, on)
    now = next((one for one in found if rules.holds_on(on, one.from_on, one.to_on)), None)
    return Representation(
        now,
        tuple(one for one in found if one is not now),
        any(book.constituency(group).representative_required for group in groups),
    )


async def represented_by(reading: AsyncSession, human_id: UUID, on: date) -> tuple[OrganisationLine, ...]:
    """The organisations somebody acts for on a day, by name."""
    rows = await reading.execute(
        select(people.c.id, people.c.name)
        .join(Representative, Representative.organisation_id == people.c.id)
        .where(Representative.human_id == human_id, acts(on))
        .order_by(people.c.name, people.c.id)
    )
    return tuple(OrganisationLine(*row) for row in rows)


async def acted_for(reading: AsyncSession, humans: Iterable[UUID], on: date) -> tuple[tuple[UUID, UUID], ...]:
    """Organisation and human, for those of these people who act for one on a day."""
    found: list[tuple[UUID, UUID]] = []
    for some in portions(list(humans)):
        rows = await reading.execute(
            select(Representative.organisation_id, Representative.human_id).where(
                Representative.human_id.in_(some), acts(on)
            )
        )
        found += [(organisation, human) for organisation, human in rows]
    return tuple(found)


async def representing(
    reading: AsyncSession, pairs: Collection[tuple[UUID, UUID]], on: date
) -> frozenset[tuple[UUID, UUID]]:
    """Of these pairs (organisation, human) those in which the human acts for the organisation on that day."""
    if not pairs:
        return frozenset()
    rows = await reading.execute(
        select(Representative.organisation_id, Representative.human_id).where(
            Representative.organisation_id.in_({organisation for organisation, _ in pairs}), acts(on)
        )
    )
    return frozenset((organisation, human) for organisation, human in rows) & frozenset(pairs)


async def representatives_of(reading: AsyncSession, ids: Iterable[UUID], on: date) -> dict[UUID, UUID]:
    """Organisation -> the human who acts for it on a day, for those of these people that are organisations."""
    found: dict[UUID, UUID] = {}
    for some in portions(list(ids)):
        rows = await reading.execute(
            select(Representative.organisation_id, Representative.human_id).where(
                Representative.organisation_id.in_(some), acts(on)
            )
        )
        found.update((organisation, human) for organisation, human in rows)
    return found


async def names_of_representatives(reading: AsyncSession, ids: Collection[UUID], on: date) -> dict[UUID, str]:
    """Organisation -> the name of who acts for it on a day."""
    found: dict[UUID, str] = {}
    for some in portions(ids):
        rows = await reading.execute(
            select(Representative.organisation_id, people.c.name)
            .join(people, people.c.id == Representative.human_id)
            .where(Representative.organisation_id.in_(some), acts(on))
        )
        found.update((organisation, name) for organisation, name in rows)
    return found


async def without_representative(reading: AsyncSession, on: date) -> tuple[OrganisationLine, ...]:
    """Member organisations that have no vote, because their group asks for a representative and none is named."""
    ids = await unrepresented(reading, on)
    if not ids:
        return ()
    rows = await reading.execute(
        select(people.c.id, people.c.name).where(people.c.id.in_(ids)).order_by(people.c.name, people.c.id)
    )
    return tuple(OrganisationLine(*row) for row in rows)


async def unrepresented(reading: AsyncSession, on: date) -> frozenset[UUID]:
    """The same by id. Asks nothing where no group of the rules wants representatives."""
    book = (await rulebook.in_force(reading, on)).rulebook
    wanting = [group.id for group in book.constituencies if group.representative_required]
    if not wanting:
        return frozenset()
    has_one = select(Representative.id).where(Representative.organisation_id == Membership.person_id, acts(on))
    rows = await reading.scalars(
        select(Membership.person_id)
        .join(people, people.c.id == Membership.person_id)
        .where(Membership.constituency.in_(wanting), holds(on), people.c.kind == PersonKind.ORGANISATION.value)
        .where(~has_one.exists())
    )
    return frozenset(rows)


async def acts_first(reading: AsyncSession, person_id: UUID, on: date) -> UUID | None:
    """For whom somebody acts on signing in without being asked: the one organisation of somebody who is no member."""
    theirs = await represented_by(reading, person_id, on)
    if len(theirs) != 1:
        return None
    member = bool(await constituencies_of(reading, person_id, on))
    return theirs[0].id if rules.acts_alone(member, len(theirs)) else None


async def groups_for_seats(
    reading: AsyncSession, person_ids: Collection[UUID], on: date
) -> dict[UUID, tuple[str, ...]]:
    """The groups for which these people may take a seat: their own, and those of organisations they represent."""
    own = await groups_on(reading, person_ids, on)
    rows = await reading.execute(
        select(Representative.human_id, Membership.constituency)
        .join(Membership, Membership.person_id == Representative.organisation_id)
        .where(Representative.human_id.in_(list(person_ids)), acts(on), holds(on))
        .order_by(Membership.joined_on, Membership.constituency)
    )
    found: dict[UUID, list[str]] = defaultdict(list, {person: list(groups) for person, groups in own.items()})
    for human, group in rows:
        if group not in found[human]:
            found[human].append(group)
    return {person: tuple(groups) for person, groups in found.items()}


async def kind_of(reading: AsyncSession, person_id: UUID) -> PersonKind:
    found = await reading.scalar(select(people.c.kind).where(people.c.id == person_id))
    return PersonKind(found or PersonKind.HUMAN)


async def is_in_the_register(reading: AsyncSession, person_id: UUID) -> bool:
    return await reading.get(Member, person_id) is not None


def acts(on: date) -> ColumnElement[bool]:
    return and_(Representative.from_on <= on, or_(Representative.to_on.is_(None), Representative.to_on > on))
