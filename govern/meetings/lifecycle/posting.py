"""Notices that went by post, also where the mail came back: an officer says that they are in the post."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.errors import NotFound
from govern.meetings.lifecycle.held import held
from govern.meetings.models import Notice, NoticeDelivery
from govern.record import Event


async def note_posted(
    writing: AsyncSession, notice_id: UUID, people: Collection[UUID], *, by: UUID, at: datetime
) -> int:
    """These letters of a notice are in the post. Returns how many were not before; raises `NotFound`."""
    notice = await writing.get(Notice, notice_id)
    if notice is None:
        raise NotFound("No such notice has gone out for this meeting. Look at the meeting's page.")
    meeting = await held(writing, notice.meeting_id)
    rows = update(NoticeDelivery).where(
        NoticeDelivery.notice_id == notice_id,
        NoticeDelivery.person_id.in_(people),
        NoticeDelivery.posted_at.is_(None),
    )
    done = await writing.execute(rows.values(posted_at=at))
    number = int(getattr(done, "rowcount", 0))
    facts: dict[str, str | int | bool | None] = {"version": notice.version, "letters": number}
    await record.add(writing, Event("meeting.notice_posted", f"meeting:{meeting.id}", at, by, facts))
    return number
