"""Votes of a meeting as they are seen from the room: which are being taken, how many votes are in, who is there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import CompoundSelect, func, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import OWN, Ballot, Candidate, CastEnvelope, Contest, InTheRoom, MemberHandle, PaperArrival
from govern.ballots.queries.gathering import envelopes_in, papers_in
from govern.ballots.rules import InRoom, Stage
from govern.ballots.seal.documents import Channel
from govern.database import in_language


async def taken_since(reading: AsyncSession, meeting_id: UUID, moment: datetime) -> bool:
    """Whether a vote of this meeting was taken after a moment."""
    found = select(Ballot.id).where(Ballot.meeting_id == meeting_id, Ballot.taken_at >= moment)
    return await reading.scalar(found.limit(1)) is not None


async def meeting_of(reading: AsyncSession, ballot_id: UUID) -> UUID | None:
    """The meeting a vote belongs to."""
    return await reading.scalar(select(Ballot.meeting_id).where(Ballot.id == ballot_id))


async def candidates_of_meeting(reading: AsyncSession, meeting_id: UUID) -> frozenset[UUID]:
    """Who stands in an election of this meeting."""
    rows = await reading.scalars(
        select(Candidate.person_id)
        .join(Contest, Contest.id == Candidate.contest_id)
        .join(Ballot, Ballot.id == Contest.ballot_id)
        .where(Ballot.meeting_id == meeting_id, Ballot.stage != Stage.WITHDRAWN, Candidate.withdrawn_at.is_(None))
    )
    return frozenset(rows)


async def being_taken(reading: AsyncSession, meeting_id: UUID) -> bool:
    """Whether a vote of this meeting is open and being taken in the room."""
    found = select(Ballot.id).where(
        Ballot.meeting_id == meeting_id, Ballot.stage == Stage.OPEN, Ballot.taken_at.is_not(None)
    )
    return await reading.scalar(found.limit(1)) is not None


async def early_votes(reading: AsyncSession, meeting_id: UUID, person_id: UUID, language: str) -> tuple[str, ...]:
    """Titles of open votes of this meeting in which somebody has voted early, and which have not been taken yet.

    That there is an early vote, and nothing of what it says.
    """
    rows = await reading.scalars(
        select(Ballot.title)
        .join(MemberHandle, MemberHandle.ballot_id == Ballot.id)
        .join(
            CastEnvelope,
            (CastEnvelope.ballot_id == Ballot.id)
            & (CastEnvelope.handle == MemberHandle.handle)
            & (CastEnvelope.channel == Channel.DIRECT.value),
        )
        .where(
            Ballot.meeting_id == meeting_id,
            Ballot.stage == Stage.OPEN,
            Ballot.taken_at.is_(None),
            MemberHandle.person_id == person_id,
        )
        .order_by(Ballot.drafted_at)
    )
    return tuple(dict.fromkeys(in_language(title, language) for title in rows))


async def in_room(reading: AsyncSession, ballot: Ballot, handle: str | None, *, discounts: bool) -> InRoom:
    """How somebody with this handle stands to the room; somebody without one has not voted and is not there."""
    ways: set[str] = set()
    here = False
    if handle is not None:
        sent = select(CastEnvelope.channel).where(
            CastEnvelope.ballot_id == ballot.id, CastEnvelope.handle == handle, CastEnvelope.channel.in_(OWN)
        )
        ways = set(await reading.scalars(sent.distinct()))
        here = await reading.get(InTheRoom, (ballot.id, handle)) is not None
    return InRoom(
        meets_at=ballot.meets_at if ballot.in_the_room else None,
        taken=ballot.taken_at is not None,
        here=here,
        early=Channel.DIRECT.value in ways,
        from_room=Channel.ROOM.value in ways,
        discounts=discounts,
    )


class RoomVote(msgspec.Struct, frozen=True, kw_only=True):
    """A vote of a meeting as the chair and the hall see it: numbers, and nothing of who or how.

    `here`: how many of its roll are checked in; `voted`: whose vote is in, from a screen or on a paper that two
    tellers have seen; of those here alone once it is being taken.
    """

    ballot_id: UUID
    number: str
    title: str
    stage: Stage
    taken_at: datetime | None
    in_the_room: bool
    closes_at: datetime
    roll: int
    here: int
    voted: int

    @property
    def being_taken(self) -> bool:
        return self.stage is Stage.OPEN and self.taken_at is not None


async def votes_of_meeting(reading: AsyncSession, meeting_id: UUID, language: str) -> tuple[RoomVote, ...]:
    """The votes of a meeting that have opened, in the order they were made."""
    ballots = tuple(
        await reading.scalars(
            select(Ballot)
            .where(Ballot.meeting_id == meeting_id, Ballot.opened_at.is_not(None), Ballot.stage != Stage.WITHDRAWN)
            .order_by(Ballot.drafted_at, Ballot.number)
        )
    )
    found = []
    for ballot in ballots:
        here = select(func.count()).select_from(InTheRoom).where(InTheRoom.ballot_id == ballot.id)
        inside = _inside(ballot).subquery()
        found.append(
            RoomVote(
                ballot_id=ballot.id,
                number=ballot.number,
                title=in_language(ballot.title, language),
                stage=ballot.stage,
                taken_at=ballot.taken_at,
                in_the_room=ballot.in_the_room,
                closes_at=ballot.closes_at,
                roll=ballot.roll_size or 0,
                here=await reading.scalar(here) or 0,
                voted=await reading.scalar(select(func.count()).select_from(inside)) or 0,
            )
        )
    return tuple(found)


def _inside(ballot: Ballot) -> CompoundSelect[str]:
    """Handles whose vote is in, from a screen or on paper; of those here alone once the vote is being taken.

    Then early votes from screens are left out: the rules say whether they stand, and the room votes anew.
    """
    if ballot.taken_at is None:
        return union(envelopes_in(ballot.id), papers_in(ballot.id))
    here = select(InTheRoom.handle).where(InTheRoom.ballot_id == ballot.id)
    sent = select(CastEnvelope.handle).where(
        CastEnvelope.ballot_id == ballot.id, CastEnvelope.channel == Channel.ROOM.value, CastEnvelope.handle.in_(here)
    )
    return union(sent, papers_in(ballot.id).where(PaperArrival.handle.in_(here)))
