"""Who is and was at a meeting, the quorum at a moment, and whom one may check in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.rules import MeetingFacts
from govern.constituencies.boards import queries as boards
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.rules import group_name
from govern.identity import queries as identity
from govern.languages import LANGUAGES
from govern.meetings import rules
from govern.meetings.lifecycle.held import found
from govern.meetings.lifecycle.meeting import quorum_at
from govern.meetings.models import AttendanceSpan
from govern.meetings.rules import Mode, Quorum
from govern.permissions import Role


class Stay(msgspec.Struct, frozen=True):
    """Somebody who is or was here: name, group in words, from when to when."""

    person_id: UUID
    name: str
    group: dict[str, str]
    counts: bool
    mode: Mode
    in_at: datetime
    out_at: datetime | None
    id: UUID


async def stays(reading: AsyncSession, meeting_id: UUID) -> tuple[Stay, ...]:
    """Every stay at the meeting, by name and then by time."""
    meeting = await found(reading, meeting_id)
    book = (await rulebook.in_force(reading, rules.day_of(meeting.starts_at))).rulebook
    spans = tuple(await reading.scalars(select(AttendanceSpan).where(AttendanceSpan.meeting_id == meeting_id)))
    people = await identity.people_by_id(reading, [span.person_id for span in spans])
    groups = {c.id: {code: group_name(c, code) for code in LANGUAGES} for c in book.constituencies}
    rows = (
        Stay(
            span.person_id,
            people[span.person_id].name,
            groups.get(span.constituency or "", {}),
            span.counts,
            span.mode,
            span.in_at,
            span.out_at,
            span.id,
        )
        for span in spans
    )
    return tuple(sorted(rows, key=lambda stay: (stay.name, stay.in_at)))


#: So many people may be read through to choose one; of more, those who mostly take the chair are offered.
FEW = 10


async def to_take_the_chair(
    reading: AsyncSession, meeting_id: UUID, present: Sequence[Stay], at: datetime
) -> tuple[tuple[UUID, str], ...]:
    """Who here is offered for the chair, by name: everybody where few are here, else whoever holds the office of
    chair, then those on a board or committee. Anybody else who is here is found by name."""
    if len(present) <= FEW:
        return tuple((stay.person_id, stay.name) for stay in present)
    day = rules.day_of((await found(reading, meeting_id)).starts_at)
    book = (await rulebook.in_force(reading, day)).rulebook
    chairs = {one.id for one in await identity.holders(reading, Role.CHAIR, rules.day_of(at))}
    on_boards = {one.person_id for body in book.bodies for one in await boards.sitting(reading, body.id, day)}
    likely = [stay for stay in present if stay.person_id in chairs | on_boards]
    return tuple((stay.person_id, stay.name) for stay in sorted(likely, key=lambda s: s.person_id not in chairs))


async def quorum(reading: AsyncSession, meeting_id: UUID, at: datetime) -> Quorum:
    """How many are needed and how many count at a moment."""
    return await quorum_at(reading, await found(reading, meeting_id), at)


async def facts_for_a_count(
    reading: AsyncSession, meeting_id: UUID, at: datetime, taken_at: datetime | None = None
) -> MeetingFacts | None:
    """What a count is told of its meeting: the quorum at the minute when the vote was taken there, else when most
    were there. Who came only on a day when it was put off for want of people is no part of that. None while nobody
    has come.

    People leave before the end, so the last minute would undo what was decided before it.
    """
    meeting = await found(reading, meeting_id)
    spans = tuple(await reading.scalars(select(AttendanceSpan).where(AttendanceSpan.meeting_id == meeting_id)))
    if meeting.opened_at is None:
        return None
    if meeting.too_few_came:
        opened_at = meeting.opened_at
        spans = tuple(span for span in spans if span.out_at is None or span.out_at > opened_at)
    arrivals = sorted({span.in_at for span in spans if span.in_at <= at})
    if not arrivals:
        return None

    def here(moment: datetime) -> list[AttendanceSpan]:
        return [span for span in spans if span.counts and rules.is_here(span.in_at, span.out_at, moment)]

    fullest = taken_at or max(arrivals, key=lambda moment: len(here(moment)))
    then = await quorum_at(reading, meeting, fullest)
    groups = Counter(span.constituency for span in here(fullest) if span.constituency)
    return MeetingFacts(then.holds, then.counted, then.needed, dict(groups))


class Arriving(msgspec.Struct, frozen=True):
    """Somebody found by name who may be checked in. A guest has no number."""

    person_id: UUID
    name: str
    number: str
    here: bool


async def people_to_check_in(reading: AsyncSession, meeting_id: UUID, looked_for: str) -> tuple[Arriving, ...]:
    """Members whose name or number begins like what was typed, then others known here; those already here say so."""
    meeting = await found(reading, meeting_id)
    day = rules.day_of(meeting.starts_at)
    members = (await register.members(reading, day, words=looked_for)).lines
    here = {stay.person_id for stay in await stays(reading, meeting_id) if stay.out_at is None}
    guests = [
        person
        for person in await identity.people_named(reading, looked_for)
        if not await register.constituencies_of(reading, person.id, day)
    ]
    return (
        *(Arriving(m.person_id, m.name, m.number, m.person_id in here) for m in members),
        *(Arriving(guest.id, guest.name, "", guest.id in here) for guest in guests),
    )
