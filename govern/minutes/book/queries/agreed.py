"""How minutes are agreed: comments with their answers, items that can agree them, lines a correction can point to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from govern.constituencies.rulebook import queries as rulebook
from govern.database import in_language
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.meetings.models import AgendaItem, Meeting
from govern.meetings.rules import Stage as MeetingStage
from govern.meetings.rules import StandingItem
from govern.minutes.book.lifecycle.agreeing import lines_of
from govern.minutes.book.lifecycle.carrying import put_for_minutes
from govern.minutes.book.models import Comment, ConfidentialEntry, Entry, Minutes, PublicMinutes
from govern.minutes.book.rules import Stage

MOST = 60


class CommentView(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody who was there said, about which entry, and the secretary's answer."""

    id: UUID
    by: str
    at: datetime
    about: str
    text: str
    taken_up: bool | None
    answer: str
    mine: bool


async def comments_of(
    reading: AsyncSession, minutes_id: UUID, language: str, me: UUID | None
) -> tuple[CommentView, ...]:
    rows = list(
        await reading.scalars(select(Comment).where(Comment.minutes_id == minutes_id).order_by(Comment.made_at))
    )
    people = await identity.people_by_id(reading, {row.person_id for row in rows})
    headings = dict(
        (await reading.execute(select(Entry.id, Entry.heading).where(Entry.minutes_id == minutes_id))).all()
    )
    return tuple(
        CommentView(
            id=row.id,
            by=people[row.person_id].name,
            at=row.made_at,
            about=in_language(headings[row.entry_id], language) if row.entry_id else "",
            text=row.text,
            taken_up=row.taken_up,
            answer=row.answer,
            mine=row.person_id == me,
        )
        for row in rows
    )


class AgreeingItem(msgspec.Struct, frozen=True):
    """An item of a later meeting of the same body, under which the minutes may have been agreed."""

    id: UUID
    title: str
    meeting: str
    held_at: datetime


async def agreeing_items(reading: AsyncSession, minutes_id: UUID, language: str) -> tuple[AgreeingItem, ...]:
    """Of later meetings of the body that people were told of, those that are for these minutes, in their order.

    Raises `NotFound`.
    """
    minutes = await reading.get(Minutes, minutes_id)
    if minutes is None:
        raise NotFound("There are no such minutes. Go to the list of meetings and choose from there.")
    of = await reading.get_one(Meeting, minutes.meeting_id)
    later = (
        (Meeting.body == of.body)
        & Meeting.forum_id.is_(None)
        & (Meeting.starts_at > of.starts_at)
        & Meeting.stage.in_([MeetingStage.NOTICED, MeetingStage.OPEN, MeetingStage.CLOSED])
    )
    put = await put_for_minutes(reading, list(await reading.scalars(select(Meeting.id).where(later))))
    unmarked = AgendaItem.standing.is_(None) & AgendaItem.id.in_(put)
    rows = await reading.execute(
        select(AgendaItem.id, AgendaItem.title, Meeting.title, Meeting.starts_at)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            later,
            or_(AgendaItem.standing == StandingItem.MINUTES_BEFORE, unmarked),
            or_(AgendaItem.about_meeting_id.is_(None), AgendaItem.about_meeting_id == of.id),
        )
        .order_by(Meeting.starts_at, AgendaItem.position)
        .limit(MOST)
    )
    return tuple(
        AgreeingItem(item, in_language(title, language), in_language(meeting, language), at)
        for item, title, meeting, at in rows.all()
    )


class ToSign(msgspec.Struct, frozen=True):
    """Minutes that are agreed and that somebody may sign, with the title of their meeting."""

    id: UUID
    title: str


async def to_sign(reading: AsyncSession, person_id: UUID, language: str) -> tuple[ToSign, ...]:
    """Waits for the signature of whoever chaired the meeting or the one that agreed its minutes, oldest first."""
    agreeing = aliased(Meeting)
    rows = await reading.execute(
        select(Minutes.id, Meeting.title)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .outerjoin(agreeing, agreeing.id == Minutes.approved_meeting_id)
        .where(Minutes.stage == Stage.APPROVED, or_(Meeting.chair_id == person_id, agreeing.chair_id == person_id))
        .order_by(Meeting.starts_at)
        .limit(MOST)
    )
    return tuple(ToSign(minutes, in_language(title, language)) for minutes, title in rows.all())


async def correctable(reading: AsyncSession, minutes_id: UUID, language: str) -> tuple[tuple[str, str, str], ...]:
    """Every line of every entry: its address (`entry:line`), the entry, the words."""
    rows = await reading.scalars(select(Entry).where(Entry.minutes_id == minutes_id).order_by(Entry.position))
    found = []
    for entry in rows.all():
        heading = in_language(entry.heading, language)
        lines = await lines_of(reading, entry)
        found += [(f"{entry.id}:{n}", heading, in_language(words, language)) for n, words in enumerate(lines, 1)]
    return tuple(found)


class ConfidentialView(msgspec.Struct, frozen=True):
    """An entry of the annex."""

    id: UUID
    heading: str
    paragraphs: tuple[str, ...]
    decision: str


async def annex_of(reading: AsyncSession, minutes_id: UUID, language: str) -> tuple[ConfidentialView, ...]:
    rows = await reading.scalars(
        select(ConfidentialEntry)
        .where(ConfidentialEntry.minutes_id == minutes_id)
        .order_by(ConfidentialEntry.position)
    )
    return tuple(
        ConfidentialView(
            row.id,
            in_language(row.heading, language),
            tuple(line for line in in_language(row.text, language).split("\n") if line.strip()),
            in_language(row.decision, language),
        )
        for row in rows
    )


class PublicLine(msgspec.Struct, frozen=True):
    """Minutes that everybody may read, in a list."""

    id: UUID
    title: str
    held_at: datetime


async def public_minutes(
    reading: AsyncSession, at: datetime, language: str, limit: int = 50
) -> tuple[PublicLine, ...]:
    """Released minutes, the newest meeting first; none where the rules of today keep minutes for members."""
    if not (await rulebook.in_force(reading, day_of(at))).rulebook.minutes.public:
        return ()
    rows = await reading.execute(
        select(Minutes.id, Meeting.title, Meeting.starts_at)
        .join(PublicMinutes, PublicMinutes.minutes_id == Minutes.id)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .order_by(Meeting.starts_at.desc())
        .limit(limit)
    )
    return tuple(PublicLine(one, in_language(title, language), held) for one, title, held in rows.all())


async def is_public(reading: AsyncSession, minutes_id: UUID, at: datetime) -> bool:
    """Whether everybody may read their public version now."""
    if not (await rulebook.in_force(reading, day_of(at))).rulebook.minutes.public:
        return False
    return await reading.get(PublicMinutes, minutes_id) is not None


async def may_be_public(reading: AsyncSession, at: datetime) -> bool:
    return (await rulebook.in_force(reading, day_of(at))).rulebook.minutes.public
