"""Minutes of the time before: their titles, their corrections, and the words inside of their files."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.minutes.book.incoming import SeenBy
from govern.minutes.book.models import PastCorrection, PastMinutes
from govern.minutes.search.rules import Reader, Text


async def texts(reading: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[Text]]:
    rows = (await reading.scalars(select(PastMinutes).where(PastMinutes.id.in_(ids)))).all()
    corrections: dict[UUID, list[str]] = {}
    for one in await reading.scalars(
        select(PastCorrection).where(PastCorrection.past_minutes_id.in_(ids)).order_by(PastCorrection.noted_at)
    ):
        corrections.setdefault(one.past_minutes_id, []).append(f"{one.place} {one.text}")
    return {
        row.id: [
            Text(
                address=f"minutes/past/{row.id}",
                language=row.language,
                title=row.title,
                text="\n".join((*corrections.get(row.id, []), row.words or "")),
                on=row.held_on,
            )
        ]
        for row in rows
    }


async def seen(reading: AsyncSession, ids: Collection[UUID], reader: Reader) -> frozenset[UUID]:
    question = select(PastMinutes.id).where(PastMinutes.id.in_(ids))
    if reader.person_id is None:
        question = question.where(PastMinutes.seen_by == SeenBy.PUBLIC)
    elif not reader.writes_minutes:
        question = question.where(PastMinutes.seen_by.in_([SeenBy.PUBLIC, SeenBy.MEMBERS]))
    return frozenset(await reading.scalars(question))
