"""Papers that were sent for a meeting: their titles, and the words inside of the newest version."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.meetings import queries
from govern.meetings.models import Meeting, MeetingPaper, Notice, PaperVersion
from govern.meetings.rules import day_of
from govern.minutes.search.rules import Reader, Text


async def belonging(reading: AsyncSession, meeting_ids: Collection[UUID]) -> frozenset[UUID]:
    """The papers of these meetings, those that were taken away too."""
    return frozenset(await reading.scalars(select(MeetingPaper.id).where(MeetingPaper.meeting_id.in_(meeting_ids))))


async def texts(reading: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[Text]]:
    """Of those that are there, for meetings that people were told of."""
    told = select(Notice.meeting_id).where(Notice.meeting_id == Meeting.id)
    rows = await reading.execute(
        select(MeetingPaper, Meeting.starts_at, PaperVersion.words)
        .join(Meeting, Meeting.id == MeetingPaper.meeting_id)
        .join(PaperVersion, PaperVersion.paper_id == MeetingPaper.id)
        .where(MeetingPaper.id.in_(ids), MeetingPaper.taken_at.is_(None), told.exists())
        .order_by(PaperVersion.number)
    )
    newest = {paper.id: (paper, starts_at, words) for paper, starts_at, words in rows}
    return {
        paper.id: [
            Text(
                address=f"meetings/{paper.meeting_id}/papers#paper-{paper.id}",
                language=code,
                title=title,
                text=words or "",
                on=day_of(starts_at),
            )
            for code, title in paper.title.items()
        ]
        for paper, starts_at, words in newest.values()
    }


async def seen(reading: AsyncSession, ids: Collection[UUID], reader: Reader) -> frozenset[UUID]:
    """As on the page of a meeting's papers: whoever is told of it, those who sit on its body, or of these some."""
    if reader.person_id is None:
        return frozenset()
    return await queries.readable(reading, ids, reader.person_id, reader.at, calls=reader.calls)
