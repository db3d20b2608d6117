"""The register of members as it is shown for inspection (CCBSA 2014 s30, s103 and s104): without anything of money.

Names, addresses, groups and days; nothing noted of a person, nothing of health or care (invariants 8 and 9).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.models import Member, Membership, people
from govern.constituencies.register.queries.standing import holds, portions

AT_ONCE = 500
Row = Select[UUID, str, str, str | None, str | None, date]


class Inspected(msgspec.Struct, frozen=True):
    """A line of the copy for inspection. `groups` are those of the day, or the last ones; `ceased_on` once out."""

    person_id: UUID
    number: str
    name: str
    postal_address: str | None
    email: str | None
    entered_on: date
    groups: tuple[str, ...]
    ceased_on: date | None


async def for_inspection(
    reading: AsyncSession, on: date, *, former: bool = False, after: str = "", limit: int | None = None
) -> AsyncIterator[Inspected]:
    """Members on a day in the order of their names, or with `former` those who have ceased to be; from the entry
    after `after` (the id of the last one seen) on."""
    joined = select(*_COLUMNS).join(people, people.c.id == Member.person_id).where(_chosen(on, former))
    question = joined.order_by(people.c.search, people.c.id)
    if after:
        question = await _beyond(reading, question, after)
    if limit is not None:
        question = question.limit(limit)
    some: list[tuple[UUID, str, str, str | None, str | None, date]] = []
    found = await reading.stream(question.execution_options(yield_per=AT_ONCE))
    async for person_id, number, name, address, email, entered_on in found:
        some.append((person_id, number, name, address, email, entered_on))
        if len(some) == AT_ONCE:
            for line in await _with_groups(reading, some, on):
                yield line
            some.clear()
    for line in await _with_groups(reading, some, on):
        yield line


async def number_for_inspection(reading: AsyncSession, on: date, *, former: bool = False) -> int:
    """How many lines the copy has."""
    joined = select(func.count()).select_from(Member).join(people, people.c.id == Member.person_id)
    return await reading.scalar(joined.where(_chosen(on, former))) or 0


_COLUMNS = (
    *(Member.person_id, Member.number, people.c.name, people.c.postal_address, people.c.email, Member.entered_on),
)


def _chosen(on: date, former: bool) -> ColumnElement[bool]:
    # Asked of each entry by its own index: a set of everybody would be gathered anew for every page.
    belongs = select(Membership.id).where(Membership.person_id == Member.person_id, holds(on)).exists()
    return and_(~belongs if former else belongs, people.c.merged_into_id.is_(None))


async def _beyond(reading: AsyncSession, question: Row, after: str) -> Row:
    """From the entry after this one on, by the place it has in the order: no rows are read to be passed over."""
    try:
        last = UUID(after)
    except ValueError:
        return question
    words = await reading.scalar(select(people.c.search).where(people.c.id == last))
    if words is None:
        return question
    return question.where(tuple_(people.c.search, people.c.id) > tuple_(literal(words), literal(last)))


async def _with_groups(
    reading: AsyncSession, some: list[tuple[UUID, str, str, str | None, str | None, date]], on: date
) -> list[Inspected]:
    now: dict[UUID, list[str]] = {}
    ended: dict[UUID, tuple[date, list[str]]] = {}
    for ids in portions([row[0] for row in some]):
        held = select(Membership.person_id, Membership.constituency).where(Membership.person_id.in_(ids), holds(on))
        for person_id, group in await reading.execute(held.order_by(Membership.joined_on)):
            now.setdefault(person_id, []).append(group)
        past = select(Membership.person_id, Membership.constituency, Membership.ended_on).where(
            Membership.person_id.in_(ids),
            Membership.ended_on <= on,
            Membership.ended_on > Membership.joined_on,
        )
        for person_id, group, ended_on in await reading.execute(past.order_by(Membership.ended_on)):
            if ended_on is not None:
                last, groups = ended.get(person_id, (ended_on, []))
                ended[person_id] = (max(last, ended_on), [*groups, group])
    return [
        Inspected(
            *row,
            groups=tuple(now.get(row[0]) or dict.fromkeys(ended.get(row[0], (on, []))[1])),
            ceased_on=None if row[0] in now or row[0] not in ended else ended[row[0]][0],
        )
        for row in some
    ]
