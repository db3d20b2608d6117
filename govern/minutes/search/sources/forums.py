"""What forums noted: each point of a gathering with what was said and decided, as it was typed.

Points about one person are never in the index: they are read where they stand, by those who belong to the forum.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import in_language
from govern.forums.gatherings import queries as gatherings
from govern.forums.gatherings.models import ForumItem, GatheringNote
from govern.meetings.models import AgendaItem, Meeting
from govern.meetings.rules import day_of
from govern.minutes.search.rules import Reader, Text


async def texts(reading: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[Text]]:
    rows = await reading.execute(
        select(GatheringNote, AgendaItem.title, Meeting.starts_at)
        .join(AgendaItem, AgendaItem.id == GatheringNote.item_id)
        .join(Meeting, Meeting.id == GatheringNote.meeting_id)
        .outerjoin(ForumItem, ForumItem.id == GatheringNote.raised_id)
        .where(GatheringNote.forum_id.in_(ids), or_(ForumItem.id.is_(None), ForumItem.about_id.is_(None)))
        .order_by(Meeting.starts_at, AgendaItem.position)
    )
    found: dict[UUID, list[Text]] = {}
    for note, title, starts_at in rows:
        if note.words or note.decision:
            found.setdefault(note.forum_id, []).append(
                Text(
                    address=f"forums/{note.forum_id}/gatherings/{note.meeting_id}",
                    language="",
                    title=in_language(title, "en"),
                    text="\n".join(filter(None, (note.words, note.decision))),
                    on=day_of(starts_at),
                )
            )
    return found


async def seen(reading: AsyncSession, ids: Collection[UUID], reader: Reader) -> frozenset[UUID]:
    if reader.person_id is None:
        return frozenset()
    return await gatherings.there_for(reading, ids, reader.person_id, reader.on)
