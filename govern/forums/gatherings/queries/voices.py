"""Who of a forum came, was heard, raised something, took part in its decisions, and was told in which way. For
whoever leads the forum alone; how somebody voted, or whether they voted in a secret vote, is asked nowhere here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.models import people
from govern.forums.gatherings.models import Belonging, Dissent, ForumItem, GatheringNote, Heard
from govern.forums.gatherings.rules import HeardWay, ItemKind, Standing
from govern.forums.gatherings.rules.voices import Known
from govern.identity.rules import LONDON, day_of
from govern.meetings.models import AttendanceSpan, Meeting, Notice, NoticeDelivery
from govern.meetings.rules import Channel


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who belongs to the forum and may speak in it. `group` is "" for guests and partners."""

    person_id: UUID
    name: str
    by_email: bool
    phone: str | None
    language: str
    format: str
    group: str
    from_on: date


class Voices(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of them in a span: everything by person, to be put together into numbers.

    `times` and `raised` are counted only to see whether a few did much. `said_on` is the last day on which they were
    heard, raised something or asked that the notes say they see it otherwise; `last_way` how they were heard last.
    """

    people: tuple[Voice, ...]
    came: frozenset[UUID]
    heard: Mapping[UUID, frozenset[HeardWay]]
    times: Counter[UUID]
    raised: Counter[UUID]
    decided: frozenset[UUID]
    told: Mapping[UUID, frozenset[Channel]]
    said_on: Mapping[UUID, date]
    last_way: Mapping[UUID, HeardWay]

    def known(self, more: Mapping[UUID, date]) -> tuple[Known, ...]:
        """For the list of those to go to, with what other rooms know of the last day on which they said something."""
        return tuple(
            Known(
                person_id=one.person_id,
                name=one.name,
                belongs_from=one.from_on,
                last=max(
                    (days[one.person_id] for days in (self.said_on, more) if one.person_id in days), default=None
                ),
            )
            for one in self.people
        )


async def voices(reading: AsyncSession, forum_id: UUID, since: date) -> Voices:
    """Everybody who belongs to a forum now but for observers. The same number of questions, however many they are."""
    start = datetime(since.year, since.month, since.day, tzinfo=LONDON)
    heard, times, said_on, last_way = await _heard(reading, forum_id, start)
    raised = await _raised(reading, forum_id, start, said_on)
    return Voices(
        people=await _people(reading, forum_id),
        came=await _came(reading, forum_id, start),
        heard={person: frozenset(ways) for person, ways in heard.items()},
        times=times,
        raised=raised,
        decided=await _decided(reading, forum_id, start),
        told=await _told(reading, forum_id, start),
        said_on=said_on,
        last_way=last_way,
    )


async def _people(reading: AsyncSession, forum_id: UUID) -> tuple[Voice, ...]:
    """Columns and no whole records: a forum may be large, and every one of them is looked at."""
    question = (
        select(
            people.c.id,
            people.c.name,
            people.c.email.is_not(None),
            people.c.phone,
            people.c.language,
            people.c.format,
            Belonging.standing,
            Belonging.constituency,
            Belonging.from_on,
        )
        .join(people, people.c.id == Belonging.person_id)
        .where(Belonging.forum_id == forum_id, Belonging.to_on.is_(None), Belonging.standing != Standing.OBSERVER)
    )
    return tuple(
        Voice(
            person_id=person,
            name=name,
            by_email=bool(by_email),
            phone=phone,
            language=language,
            format=form,
            group=(group or "") if standing is Standing.MEMBER else "",
            from_on=from_on,
        )
        for person, name, by_email, phone, language, form, standing, group, from_on in await reading.execute(question)
    )


async def _heard(
    reading: AsyncSession, forum_id: UUID, start: datetime
) -> tuple[dict[UUID, set[HeardWay]], Counter[UUID], dict[UUID, date], dict[UUID, HeardWay]]:
    in_span = func.sum(case((Meeting.starts_at >= start, 1), else_=0))
    question = (
        select(Heard.person_id, Heard.way, func.max(Meeting.starts_at), in_span)
        .join(Meeting, Meeting.id == Heard.meeting_id)
        .where(Heard.forum_id == forum_id)
        .group_by(Heard.person_id, Heard.way)
    )
    ways: dict[UUID, set[HeardWay]] = defaultdict(set)
    times: Counter[UUID] = Counter()
    last: dict[UUID, datetime] = {}
    last_way: dict[UUID, HeardWay] = {}
    for person, way, at, number in await reading.execute(question):
        if number:
            ways[person].add(way)
            times[person] += number
        if person not in last or at > last[person]:
            last[person], last_way[person] = at, way
    return ways, times, {person: day_of(at) for person, at in last.items()}, last_way


async def _raised(reading: AsyncSession, forum_id: UUID, start: datetime, said_on: dict[UUID, date]) -> Counter[UUID]:
    """What people raised and did not take back; dissent only says that they were heard then."""
    in_span = func.sum(case((ForumItem.raised_at >= start, 1), else_=0))
    items = (
        select(ForumItem.raised_by, func.max(ForumItem.raised_at), in_span)
        .where(
            ForumItem.forum_id == forum_id,
            ForumItem.kind != ItemKind.OWED,
            ForumItem.raised_by.is_not(None),
            ForumItem.taken_back_at.is_(None),
        )
        .group_by(ForumItem.raised_by)
    )
    dissents = (
        select(Dissent.person_id, func.max(Dissent.at))
        .join(GatheringNote, GatheringNote.item_id == Dissent.item_id)
        .where(GatheringNote.forum_id == forum_id)
        .group_by(Dissent.person_id)
    )
    raised: Counter[UUID] = Counter()
    for person, at, number in await reading.execute(items):
        if person is not None:
            raised[person] += number
            said_on[person] = max(day_of(at), said_on.get(person, day_of(at)))
    for person, at in await reading.execute(dissents):
        said_on[person] = max(day_of(at), said_on.get(person, day_of(at)))
    return Counter({person: number for person, number in raised.items() if number})


async def _came(reading: AsyncSession, forum_id: UUID, start: datetime) -> frozenset[UUID]:
    question = (
        select(AttendanceSpan.person_id)
        .join(Meeting, Meeting.id == AttendanceSpan.meeting_id)
        .where(Meeting.forum_id == forum_id, Meeting.starts_at >= start)
        .distinct()
    )
    return frozenset(await reading.scalars(question))


async def _decided(reading: AsyncSession, forum_id: UUID, start: datetime) -> frozenset[UUID]:
    """Members who were there at the minute of a decision of the forum; the notes of it are read in the forum."""
    question = (
        select(AttendanceSpan.person_id)
        .join(GatheringNote, GatheringNote.meeting_id == AttendanceSpan.meeting_id)
        .where(
            GatheringNote.forum_id == forum_id,
            GatheringNote.decided_at >= start,
            AttendanceSpan.counts,
            AttendanceSpan.in_at <= GatheringNote.decided_at,
            or_(AttendanceSpan.out_at.is_(None), AttendanceSpan.out_at > GatheringNote.decided_at),
        )
        .distinct()
    )
    return frozenset(await reading.scalars(question))


async def _told(reading: AsyncSession, forum_id: UUID, start: datetime) -> dict[UUID, frozenset[Channel]]:
    question = (
        select(NoticeDelivery.person_id, NoticeDelivery.channel)
        .join(Notice, Notice.id == NoticeDelivery.notice_id)
        .join(Meeting, Meeting.id == Notice.meeting_id)
        .where(Meeting.forum_id == forum_id, Notice.sent_at >= start)
        .distinct()
    )
    found: dict[UUID, set[Channel]] = defaultdict(set)
    for person, channel in await reading.execute(question):
        found[person].add(channel)
    return {person: frozenset(channels) for person, channels in found.items()}
