"""Last chapter: people come and go, the meeting opens with its quorum, items are settled, it closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import queries as ballots
from govern.ballots.lifecycle import check_cited
from govern.constituencies.boards import queries as boards
from govern.constituencies.register import queries as register
from govern.database import locked
from govern.errors import AlreadyDone, NotFound
from govern.identity import queries as identity
from govern.identity.lifecycle import add_person
from govern.meetings import rules
from govern.meetings.lifecycle.held import agenda_of, held
from govern.meetings.lifecycle.interests import check_all_decided
from govern.meetings.lifecycle.preparing import book_of
from govern.meetings.lifecycle.presence import recused_of, room_of
from govern.meetings.lifecycle.wording import record_day
from govern.meetings.models import AgendaItem, AttendanceSpan, Meeting, MeetingEntitled
from govern.meetings.rules import MeetingKind, Mode, Outcome, Quorum, Standing, Step
from govern.record import Event


async def check_in(
    writing: AsyncSession,
    meeting_id: UUID,
    person_id: UUID,
    mode: Mode,
    *,
    by: UUID,
    at: datetime,
    forum_id: UUID | None = None,
) -> UUID:
    """Somebody is here. Guests may be here too; they do not count (invariant 30).

    Raises `WrongMoment` for a meeting that is not on, `AlreadyDone` for somebody who is here already.
    """
    meeting = await held(writing, meeting_id, forum_id)
    rules.check_may_attend(meeting.stage)
    rules.check_day(meeting.starts_at, at)
    if await _open_span(writing, meeting_id, person_id) is not None:
        raise AlreadyDone("This person is checked in already. If they left before, check them out first.")
    person = await identity.person(writing, person_id)
    constituency, counts = await _standing(writing, meeting, person.id)
    span = AttendanceSpan(
        id=uuid4(),
        meeting_id=meeting_id,
        person_id=person.id,
        mode=mode,
        constituency=constituency,
        counts=counts,
        in_at=at,
    )
    writing.add(span)
    await writing.flush()
    await _note(writing, "meeting.checked_in", meeting_id, by, at, stay=str(span.id), mode=mode.value)
    return span.id


async def welcome_guest(
    writing: AsyncSession,
    meeting_id: UUID,
    name: str,
    mode: Mode,
    *,
    by: UUID,
    at: datetime,
    forum_id: UUID | None = None,
) -> UUID:
    """Somebody whom the society does not know is here. Only their name is kept: the minutes say who was there."""
    guest = await add_person(writing, name=name, by=by, at=at)
    return await check_in(writing, meeting_id, guest, mode, by=by, at=at, forum_id=forum_id)


async def _standing(reading: AsyncSession, meeting: Meeting, person_id: UUID) -> tuple[str | None, bool]:
    """The group somebody counts in at this meeting, and whether they count at all."""
    if meeting.kind is MeetingKind.FORUM:
        known = await reading.get(MeetingEntitled, (meeting.id, person_id))
        return (known.constituency, known.counts) if known else (None, False)
    if meeting.kind is MeetingKind.BOARD:
        sitting = await boards.sitting(reading, meeting.body, rules.day_of(meeting.starts_at))
        seat = next((s for s in sitting if s.person_id == person_id), None)
        return (seat.constituency, seat.votes) if seat else (None, False)
    book = await book_of(reading, meeting.starts_at)
    groups = await register.constituencies_of(reading, person_id, record_day(meeting.called_for, book))
    voting = [c.id for c in book.voting_constituencies() if c.id in groups]
    return (voting[0], True) if voting else (next(iter(groups), None), False)


async def check_out(
    writing: AsyncSession,
    meeting_id: UUID,
    person_id: UUID,
    *,
    by: UUID,
    at: datetime,
    forum_id: UUID | None = None,
) -> UUID:
    """Somebody has left. Returns their stay; raises `NotFound` for somebody who is not here."""
    meeting = await held(writing, meeting_id, forum_id)
    rules.check_may_attend(meeting.stage)
    span = await _open_span(writing, meeting_id, person_id)
    if span is None:
        raise NotFound("This person is not checked in. Look at the list of who is here.", field="person")
    span.out_at = at
    await _note(writing, "meeting.checked_out", meeting_id, by, at, stay=str(span.id))
    return span.id


async def _open_span(reading: AsyncSession, meeting_id: UUID, person_id: UUID) -> AttendanceSpan | None:
    found = await reading.scalars(
        select(AttendanceSpan).where(
            AttendanceSpan.meeting_id == meeting_id,
            AttendanceSpan.person_id == person_id,
            AttendanceSpan.out_at.is_(None),
        )
    )
    return found.first()


async def open_(
    writing: AsyncSession,
    meeting_id: UUID,
    chair_id: UUID,
    *,
    by: UUID,
    at: datetime,
    forum_id: UUID | None = None,
    to_talk: bool = False,
) -> None:
    """Business begins: with a chair who is here, and with a quorum (invariant 24). Raises `WrongMoment`.

    A forum may open without one, only `to_talk`: nothing is decided before there is a quorum.
    """
    meeting = await held(writing, meeting_id, forum_id)
    after = rules.after(meeting.stage, Step.OPEN)
    rules.check_day(meeting.starts_at, at)
    if await _open_span(writing, meeting_id, chair_id) is None:
        raise NotFound("The person in the chair is not checked in. Check them in, then open.", field="chair")
    meeting.roll = msgspec.json.encode(await roll_of(writing, meeting, at)).decode()
    quorum = await quorum_at(writing, meeting, at)
    if not (to_talk and meeting.forum_id is not None):
        rules.check_quorum(quorum)
    meeting.stage, meeting.chair_id, meeting.opened_at = after, chair_id, meeting.opened_at or at
    facts = {"here": quorum.here, "counted": quorum.counted, "needed": quorum.needed}
    await _note(writing, "meeting.opened", meeting_id, by, at, **facts)


async def settle_item(
    writing: AsyncSession,
    item_id: UUID,
    outcome: Outcome,
    *,
    by: UUID,
    at: datetime,
    forum_id: UUID | None = None,
    by_vote: bool = False,
) -> None:
    """What became of an item: heard, decided, put off, withdrawn. A decision needs the quorum now (invariant 24), and
    where people were asked one by one, that it says what changed because of them (invariant 78); a forum sees to that
    itself, and what members voted stands."""
    found = await writing.get(AgendaItem, item_id)
    if found is None:
        raise NotFound("This item is no longer on the agenda. Go back and look at the agenda again.")
    meeting = await held(writing, found.meeting_id, forum_id)
    item = await locked(writing, AgendaItem, item_id)
    rules.check_on(meeting.stage)
    if outcome is Outcome.WITHDRAWN:
        rules.check_not_owed(item.owed_id)
        rules.check_not_asked_for(item.requisition_id)
    if outcome is Outcome.DECIDED:
        await check_all_decided(writing, item_id)
        if forum_id is None and not by_vote:
            await check_cited(writing, [item_id], field="outcome")
        rules.check_quorum(await quorum_at(writing, meeting, at, await recused_of(writing, item_id)))
    item.outcome, item.settled_at = outcome, at
    await _note(writing, "meeting.item_settled", meeting.id, by, at, item=str(item_id), outcome=outcome.value)


async def close(
    writing: AsyncSession, meeting_id: UUID, *, by: UUID, at: datetime, forum_id: UUID | None = None
) -> None:
    """The meeting is over; everybody still here leaves with it. From now on nothing of it changes.

    Raises `WrongMoment` naming the items nobody has settled (domain.md 2.4).
    """
    meeting = await held(writing, meeting_id, forum_id)
    after = rules.after(meeting.stage, Step.CLOSE)
    items = await agenda_of(writing, meeting_id)
    asked = await ballots.questions_of_meeting(writing, meeting_id)
    rules.check_all_settled(
        [item.position for item in items if item.outcome is None and item.contest_id not in asked]
    )
    here = await spans_at(writing, meeting_id, at)
    for span in here:
        span.out_at = at
    meeting.stage, meeting.closed_at = after, at
    await _note(writing, "meeting.closed", meeting_id, by, at, here=len(here))


async def spans_at(reading: AsyncSession, meeting_id: UUID, at: datetime) -> tuple[AttendanceSpan, ...]:
    """Who is here at this minute."""
    found = await reading.scalars(select(AttendanceSpan).where(AttendanceSpan.meeting_id == meeting_id))
    return tuple(span for span in found if rules.is_here(span.in_at, span.out_at, at))


async def roll_of(reading: AsyncSession, meeting: Meeting, at: datetime) -> dict[str, int]:
    """How many are entitled in each group: on the meeting's record day, or the seats filled. Fixed once it opens."""
    if meeting.roll is not None:
        return msgspec.json.decode(meeting.roll, type=dict[str, int])
    if meeting.kind is MeetingKind.BOARD:
        sitting = await boards.sitting(reading, meeting.body, rules.day_of(meeting.starts_at))
        return {"": sum(seat.votes for seat in sitting)}
    if meeting.kind is MeetingKind.FORUM:
        return await members_gathering(reading, meeting.id)
    book = await book_of(reading, meeting.starts_at)
    moment = min(rules.start_of(record_day(meeting.called_for, book)), at)
    return dict(Counter(elector.constituency for elector in await register.electorate(reading, moment)))


