"""Who is learning which role, until its holder's time is over (M70)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards.models import ShadowRole, Tenure
from govern.constituencies.boards.queries.sitting import goes_on
from govern.identity import queries as identity


class Learning(msgspec.Struct, frozen=True):
    """Somebody learns a role: whose it is, on which body, and since when."""

    id: UUID
    tenure_id: UUID
    body: str
    learner: str
    holder: str
    from_on: date


async def learning(
    reading: AsyncSession, on: date, *, tenure_ids: Collection[UUID] = (), person_id: UUID | None = None
) -> tuple[Learning, ...]:
    """Those who learn one of these roles, or what one person learns, while the holder sits."""
    question = (
        select(ShadowRole, Tenure)
        .join(Tenure, Tenure.id == ShadowRole.tenure_id)
        .where(
            goes_on(on),
            or_(ShadowRole.to_on.is_(None), and_(ShadowRole.to_on > on, ShadowRole.to_on > ShadowRole.from_on)),
        )
        .order_by(ShadowRole.from_on)
    )
    chosen = ShadowRole.person_id == person_id if person_id else ShadowRole.tenure_id.in_(tenure_ids)
    rows = [(shadow, tenure) for shadow, tenure in await reading.execute(question.where(chosen))]
    ids = [one for shadow, tenure in rows for one in (shadow.person_id, tenure.person_id)]
    people = await identity.people_by_id(reading, ids) if ids else {}
    return tuple(
        Learning(
            shadow.id,
            shadow.tenure_id,
            tenure.body,
            people[shadow.person_id].name,
            people[tenure.person_id].name,
            shadow.from_on,
        )
        for shadow, tenure in rows
    )


async def learners(reading: AsyncSession, on: date, tenure_ids: Collection[UUID]) -> dict[UUID, tuple[Learning, ...]]:
    """By seat: who learns its role."""
    found: dict[UUID, list[Learning]] = defaultdict(list)
    for one in await learning(reading, on, tenure_ids=tenure_ids) if tenure_ids else ():
        found[one.tenure_id].append(one)
    return {tenure_id: tuple(those) for tenure_id, those in found.items()}
