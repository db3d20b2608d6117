"""A gathering's decision, taken further in the same step: what a forum decides to ask becomes a recommendation, and
the answer it owes is given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import Decision, ItemDraft
from govern.forums.gatherings.models import ForumItem
from govern.forums.gatherings.queries import people_of
from govern.forums.gatherings.rules import ItemKind, check_no_names
from govern.forums.recommendations import rules
from govern.forums.recommendations.lifecycle.citing import Because
from govern.forums.recommendations.lifecycle.climbing import answer
from govern.forums.recommendations.lifecycle.keeping import book_of, places, version_of, wording_of
from govern.forums.recommendations.lifecycle.writing import Wish, agree, name_raiser, write
from govern.forums.recommendations.models import Recommendation
from govern.forums.recommendations.rules import Reply, Stage, Step, Wording
from govern.identity.rules import Site
from govern.meetings.lifecycle.preparing import spoken


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What the gathering decided: its words in one language, on which day, and where that stands."""

    words: Mapping[str, str]
    on_day: date
    minute: str


async def put_forward(writing: AsyncSession, recommendation_id: UUID, *, by: UUID, at: datetime) -> UUID:
    """A draft comes before the forum's next gathering: once that has decided, it goes on by itself.

    Raises `WrongMoment` once the forum has agreed, `AlreadyDone` where it waits for a gathering.
    """
    row = await locked(writing, Recommendation, recommendation_id)
    rules.after(row.stage, Step.AGREE)
    waits = select(ForumItem.id).where(
        ForumItem.asked_id == row.id, ForumItem.settled_at.is_(None), ForumItem.taken_back_at.is_(None)
    )
    if await writing.scalar(waits) is not None:
        raise AlreadyDone("This is with the next gathering already. Ask the facilitator to put it on the agenda.")
    wanted = ItemDraft(kind=ItemKind.ASK, title=(await version_of(writing, row)).title, asked=row.id)
    return await gatherings.raise_item(writing, row.forum_id, wanted, by=by, at=at)


async def ask(writing: AsyncSession, point_id: UUID, decided: Decided, *, by: UUID, at: datetime) -> UUID | None:
    """What the forum decided to ask of others becomes a recommendation, and goes on where its words are whole.

    A draft that was put forward keeps its own words; else the decision is what is asked. Returns the recommendation,
    or None where nothing is asked of others, or nobody stands above the forum.
    """
    item = await gatherings.item_behind(writing, point_id)
    if item is None or item.kind is not ItemKind.ASK:
        return None
    if item.asked_id is None:
        if not await _somebody_answers(writing, item.forum_id, at):
            return None
        wording = Wording(title=item.title, text=decided.words)
        item.asked_id = await write(writing, item.forum_id, wording, by=by, at=at)
        if item.raised_by is not None:
            await name_raiser(writing, item.asked_id, item.raised_by, Wish(), by=by, at=at)
    row = await locked(writing, Recommendation, item.asked_id)
    if row.stage is Stage.DRAFT and await _is_whole(writing, row, item, at):
        await agree(writing, row.id, decided.on_day, decided.minute, by=by, at=at)
    return row.id


async def _somebody_answers(writing: AsyncSession, forum_id: UUID, at: datetime) -> bool:
    """Whether anybody stands above the forum. What it asks of nobody it decides itself."""
    known = await places(writing)
    try:
        rules.first_holder(await book_of(writing, at), known[forum_id], known)
    except NotAllowed:
        return False
    return True


async def _is_whole(writing: AsyncSession, row: Recommendation, item: ForumItem, at: datetime) -> bool:
    """It is there in every language and form that the rules ask for, and tells nobody's story outside the forum.

    What is about one person, or names somebody of a restricted forum, waits until the facilitator has looked at it.
    """
    book = await book_of(writing, at)
    wording = wording_of(await version_of(writing, row))
    easy_needed = "easy_read" in book.notice.formats
    if item.about_id is not None or not rules.is_whole(wording, spoken(book), easy_needed=easy_needed):
        return False
    if (await places(writing))[row.forum_id].through is None:
        return True
    names = [one.name for one in await people_of(writing, row.forum_id)]
    easy = " ".join(line.words for lines in wording.easy.values() for line in lines)
    try:
        check_no_names(names, text=" ".join((*wording.title.values(), *wording.text.values(), easy)))
    except NotValid:
        return False
    return True


async def answer_at_gathering(
    writing: AsyncSession,
    forum_id: UUID,
    point_id: UUID,
    wanted: Decision,
    reply: Reply,
    *,
    because: Because,
    site: Site,
    by: UUID,
    at: datetime,
) -> Step:
    """The forum decides on the answer it owes, and with that it is given (invariant 66).

    Raises what stands in the way of a decision or of an answer; `NotAllowed` where it was not carried: that answers
    nobody.
    """
    item = await gatherings.item_behind(writing, point_id)
    if item is None or item.forum_id != forum_id or item.owed_id is None or item.settled_at is not None:
        raise NotFound("The forum owes no answer here any more. Go back and look at the agenda again.")
    if not await gatherings.decide(writing, forum_id, point_id, wanted, answers=True, by=by, at=at):
        raise NotAllowed(
            "More than half of the members here must be for an answer. Talk on, and look for another one.",
            field="voted_for",
        )
    return await answer(writing, item.owed_id, reply, because=because, site=site, by=by, at=at)
