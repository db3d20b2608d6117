"""Members agree to shorter notice of their meeting: on their own page with one press, or on paper (CA 2006 s307).

draft ──ask──► every member reads of it ──agree, take back, note paper──► enough: the notice can go out
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.errors import AlreadyDone, NotFound, NotValid
from govern.meetings import rules
from govern.meetings.lifecycle.held import held
from govern.meetings.lifecycle.notes import COMPANIES
from govern.meetings.models import Meeting, ShortNoticeConsent
from govern.meetings.rules import OF_MEMBERS, Consents
from govern.record import Event
from govern.sentences import Sentence

SHORT_IN_LAW = Sentence("Companies Act 2006, section 307")


async def may_vote_now(reading: AsyncSession, at: datetime) -> frozenset[UUID]:
    """Everybody who may come to a general meeting and vote, as things stand."""
    return frozenset(one.person_id for one in await register.electorate(reading, at))


async def consents_to(reading: AsyncSession, meeting: Meeting, book: Rulebook, at: datetime) -> Consents | None:
    """How many agree to shorter notice of the meeting as it stands. None for a meeting that needs no days.

    Only those count who may vote now, and who agreed to the time at which it is to begin now.
    """
    if meeting.kind not in OF_MEMBERS:
        return None
    entitled = await may_vote_now(reading, at)
    agreed = await reading.scalars(
        select(ShortNoticeConsent.person_id).where(
            ShortNoticeConsent.meeting_id == meeting.id, ShortNoticeConsent.starts_at == meeting.starts_at
        )
    )
    company = book.society.legal_form in COMPANIES
    rule = SHORT_IN_LAW if company else citation("notice.short_notice_share", book)
    return Consents(len(entitled & set(agreed)), len(entitled), book.notice.short_notice_share, rule)


async def agree(writing: AsyncSession, meeting_id: UUID, person_id: UUID, *, by: UUID, at: datetime) -> None:
    """A member presses "I agree". Raises `WrongMoment`, `NotAllowed`, `AlreadyDone`."""
    meeting = await held(writing, meeting_id)
    rules.check_agrees(asked=meeting.short_asked_at is not None, may_vote=True)
    await _enter(writing, meeting, person_id, rules.day_of(at), None, by=by, at=at)


async def note_agreement(
    writing: AsyncSession, meeting_id: UUID, person_id: UUID, agreed_on: date, *, by: UUID, at: datetime
) -> None:
    """An officer has it on paper, signed on a day. Raises as above, `NotValid` for a day that is not past."""
    meeting = await held(writing, meeting_id)
    if agreed_on > rules.day_of(at):
        raise NotValid("This day is still to come. Type the day on the paper.", field="agreed_on")
    if agreed_on < rules.day_of(meeting.drafted_at):
        raise NotValid(
            "The meeting was written down on {day}. Nobody can have agreed to it before.",
            field="agreed_on",
            day=rules.day_of(meeting.drafted_at),
        )
    await _enter(writing, meeting, person_id, agreed_on, by, by=by, at=at)


async def _enter(
    writing: AsyncSession,
    meeting: Meeting,
    person_id: UUID,
    agreed_on: date,
    noted_by: UUID | None,
    *,
    by: UUID,
    at: datetime,
) -> None:
    rules.check_short_notice(meeting.kind, meeting.stage)
    may_vote = person_id in await may_vote_now(writing, at)
    rules.check_agrees(asked=True, may_vote=may_vote, field="member" if noted_by else None)
    found = await writing.get(ShortNoticeConsent, (meeting.id, person_id))
    if found is not None and found.starts_at == meeting.starts_at:
        raise AlreadyDone("This member has agreed already.", field="member" if noted_by else None)
    if found is not None:
        await writing.delete(found)
        await writing.flush()
    writing.add(
        ShortNoticeConsent(
            meeting_id=meeting.id,
            person_id=person_id,
            starts_at=meeting.starts_at,
            agreed_on=agreed_on,
            noted_by=noted_by,
            noted_at=at,
        )
    )
    await writing.flush()
    await _note(writing, "meeting.short_notice_agreed", meeting.id, by, at, paper=noted_by is not None)


async def take_back_agreement(
    writing: AsyncSession, meeting_id: UUID, person_id: UUID, *, by: UUID, at: datetime
) -> None:
    """Until the notice goes out a member may change their mind. Raises `NotFound` where they have not agreed."""
    meeting = await held(writing, meeting_id)
    rules.check_short_notice(meeting.kind, meeting.stage)
    found = await writing.get(ShortNoticeConsent, (meeting_id, person_id))
    if found is None:
        raise NotFound("This member has not agreed, so there is nothing to take back.")
    await writing.delete(found)
    await writing.flush()
    await _note(writing, "meeting.short_notice_taken_back", meeting_id, by, at, paper=found.noted_by is not None)


async def _note(
    writing: AsyncSession, verb: str, meeting_id: UUID, by: UUID, at: datetime, **facts: str | int | bool
) -> None:
    await record.add(writing, Event(verb, f"meeting:{meeting_id}", at, by, dict(facts)))
