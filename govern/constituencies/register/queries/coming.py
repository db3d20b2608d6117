"""What other rules would mean for those who are members now: who would gain the vote, and who would lose it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.models import Membership
from govern.constituencies.register.queries.standing import holds
from govern.constituencies.rulebook.book import Rulebook


async def members_in(reading: AsyncSession, groups: Collection[str], on: date) -> int:
    """How many people belong to at least one of these groups; each counts once."""
    return await reading.scalar(select(func.count()).select_from(_of(groups, on).subquery())) or 0


async def moved(reading: AsyncSession, before: Rulebook, after: Rulebook, on: date) -> dict[str, tuple[int, int]]:
    """Group -> how many of its members would gain a vote and how many would lose theirs; only where there are some.

    Somebody of several groups has a vote when one of them has; they are counted in each of their groups.
    """
    had = {group.id for group in before.voting_constituencies()}
    have = {group.id for group in after.voting_constituencies()}
    gain = await _by_group(reading, have, had, on)
    lose = await _by_group(reading, had, have, on)
    return {group: (gain.get(group, 0), lose.get(group, 0)) for group in sorted(gain.keys() | lose.keys())}


async def _by_group(reading: AsyncSession, inside: set[str], outside: set[str], on: date) -> dict[str, int]:
    """Members by group of those who belong to a group of `inside` and to none of `outside`."""
    if not inside - outside:
        return {}
    question = (
        select(Membership.constituency, func.count())
        .where(
            and_(holds(on), Membership.constituency.in_(sorted(inside - outside))),
            Membership.person_id.not_in(_of(outside, on)),
        )
        .group_by(Membership.constituency)
    )
    return {row[0]: row[1] for row in await reading.execute(question)}


def _of(groups: Collection[str], on: date) -> Select[UUID]:
    return select(Membership.person_id).where(holds(on), Membership.constituency.in_(sorted(groups))).distinct()
