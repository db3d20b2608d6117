"""Terms of those who are sent to the forum above end: on their last day, when they leave, or before."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.forums.gatherings.lifecycle.handing_down import hand_down
from govern.forums.gatherings.models import Belonging, Delegate
from govern.identity.rules import day_of
from govern.record import Event


async def stop_delegates(writing: AsyncSession, *, at: datetime) -> int:
    """With each day: terms whose last day is over end, and the membership above with them. Returns how many."""
    over = select(Delegate).where(Delegate.to_on.is_(None), Delegate.due_on < day_of(at))
    found = list(await writing.scalars(over))
    for term in found:
        await end_term(writing, term, term.due_on, by=None, at=at)
    return len(found)


async def end_delegates_of(writing: AsyncSession, forum_id: UUID, person_id: UUID, *, by: UUID, at: datetime) -> None:
    """Whoever leaves the forum that sent them is its delegate no more (invariant 63)."""
    theirs = select(Delegate).where(
        Delegate.forum_id == forum_id, Delegate.person_id == person_id, Delegate.to_on.is_(None)
    )
    for term in list(await writing.scalars(theirs)):
        await end_term(writing, term, day_of(at), by=by, at=at)


async def end_term(writing: AsyncSession, term: Delegate, on: date, *, by: UUID | None, at: datetime) -> None:
    term.to_on = max(term.from_on, on)
    span = await writing.get(Belonging, term.belonging_id) if term.belonging_id is not None else None
    if span is not None and span.to_on is None:
        span.to_on = max(span.from_on, on)
    facts: dict[str, str | int | bool | None] = {"delegate": str(term.id)}
    await record.add(writing, Event("forum.delegate_ended", f"forum:{term.forum_id}", at, by, facts))
    await hand_down(writing, term.to_forum_id, at=at)
