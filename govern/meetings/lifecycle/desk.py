"""On the day, at the desk: people come and go, and every open vote of the meeting says so in the same transaction.

arrive ──> depart ──> arrive ...       undo: the last press, taken back within a quarter of an hour
                                       correct: the times put right for the minutes, with a reason
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import lifecycle as ballots
from govern.ballots import queries as ballot_queries
from govern.database import locked
from govern.errors import NotFound, WrongMoment
from govern.identity import queries as identity
from govern.meetings import rules
from govern.meetings.lifecycle.held import held
from govern.meetings.lifecycle.meeting import check_in, check_out, close
from govern.meetings.models import AttendanceSpan, Meeting, MemberCard, StayCorrection
from govern.meetings.rules import Mode, StayTimes
from govern.record import Event
from govern.society import Society


class Came(msgspec.Struct, frozen=True):
    """A stay that began. `early`: votes in which their early vote falls if they are here when it is taken."""

    stay_id: UUID
    early: tuple[UUID, ...]


async def arrive(
    writing: AsyncSession, society: Society, meeting_id: UUID, person_id: UUID, mode: Mode, *, by: UUID, at: datetime
) -> Came:
    """Somebody is here, and the log of every open vote of this meeting says so. Raises as `check_in` does."""
    stay_id = await check_in(writing, meeting_id, person_id, mode, by=by, at=at)
    early = await ballots.arrived(writing, society, meeting_id, person_id, at=at)
    return Came(stay_id, early)


async def depart(
    writing: AsyncSession, society: Society, meeting_id: UUID, person_id: UUID, *, by: UUID, at: datetime
) -> UUID:
    """Somebody has left. Returns their stay; raises as `check_out` does."""
    stay_id = await check_out(writing, meeting_id, person_id, by=by, at=at)
    await ballots.left(writing, society, meeting_id, person_id, at=at)
    return stay_id


async def undo(
    writing: AsyncSession,
    society: Society,
    stay_id: UUID,
    *,
    by: UUID,
    at: datetime,
    forum_id: UUID | None = None,
) -> UUID:
    """Take back the last press: who was checked in was not here, who was checked out is. Returns the meeting.

    Raises `WrongMoment` after a quarter of an hour and where a vote was taken since.
    """
    span, meeting = await _held(writing, stay_id, forum_id)
    moment = span.out_at or span.in_at
    taken_since = await ballot_queries.taken_since(writing, meeting.id, moment)
    rules.check_taken_back(_times(span), at, taken_since=taken_since)
    verb = "meeting.check_in_undone"
    if span.out_at is None:
        await writing.delete(span)
        await ballots.left(writing, society, meeting.id, span.person_id, at=at)
    else:
        if any(other.out_at is None for other in await _others(writing, span)):
            raise WrongMoment("They have been checked in again since. Look at the list of who is here.")
        span.out_at = None
        await ballots.arrived(writing, society, meeting.id, span.person_id, at=at)
        verb = "meeting.check_out_undone"
    await writing.flush()
    await record.add(writing, Event(verb, f"meeting:{meeting.id}", at, by, {"stay": str(stay_id)}))
    return meeting.id


async def correct(
    writing: AsyncSession,
    society: Society,
    stay_id: UUID,
    wanted: StayTimes,
    reason: str,
    *,
    by: UUID,
    at: datetime,
) -> UUID:
    """Put the times of a stay right, for the quorum and the minutes. The logs of votes stay as they were, but for
    somebody who was not here any more: they leave now. Returns the meeting; raises `NotValid`."""
    span, meeting = await _held(writing, stay_id)
    was, others = _times(span), await _others(writing, span)
    rules.check_stay(wanted, was, [_times(other) for other in others], at)
    writing.add(
        StayCorrection(
            id=uuid4(),
            meeting_id=meeting.id,
            person_id=span.person_id,
            was_mode=was.mode,
            was_in=was.in_at,
            was_out=was.out_at,
            reason=reason,
            by=by,
            at=at,
        )
    )
    span.mode, span.in_at, span.out_at = wanted.mode, wanted.in_at, wanted.out_at
    if was.out_at is None and wanted.out_at is not None:
        await ballots.left(writing, society, meeting.id, span.person_id, at=at)
    await writing.flush()
    await record.add(
        writing, Event("meeting.stay_corrected", f"meeting:{meeting.id}", at, by, {"stay": str(stay_id)})
    )
    return meeting.id


async def end(writing: AsyncSession, society: Society, meeting_id: UUID, *, by: UUID, at: datetime) -> None:
    """The meeting closes, and whoever is here leaves it; in votes that were not taken here the log says so.

    Raises `WrongMoment` while a vote is being taken in the room.
    """
    if await ballot_queries.being_taken(writing, meeting_id):
        raise WrongMoment("A vote is being taken in the room. Close that vote first, then the meeting.")
    await close(writing, meeting_id, by=by, at=at)
    await ballots.everybody_left(writing, society, meeting_id, at=at)


async def make_card(writing: AsyncSession, person_id: UUID, *, by: UUID, at: datetime) -> str:
    """A card with a new code. An older one of this person opens no door from now on."""
    await identity.person(writing, person_id)
    card = await writing.get(MemberCard, person_id, with_for_update=True)
    if card is None:
        card = MemberCard(person_id=person_id, code=rules.new_code(), made_at=at)
        try:
            async with writing.begin_nested():
                writing.add(card)
        except IntegrityError:
            card = await locked(writing, MemberCard, person_id)
    else:
        card.code, card.made_at = rules.new_code(), at
        await writing.flush()
    await record.add(writing, Event("card.made", f"person:{person_id}", at, by))
    return card.code


async def _held(writing: AsyncSession, stay_id: UUID, forum_id: UUID | None = None) -> tuple[AttendanceSpan, Meeting]:
    found = await writing.get(AttendanceSpan, stay_id)
    if found is None:
        raise NotFound("This entry was taken back already. Look at the list of who is here.")
    meeting = await held(writing, found.meeting_id, forum_id)
    rules.check_may_attend(meeting.stage)
    return await locked(writing, AttendanceSpan, stay_id), meeting


async def _others(writing: AsyncSession, span: AttendanceSpan) -> Sequence[AttendanceSpan]:
    found = await writing.scalars(
        select(AttendanceSpan).where(
            AttendanceSpan.meeting_id == span.meeting_id,
            AttendanceSpan.person_id == span.person_id,
            AttendanceSpan.id != span.id,
        )
    )
    return found.all()


def _times(span: AttendanceSpan) -> StayTimes:
    return StayTimes(span.mode, span.in_at, span.out_at)
