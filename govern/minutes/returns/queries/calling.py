"""Meetings of the members that are still to be called, and decisions whose second meeting nobody has written yet."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.ballots.models import Contest
from govern.constituencies.rulebook.book import Rulebook
from govern.database import in_language
from govern.identity.rules import day_of
from govern.meetings.lifecycle.held import agenda_of
from govern.meetings.lifecycle.noticing import days_needed, deemed_hours, entitled_to_notice
from govern.meetings.models import AgendaItem, Meeting, Notice
from govern.meetings.rules import OF_MEMBERS, Stage, last_day_to_send, start_of
from govern.minutes.returns.rules.notices import Second, ToCall


async def to_call(reading: AsyncSession, book: Rulebook, today: date, language: str) -> tuple[ToCall, ...]:
    """Meetings to come whose notice has not gone out, and those whose has."""
    rows = await reading.scalars(
        select(Meeting)
        .where(
            Meeting.kind.in_(OF_MEMBERS),
            Meeting.stage.in_((Stage.DRAFT, Stage.NOTICED)),
            Meeting.starts_at >= start_of(today),
        )
        .order_by(Meeting.starts_at)
    )
    return tuple([await _one(reading, book, meeting, today, language) for meeting in rows.all()])


async def _one(reading: AsyncSession, book: Rulebook, meeting: Meeting, today: date, language: str) -> ToCall:
    people = await entitled_to_notice(reading, meeting, start_of(today) + timedelta(hours=12))
    days = days_needed(meeting.kind, await agenda_of(reading, meeting.id), book)
    until = last_day_to_send(meeting.starts_at, days, deemed_hours(people, book), clear=book.notice.clear_days)
    sent = await reading.scalar(select(func.min(Notice.sent_at)).where(Notice.meeting_id == meeting.id))
    return ToCall(
        id=str(meeting.id),
        title=in_language(meeting.title, language),
        days=days,
        until=until,
        sent_on=None if sent is None or meeting.stage is Stage.DRAFT else day_of(sent),
    )


async def second_meetings(reading: AsyncSession, today: date, language: str) -> tuple[Second, ...]:
    """Decisions that wait for a second meeting on whose agenda nobody has put them yet."""
    planned = set(
        await reading.scalars(
            select(Contest.confirms_id)
            .join(AgendaItem, AgendaItem.contest_id == Contest.id)
            .where(Contest.confirms_id.is_not(None))
        )
    )
    return tuple(
        Second(
            id=str(one.contest_id),
            title=one.title(language),
            kind=one.kind,
            decided_on=one.day,
            last_day=one.window.last_day,
        )
        for one in await ballots.awaiting(reading, today)
        if one.contest_id not in planned
    )
