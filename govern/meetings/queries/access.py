"""What people need for a meeting: one's own, and the list of the office."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.identity import queries as identity
from govern.meetings.models import AccessAsk


class AccessLine(msgspec.Struct, frozen=True):
    """Who needs what, and what was arranged."""

    person_id: UUID
    name: str
    words: str
    asked_at: datetime
    answer: str | None


async def access_asked(reading: AsyncSession, meeting_id: UUID) -> tuple[AccessLine, ...]:
    """Everybody's, those not answered first, then as they came."""
    rows = list(
        await reading.scalars(
            select(AccessAsk).where(AccessAsk.meeting_id == meeting_id).order_by(AccessAsk.asked_at)
        )
    )
    names = await identity.people_by_id(reading, [row.person_id for row in rows])
    found = [AccessLine(r.person_id, names[r.person_id].name, r.words, r.asked_at, r.answer) for r in rows]
    return tuple(sorted(found, key=lambda one: one.answer is not None))


async def access_of(reading: AsyncSession, meeting_id: UUID, person_id: UUID) -> AccessLine | None:
    row = await reading.get(AccessAsk, (meeting_id, person_id))
    return AccessLine(row.person_id, "", row.words, row.asked_at, row.answer) if row else None
