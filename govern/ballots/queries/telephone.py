"""Calls that go on: in which an officer reads a paper, and to which another listens."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import TelephoneCall
from govern.ballots.queries.supporting import Beside
from govern.ballots.rules import supporting as rules
from govern.ballots.rules.supporting import Way
from govern.errors import NotFound
from govern.identity import queries as identity


class CallLine(msgspec.Struct, frozen=True):
    """A call that goes on. `mine`: the asker reads the paper in it. `caller` is told to the officers of the call."""

    id: UUID
    officer: str
    caller: str
    began_at: datetime
    listened_at: datetime | None
    mine: bool


async def calls(reading: AsyncSession, ballot_id: UUID, me: UUID, at: datetime) -> tuple[CallLine, ...]:
    """The calls of a ballot that go on, the first to begin first."""
    rows = tuple(
        await reading.scalars(
            select(TelephoneCall)
            .where(TelephoneCall.ballot_id == ballot_id, TelephoneCall.began_at >= at - rules.CALL_FOR)
            .order_by(TelephoneCall.began_at)
        )
    )
    people = await identity.people_by_id(reading, {p for row in rows for p in (row.officer_id, row.member_id)})
    return tuple(
        CallLine(
            *(row.id, people[row.officer_id].name, people[row.member_id].name),
            *(row.began_at, row.listened_at, row.officer_id == me),
        )
        for row in rows
    )


async def is_of_call(reading: AsyncSession, ballot_id: UUID, call_id: UUID) -> bool:
    """Whether somebody votes in this ballot in this call now; whose call it is, its pages ask."""
    found = select(TelephoneCall.id).where(TelephoneCall.id == call_id, TelephoneCall.ballot_id == ballot_id)
    return await reading.scalar(found) is not None


async def on_the_telephone(reading: AsyncSession, ballot_id: UUID, call_id: UUID, me: UUID, at: datetime) -> Beside:
    """The officer who reads the paper in this call. Raises NotFound for anybody else, WrongMoment when it is over."""
    call = await reading.get(TelephoneCall, call_id)
    if call is None or call.ballot_id != ballot_id or call.officer_id != me:
        raise NotFound(rules.call_over().message)
    rules.check_call_open(call.began_at, at)
    caller = await identity.person(reading, call.member_id)
    return Beside(way=Way.TELEPHONE, id=call.id, voter_id=caller.id, voter=caller.name, first_name=caller.first_name)
