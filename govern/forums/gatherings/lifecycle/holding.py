"""Sixth chapter: the gathering opens, what is said and decided is noted in plain words while it goes on, it closes.

open (or only to talk, without a quorum) ──► hear | decide | more time, once ──► close: what was not reached waits
again; an answer that is owed stays until it is given
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots.lifecycle import check_cited
from govern.constituencies.boards.queries import domains
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from govern.forums.gatherings import rules
from govern.forums.gatherings.lifecycle.calling import item_behind, put_what_is_owed
from govern.forums.gatherings.models import Belonging, Dissent, ForumItem, GatheringNote
from govern.forums.gatherings.rules import COUNTS, HowDecided, View
from govern.identity.rules import day_of
from govern.meetings import lifecycle as meetings
from govern.meetings import rules as meeting_rules
from govern.meetings.lifecycle.gathering import point
from govern.meetings.lifecycle.held import agenda_of
from govern.meetings.lifecycle.meeting import quorum_at
from govern.meetings.models import AgendaItem, Meeting
from govern.meetings.rules import Outcome
from govern.meetings.rules import Stage as MeetingStage
from govern.record import Event


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What the forum decided, as whoever leads it writes it down. `sought`: they looked for agreement before they
    voted. `topic` is a matter of the rules, if the rules give it to somebody."""

    words: str
    how: HowDecided
    sought: bool = False
    voted_for: int | None = None
    voted_against: int | None = None
    voted_neither: int | None = None
    topic: str | None = None


async def begin(
    writing: AsyncSession, forum_id: UUID, meeting_id: UUID, *, to_talk: bool, by: UUID, at: datetime
) -> None:
    """The gathering opens, led by whoever leads the forum and is there. Without a quorum only to talk."""
    await put_what_is_owed(writing, forum_id, meeting_id, by=by, at=at)
    await meetings.open_(writing, meeting_id, by, by=by, at=at, forum_id=forum_id, to_talk=to_talk)


async def note(writing: AsyncSession, forum_id: UUID, point_id: UUID, words: str, *, by: UUID, at: datetime) -> None:
    """What was said, in plain words, while the gathering is on."""
    row, _, _ = await _on(writing, forum_id, point_id)
    row.words = words.strip()
    await _record(writing, "forum.noted", forum_id, by, at, item=str(point_id))


async def _on(writing: AsyncSession, forum_id: UUID, point_id: UUID) -> tuple[GatheringNote, AgendaItem, Meeting]:
    """The note of an item of a gathering that is on. Raises `NotFound`, `WrongMoment`."""
    item, meeting = await point(writing, forum_id, point_id)
    if meeting.stage is MeetingStage.NOTICED:
        raise WrongMoment("The gathering has not begun. Check people in, then open it.")
    meeting_rules.check_on(meeting.stage)
    row = await writing.get(GatheringNote, point_id)
    if row is None:
        raise NotFound("This is not on the agenda any more. Go back and look at the agenda again.")
    return row, item, meeting


async def hear(writing: AsyncSession, forum_id: UUID, point_id: UUID, *, by: UUID, at: datetime) -> None:
    """It was talked about, and nothing is decided. Raises what stands in the way (M33, invariant 66)."""
    _, item, _ = await _on(writing, forum_id, point_id)
    await _check_may_settle(writing, item)
    await _heard(writing, forum_id, point_id, by, at)


async def _heard(writing: AsyncSession, forum_id: UUID, point_id: UUID, by: UUID, at: datetime) -> None:
    await meetings.settle_item(writing, point_id, Outcome.HEARD, by=by, at=at, forum_id=forum_id)


async def _check_may_settle(writing: AsyncSession, item: AgendaItem, *, answers: bool = False) -> ForumItem | None:
    rules.check_unsettled(item.outcome is not None)
    behind = await item_behind(writing, item.id)
    if behind is not None:
        rules.check_not_answered_by_talk(behind.owed_id is not None and not answers)
        rules.check_view(behind.about_id, behind.their_view)
    return behind


