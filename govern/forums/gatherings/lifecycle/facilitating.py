"""Third chapter: somebody leads the forum for a term, hands on, or stays longer by a decision in its notes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.errors import AlreadyDone, NotFound
from govern.forums.gatherings import rules
from govern.forums.gatherings.lifecycle.founding import check_open, layer_of
from govern.forums.gatherings.lifecycle.handing_down import hand_down
from govern.forums.gatherings.models import FacilitatorTerm, Forum
from govern.identity import lifecycle as identity
from govern.identity import queries as who
from govern.identity.rules import day_of
from govern.permissions import Role
from govern.record import Event


async def name_facilitator(
    writing: AsyncSession, forum_id: UUID, person_id: UUID, from_on: date, *, by: UUID | None, at: datetime
) -> UUID:
    """Somebody leads the forum from a day on; whoever led it until then hands on. Raises `AlreadyDone`.

    They hold the office of a facilitator with it, so that their pages open to them.
    """
    row = await locked(writing, Forum, forum_id)
    check_open(row)
    now = await _leading(writing, forum_id)
    if any(term.person_id == person_id for term in now):
        raise AlreadyDone("This person leads the forum already.", field="person")
    for term in now:
        term.to_on = max(term.from_on, from_on)
    layer = await layer_of(writing, row.layer, from_on)
    term = FacilitatorTerm(
        id=uuid4(),
        forum_id=forum_id,
        person_id=person_id,
        from_on=from_on,
        due_on=rules.ends_on(layer, from_on),
        named_by=by,
    )
    writing.add(term)
    await writing.flush()
    if person_id not in {one.id for one in await who.holders(writing, Role.FACILITATOR, day_of(at))}:
        await identity.appoint(writing, person_id, Role.FACILITATOR, min(from_on, day_of(at)), by=by, at=at)
    await hand_down(writing, forum_id, at=at)
    await _note(writing, "forum.facilitator_named", forum_id, by, at, term=str(term.id))
    return term.id


async def extend_term(
    writing: AsyncSession, forum_id: UUID, until: date, minute: str, *, by: UUID, at: datetime
) -> None:
    """The forum decided on a longer term, and that stands in its notes (invariant 67). Raises `NotValid`."""
    await locked(writing, Forum, forum_id)
    term = await _the_term(writing, forum_id)
    rules.check_extension(term.due_on, until, minute)
    term.due_on, term.extended_by_minute = until, minute.strip()
    await _note(writing, "forum.term_extended", forum_id, by, at, term=str(term.id))


async def _the_term(reading: AsyncSession, forum_id: UUID) -> FacilitatorTerm:
    found = await _leading(reading, forum_id)
    if not found:
        raise NotFound("Nobody leads this forum now. Name a facilitator first.")
    return found[0]


async def _leading(reading: AsyncSession, forum_id: UUID) -> list[FacilitatorTerm]:
    question = select(FacilitatorTerm).where(FacilitatorTerm.forum_id == forum_id, FacilitatorTerm.to_on.is_(None))
    return list(await reading.scalars(question))


async def _note(
    writing: AsyncSession, verb: str, forum_id: UUID, by: UUID | None, at: datetime, **facts: str | int
) -> None:
    await record.add(writing, Event(verb, f"forum:{forum_id}", at, by, dict(facts)))
