"""Which meeting a step is for. A forum's gathering is there only for whoever says which forum it is of: the pages of
general meetings and boards never reach one, whatever they are asked for (invariant 61)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import locked
from govern.errors import NotFound, WrongMoment
from govern.meetings.models import AgendaItem, Meeting, Notice
from govern.meetings.rules import STANDING, Stage

NOT_THERE = "There is no such meeting. Go to the list of meetings and choose from there."


async def held(writing: AsyncSession, meeting_id: UUID, forum_id: UUID | None = None) -> Meeting:
    """The meeting, locked for this step. Raises `NotFound`."""
    meeting = await locked(writing, Meeting, meeting_id)
    if meeting.forum_id != forum_id:
        raise NotFound(NOT_THERE)
    return meeting


async def people_were_told(reading: AsyncSession, meeting_id: UUID, forum_id: UUID | None = None) -> bool:
    """Whether a meeting that is not on or over has had its notice. Raises `NotFound`, `WrongMoment`."""
    meeting = await held(reading, meeting_id, forum_id)
    if meeting.stage not in (Stage.DRAFT, Stage.NOTICED):
        raise WrongMoment(STANDING[meeting.stage])
    return meeting.stage is Stage.NOTICED


async def found(reading: AsyncSession, meeting_id: UUID, forum_id: UUID | None = None) -> Meeting:
    """The meeting, to read. Raises `NotFound`."""
    meeting = await reading.get(Meeting, meeting_id)
    if meeting is None or meeting.forum_id != forum_id:
        raise NotFound(NOT_THERE)
    return meeting


async def agenda_of(reading: AsyncSession, meeting_id: UUID) -> tuple[AgendaItem, ...]:
    found = await reading.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.position)
    )
    return tuple(found)


async def notices_of(reading: AsyncSession, meeting_id: UUID) -> tuple[Notice, ...]:
    """All notices of a meeting, the first first."""
    found = await reading.scalars(select(Notice).where(Notice.meeting_id == meeting_id).order_by(Notice.version))
    return tuple(found)
