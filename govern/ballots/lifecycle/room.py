"""A vote with a meeting: who is in the room when it is taken, and the moment at which it is taken.

    arrived ──> (left ──> arrived) ──> take_vote ──> whoever is there votes from the room ──> close

The log says who came and went, by handle, so that anybody can work out which early votes do not count (decision 19,
invariant 42). What early voters are told before the vote follows `[voting].early_vote_if_attending`. Who is at a
meeting is kept for votes that open while it is on: their logs begin with them.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import casting
from govern.ballots.models import AtTheMeeting, Ballot, CastEnvelope, InTheRoom, MemberHandle, table_of
from govern.ballots.rules import Stage
from govern.ballots.seal.documents import Arrived, Channel, Left, Taken
from govern.constituencies.representation.lifecycle import proxies as representing
from govern.database import locked
from govern.errors import AlreadyDone, WrongMoment
from govern.record import Event
from govern.society import Society


async def arrived(
    writing: AsyncSession, society: Society, meeting_id: UUID, person_id: UUID, *, at: datetime
) -> tuple[UUID, ...]:
    """Somebody was checked in: every open ballot of the meeting on whose roll they are says so.

    Returns the ballots in which they have an early vote that will not count if they are there when the vote is taken.
    The record of the check-in is the meeting's.
    """
    if await writing.get(AtTheMeeting, (meeting_id, person_id)) is None:
        writing.add(AtTheMeeting(meeting_id=meeting_id, person_id=person_id))
    early = []
    await representing.holder_is_here(writing, meeting_id, person_id, here=True, at=at)
    for ballot, handle in await _their_ballots(writing, meeting_id, person_id):
        if await writing.get(InTheRoom, (ballot.id, handle)) is not None:
            continue
        await casting.append(writing, ballot, [Arrived(handle)], society.key("log"), at)
        writing.add(InTheRoom(ballot_id=ballot.id, handle=handle))
        if ballot.taken_at is None and await _voted_early(writing, ballot.id, handle):
            early.append(ballot.id)
    await writing.flush()
    return tuple(early)


async def left(writing: AsyncSession, society: Society, meeting_id: UUID, person_id: UUID, *, at: datetime) -> None:
    """Somebody has gone. An early vote of theirs counts again, if the vote was not taken while they were there."""
    there = (AtTheMeeting.meeting_id == meeting_id) & (AtTheMeeting.person_id == person_id)
    await writing.execute(delete(AtTheMeeting).where(there))
    await representing.holder_is_here(writing, meeting_id, person_id, here=False, at=at)
    for ballot, handle in await _their_ballots(writing, meeting_id, person_id):
        here = (InTheRoom.ballot_id == ballot.id) & (InTheRoom.handle == handle)
        if await writing.scalar(select(InTheRoom.handle).where(here)) is None:
            continue
        await casting.append(writing, ballot, [Left(handle)], society.key("log"), at)
        await writing.execute(delete(InTheRoom).where(here))


async def meeting_moved(writing: AsyncSession, meeting_id: UUID, meets_at: datetime) -> None:
    """The meeting begins at another time. Whether its votes are taken there follows from that."""
    await writing.execute(update(Ballot).where(Ballot.meeting_id == meeting_id).values(meets_at=meets_at))


async def everybody_left(writing: AsyncSession, society: Society, meeting_id: UUID, *, at: datetime) -> None:
    """The meeting is over. In votes that were not taken there, early votes of those who came count again."""
    await writing.execute(delete(AtTheMeeting).where(AtTheMeeting.meeting_id == meeting_id))
    open_now = select(Ballot.id).where(Ballot.meeting_id == meeting_id, Ballot.stage == Stage.OPEN)
    for ballot_id in list(await writing.scalars(open_now.order_by(Ballot.id))):
        ballot = await locked(writing, Ballot, ballot_id)
        here = InTheRoom.ballot_id == ballot_id
        handles = sorted(await writing.scalars(select(InTheRoom.handle).where(here)))
        if handles and ballot.stage is Stage.OPEN:
            leaves = [Left(handle) for handle in handles]
            await casting.append(writing, ballot, leaves, society.key("log"), at)
            await writing.execute(delete(InTheRoom).where(here))


async def enter_those_there(writing: AsyncSession, ballot: Ballot) -> list[Arrived]:
    """What the log of a vote that opens during its meeting begins with: everybody on its roll who is there."""
    if ballot.meeting_id is None:
        return []
    there = (
        select(MemberHandle.handle)
        .join(AtTheMeeting, AtTheMeeting.person_id == MemberHandle.person_id)
        .where(MemberHandle.ballot_id == ballot.id, AtTheMeeting.meeting_id == ballot.meeting_id)
        .order_by(MemberHandle.handle)
    )
    handles = list(await writing.scalars(there))
    if handles:
        rows = [{"ballot_id": ballot.id, "handle": handle} for handle in handles]
        await writing.execute(insert(table_of(InTheRoom)), rows)
    return [Arrived(handle) for handle in handles]


async def take_vote(
    writing: AsyncSession, society: Society, ballot_id: UUID, *, by: UUID | None, at: datetime
) -> int:
    """The chair calls the vote: whoever is checked in now votes from the room. Returns how many they are.

    Once only. Raises WrongMoment where voting is not open, AlreadyDone.
    """
    ballot = await locked(writing, Ballot, ballot_id)
    if ballot.stage is not Stage.OPEN:
        raise WrongMoment("This vote is not open, so it cannot be taken in the room now. Open it first.")
    if ballot.taken_at is not None:
        raise AlreadyDone("This vote is being taken already. Whoever is in the room can vote now.")
    await casting.append(writing, ballot, [Taken()], society.key("log"), at)
    ballot.taken_at = at
    here = await writing.scalar(select(func.count()).select_from(InTheRoom).where(InTheRoom.ballot_id == ballot_id))
    await record.add(writing, Event("ballot.taken", f"ballot:{ballot_id}", at, by, {"here": here or 0}))
    return here or 0


async def _their_ballots(writing: AsyncSession, meeting_id: UUID, person_id: UUID) -> list[tuple[Ballot, str]]:
    """The open ballots of a meeting on whose rolls somebody is, each held, with their handle."""
    rows = list(
        await writing.execute(
            select(Ballot.id, MemberHandle.handle)
            .join(MemberHandle, MemberHandle.ballot_id == Ballot.id)
            .where(Ballot.meeting_id == meeting_id, Ballot.stage == Stage.OPEN, MemberHandle.person_id == person_id)
            .order_by(Ballot.id)
        )
    )
    held = [(await locked(writing, Ballot, ballot_id), handle) for ballot_id, handle in rows]
    return [(ballot, handle) for ballot, handle in held if ballot.stage is Stage.OPEN]


async def _voted_early(writing: AsyncSession, ballot_id: UUID, handle: str) -> bool:
    found = select(CastEnvelope.leaf).where(
        CastEnvelope.ballot_id == ballot_id,
        CastEnvelope.handle == handle,
        CastEnvelope.channel == Channel.DIRECT.value,
    )
    return await writing.scalar(found.limit(1)) is not None


__all__ = ["arrived", "enter_those_there", "everybody_left", "left", "meeting_moved", "take_vote"]