async def decide(
    writing: AsyncSession,
    forum_id: UUID,
    point_id: UUID,
    wanted: Decision,
    *,
    answers: bool = False,
    cites: Collection[UUID] = (),
    by: UUID,
    at: datetime,
) -> bool:
    """The forum decides, with a quorum, inside its domain. Returns whether it was carried.

    `answers`: with the same step the answer is given that the forum owes; nothing else settles such an item.

    Raises `OutsideTheDomain` naming the body that may (invariant 68), `WrongMoment` without a quorum, `NotAllowed`
    for something about a person who was not asked (M33), and where people were asked one by one and nothing says what
    changed because of them (invariant 78; `cites` are consultations of which the same step says so), `NotValid`.
    """
    row, item, meeting = await _on(writing, forum_id, point_id)
    behind = await _check_may_settle(writing, item, answers=answers)
    if not wanted.words.strip():
        raise NotValid("Write down what was decided.", field="decision")
    if wanted.topic:
        place = await domains.may_decide(writing, meeting.body, wanted.topic, day_of(meeting.starts_at))
        row.ground, item.topic = place.body, wanted.topic
    quorum = await quorum_at(writing, meeting, at)
    rules.check_quorum_of_a_forum(quorum.counted, quorum.needed)
    row.decision, row.how_decided, row.decided_at = wanted.words.strip(), wanted.how, at
    row.carried, row.present = True, quorum.here
    if wanted.how is HowDecided.MAJORITY:
        rules.check_consensus_first(wanted.sought)
        voices = wanted.voted_for or 0, wanted.voted_against or 0, wanted.voted_neither or 0
        rules.check_numbers(*voices, present=quorum.here)
        row.voted_for, row.voted_against, row.voted_neither = voices
        row.carried = rules.carried_by(voices[0], quorum.here)
    if row.carried:
        beside = [point_id] if behind is None else [point_id, behind.id]
        await check_cited(writing, beside, cites, field="decision")
    await writing.flush()
    outcome = Outcome.DECIDED if row.carried else Outcome.HEARD
    await meetings.settle_item(writing, point_id, outcome, by=by, at=at, forum_id=forum_id)
    return row.carried


async def dissent(
    writing: AsyncSession, forum_id: UUID, point_id: UUID, person_id: UUID, words: str, *, by: UUID, at: datetime
) -> None:
    """A member asks that the notes say they see it otherwise. Raises `WrongMoment`, `NotValid`, `AlreadyDone`."""
    row, _, _ = await _on(writing, forum_id, point_id)
    if row.decided_at is None:
        raise WrongMoment("Nothing is decided on this yet. Note what was decided first.")
    standing = await writing.scalar(
        select(Belonging.standing).where(
            Belonging.forum_id == forum_id, Belonging.person_id == person_id, Belonging.to_on.is_(None)
        )
    )
    if standing not in COUNTS:
        raise NotValid("Only members of the forum decide here. Choose somebody from the list.", field="dissenter")
    if await writing.get(Dissent, (point_id, person_id)) is not None:
        raise AlreadyDone("The notes say so already.", field="dissenter")
    writing.add(Dissent(item_id=point_id, person_id=person_id, words=words.strip(), at=at))
    await writing.flush()
    await _record(writing, "forum.dissent_noted", forum_id, by, at, item=str(point_id))


async def more_time(writing: AsyncSession, forum_id: UUID, point_id: UUID, *, by: UUID, at: datetime) -> None:
    """Somebody asks for more time: once, and without a vote, the item waits for the next gathering (M87)."""
    _, item, _ = await _on(writing, forum_id, point_id)
    rules.check_unsettled(item.outcome is not None)
    behind = await item_behind(writing, point_id)
    if behind is None:
        raise NotFound("This is not on the agenda any more. Go back and look at the agenda again.")
    rules.check_more_time(behind.more_time_at is not None, behind.owed_id is not None)
    behind.more_time_at, behind.more_time_by = at, by
    await _wait_again(writing, forum_id, point_id, behind, by, at)


