"""Somebody leaves every seat at once: they died."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.boards.lifecycle.sitting import vacate
from govern.constituencies.boards.models import Tenure
from govern.record import Event


async def leave_all(
    writing: AsyncSession, person_id: UUID, on: date, why: str, *, by: UUID | None, at: datetime
) -> int:
    """Every seat they hold is free from this day on, also one they were to leave later. Returns how many."""
    held = select(Tenure).where(Tenure.person_id == person_id, or_(Tenure.to_on.is_(None), Tenure.to_on > on))
    tenures = list(await writing.scalars(held.order_by(Tenure.id).with_for_update()))
    for tenure in tenures:
        last = max(on, tenure.from_on)
        if tenure.to_on is None:
            await vacate(writing, tenure.id, last, why, by=by, at=at)
            continue
        tenure.to_on = last
        facts: dict[str, str | int | bool | None] = {
            "body": tenure.body,
            "seat": tenure.constituency,
            "person": str(person_id),
            "on": last.isoformat(),
            "why": why,
        }
        await record.add(writing, Event("tenure.ended", f"tenure:{tenure.id}", at, by, facts))
    return len(tenures)
