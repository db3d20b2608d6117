"""Seventh chapter: a forum sends some of its members to the forum above, for a term (invariant 63).

named at a gathering ──► member above as long as the term ──► the term ends, they leave, or somebody ends it
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries as register
from govern.database import locked
from govern.errors import NotFound, WrongMoment
from govern.forums.gatherings import rules
from govern.forums.gatherings.lifecycle.belonging import come, here
from govern.forums.gatherings.lifecycle.founding import check_open, layer_of
from govern.forums.gatherings.lifecycle.terms import end_term
from govern.forums.gatherings.models import Delegate, Forum
from govern.forums.gatherings.rules import Standing
from govern.identity.rules import day_of
from govern.meetings import queries as meetings
from govern.meetings.rules import Stage as MeetingStage
from govern.record import Event


class DelegateDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the forum sends, for which group, until when, and the gathering at which it chose them."""

    person_id: UUID
    constituency: str
    meeting_id: UUID
    until: date


async def send_delegate(
    writing: AsyncSession, forum_id: UUID, wanted: DelegateDraft, *, by: UUID, at: datetime
) -> UUID:
    """Somebody is sent to the forum above, and is a member there as long as their term lasts.

    Raises `NotAllowed` with the rule, `NotValid`, `WrongMoment`, `AlreadyDone`.
    """
    row, today = await locked(writing, Forum, forum_id), day_of(at)
    check_open(row)
    now = Delegate.forum_id == forum_id, Delegate.to_on.is_(None)
    sent = await writing.scalar(select(func.count()).select_from(Delegate).where(*now)) or 0
    rules.check_may_send(await layer_of(writing, row.layer, today), has_parent=row.parent_id is not None, sent=sent)
    if row.parent_id is None:
        raise NotFound("No forum stands above this one.")
    gathering = await meetings.found(writing, wanted.meeting_id, forum_id)
    if gathering.stage not in (MeetingStage.OPEN, MeetingStage.CLOSED):
        raise WrongMoment("A forum chooses its delegates at a gathering. Name them once it is on.", field="gathering")
    span = await here(writing, forum_id, wanted.person_id)
    rules.check_delegate(
        span.standing if span is not None else None,
        await register.constituencies_of(writing, wanted.person_id, today),
        wanted.constituency,
        is_one=await writing.scalar(select(Delegate.id).where(*now, Delegate.person_id == wanted.person_id))
        is not None,
        until=wanted.until,
        today=today,
    )
    term = Delegate(
        id=uuid4(),
        forum_id=forum_id,
        to_forum_id=row.parent_id,
        person_id=wanted.person_id,
        constituency=wanted.constituency,
        meeting_id=wanted.meeting_id,
        from_on=today,
        due_on=wanted.until,
        belonging_id=await _member_above(writing, row.parent_id, wanted.person_id, by=by, at=at),
        named_by=by,
    )
    writing.add(term)
    await writing.flush()
    await _record(writing, "forum.delegate_sent", forum_id, by, at, delegate=str(term.id))
    return term.id


async def _member_above(
    writing: AsyncSession, forum_id: UUID, person_id: UUID, *, by: UUID, at: datetime
) -> UUID | None:
    """The membership above that begins with the term; None where they are a member there anyway."""
    span = await here(writing, forum_id, person_id)
    if span is not None and span.standing is Standing.MEMBER:
        return None
    if span is not None:
        span.to_on = day_of(at)
        await writing.flush()
    return await come(writing, forum_id, person_id, Standing.MEMBER, by=by, at=at)


async def end_delegate(writing: AsyncSession, forum_id: UUID, delegate_id: UUID, *, by: UUID, at: datetime) -> None:
    """A term ends before its last day. Raises `NotFound`."""
    term = await locked(writing, Delegate, delegate_id)
    if term.forum_id != forum_id or term.to_on is not None:
        raise NotFound("This person is no delegate of the forum now. Look at the list again.")
    await end_term(writing, term, day_of(at), by=by, at=at)


async def _record(
    writing: AsyncSession, verb: str, forum_id: UUID, by: UUID | None, at: datetime, **facts: str | int
) -> None:
    await record.add(writing, Event(verb, f"forum:{forum_id}", at, by, dict(facts)))
