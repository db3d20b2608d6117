"""What a forum hands down to its gatherings: who belongs to it, who of them counts, how many its rules ask for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.forums.gatherings.lifecycle.founding import layer_of
from govern.forums.gatherings.models import Belonging, FacilitatorTerm, Forum
from govern.forums.gatherings.rules import COUNTS
from govern.identity.rules import day_of
from govern.meetings import lifecycle as meetings
from govern.meetings.lifecycle import Entitled


async def people_of_a_gathering(reading: AsyncSession, forum_id: UUID) -> list[Entitled]:
    """Everybody who belongs to the forum now, and whoever leads it. Members count, nobody else (invariant 62)."""
    here = select(Belonging).where(Belonging.forum_id == forum_id, Belonging.to_on.is_(None))
    found = {
        row.person_id: Entitled(row.person_id, row.constituency, row.standing in COUNTS)
        for row in await reading.scalars(here)
    }
    leads = select(FacilitatorTerm.person_id).where(
        FacilitatorTerm.forum_id == forum_id, FacilitatorTerm.to_on.is_(None)
    )
    for person_id in await reading.scalars(leads):
        found.setdefault(person_id, Entitled(person_id, None, counts=False))
    return list(found.values())


async def hand_down(writing: AsyncSession, forum_id: UUID, *, at: datetime) -> None:
    """The people of a forum have changed: its gatherings that are to come or on are told."""
    await writing.flush()
    if not await meetings.gathers(writing, forum_id):
        return
    row = await writing.get_one(Forum, forum_id)
    layer = await layer_of(writing, row.layer, day_of(at))
    people = await people_of_a_gathering(writing, forum_id)
    await meetings.hand_down(writing, forum_id, people, layer.quorum_number, at=at)
