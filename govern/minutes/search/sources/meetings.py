"""Meetings that people were told of: title, place, and each item of the agenda with its text."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import in_language
from govern.meetings.models import AgendaItem, Meeting, Notice
from govern.meetings.rules import MeetingKind, day_of
from govern.minutes.search.rules import Reader, Text

OPEN_TO_ALL = (MeetingKind.AGM, MeetingKind.GM)


async def texts(reading: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[Text]]:
    """Of those with a notice; gatherings of forums are the forums' (`forums.py`)."""
    told = select(Notice.meeting_id).where(Notice.meeting_id == Meeting.id)
    meetings = (
        await reading.scalars(
            select(Meeting).where(Meeting.id.in_(ids), Meeting.kind != MeetingKind.FORUM, told.exists())
        )
    ).all()
    items: dict[UUID, list[AgendaItem]] = {}
    for item in await reading.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id.in_([meeting.id for meeting in meetings]))
        .order_by(AgendaItem.position)
    ):
        items.setdefault(item.meeting_id, []).append(item)
    return {meeting.id: _of(meeting, items.get(meeting.id, [])) for meeting in meetings}


def _of(meeting: Meeting, items: list[AgendaItem]) -> list[Text]:
    return [
        Text(
            address=f"meetings/{meeting.id}",
            language=code,
            title=title,
            text="\n".join(
                filter(
                    None,
                    (
                        in_language(meeting.place, code),
                        *(in_language(words, code) for item in items for words in (item.title, item.text)),
                    ),
                )
            ),
            on=day_of(meeting.starts_at),
        )
        for code, title in meeting.title.items()
    ]


async def seen(reading: AsyncSession, ids: Collection[UUID], reader: Reader) -> frozenset[UUID]:
    """Whoever is not signed in finds general meetings alone."""
    question = select(Meeting.id).where(Meeting.id.in_(ids))
    if reader.person_id is None:
        question = question.where(Meeting.kind.in_(OPEN_TO_ALL))
    return frozenset(await reading.scalars(question))
