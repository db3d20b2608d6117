"""The register of interests, one's own lines of it, and those that touch a meeting's items."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import in_language
from govern.identity import queries as identity
from govern.meetings.models import AgendaItem, Interest, InterestInItem, Meeting


class TouchedItem(msgspec.Struct, frozen=True):
    """An item that an interest touches: of which meeting, and whether they stayed out of it."""

    item_id: UUID
    meeting_id: UUID
    title: str
    day: date
    stays_out: bool | None


class InterestLine(msgspec.Struct, frozen=True):
    """A line of the register: who, what, since when, until when, which items it touched."""

    id: UUID
    person_id: UUID
    name: str
    words: str
    since: date
    until: date | None
    items: tuple[TouchedItem, ...]


class InterestHere(msgspec.Struct, frozen=True):
    """Somebody's interest in one item of a meeting, and what was decided about it."""

    interest_id: UUID
    item_id: UUID
    position: int
    title: str
    person_id: UUID
    name: str
    words: str
    stays_out: bool | None
    settled: bool


async def interests(reading: AsyncSession, language: str, person_id: UUID | None = None) -> tuple[InterestLine, ...]:
    """The whole register by name, or one person's lines of it."""
    wanted = select(Interest).order_by(Interest.since, Interest.declared_at)
    if person_id is not None:
        wanted = wanted.where(Interest.person_id == person_id)
    rows = list(await reading.scalars(wanted))
    names = await identity.people_by_id(reading, [row.person_id for row in rows])
    touched = await _touched(reading, [row.id for row in rows], language)
    lines = [
        InterestLine(
            r.id, r.person_id, names[r.person_id].name, r.words, r.since, r.until, tuple(touched.get(r.id, ()))
        )
        for r in rows
    ]
    return tuple(sorted(lines, key=lambda one: one.name))


async def _touched(reading: AsyncSession, ids: list[UUID], language: str) -> dict[UUID, list[TouchedItem]]:
    rows = await reading.execute(
        select(InterestInItem, AgendaItem, Meeting)
        .join(AgendaItem, AgendaItem.id == InterestInItem.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(InterestInItem.interest_id.in_(ids))
        .order_by(Meeting.starts_at, AgendaItem.position)
    )
    found: dict[UUID, list[TouchedItem]] = {}
    for row, item, meeting in rows:
        one = TouchedItem(
            item.id, meeting.id, in_language(item.title, language), meeting.starts_at.date(), row.stays_out
        )
        found.setdefault(row.interest_id, []).append(one)
    return found


async def interests_at(reading: AsyncSession, meeting_id: UUID, language: str) -> tuple[InterestHere, ...]:
    """Every interest declared in an item of this meeting, in the order of the agenda."""
    rows = list(
        await reading.execute(
            select(InterestInItem, Interest, AgendaItem)
            .join(Interest, Interest.id == InterestInItem.interest_id)
            .join(AgendaItem, AgendaItem.id == InterestInItem.item_id)
            .where(AgendaItem.meeting_id == meeting_id)
            .order_by(AgendaItem.position, Interest.declared_at)
        )
    )
    names = await identity.people_by_id(reading, [interest.person_id for _, interest, _ in rows])
    return tuple(
        InterestHere(
            interest.id,
            item.id,
            item.position,
            in_language(item.title, language),
            interest.person_id,
            names[interest.person_id].name,
            interest.words,
            row.stays_out,
            item.outcome is not None,
        )
        for row, interest, item in rows
    )
