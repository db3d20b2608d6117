"""Who agreed to shorter notice of a meeting, and what that is worth; for the office and for the member."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.meetings import rules
from govern.meetings.lifecycle.agreeing import consents_to, may_vote_now
from govern.meetings.lifecycle.held import NOT_THERE, agenda_of, found
from govern.meetings.lifecycle.noticing import days_needed, deemed_hours, entitled_to_notice
from govern.meetings.models import ShortNoticeConsent
from govern.meetings.rules import Consents, Stage


class Agreed(msgspec.Struct, frozen=True):
    """Somebody who agreed, on which day, and whether it came on paper."""

    person_id: UUID
    name: str
    agreed_on: date
    on_paper: bool


class ShortNotice(msgspec.Struct, frozen=True):
    """How shorter notice of a meeting stands. `old` are those who agreed to a time that was changed since."""

    consents: Consents
    last_day: date
    in_time: bool
    asked_at: datetime | None
    agreed: tuple[Agreed, ...]
    old: int


async def short_notice(reading: AsyncSession, meeting_id: UUID, at: datetime) -> ShortNotice:
    """Raises `NotFound` for a meeting that needs no days of notice."""
    meeting = await found(reading, meeting_id)
    book = (await rulebook.in_force(reading, rules.day_of(at))).rulebook
    consents = await consents_to(reading, meeting, book, at)
    if consents is None:
        raise NotFound(NOT_THERE)
    people = await entitled_to_notice(reading, meeting, at)
    days = days_needed(meeting.kind, await agenda_of(reading, meeting_id), book)
    last = rules.last_day_to_send(meeting.starts_at, days, deemed_hours(people, book), clear=book.notice.clear_days)
    rows = list(await reading.scalars(select(ShortNoticeConsent).where(ShortNoticeConsent.meeting_id == meeting_id)))
    now = [row for row in rows if row.starts_at == meeting.starts_at]
    names = await identity.people_by_id(reading, [row.person_id for row in now])
    agreed = [Agreed(r.person_id, names[r.person_id].name, r.agreed_on, r.noted_by is not None) for r in now]
    return ShortNotice(
        consents=consents,
        last_day=last,
        in_time=rules.day_of(at) <= last,
        asked_at=meeting.short_asked_at,
        agreed=tuple(sorted(agreed, key=lambda one: one.name)),
        old=len(rows) - len(now),
    )


class Asked(msgspec.Struct, frozen=True):
    """What a member is asked: whether it can still be said, whether they may, and whether they have agreed."""

    open: bool
    may: bool
    agreed: bool
    consents: Consents


async def asked_of(reading: AsyncSession, meeting_id: UUID, person_id: UUID, at: datetime) -> Asked:
    """Raises `NotFound` for a meeting of which members were asked nothing."""
    meeting = await found(reading, meeting_id)
    book = (await rulebook.in_force(reading, rules.day_of(at))).rulebook
    consents = await consents_to(reading, meeting, book, at)
    if consents is None or meeting.short_asked_at is None:
        raise NotFound(NOT_THERE)
    mine = await reading.get(ShortNoticeConsent, (meeting_id, person_id))
    return Asked(
        open=meeting.stage is Stage.DRAFT,
        may=person_id in await may_vote_now(reading, at),
        agreed=mine is not None and mine.starts_at == meeting.starts_at,
        consents=consents,
    )
