"""What a forum was offered, and what it said to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotFound
from govern.forums.activities.models import Offer
from govern.forums.activities.rules import OfferAnswer, OfferKind, is_late
from govern.forums.gatherings.rules import Reach
from govern.identity import queries as identity
from govern.identity.rules import day_of

#: The list shows the latest; a year's page counts them all.
LATEST = 100


class OfferLine(msgspec.Struct, frozen=True, kw_only=True):
    """An offer as far as it opens to whoever asks: who made it to those who take part, how to reach an outsider to
    the facilitator alone."""

    id: UUID
    kind: OfferKind
    words: str
    who: str
    contact: str
    group: str
    from_outside: bool
    mine: bool
    offered_at: datetime
    due_on: date
    late: bool
    answer: OfferAnswer | None
    answer_words: str
    answered_at: datetime | None


async def offers_of(
    reading: AsyncSession, forum_id: UUID, person_id: UUID, reach: Reach, at: datetime
) -> tuple[OfferLine, ...]:
    """Those that wait for an answer first, the one due soonest first; then what is answered. Two questions."""
    question = (
        select(Offer)
        .where(Offer.forum_id == forum_id, Offer.taken_back_at.is_(None))
        .order_by(Offer.answer.is_not(None), Offer.due_on, Offer.offered_at)
        .limit(LATEST)
    )
    return await _lines(reading, list(await reading.scalars(question)), person_id, reach, at)


async def late_offers(reading: AsyncSession, forum_id: UUID, at: datetime) -> int:
    """How many wait for an answer that should have come."""
    counted = select(func.count()).where(
        Offer.forum_id == forum_id,
        Offer.taken_back_at.is_(None),
        Offer.answer.is_(None),
        Offer.due_on < day_of(at),
    )
    return await reading.scalar(counted) or 0


async def offer_of(
    reading: AsyncSession, forum_id: UUID, offer_id: UUID, person_id: UUID, reach: Reach, at: datetime
) -> OfferLine:
    """One of them. Raises `NotFound`."""
    row = await reading.get(Offer, offer_id)
    if row is None or row.forum_id != forum_id or row.taken_back_at is not None:
        raise NotFound("There is no such offer in this forum. Look at the list again.")
    return (await _lines(reading, [row], person_id, reach, at))[0]


async def _lines(
    reading: AsyncSession, rows: Sequence[Offer], person_id: UUID, reach: Reach, at: datetime
) -> tuple[OfferLine, ...]:
    known = await identity.people_by_id(reading, [row.offered_by for row in rows if row.offered_by])
    return tuple(
        OfferLine(
            id=row.id,
            kind=row.kind,
            words=row.words,
            who=_who(row, known, person_id, reach),
            contact=(row.contact or "") if reach is Reach.LEADS else "",
            group=row.constituency or "",
            from_outside=row.offered_by is None,
            mine=row.offered_by == person_id,
            offered_at=row.offered_at,
            due_on=row.due_on,
            late=is_late(row.due_on, day_of(row.answered_at) if row.answered_at else None, day_of(at)),
            answer=row.answer,
            answer_words=row.answer_words,
            answered_at=row.answered_at,
        )
        for row in rows
    )


def _who(row: Offer, known: dict[UUID, identity.PersonView], person_id: UUID, reach: Reach) -> str:
    if reach < Reach.TAKES_PART and row.offered_by != person_id:
        return ""
    return row.outside or (known[row.offered_by].name if row.offered_by in known else "")
