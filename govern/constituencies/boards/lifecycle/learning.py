"""Somebody begins to learn a role whose holder's term will end, and stops to (M70)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.boards import queries
from govern.constituencies.boards.models import ShadowRole
from govern.constituencies.register import queries as register
from govern.database import locked
from govern.errors import AlreadyDone, NotValid
from govern.identity.rules import day_of
from govern.record import Event


async def name_shadow(
    writing: AsyncSession, tenure_id: UUID, person_id: UUID, from_on: date, *, by: UUID | None, at: datetime
) -> UUID:
    """Name who learns the role of this seat, from a day on. Raises `NotFound`, `NotValid` or `AlreadyDone`."""
    today = day_of(at)
    body, sitting = await queries.tenure(writing, tenure_id, today)
    if sitting.due_on is not None and from_on > sitting.due_on:
        raise NotValid(
            "The term ends on {day}. Whoever learns the role begins before that.", field="from_on", day=sitting.due_on
        )
    if person_id in {one.person_id for one in await queries.sitting(writing, body, today)}:
        raise NotValid("This person sits on the body already. Choose somebody else.", field="learner")
    if not (await register.groups_on(writing, [person_id], today)).get(person_id):
        raise NotValid("This person is not a member now. Choose a member.", field="learner")
    same = select(ShadowRole.id).where(
        ShadowRole.tenure_id == tenure_id, ShadowRole.person_id == person_id, ShadowRole.to_on.is_(None)
    )
    if await writing.scalar(same) is not None:
        raise AlreadyDone("This is noted already.", field="learner")
    row = ShadowRole(id=uuid4(), tenure_id=tenure_id, person_id=person_id, from_on=from_on, noted_by=by, noted_at=at)
    writing.add(row)
    await writing.flush()
    await record.add(writing, Event("shadow.named", f"shadow:{row.id}", at, by, {"tenure": str(tenure_id)}))
    return row.id


async def end_shadow(writing: AsyncSession, shadow_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """They stop to learn it, from today. Raises `AlreadyDone`."""
    row = await locked(writing, ShadowRole, shadow_id)
    if row.to_on is not None:
        raise AlreadyDone("This ended on {day}.", day=row.to_on)
    row.to_on = max(day_of(at), row.from_on)
    await record.add(writing, Event("shadow.ended", f"shadow:{shadow_id}", at, by))
