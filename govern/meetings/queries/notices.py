"""The notices: as they went out, who gets paper, and what will happen when the next one is sent."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.database import in_language
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.languages import LANGUAGES, Language
from govern.meetings import rules
from govern.meetings.lifecycle.held import agenda_of, found, notices_of
from govern.meetings.lifecycle.mailing import Addressee
from govern.meetings.lifecycle.noticing import (
    days_needed,
    deemed_hours,
    entitled_to_notice,
)
from govern.meetings.lifecycle.own import own_lines
from govern.meetings.lifecycle.wording import NoticePaper
from govern.meetings.models import NoticeDelivery
from govern.meetings.queries.meetings import MeetingPage
from govern.meetings.rules import Channel, MeetingKind
from govern.post.models import StoppedPost


async def notice_paper(
    reading: AsyncSession, meeting_id: UUID, language: str, version: int | None = None
) -> NoticePaper:
    """A notice as it went out, the newest unless a version is named. Raises `NotFound`."""
    wanted = [n for n in await notices_of(reading, meeting_id) if version is None or n.version == version]
    if not wanted:
        raise NotFound("No such notice has gone out for this meeting. Look at the meeting's page.")
    return msgspec.json.decode(in_language(wanted[-1].paper, language), type=NoticePaper)


class ToPost(msgspec.Struct, frozen=True):
    """Somebody who gets the notice on paper."""

    name: str
    postal_address: str | None
    language: str


async def to_post(reading: AsyncSession, meeting_id: UUID, *, limit: int = 1_000) -> tuple[ToPost, ...]:
    """Whom the newest notice goes to by post, by name; nobody whose post is stopped."""
    notices = await notices_of(reading, meeting_id)
    if not notices:
        return ()
    stopped = select(StoppedPost.person_id)
    ids = await reading.scalars(
        select(NoticeDelivery.person_id)
        .where(NoticeDelivery.notice_id == notices[-1].id, NoticeDelivery.channel == Channel.POST)
        .where(NoticeDelivery.person_id.not_in(stopped))
        .limit(limit)
    )
    people = await identity.people_by_id(reading, ids)
    return tuple(
        sorted((ToPost(p.name, p.postal_address, p.language) for p in people.values()), key=lambda p: p.name)
    )


class BeforeNotice(msgspec.Struct, frozen=True):
    """What will happen when the notice is sent: how many are told and how, and the earliest day it allows."""

    by_email: int
    by_post: int
    days: int
    clear: bool
    earliest: datetime | None
    in_time: bool
    languages: tuple[str, ...]


async def before_notice(reading: AsyncSession, meeting_id: UUID, at: datetime) -> BeforeNotice:
    """Looked at on the page before the button. `earliest` is none for a body that needs no clear days."""
    meeting = await found(reading, meeting_id)
    book = (await rulebook.in_force(reading, rules.day_of(at))).rulebook
    people = await entitled_to_notice(reading, meeting, at)
    days = days_needed(meeting.kind, await agenda_of(reading, meeting_id), book)
    earliest = None
    if meeting.kind is not MeetingKind.BOARD:
        earliest = rules.start_of(
            rules.earliest_day(at, days, deemed_hours(people, book), clear=book.notice.clear_days)
        )
    told = Counter(person.channel for person in people)
    return BeforeNotice(
        by_email=told[Channel.EMAIL],
        by_post=told[Channel.POST],
        days=days,
        clear=book.notice.clear_days,
        earliest=earliest,
        in_time=earliest is None or meeting.starts_at >= earliest,
        languages=tuple(code for code in book.society.languages if code in LANGUAGES),
    )


def without_ways_to_join(paper: NoticePaper, meeting: MeetingPage) -> NoticePaper:
    """The notice as the public reads it: how to join by video or telephone is for members."""
    private = {meeting.video_link, meeting.telephone, meeting.captions_link, meeting.interpreter, meeting.ask_access}
    return msgspec.structs.replace(paper, facts=tuple(fact for fact in paper.facts if fact[1] not in private))


async def own_words(
    reading: AsyncSession, meeting_id: UUID, person_id: UUID, language: Language, at: datetime
) -> tuple[str, ...]:
    """What the notice says to this person alone, if it went to them: their peer, and whom they named."""
    ids = [notice.id for notice in await notices_of(reading, meeting_id)]
    told = select(NoticeDelivery.person_id).where(
        NoticeDelivery.notice_id.in_(ids), NoticeDelivery.person_id == person_id
    )
    if await reading.scalar(told.limit(1)) is None:
        return ()
    own = await own_lines(reading, await found(reading, meeting_id), [Addressee(person_id, None, language.code)], at)
    return tuple(language.say(line) for line in own.get(person_id, ()))
