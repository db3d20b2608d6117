"""Cards held up at tablets: what the tablet shows of its own, what the desk sees of all."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.identity import queries as identity
from govern.identity.lifecycle.secret_marks import mark_of_token
from govern.meetings.models import TabletAsk
from govern.meetings.rules import tablet
from govern.meetings.rules.tablet import AskState


class AtTablet(msgspec.Struct, frozen=True):
    """One tablet that shows a number, and whose card was held up there."""

    ask_id: UUID
    number: int
    person_id: UUID
    name: str
    first_name: str
    state: AskState
    asked_at: datetime


async def tablets(reading: AsyncSession, meeting_id: UUID, at: datetime) -> tuple[AtTablet, ...]:
    """Whom the desk is to look at now, the longest waiting first."""
    rows = await reading.scalars(
        select(TabletAsk)
        .where(
            TabletAsk.meeting_id == meeting_id,
            TabletAsk.let_in.is_(None),
            TabletAsk.asked_at >= at - tablet.LASTS,
        )
        .order_by(TabletAsk.asked_at, TabletAsk.id)
    )
    return await _seen(reading, list(rows), at)


async def this_tablet(reading: AsyncSession, token: str | None, at: datetime) -> AtTablet | None:
    """What the card held up at this tablet has come to; None where none was."""
    if not token:
        return None
    rows = await reading.scalars(select(TabletAsk).where(TabletAsk.token_hash == mark_of_token(token)))
    return next(iter(await _seen(reading, list(rows), at)), None)


async def _seen(reading: AsyncSession, rows: list[TabletAsk], at: datetime) -> tuple[AtTablet, ...]:
    people = await identity.people_by_id(reading, [row.person_id for row in rows])
    return tuple(
        AtTablet(
            ask_id=row.id,
            number=row.number,
            person_id=row.person_id,
            name=people[row.person_id].name,
            first_name=people[row.person_id].first_name,
            state=tablet.ask_state(row.asked_at, let_in=row.let_in, used=row.used_at is not None, at=at),
            asked_at=row.asked_at,
        )
        for row in rows
    )
