"""Who was heard at one gathering, as whoever leads the forum writes it down."""

from __future__ import annotations

from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.forums.gatherings.models import Belonging, Heard
from govern.forums.gatherings.queries.gathering import GatheringView
from govern.forums.gatherings.rules import HeardWay, Standing


class HeardLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of a gathering, as far as they may be heard. `way`: they were, in this way; `usual`: the way in which
    they were heard last in this forum, for one press."""

    person_id: UUID
    name: str
    came: bool
    way: HeardWay | None
    usual: HeardWay


async def heard_at(reading: AsyncSession, forum_id: UUID, found: GatheringView) -> tuple[HeardLine, ...]:
    """Everybody who belongs to the gathering or came to it, in its order; observers only listen and are left out.

    Three questions, however many people there are.
    """
    listens = set(
        await reading.scalars(
            select(Belonging.person_id).where(
                Belonging.forum_id == forum_id, Belonging.to_on.is_(None), Belonging.standing == Standing.OBSERVER
            )
        )
    )
    here = select(Heard.person_id, Heard.way).where(Heard.meeting_id == found.page.id)
    ways = dict((await reading.execute(here)).tuples().all())
    last = (
        select(Heard.person_id, func.max(Heard.at).label("at"))
        .where(Heard.forum_id == forum_id)
        .group_by(Heard.person_id)
        .subquery()
    )
    latest = (
        select(Heard.person_id, Heard.way)
        .join(last, (last.c.person_id == Heard.person_id) & (last.c.at == Heard.at))
        .where(Heard.forum_id == forum_id)
    )
    usual = dict((await reading.execute(latest)).tuples().all())
    return tuple(
        HeardLine(
            person_id=one.person_id,
            name=one.name,
            came=one.was_here,
            way=ways.get(one.person_id),
            usual=usual.get(one.person_id, HeardWay.SPOKE),
        )
        for one in found.attendance
        if one.person_id not in listens
    )
