"""Minutes that were written here: each entry with what was said, decided and counted, in each language."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.meetings.models import Meeting
from govern.meetings.rules import day_of
from govern.minutes.book.models import Entry, Minutes
from govern.minutes.book.rules import READABLE
from govern.minutes.search.rules import Reader, Text


async def texts(reading: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[Text]]:
    """Of those that members may read."""
    rows = await reading.execute(
        select(Entry, Minutes.id, Meeting.starts_at)
        .join(Minutes, Minutes.id == Entry.minutes_id)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(Minutes.id.in_(ids), Minutes.stage.in_(READABLE))
        .order_by(Minutes.id, Entry.position)
    )
    found: dict[UUID, list[Text]] = {}
    for entry, minutes_id, starts_at in rows:
        found.setdefault(minutes_id, []).extend(
            Text(
                address=f"minutes/{minutes_id}#entry-{entry.id}",
                language=code,
                title=heading,
                text="\n".join(
                    said.get(code, "") for said in (entry.text, entry.decision, entry.result or {}) if said.get(code)
                ),
                on=day_of(starts_at),
            )
            for code, heading in entry.heading.items()
        )
    return found


async def seen(reading: AsyncSession, ids: Collection[UUID], reader: Reader) -> frozenset[UUID]:
    """Members read them once they are circulated, and again when they were changed and circulated again."""
    if reader.person_id is None:
        return frozenset()
    question = select(Minutes.id).where(Minutes.id.in_(ids))
    if not reader.writes_minutes:
        question = question.where(Minutes.stage.in_(READABLE))
    return frozenset(await reading.scalars(question))
