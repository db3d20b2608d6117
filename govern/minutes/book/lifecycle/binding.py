"""The minute book of a body: a numbered series, each set of minutes chained to the one before.

Signed minutes come in when they are signed, files of the time before when they are brought in, or when the next
signed minutes find them there. A number is never given twice, and nothing is taken out.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.meetings.models import Meeting
from govern.minutes.book import rules
from govern.minutes.book.lifecycle.formal import whole_text
from govern.minutes.book.models import Leaf, Minutes, PastMinutes
from govern.record import RecordHead


async def bind(writing: AsyncSession, minutes_id: UUID, at: datetime) -> Leaf:
    """Put signed minutes into the book of their body, after all files of the time before."""
    minutes = await writing.get_one(Minutes, minutes_id)
    meeting = await writing.get_one(Meeting, minutes.meeting_id)
    await bind_past(writing, meeting.body, at)
    content = await whole_text(writing, minutes_id)
    return await _add(writing, meeting.body, content, at, minutes_id=minutes_id)


async def bind_past(writing: AsyncSession, body: str, at: datetime) -> int:
    """Put files of the time before into the book of their body, the oldest meeting first. Returns how many."""
    bound = select(Leaf.past_minutes_id).where(Leaf.past_minutes_id.is_not(None))
    waiting = await writing.scalars(
        select(PastMinutes)
        .where(PastMinutes.body == body, PastMinutes.id.not_in(bound))
        .order_by(PastMinutes.held_on, PastMinutes.title, PastMinutes.id)
    )
    number = 0
    for past in waiting.all():
        await _add(writing, body, past.file_hash, at, past_minutes_id=past.id)
        number += 1
    return number


async def _add(
    writing: AsyncSession,
    body: str,
    content: bytes,
    at: datetime,
    *,
    minutes_id: UUID | None = None,
    past_minutes_id: UUID | None = None,
) -> Leaf:
    await writing.execute(select(RecordHead).with_for_update())  # two at once come one after the other
    last = await writing.scalar(select(Leaf).where(Leaf.body == body).order_by(Leaf.number.desc()).limit(1))
    number, before = (last.number + 1, last.chain_hash) if last else (1, rules.BEGINNING)
    leaf = Leaf(
        body=body,
        number=number,
        minutes_id=minutes_id,
        past_minutes_id=past_minutes_id,
        content_hash=content,
        chain_hash=rules.chained(before, number, content),
        entered_at=at,
    )
    writing.add(leaf)
    await writing.flush()
    return leaf
