"""A forum ends: nobody belongs to it, leads it or is sent by it any more. What it did stays readable."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.errors import NotValid
from govern.forums.gatherings.lifecycle.calling import call_off
from govern.forums.gatherings.lifecycle.founding import check_open
from govern.forums.gatherings.lifecycle.terms import end_term
from govern.forums.gatherings.models import Belonging, Delegate, FacilitatorTerm, Forum
from govern.identity.rules import day_of
from govern.languages import LANGUAGES
from govern.meetings import queries as meetings
from govern.meetings.lifecycle.gathering import LIVING
from govern.meetings.rules import Stage
from govern.record import Event
from govern.sentences import Sentence


async def close_forum(writing: AsyncSession, forum_id: UUID, *, by: UUID, at: datetime) -> None:
    """The forum ends: nobody belongs to it or leads it any more, and what it called is called off.

    Raises `NotValid` while others stand below it, or people are together in it.
    """
    row = await locked(writing, Forum, forum_id)
    check_open(row)
    below = select(Forum.id).where(
        (Forum.parent_id == forum_id) | (Forum.linked_to_id == forum_id), Forum.closed_on.is_(None)
    )
    if await writing.scalar(below.limit(1)) is not None:
        raise NotValid("Other forums stand below this one or speak through it. Close them first, or move them.")
    for one in await meetings.gatherings_of(writing, [forum_id], "en", stages=LIVING):
        if one.stage is Stage.OPEN:
            raise NotValid("People are at work in this forum now. Close it later.")
        why = {code: language.say(Sentence("The forum is closed.")) for code, language in LANGUAGES.items()}
        await call_off(writing, forum_id, one.id, why, by=by, at=at)
    row.closed_on = day_of(at)
    for sent in list(await writing.scalars(select(Delegate).where(Delegate.to_on.is_(None), _ends_there(forum_id)))):
        await end_term(writing, sent, row.closed_on, by=by, at=at)
    for span in await writing.scalars(
        select(Belonging).where(Belonging.forum_id == forum_id, Belonging.to_on.is_(None))
    ):
        span.to_on = row.closed_on
    for term in await writing.scalars(
        select(FacilitatorTerm).where(FacilitatorTerm.forum_id == forum_id, FacilitatorTerm.to_on.is_(None))
    ):
        term.to_on = row.closed_on
    await record.add(writing, Event("forum.closed", f"forum:{forum_id}", at, by))


def _ends_there(forum_id: UUID) -> ColumnElement[bool]:
    return or_(Delegate.forum_id == forum_id, Delegate.to_forum_id == forum_id)
