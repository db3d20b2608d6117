"""A meeting is adjourned: it stops now and goes on at another time, with the same business and the same members.

open ──adjourn──► noticed ──open──► open      noticed ──adjourn──► noticed  (too few came when it should have begun)

Whoever was named as a proxy stays named. Until the hours of the rules before the new time somebody can be named,
changed or taken back (Companies Act 2006 s327 (2) (a)).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle as ballots
from govern.ballots import queries as ballot_queries
from govern.ballots.rules import Stage as BallotStage
from govern.constituencies.representation.lifecycle import proxies as representing
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.errors import WrongMoment
from govern.meetings import rules
from govern.meetings.lifecycle.held import agenda_of, held, notices_of
from govern.meetings.lifecycle.mailing import Addressee
from govern.meetings.lifecycle.meeting import quorum_at, spans_at
from govern.meetings.lifecycle.noticing import (
    deemed_hours,
    entitled_to_notice,
    had_notice,
    send,
    together,
)
from govern.meetings.lifecycle.preparing import book_of, spoken
from govern.meetings.lifecycle.proxies import deadline_of
from govern.meetings.lifecycle.wording import Reason
from govern.meetings.models import Meeting
from govern.meetings.rules import MeetingKind, NoticeKind, Step
from govern.society import Society


async def adjourn(
    writing: AsyncSession,
    society: Society,
    meeting_id: UUID,
    starts_at: datetime,
    ends_expected: datetime | None,
    why: dict[str, str],
    *,
    pages: dict[str, str],
    by: UUID,
    at: datetime,
) -> UUID:
    """The meeting stops and goes on then. Whoever is here leaves it; everybody is told. Returns the notice.

    Raises `WrongMoment` before its time and while a vote is taken, `NotValid` for a day that is too near.
    """
    meeting = await held(writing, meeting_id)
    after = rules.after(meeting.stage, Step.ADJOURN)
    rules.check_has_begun(meeting.starts_at, at)
    book = (await rulebook.in_force(writing, rules.day_of(at))).rulebook
    rules.check_times(starts_at, ends_expected, at)
    rules.check_languages(why, spoken(book), "why")
    await _check_votes(writing, meeting, starts_at)
    before = await notices_of(writing, meeting_id)
    people = together(await entitled_to_notice(writing, meeting, at), await had_notice(writing, before))
    _check_days(meeting, starts_at, book, people, at)
    too_few = not (await quorum_at(writing, meeting, at)).holds
    for span in await spans_at(writing, meeting_id, at):
        span.out_at = at
    await ballots.everybody_left(writing, society, meeting_id, at=at)
    meeting.first_called_for = meeting.called_for
    meeting.too_few_came = too_few
    meeting.stage, meeting.starts_at, meeting.ends_expected = after, starts_at, ends_expected
    await ballots.meeting_moved(writing, meeting_id, starts_at)
    until = deadline_of(meeting, await book_of(writing, starts_at))
    await representing.carry_on(writing, meeting_id, until)
    await writing.flush()
    items = await agenda_of(writing, meeting_id)
    reason = Reason(NoticeKind.ADJOURNMENT, why, before[-1].sent_at if before else at)
    return await send(writing, meeting, items, book, people, reason, pages=pages, by=by, at=at)


async def _check_votes(writing: AsyncSession, meeting: Meeting, starts_at: datetime) -> None:
    """Raises `WrongMoment` for a vote being taken, and for one that was to be taken here and closes before."""
    if await ballot_queries.being_taken(writing, meeting.id):
        raise WrongMoment("A vote is being taken in the room. Close that vote first, then adjourn the meeting.")
    for vote in await ballot_queries.ballots_of_meeting(writing, meeting.id, "en"):
        if vote.stage is BallotStage.OPEN and meeting.starts_at < vote.closes_at <= starts_at:
            raise WrongMoment(
                "The vote “{title}” is to be taken in this meeting and closes {moment}, before the meeting goes on. "
                "Choose an earlier day, or take that vote now.",
                title=vote.title,
                moment=vote.closes_at,
            )


def _check_days(
    meeting: Meeting, starts_at: datetime, book: Rulebook, people: tuple[Addressee, ...], at: datetime
) -> None:
    if meeting.kind is MeetingKind.BOARD:
        return
    rules.check_clear_days(
        starts_at,
        sent_at=at,
        days=book.notice.adjourned_days,
        deemed_hours=deemed_hours(people, book),
        clear=book.notice.clear_days,
        rule=citation("notice.adjourned_days", book),
    )