async def _wait_again(
    writing: AsyncSession, forum_id: UUID, point_id: UUID, behind: ForumItem | None, by: UUID, at: datetime
) -> None:
    await meetings.settle_item(writing, point_id, Outcome.PUT_OFF, by=by, at=at, forum_id=forum_id)
    if behind is not None:
        behind.meeting_id = behind.agenda_item_id = None
    await writing.flush()


async def say_whom_it_is_about(
    writing: AsyncSession, forum_id: UUID, point_id: UUID, about: UUID | None, *, by: UUID, at: datetime
) -> None:
    """It is about one person: from now on nothing of it is settled without them (M33)."""
    item = await _unsettled(writing, forum_id, point_id)
    item.about_id, item.their_view = about, View.NOT_ASKED if about else None
    item.their_words = ""
    await _record(writing, "forum.item_about", forum_id, by, at, item=str(item.id))


async def _unsettled(writing: AsyncSession, forum_id: UUID, point_id: UUID) -> ForumItem:
    """What is behind an item of the agenda that nobody has settled. Raises `NotFound`, `WrongMoment`."""
    on_agenda, _ = await point(writing, forum_id, point_id)
    behind = await item_behind(writing, point_id)
    rules.check_unsettled(on_agenda.outcome is not None)
    if behind is None:
        raise NotFound("This is not on the agenda any more. Go back and look at the agenda again.")
    return behind


async def keep_view(
    writing: AsyncSession, forum_id: UUID, point_id: UUID, view: View, words: str, *, by: UUID, at: datetime
) -> None:
    """They are here and were heard, or said what they want (M33). Raises `NotValid`, `NotAllowed`."""
    item = await _unsettled(writing, forum_id, point_id)
    if item.about_id is None:
        raise NotAllowed("This is not about one person. Say first whom it is about.")
    if view is View.SAID and not words.strip():
        raise NotValid("Write down what they said, in their own words.", field="their_words")
    item.their_view, item.their_words = view, words.strip()
    await _record(writing, "forum.view_kept", forum_id, by, at, item=str(item.id))


async def close(writing: AsyncSession, forum_id: UUID, meeting_id: UUID, *, by: UUID, at: datetime) -> int:
    """The gathering is over. What was not reached waits again, answers owed too. Returns how many those are."""
    left = 0
    for item in await agenda_of(writing, meeting_id):
        behind = await item_behind(writing, item.id)
        if item.outcome is None and behind is not None and behind.settled_at is not None:
            await _heard(writing, forum_id, item.id, by, at)
        elif item.outcome is None:
            await _wait_again(writing, forum_id, item.id, behind, by, at)
            left += 1
        elif behind is not None:
            behind.settled_at = at
    await meetings.close(writing, meeting_id, by=by, at=at, forum_id=forum_id)
    return left


async def answered(writing: AsyncSession, owed_id: UUID, *, by: UUID, at: datetime) -> None:
    """The answer a forum owed is given: what put itself on its agenda is done there too (invariant 66)."""
    for item in await writing.scalars(
        select(ForumItem).where(ForumItem.owed_id == owed_id, ForumItem.settled_at.is_(None))
    ):
        item.settled_at = at
        if item.agenda_item_id is not None:
            on_agenda, meeting = await point(writing, item.forum_id, item.agenda_item_id)
            if meeting.stage is MeetingStage.OPEN and on_agenda.outcome is None:
                await _heard(writing, item.forum_id, on_agenda.id, by, at)
        await _record(writing, "forum.owed_answered", item.forum_id, by, at, item=str(item.id))


async def _record(
    writing: AsyncSession, verb: str, forum_id: UUID, by: UUID | None, at: datetime, **facts: str | int
) -> None:
    await record.add(writing, Event(verb, f"forum:{forum_id}", at, by, dict(facts)))
