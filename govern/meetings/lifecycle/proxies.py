"""Proxies for a meeting: named, entered from paper, taken back, declined; open votes follow and letters go out.

Each step is whole in one transaction: the appointment, the log of every open vote of the meeting, the letter.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle as ballots
from govern.ballots import queries as ballot_queries
from govern.ballots.rules import Stage as BallotStage
from govern.constituencies.representation import queries as representation
from govern.constituencies.representation.lifecycle import proxies, proxy_letters
from govern.constituencies.representation.queries import ProxyView
from govern.constituencies.representation.rules.proxies import CannotAppoint, ForMeeting, WantedProxy
from govern.constituencies.rulebook.book import Rulebook
from govern.errors import NotAllowed, NotFound, WrongMoment
from govern.identity import queries as identity
from govern.identity.rules import Site
from govern.meetings import rules
from govern.meetings.lifecycle.preparing import book_of
from govern.meetings.lifecycle.wording import record_day
from govern.meetings.models import Meeting
from govern.meetings.rules import MeetingKind, Stage
from govern.permissions import Role
from govern.society import Society


def deadline_of(meeting: Meeting, book: Rulebook) -> datetime:
    """Until when somebody can be named for this meeting (W21)."""
    skips = book.proxy.skip_non_working_days
    return rules.proxy_deadline(meeting.starts_at, book.proxy.deadline_hours, skip_non_working_days=skips)


async def for_meeting(reading: AsyncSession, meeting: Meeting) -> ForMeeting:
    book = await book_of(reading, meeting.starts_at)
    day = record_day(meeting.called_for, book)
    return ForMeeting(meeting.id, rules.day_of(meeting.starts_at), day, deadline_of(meeting, book))


async def _meeting(reading: AsyncSession, meeting_id: UUID) -> Meeting:
    """A meeting of the members that is to come or is on. Raises `NotFound`, `NotAllowed`, `WrongMoment`."""
    found = await reading.get(Meeting, meeting_id)
    if found is None or found.stage is Stage.DRAFT or found.forum_id is not None:
        raise NotFound("There is no such meeting. Go to the list of meetings and choose from there.")
    if found.kind is MeetingKind.BOARD:
        raise NotAllowed("Whoever sits on a body comes themself. Nobody can be named for its meetings.")
    rules.check_may_have_ballot(found.stage)
    return found


async def name_proxy(
    writing: AsyncSession,
    society: Society,
    meeting_id: UUID,
    member_id: UUID,
    wanted: WantedProxy,
    *,
    by: UUID,
    at: datetime,
    site: Site,
) -> UUID:
    """A member names somebody. Raises `CannotAppoint`."""
    meeting = await _meeting(writing, meeting_id)
    before = await _before(writing, meeting_id, member_id)
    made = await proxies.appoint(writing, await for_meeting(writing, meeting), member_id, wanted, by=by, at=at)
    await _go_on(writing, society, meeting, made, before, at=at, site=site)
    return made


async def enter_paper(
    writing: AsyncSession,
    society: Society,
    meeting_id: UUID,
    member_id: UUID,
    wanted: WantedProxy,
    received_at: datetime,
    *,
    by: UUID,
    at: datetime,
    site: Site,
) -> tuple[UUID, CannotAppoint | None]:
    """An officer enters a form or a letter; what cannot be is kept with its reason."""
    meeting = await _meeting(writing, meeting_id)
    before = await _before(writing, meeting_id, member_id)
    wanted_for = await for_meeting(writing, meeting)
    made, refusal = await proxies.enter_paper(writing, wanted_for, member_id, wanted, received_at, by=by, at=at)
    if refusal is None:
        await _go_on(writing, society, meeting, made, before, at=at, site=site)
        view = await representation.proxy(writing, made)
        await proxy_letters.tell_entered(writing, view, meeting.title, site=site, at=at)
    return made, refusal


async def _before(reading: AsyncSession, meeting_id: UUID, member_id: UUID) -> ProxyView | None:
    found = await representation.proxy_of(reading, meeting_id, member_id)
    return found if found is not None and found.stands else None


async def _go_on(
    writing: AsyncSession,
    society: Society,
    meeting: Meeting,
    made: UUID,
    before: ProxyView | None,
    *,
    at: datetime,
    site: Site,
) -> None:
    view = await representation.proxy(writing, made)
    await ballots.follow_proxies(writing, society, meeting.id, [view.member_id], at=at)
    if before is not None and before.holder_id != view.holder_id:
        await proxy_letters.tell_ended(writing, before, meeting.title, site=site, at=at)
    attends = (await book_of(writing, meeting.starts_at)).proxy.holder_attends
    await proxy_letters.tell_named(writing, view, meeting.title, meeting.starts_at, attends=attends, site=site, at=at)


async def take_back_proxy(
    writing: AsyncSession, society: Society, appointment_id: UUID, *, by: UUID, at: datetime, site: Site
) -> None:
    """In one press, until the vote is taken in the room or is over. Raises `WrongMoment`, `AlreadyDone`."""
    view = await representation.proxy(writing, appointment_id)
    meeting = await _meeting(writing, view.meeting_id)
    await _check_before_the_vote(writing, meeting)
    await proxies.revoke(writing, appointment_id, by=by, at=at)
    await ballots.follow_proxies(writing, society, meeting.id, [view.member_id], at=at)
    await proxy_letters.tell_ended(writing, view, meeting.title, site=site, at=at)


async def decline_proxy(
    writing: AsyncSession, society: Society, appointment_id: UUID, *, by: UUID, at: datetime, site: Site
) -> None:
    """Whoever was named does not do it; the member is told. Raises as `take_back_proxy`, and `NotAllowed`."""
    view = await representation.proxy(writing, appointment_id)
    meeting = await _meeting(writing, view.meeting_id)
    await _check_before_the_vote(writing, meeting)
    await proxies.decline(writing, appointment_id, by=by, at=at)
    await ballots.follow_proxies(writing, society, meeting.id, [view.member_id], at=at)
    await proxy_letters.tell_declined(writing, view, meeting.title, site=site, at=at)


async def end_proxies_of(
    writing: AsyncSession, society: Society, person_id: UUID, *, by: UUID, at: datetime, site: Site | None = None
) -> int:
    """Somebody died: nobody votes for them, and whom they were to vote for votes themself. Returns how many ended.

    Where the vote is being taken or is over nothing changes any more; and a direction is the member's own word, which
    stands without whoever was named.
    """
    ended = 0
    for view in await representation.proxies_with(writing, person_id):
        theirs = view.member_id == person_id
        meeting = await writing.get(Meeting, view.meeting_id)
        if meeting is None or not (theirs or not (view.as_chair or view.directed)):
            continue
        try:
            rules.check_may_have_ballot(meeting.stage)
            await _check_before_the_vote(writing, meeting)
        except WrongMoment:
            continue
        await (proxies.revoke if theirs else proxies.lapse)(writing, view.id, by=by, at=at)
        await ballots.follow_proxies(writing, society, meeting.id, [view.member_id], at=at)
        if site is not None:
            tell = proxy_letters.tell_ended if theirs else proxy_letters.tell_cannot
            await tell(writing, view, meeting.title, site=site, at=at)
        ended += 1
    return ended


async def let_proxy_decide(
    writing: AsyncSession, society: Society, appointment_id: UUID, ballot_id: UUID, *, at: datetime
) -> None:
    """The member takes back what they sealed for one vote: whoever they named decides."""
    view = await representation.proxy(writing, appointment_id)
    meeting = await _meeting(writing, view.meeting_id)
    await _check_before_the_vote(writing, meeting)
    await proxies.leave_to_holder(writing, appointment_id, ballot_id, at=at)
    await ballots.follow_proxies(writing, society, meeting.id, [view.member_id], at=at)


async def _check_before_the_vote(reading: AsyncSession, meeting: Meeting) -> None:
    votes = await ballot_queries.stages_of_votes(reading, meeting.id)
    going_on = [vote for vote in votes if vote.stage is not BallotStage.WITHDRAWN]
    before = (BallotStage.DRAFT, BallotStage.PUBLISHED, BallotStage.FROZEN)
    if any(vote.stage in before or (vote.stage is BallotStage.OPEN and not vote.taken) for vote in going_on):
        return
    if going_on:
        raise WrongMoment(
            "The vote is being taken or is over, so this cannot be changed any more. While voting is open, a member "
            "can still vote themself: then only their own vote counts."
        )


async def hand_to_chair(
    writing: AsyncSession, society: Society, meeting_id: UUID, chair_id: UUID, *, at: datetime
) -> int:
    """Somebody has taken the chair: what members left to "the chair of the meeting" is theirs."""
    changed = await proxies.hand_to_chair(writing, meeting_id, chair_id, at=at)
    await ballots.follow_proxies(writing, society, meeting_id, at=at)
    return changed


async def chair_to_come(reading: AsyncSession, meeting: Meeting, at: datetime) -> UUID | None:
    """Who will be in the chair as far as is known: whoever is, else the one who holds the office of chair."""
    if meeting.chair_id is not None:
        return meeting.chair_id
    chairs = await identity.holders(reading, Role.CHAIR, rules.day_of(at))
    return chairs[0].id if len(chairs) == 1 else None


__all__ = [
    "chair_to_come",
    "deadline_of",
    "decline_proxy",
    "end_proxies_of",
    "enter_paper",
    "for_meeting",
    "hand_to_chair",
    "let_proxy_decide",
    "name_proxy",
    "take_back_proxy",
]