async def members_gathering(reading: AsyncSession, meeting_id: UUID) -> dict[str, int]:
    """How many members a forum has for its gathering, in each group; those of no group under an empty word."""
    rows = await reading.execute(
        select(MeetingEntitled.constituency, func.count())
        .where(MeetingEntitled.meeting_id == meeting_id, MeetingEntitled.counts.is_(True))
        .group_by(MeetingEntitled.constituency)
    )
    return {group or "": number for group, number in rows}


async def quorum_at(reading: AsyncSession, meeting: Meeting, at: datetime, recused: Collection[UUID] = ()) -> Quorum:
    """How many are needed and how many count at a moment, here or represented. Early votes never count (28).

    For one item of a body's meeting without its `recused`: their seats have no vote on it (31).
    """
    roll = await roll_of(reading, meeting, at)
    if recused and meeting.kind is MeetingKind.BOARD:
        roll = {"": sum(roll.values()) - len(recused)}
    return (await room_of(reading, meeting, roll)).at(at, {str(person) for person in recused})


async def standing_at(reading: AsyncSession, meeting: Meeting, at: datetime) -> Standing:
    """The same, and since when the answer has been what it is."""
    return (await room_of(reading, meeting, await roll_of(reading, meeting, at))).standing(at)


async def _note(
    writing: AsyncSession, verb: str, meeting_id: UUID, by: UUID, at: datetime, **facts: str | int
) -> None:
    await record.add(writing, Event(verb, f"meeting:{meeting_id}", at, by, dict(facts)))
