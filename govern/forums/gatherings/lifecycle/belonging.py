"""Second chapter: members join, guests, partners and observers are let in, and people go."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries as register
from govern.database import locked
from govern.errors import NotFound, NotValid
from govern.forums.gatherings import rules
from govern.forums.gatherings.lifecycle.founding import check_open, layer_of
from govern.forums.gatherings.lifecycle.handing_down import hand_down
from govern.forums.gatherings.lifecycle.terms import end_delegates_of
from govern.forums.gatherings.models import Belonging, Delegate, FacilitatorTerm, Forum
from govern.forums.gatherings.rules import Standing
from govern.identity.rules import day_of
from govern.record import Event


async def join(writing: AsyncSession, forum_id: UUID, person_id: UUID, *, at: datetime) -> UUID:
    """A member of the society joins a forum by their own act. A restricted forum lets people in itself.

    Raises `NotFound` where the forum is not there for them, `AlreadyDone`, `NotValid`.
    """
    row = await locked(writing, Forum, forum_id)
    if row.restricted:
        raise NotFound("There is no such forum. Go back to the list of forums.")
    return await come(writing, forum_id, person_id, Standing.MEMBER, by=person_id, at=at)


async def come(
    writing: AsyncSession,
    forum_id: UUID,
    person_id: UUID,
    standing: Standing,
    *,
    speaks_for: str | None = None,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Somebody is let in as what they are there. Raises `AlreadyDone` or `NotValid` with the rule."""
    row = await locked(writing, Forum, forum_id)
    check_open(row)
    today = day_of(at)
    groups = await register.constituencies_of(writing, person_id, today)
    noted = (await register.attributes_on(writing, [person_id], today)).get(person_id, frozenset())
    rules.check_joins(
        await layer_of(writing, row.layer, today),
        standing,
        attributes=noted,
        of_the_society=bool(groups),
        there=await here(writing, forum_id, person_id) is not None,
    )
    if standing is Standing.PARTNER and not (speaks_for or "").strip():
        raise NotValid("Say for which organisation this person comes.", field="speaks_for")
    span = Belonging(
        id=uuid4(),
        forum_id=forum_id,
        person_id=person_id,
        standing=standing,
        constituency=groups[0] if groups else None,
        speaks_for=(speaks_for or "").strip() or None if standing is Standing.PARTNER else None,
        from_on=today,
        let_in_by=by,
    )
    writing.add(span)
    await writing.flush()
    await hand_down(writing, forum_id, at=at)
    await record.add(writing, Event("forum.joined", f"forum:{forum_id}", at, by, {"standing": standing.value}))
    return span.id


async def go(writing: AsyncSession, forum_id: UUID, person_id: UUID, *, by: UUID, at: datetime) -> None:
    """Somebody leaves, from today. Raises `NotFound` for somebody who does not belong to it."""
    await locked(writing, Forum, forum_id)
    span = await here(writing, forum_id, person_id)
    if span is None:
        raise NotFound("This person does not belong to the forum. Look at the list again.")
    span.to_on = day_of(at)
    await end_delegates_of(writing, forum_id, person_id, by=by, at=at)
    await hand_down(writing, forum_id, at=at)
    await record.add(writing, Event("forum.left", f"forum:{forum_id}", at, by))


async def here(reading: AsyncSession, forum_id: UUID, person_id: UUID) -> Belonging | None:
    found: Belonging | None = await reading.scalar(
        select(Belonging).where(
            Belonging.forum_id == forum_id, Belonging.person_id == person_id, Belonging.to_on.is_(None)
        )
    )
    return found


async def leave_all(writing: AsyncSession, person_id: UUID, *, by: UUID | None, at: datetime) -> int:
    """Somebody belongs to no forum and leads none any more. Returns how many it was."""
    found = await _everywhere(writing, person_id)
    for row in found:
        row.to_on = max(row.from_on, day_of(at))
    for forum_id in {row.forum_id for row in found}:
        await hand_down(writing, forum_id, at=at)
    if found:
        await record.add(writing, Event("forum.left_all", f"person:{person_id}", at, by, {"forums": len(found)}))
    return len(found)


async def belong_once(writing: AsyncSession, kept: UUID, gone: UUID, *, at: datetime) -> None:
    """Before two records become one: where both belong to a forum, or lead it, the second's time there ends."""
    there = {(type(row), row.forum_id) for row in await _everywhere(writing, kept)}
    for row in await _everywhere(writing, gone):
        if (type(row), row.forum_id) in there:
            row.to_on = max(row.from_on, day_of(at))
    await writing.flush()


async def _everywhere(reading: AsyncSession, person_id: UUID) -> list[Belonging | FacilitatorTerm | Delegate]:
    """Where somebody belongs now, what they lead, and what sends them."""
    now = select(Belonging).where(Belonging.person_id == person_id, Belonging.to_on.is_(None))
    led = select(FacilitatorTerm).where(FacilitatorTerm.person_id == person_id, FacilitatorTerm.to_on.is_(None))
    sent = select(Delegate).where(Delegate.person_id == person_id, Delegate.to_on.is_(None))
    return [*await reading.scalars(now), *await reading.scalars(led), *await reading.scalars(sent)]
