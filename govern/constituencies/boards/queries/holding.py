"""What one person holds and held: every seat, from when to when."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards.models import Tenure


class Held(msgspec.Struct, frozen=True):
    """A seat somebody holds or held."""

    tenure_id: UUID
    body: str
    constituency: str
    from_on: date
    due_on: date | None
    to_on: date | None


async def held_by(reading: AsyncSession, person_id: UUID) -> tuple[Held, ...]:
    """Every seat of one person, the newest first."""
    rows = select(Tenure).where(Tenure.person_id == person_id).order_by(Tenure.from_on.desc(), Tenure.body)
    return tuple(
        Held(t.id, t.body, t.constituency, t.from_on, t.due_on, t.to_on) for t in await reading.scalars(rows)
    )
