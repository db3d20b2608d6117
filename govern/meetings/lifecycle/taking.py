"""The vote is called in the room: the meeting is on, there is a quorum, and whoever is here votes now."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import lifecycle as ballots
from govern.ballots import queries as ballot_queries
from govern.errors import NotFound
from govern.meetings import rules
from govern.meetings.lifecycle.held import held
from govern.meetings.lifecycle.meeting import quorum_at
from govern.record import Event
from govern.society import Society


async def call_vote(
    writing: AsyncSession, society: Society, meeting_id: UUID, ballot_id: UUID, *, by: UUID, at: datetime
) -> int:
    """The chair calls a vote of this meeting. Early voting ends; early votes of those who are here may fall.

    Returns how many may vote from the room. Raises `WrongMoment` where the meeting is not on or has no quorum
    (invariant 24), or the vote is not open; `AlreadyDone` for one that was called before.
    """
    meeting = await held(writing, meeting_id)
    rules.check_on(meeting.stage)
    if await ballot_queries.meeting_of(writing, ballot_id) != meeting_id:
        raise NotFound("This meeting has no such vote. Go back to the meeting and choose from there.")
    quorum = await quorum_at(writing, meeting, at)
    rules.check_quorum(quorum)
    here = await ballots.take_vote(writing, society, ballot_id, by=by, at=at)
    facts: dict[str, str | int | bool | None] = {
        "ballot": str(ballot_id),
        "here": here,
        "counted": quorum.counted,
        "needed": quorum.needed,
    }
    await record.add(writing, Event("meeting.vote_called", f"meeting:{meeting_id}", at, by, facts))
    return here
