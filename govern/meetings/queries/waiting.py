"""What waits around meetings: for a member at home, and for whoever calls meetings in the office."""

from __future__ import annotations

from datetime import UTC, datetime, time
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import in_language
from govern.meetings.lifecycle.agreeing import may_vote_now
from govern.meetings.lifecycle.requisition import signers_of
from govern.meetings.models import Meeting, Requisition, ShortNoticeConsent
from govern.meetings.queries.requisitions import AskLine, asked_for
from govern.meetings.rules import AskStage, Stage
from govern.sentences import Sentence


class Waits(msgspec.Struct, frozen=True):
    """One thing that waits: what, why, where; by when, and whether that is over."""

    title: Sentence
    words: Sentence
    address: str
    due_at: datetime
    late: bool = False


async def waits_for(reading: AsyncSession, person_id: UUID, language: str, at: datetime) -> tuple[Waits, ...]:
    """What a member is asked about meetings: shorter notice, and a meeting of theirs that nobody called."""
    found = [*await _shorter_notice(reading, person_id, language, at)]
    rows = await reading.scalars(select(Requisition.id).where(Requisition.reached_at.is_not(None)))
    mine = {row for row in rows if person_id in await signers_of(reading, row)}
    if mine:
        lines = [one for one in await asked_for(reading, language, at) if one.id in mine]
        found += [_not_called(one, at) for one in lines if one.stage is AskStage.LATE]
    return tuple(found)


async def _shorter_notice(reading: AsyncSession, person_id: UUID, language: str, at: datetime) -> list[Waits]:
    asked = select(Meeting).where(Meeting.stage == Stage.DRAFT, Meeting.short_asked_at.is_not(None))
    found = []
    for meeting in list(await reading.scalars(asked.order_by(Meeting.starts_at))):
        mine = await reading.get(ShortNoticeConsent, (meeting.id, person_id))
        agreed = mine is not None and mine.starts_at == meeting.starts_at
        if not agreed and person_id in await may_vote_now(reading, at):
            title = Sentence("Do you agree to meet sooner? {title}", title=in_language(meeting.title, language))
            words = Sentence("The meeting would be {moment}.", moment=meeting.starts_at)
            found.append(Waits(title, words, f"meetings/{meeting.id}/sooner", meeting.starts_at))
    return found


def _not_called(one: AskLine, at: datetime) -> Waits:
    title = Sentence("The board did not call this meeting: {title}", title=one.title)
    words = Sentence("You signed for it. You can call it with others who signed.")
    return Waits(title, words, f"asked-for/{one.id}", at)


async def office_waits(reading: AsyncSession, language: str, at: datetime) -> tuple[Waits, ...]:
    """What whoever calls meetings owes members: the meetings they asked for."""
    return tuple(
        _to_call(one) for one in await asked_for(reading, language, at) if one.stage in (AskStage.DUE, AskStage.LATE)
    )


def _to_call(one: AskLine) -> Waits:
    assert one.call_by is not None
    title = Sentence("Call the meeting that members asked for: {title}", title=one.title)
    words = Sentence("Its notice has to go out by {day}.", day=one.call_by)
    due = datetime.combine(one.call_by, time(12), UTC)
    return Waits(title, words, f"office/asked-for/{one.id}", due, one.stage is AskStage.LATE)
