"""What the chair sees at any minute: who is here by group, the quorum and since when, votes in, who may not vote."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import queries as ballots
from govern.ballots.queries import RoomVote
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.rules import group_name
from govern.database import in_language
from govern.identity import queries as identity
from govern.meetings import rules
from govern.meetings.lifecycle.held import found
from govern.meetings.lifecycle.meeting import roll_of
from govern.meetings.lifecycle.presence import room_of
from govern.meetings.models import AttendanceSpan
from govern.meetings.rules import Mode, Quorum, Stage


class GroupHere(msgspec.Struct, frozen=True):
    """How many of a group are here, of how many who are entitled."""

    name: str
    here: int
    entitled: int


class RoomFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One minute of a meeting in numbers. `mark` changes whenever anything here may have."""

    meeting_id: UUID
    title: str
    stage: Stage
    quorum: Quorum
    since: datetime | None
    groups: tuple[GroupHere, ...]
    people: int
    remote: int
    not_voting: int
    votes: tuple[RoomVote, ...]
    mark: str


async def mark_of(reading: AsyncSession) -> str:
    """The end of the audit record: every change of the society leaves a line there."""
    return (await record.last_hash(reading)).hex()[:16]


async def room_figures(reading: AsyncSession, meeting_id: UUID, at: datetime, language: str) -> RoomFigures:
    """Everything in numbers; no names and no choices."""
    mark = await mark_of(reading)
    meeting = await found(reading, meeting_id)
    book = (await rulebook.in_force(reading, rules.day_of(meeting.starts_at))).rulebook
    roll = await roll_of(reading, meeting, at)
    room = await room_of(reading, meeting, roll)
    standing = room.standing(at)
    here = [one.attendee for one in room.stays if rules.is_here(one.in_at, one.out_at, at)]
    counting = [one for one in here if one.place is rules.Place.MEMBER]
    by_group = Counter(one.group for one in counting)
    names = {c.id: group_name(c, language) for c in book.constituencies}
    return RoomFigures(
        meeting_id=meeting.id,
        title=in_language(meeting.title, language),
        stage=meeting.stage,
        quorum=standing.quorum,
        since=standing.since,
        groups=tuple(
            GroupHere(names[group], by_group[group], roll.get(group, 0))
            for group in names
            if roll.get(group) or by_group[group]
        ),
        people=len(here),
        remote=sum(one.mode is Mode.REMOTE for one in here),
        not_voting=len(here) - len(counting),
        votes=await ballots.votes_of_meeting(reading, meeting_id, language),
        mark=mark,
    )


async def may_not_vote(reading: AsyncSession, meeting_id: UUID) -> tuple[str, ...]:
    """Who is here and counts in neither quorum nor vote (invariant 30), by name."""
    ids = tuple(
        await reading.scalars(
            select(AttendanceSpan.person_id).where(
                AttendanceSpan.meeting_id == meeting_id,
                AttendanceSpan.out_at.is_(None),
                AttendanceSpan.counts.is_(False),
            )
        )
    )
    people = await identity.people_by_id(reading, ids)
    return tuple(sorted(person.name for person in people.values()))
