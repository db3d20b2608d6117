"""What lies beside a decision: that people were asked one by one, handed down from the room that asks them.

This room and those between know consultations by their number alone; they show that people were asked, and decide
nothing before it is written down what changed because of them (invariant 78).
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import PeopleAsked
from govern.errors import NotAllowed


async def lay_beside(
    writing: AsyncSession, target_id: UUID, consultation_id: UUID, *, told: bool, cited: bool
) -> None:
    """People were asked about this. Again changes nothing but what is known of it."""
    row = await writing.get(PeopleAsked, (target_id, consultation_id))
    if row is None:
        row = PeopleAsked(target_id=target_id, consultation_id=consultation_id)
        writing.add(row)
    row.told, row.cited = told, cited
    await writing.flush()


async def take_from_beside(writing: AsyncSession, consultation_id: UUID, target_id: UUID | None = None) -> None:
    """It lies beside this no longer; without a target, beside nothing."""
    gone = delete(PeopleAsked).where(PeopleAsked.consultation_id == consultation_id)
    await writing.execute(gone if target_id is None else gone.where(PeopleAsked.target_id == target_id))


async def now_told(writing: AsyncSession, consultation_id: UUID) -> None:
    """What people showed is published: from now on a link leads there."""
    await _set(writing, consultation_id, told=True)


async def now_cited(writing: AsyncSession, consultation_id: UUID) -> None:
    """It is written down what changed because of them, or why nothing did."""
    await _set(writing, consultation_id, cited=True)


async def _set(writing: AsyncSession, consultation_id: UUID, **values: bool) -> None:
    await writing.execute(update(PeopleAsked).where(PeopleAsked.consultation_id == consultation_id).values(**values))


async def check_cited(
    writing: AsyncSession, targets: Collection[UUID], cites: Collection[UUID] = (), *, field: str = ""
) -> None:
    """Nothing is decided over the heads of people who were asked (invariant 78). Raises `NotAllowed`.

    `cites` are those of which the same step writes down what changed.
    """
    waiting = select(PeopleAsked.consultation_id).where(
        PeopleAsked.target_id.in_(targets), PeopleAsked.cited.is_(False)
    )
    if set(await writing.scalars(waiting)) - set(cites):
        raise NotAllowed(
            "People were asked about this one by one. It can be decided when it is written down what changed because "
            "of what they showed, or why nothing did.",
            field=field,
        )


__all__ = ["check_cited", "lay_beside", "now_cited", "now_told", "take_from_beside"]
