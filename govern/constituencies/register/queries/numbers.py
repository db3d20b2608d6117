"""How many members there are on a day, each once, and who belongs to a group: what the trigger of elections asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.models import Member, Membership
from govern.constituencies.register.queries.standing import holds, portions


async def count_members(reading: AsyncSession, on: date) -> int:
    """How many people are members on a day, each once."""
    question = select(func.count(Membership.person_id.distinct())).where(holds(on))
    return await reading.scalar(question) or 0


async def members_of_group(reading: AsyncSession, group: str, on: date) -> tuple[UUID, ...]:
    """Everybody who belongs to a group on a day, in the order in which they came to it."""
    question = (
        select(Membership.person_id)
        .where(Membership.constituency == group, holds(on))
        .order_by(Membership.joined_on, Membership.person_id)
    )
    return tuple(dict.fromkeys(await reading.scalars(question)))


async def numbers_of(reading: AsyncSession, person_ids: Collection[UUID]) -> dict[UUID, str]:
    """The numbers in the register of those of these people who have one."""
    found: dict[UUID, str] = {}
    for some in portions(person_ids):
        rows = await reading.execute(select(Member.person_id, Member.number).where(Member.person_id.in_(some)))
        found.update((person, number) for person, number in rows)
    return found
