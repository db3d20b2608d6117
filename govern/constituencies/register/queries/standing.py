"""What is true of people on a day: their groups, what is noted of them, how many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import rules
from govern.constituencies.register.models import AttributeSpan, Member, Membership, people
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.identity.rules import looks_like_email, plain_email

ASKED_AT_ONCE = 500


async def attributes_on(
    reading: AsyncSession, person_ids: Collection[UUID], on: date, coming: Rulebook | None = None
) -> dict[UUID, frozenset[str]]:
    """What is true of these people on a day: what was noted, and what their groups imply by the rules.

    With `coming` their groups imply what rules to come would say.
    """
    book = coming or (await rulebook.in_force(reading, on)).rulebook
    noted: dict[UUID, list[str]] = defaultdict(list)
    for ids in portions(person_ids):
        question = select(AttributeSpan.person_id, AttributeSpan.attribute).where(
            AttributeSpan.person_id.in_(ids), is_noted(on)
        )
        for person_id, attribute in await reading.execute(question):
            noted[person_id].append(attribute)
    groups = await groups_on(reading, person_ids, on)
    return {p: rules.attributes_of(noted.get(p, ()), groups.get(p, ()), implied_by(book)) for p in person_ids}


async def groups_on(reading: AsyncSession, person_ids: Collection[UUID], on: date) -> dict[UUID, tuple[str, ...]]:
    """The groups these people belong to on a day, the longest membership first."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for ids in portions(person_ids):
        question = (
            select(Membership.person_id, Membership.constituency)
            .where(Membership.person_id.in_(ids), holds(on))
            .order_by(Membership.joined_on, Membership.constituency)
        )
        for person_id, group in await reading.execute(question):
            found[person_id].append(group)
    return {person_id: tuple(groups) for person_id, groups in found.items()}


async def constituencies_of(reading: AsyncSession, person_id: UUID, on: date) -> tuple[str, ...]:
    return (await groups_on(reading, [person_id], on)).get(person_id, ())


async def born_on(reading: AsyncSession, person_id: UUID) -> date | None:
    """A birth date, where it is known."""
    found: date | None = await reading.scalar(select(people.c.born_on).where(people.c.id == person_id))
    return found


async def birthdays(reading: AsyncSession, person_ids: Collection[UUID]) -> dict[UUID, date]:
    """The birth dates that are known of these people."""
    found: dict[UUID, date] = {}
    for some in portions(person_ids):
        rows = await reading.execute(
            select(people.c.id, people.c.born_on).where(people.c.id.in_(some), people.c.born_on.is_not(None))
        )
        found.update((person, day) for person, day in rows)
    return found


async def person_with_number(reading: AsyncSession, number: str) -> UUID | None:
    """Whose number this is or was; of a record that became part of another, the one that stays."""
    found = (
        await reading.execute(
            select(Member.person_id, people.c.merged_into_id)
            .join(people, people.c.id == Member.person_id)
            .where(func.lower(Member.number) == number.lower())
        )
    ).one_or_none()
    return None if found is None else found.merged_into_id or found.person_id


async def person_named(reading: AsyncSession, named: str) -> UUID:
    """By number in the register, or by an email address that one person has. Raises `NotFound` beside the field."""
    if looks_like_email(named):
        found = await identity.people_at(reading, plain_email(named))
        if len(found) == 1:
            return found[0].id
    elif person_id := await person_with_number(reading, named):
        return person_id
    raise NotFound("We know nobody by this number or address. Ask the secretary for the right one.", field="person")


async def count_by_group(reading: AsyncSession, on: date) -> dict[str, int]:
    """How many belong to each group on a day."""
    question = select(Membership.constituency, func.count()).where(holds(on)).group_by(Membership.constituency)
    return {row[0]: row[1] for row in await reading.execute(question)}


def belonging(on: date) -> Select[UUID]:
    """Whoever belongs to any group on a day, for upper rooms' questions."""
    return select(Membership.person_id).where(holds(on))


def holds(on: date, of: type[Membership] = Membership) -> ColumnElement[bool]:
    return and_(of.joined_on <= on, or_(of.ended_on.is_(None), of.ended_on > on))


def is_noted(on: date) -> ColumnElement[bool]:
    return and_(AttributeSpan.from_on <= on, or_(AttributeSpan.to_on.is_(None), AttributeSpan.to_on > on))


async def noted_on(reading: AsyncSession, on: date) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = await reading.execute(select(AttributeSpan.person_id, AttributeSpan.attribute).where(is_noted(on)))
    for person_id, attribute in rows:
        found[person_id].append(attribute)
    return found


def implied_by(book: Rulebook) -> dict[str, tuple[str, ...]]:
    return {group.id: group.attributes for group in book.constituencies}


def portions(person_ids: Collection[UUID]) -> list[list[UUID]]:
    ids = list(person_ids)
    return [ids[start : start + ASKED_AT_ONCE] for start in range(0, len(ids), ASKED_AT_ONCE)]
