"""Gatherings of one forum, for the room of forums: it alone knows for whom they are there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import in_language
from govern.identity import queries as identity
from govern.meetings import rules
from govern.meetings.lifecycle.held import agenda_of, found
from govern.meetings.lifecycle.meeting import quorum_at
from govern.meetings.models import AgendaItem, AttendanceSpan, Meeting, MeetingEntitled, MemberCard, Notice
from govern.meetings.rules import Mode, Outcome, Quorum, Stage


class GatheringLine(msgspec.Struct, frozen=True, kw_only=True):
    """A gathering in a list."""

    id: UUID
    forum_id: UUID
    stage: Stage
    starts_at: datetime
    ends_expected: datetime | None
    place: str


class PointView(msgspec.Struct, frozen=True, kw_only=True):
    """One item of a gathering's agenda in one language."""

    id: UUID
    position: int
    title: str
    text: str
    topic: str | None
    outcome: Outcome | None
    settled_at: datetime | None


class GatheringPage(msgspec.Struct, frozen=True, kw_only=True):
    """One gathering with its agenda. `told` is when the agenda last went out."""

    id: UUID
    forum_id: UUID
    body: str
    stage: Stage
    title: str
    starts_at: datetime
    ends_expected: datetime | None
    place: str
    video_link: str | None
    telephone: str | None
    access: str
    opened_at: datetime | None
    closed_at: datetime | None
    words: dict[str, dict[str, str]]
    points: tuple[PointView, ...]
    told: datetime | None


class Attendance(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who belongs to a gathering or came to it. `stay_id`: they are there now; `pressed_at`: since when."""

    person_id: UUID
    name: str
    counts: bool
    belongs: bool
    mode: Mode | None
    stay_id: UUID | None
    in_at: datetime | None
    was_here: bool


async def gatherings_of(
    reading: AsyncSession, forum_ids: Sequence[UUID], language: str, *, stages: Sequence[Stage], limit: int = 50
) -> tuple[GatheringLine, ...]:
    """Gatherings of these forums in these stages, the latest first. Raises nothing: whose they are is known above."""
    rows = await reading.scalars(
        select(Meeting)
        .where(Meeting.forum_id.in_(forum_ids), Meeting.stage.in_(stages))
        .order_by(Meeting.starts_at.desc())
        .limit(limit)
    )
    return tuple(
        GatheringLine(
            id=row.id,
            forum_id=row.forum_id,
            stage=row.stage,
            starts_at=row.starts_at,
            ends_expected=row.ends_expected,
            place=in_language(row.place, language),
        )
        for row in rows
        if row.forum_id is not None
    )


async def points_to_come(reading: AsyncSession, forum_id: UUID | None, language: str) -> tuple[tuple[UUID, str], ...]:
    """Items that nobody has settled, of a forum's gatherings to come or on; without a forum of meetings that are
    called or on. One question."""
    stages = [Stage.NOTICED, Stage.OPEN] if forum_id is None else [Stage.DRAFT, Stage.NOTICED, Stage.OPEN]
    rows = await reading.execute(
        select(AgendaItem.id, AgendaItem.title)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            Meeting.forum_id.is_(None) if forum_id is None else Meeting.forum_id == forum_id,
            Meeting.stage.in_(stages),
            AgendaItem.outcome.is_(None),
        )
        .order_by(Meeting.starts_at, AgendaItem.position)
    )
    return tuple((key, in_language(title, language)) for key, title in rows)


async def is_point_of(reading: AsyncSession, forum_id: UUID, point_id: UUID) -> bool:
    """Whether an item stands on the agenda of one of this forum's gatherings."""
    asked = (
        select(AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.id == point_id, Meeting.forum_id == forum_id)
    )
    return await reading.scalar(asked) is not None


async def gathering_page(reading: AsyncSession, forum_id: UUID, meeting_id: UUID, language: str) -> GatheringPage:
    """Raises `NotFound`."""
    meeting = await found(reading, meeting_id, forum_id)
    told = await reading.scalar(
        select(Notice.sent_at).where(Notice.meeting_id == meeting_id).order_by(Notice.version.desc()).limit(1)
    )
    return GatheringPage(
        id=meeting.id,
        forum_id=forum_id,
        body=meeting.body,
        stage=meeting.stage,
        title=in_language(meeting.title, language),
        starts_at=meeting.starts_at,
        ends_expected=meeting.ends_expected,
        place=in_language(meeting.place, language),
        video_link=meeting.video_link,
        telephone=meeting.telephone,
        access=in_language(meeting.access, language),
        opened_at=meeting.opened_at,
        closed_at=meeting.closed_at,
        words={"title": meeting.title, "place": meeting.place, "access": meeting.access},
        points=tuple(_point(item, language) for item in await agenda_of(reading, meeting_id)),
        told=told,
    )


def _point(item: AgendaItem, language: str) -> PointView:
    return PointView(
        id=item.id,
        position=item.position,
        title=in_language(item.title, language),
        text=in_language(item.text, language),
        topic=item.topic,
        outcome=item.outcome,
        settled_at=item.settled_at,
    )


async def quorum_of_gathering(reading: AsyncSession, forum_id: UUID, meeting_id: UUID, at: datetime) -> Quorum:
    """How many are needed and how many count at a moment."""
    return await quorum_at(reading, await found(reading, meeting_id, forum_id), at)


async def attendance(
    reading: AsyncSession, forum_id: UUID, meeting_id: UUID, *, who_came: bool = False
) -> tuple[Attendance, ...]:
    """Everybody who belongs to a gathering, and whoever else came, by name; whoever counts first. With `who_came`
    nobody else: of a forum of hundreds those rows alone are read."""
    await found(reading, meeting_id, forum_id)
    came: dict[UUID, AttendanceSpan] = {}
    spans = select(AttendanceSpan).where(AttendanceSpan.meeting_id == meeting_id).order_by(AttendanceSpan.in_at)
    for span in await reading.scalars(spans):
        came[span.person_id] = span
    wanted = select(MeetingEntitled).where(MeetingEntitled.meeting_id == meeting_id)
    if who_came:
        wanted = wanted.where(MeetingEntitled.person_id.in_(list(came)))
    belongs = {row.person_id: row for row in await reading.scalars(wanted)}
    people = await identity.people_by_id(reading, [*belongs, *came])
    lines = []
    for person_id, person in people.items():
        last, own = came.get(person_id), belongs.get(person_id)
        here = last is not None and last.out_at is None
        lines.append(
            Attendance(
                person_id=person_id,
                name=person.name,
                counts=last.counts if last is not None else own is not None and own.counts,
                belongs=own is not None,
                mode=last.mode if last is not None else None,
                stay_id=last.id if last is not None and here else None,
                in_at=last.in_at if last is not None and here else None,
                was_here=last is not None,
            )
        )
    return tuple(sorted(lines, key=lambda line: (not line.counts, line.name)))


async def owner_of_card(reading: AsyncSession, typed: str) -> UUID | None:
    """Whose card was held up, if it is one."""
    code = rules.code_in(typed)
    if code is None:
        return None
    owner: UUID | None = await reading.scalar(select(MemberCard.person_id).where(MemberCard.code == code))
    return owner


async def counting_here(reading: AsyncSession, forum_id: UUID, meeting_id: UUID) -> int:
    """How many members are there at this minute."""
    found_here = await attendance(reading, forum_id, meeting_id)
    return sum(line.counts and line.stay_id is not None for line in found_here)
