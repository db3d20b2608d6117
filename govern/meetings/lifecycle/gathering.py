"""A forum gathers: it hands down who belongs to it, who of them counts and how many its rules ask for.

The rest of its life is that of any meeting. Meetings know no forum: `forum_id` is the one word that opens the door.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.errors import NotFound
from govern.meetings import rules
from govern.meetings.lifecycle.held import held
from govern.meetings.models import AgendaItem, AttendanceSpan, Meeting, MeetingEntitled
from govern.meetings.rules import ItemKind, MeetingKind, Stage
from govern.record import Event

Words = dict[str, str]
#: A gathering that is to come or on: whoever joins or leaves the forum is in it or not from then on.
LIVING = (Stage.DRAFT, Stage.NOTICED, Stage.OPEN)


class Entitled(msgspec.Struct, frozen=True):
    """Somebody who belongs to a gathering, from which group, and whether they count (invariants 30 and 62)."""

    person_id: UUID
    constituency: str | None
    counts: bool


class GatheringDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A gathering as whoever leads the forum writes it down. `body` is the body whose domain the forum has, or empty;
    texts in the languages they were typed in."""

    body: str
    title: Words
    starts_at: datetime
    place: Words
    ends_expected: datetime | None = None
    video_link: str | None = None
    telephone: str | None = None
    access: Words = {}


async def call_gathering(
    writing: AsyncSession,
    forum_id: UUID,
    wanted: GatheringDraft,
    people: Sequence[Entitled],
    quorum_number: int,
    *,
    by: UUID,
    at: datetime,
) -> UUID:
    """Write a gathering down. Nobody is told before its agenda goes out. Raises `NotValid`."""
    _check(wanted, at)
    meeting = Meeting(
        id=uuid4(),
        kind=MeetingKind.FORUM,
        body=wanted.body,
        stage=Stage.DRAFT,
        called_by=by,
        drafted_at=at,
        sequence=0,
        forum_id=forum_id,
    )
    take_over(meeting, wanted)
    writing.add(meeting)
    await writing.flush()
    await hand_down(writing, forum_id, people, quorum_number, at=at)
    await record.add(
        writing, Event("meeting.drafted", f"meeting:{meeting.id}", at, by, {"kind": MeetingKind.FORUM.value})
    )
    return meeting.id


def _check(wanted: GatheringDraft, at: datetime) -> None:
    rules.check_times(wanted.starts_at, wanted.ends_expected, at)
    rules.check_link(wanted.video_link)


def take_over(meeting: Meeting, wanted: GatheringDraft) -> None:
    """Put what was asked for onto the meeting's row."""
    meeting.body, meeting.title = wanted.body, wanted.title
    meeting.place, meeting.access = wanted.place, wanted.access
    meeting.starts_at, meeting.ends_expected = wanted.starts_at, wanted.ends_expected
    meeting.video_link, meeting.telephone = wanted.video_link, wanted.telephone


async def change_gathering(
    writing: AsyncSession, forum_id: UUID, meeting_id: UUID, wanted: GatheringDraft, *, by: UUID, at: datetime
) -> None:
    """Another day, time or place while nobody has been told. Raises `WrongMoment` once the agenda is out."""
    meeting = await held(writing, meeting_id, forum_id)
    rules.check_draft(meeting.stage)
    _check(wanted, at)
    take_over(meeting, wanted)
    await record.add(writing, Event("meeting.changed", f"meeting:{meeting_id}", at, by))


async def gathers(reading: AsyncSession, forum_id: UUID) -> bool:
    """Whether a gathering of this forum is to come or on."""
    living = select(Meeting.id).where(Meeting.forum_id == forum_id, Meeting.stage.in_(LIVING)).limit(1)
    return await reading.scalar(living) is not None


async def hand_down(
    writing: AsyncSession, forum_id: UUID, people: Sequence[Entitled], quorum_number: int, *, at: datetime
) -> None:
    """Who belongs to the forum now and how many its rules ask for: for its gatherings that are to come or on.

    Whoever is there when they join or leave counts, or does not, from this minute on.
    """
    for meeting in await writing.scalars(
        select(Meeting).where(Meeting.forum_id == forum_id, Meeting.stage.in_(LIVING))
    ):
        meeting.quorum_number = quorum_number
        await writing.execute(delete(MeetingEntitled).where(MeetingEntitled.meeting_id == meeting.id))
        rows: list[dict[str, object]] = [
            {
                "meeting_id": meeting.id,
                "person_id": one.person_id,
                "constituency": one.constituency,
                "counts": one.counts,
            }
            for one in people
        ]
        if rows:
            await writing.execute(insert(MeetingEntitled), rows)
        await _count_anew(writing, meeting.id, {one.person_id: one for one in people}, at)


async def _count_anew(writing: AsyncSession, meeting_id: UUID, known: dict[UUID, Entitled], at: datetime) -> None:
    """Of whoever is in the room and counts otherwise now, the stay ends and another one begins."""
    here = select(AttendanceSpan).where(AttendanceSpan.meeting_id == meeting_id, AttendanceSpan.out_at.is_(None))
    for span in list(await writing.scalars(here)):
        now = known.get(span.person_id, Entitled(span.person_id, None, counts=False))
        if now.counts is span.counts:
            continue
        span.out_at = max(span.in_at, at)
        await writing.flush()
        writing.add(
            AttendanceSpan(
                id=uuid4(),
                meeting_id=meeting_id,
                person_id=span.person_id,
                mode=span.mode,
                constituency=now.constituency,
                counts=now.counts,
                in_at=span.out_at,
            )
        )
    await writing.flush()


async def put_item(
    writing: AsyncSession,
    forum_id: UUID,
    meeting_id: UUID,
    title: Words,
    text: Words,
    topic: str | None,
    *,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Something raised comes to the end of the agenda, until the gathering opens. Raises `WrongMoment`."""
    meeting = await held(writing, meeting_id, forum_id)
    rules.check_agenda_open(meeting.stage, of_a_forum=True)
    last = await writing.scalar(select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting_id))
    item = AgendaItem(
        id=uuid4(),
        meeting_id=meeting_id,
        position=(last or 0) + 1,
        kind=ItemKind.TALK,
        title=title,
        text=text,
        topic=topic,
    )
    writing.add(item)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"item": str(item.id), "kind": ItemKind.TALK.value}
    await record.add(writing, Event("meeting.item_added", f"meeting:{meeting_id}", at, by, facts))
    return item.id


async def point(reading: AsyncSession, forum_id: UUID, item_id: UUID) -> tuple[AgendaItem, Meeting]:
    """An item of a gathering of this forum, with its gathering. Raises `NotFound`."""
    item = await reading.get(AgendaItem, item_id)
    meeting = await reading.get(Meeting, item.meeting_id) if item is not None else None
    if item is None or meeting is None or meeting.forum_id != forum_id:
        raise NotFound("This is not on the agenda any more. Go back and look at the agenda again.")
    return item, meeting
