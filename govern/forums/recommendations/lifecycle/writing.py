"""First chapter: written in a forum in plain words and in Easy Read, raised by people, agreed by the forum.

From the agreement on its words stand (invariant 64) and the clock of the first layer runs.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import locked
from govern.errors import AlreadyDone, NotFound, NotValid
from govern.forums.gatherings.lifecycle.founding import check_open
from govern.forums.gatherings.models import Forum
from govern.forums.recommendations import rules
from govern.forums.recommendations.lifecycle.keeping import (
    Taken,
    book_of,
    easy_of,
    hand,
    keep,
    note,
    places,
    said,
    version_of,
    wording_of,
)
from govern.forums.recommendations.models import Raiser, Recommendation, RecommendationVersion
from govern.forums.recommendations.rules import EasyLine, Holder, Stage, Step, Way, Wording
from govern.forums.recommendations.rules.journey import StepKind
from govern.identity.rules import day_of
from govern.meetings.lifecycle.preparing import spoken


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody who raised it wishes: the name shown or not, and how the answer comes back to them."""

    show_name: bool = False
    way: Way | None = None
    format: str | None = None


async def write(writing: AsyncSession, forum_id: UUID, wording: Wording, *, by: UUID, at: datetime) -> UUID:
    """A draft of a forum. Nobody outside it knows of it. Raises `NotValid`, `AlreadyDone` for a closed forum."""
    check_open(await locked(writing, Forum, forum_id))
    rules.check_wording(wording)
    row = Recommendation(
        id=uuid4(),
        forum_id=forum_id,
        stage=Stage.DRAFT,
        version=1,
        times=0,
        appeal_number=0,
        written_by=by,
        written_at=at,
    )
    writing.add(row)
    await writing.flush()
    first = RecommendationVersion(
        recommendation_id=row.id,
        number=1,
        title=said(wording.title),
        text=said(wording.text),
        easy=_as_json(wording.easy),
        facts={},
        forum_id=forum_id,
        written_by=by,
        written_at=at,
    )
    writing.add(first)
    await writing.flush()
    await note(writing, "recommendation.written", row.id, by, at)
    return row.id


def _as_json(easy: object) -> str:
    return msgspec.json.encode(easy).decode()


async def _draft(writing: AsyncSession, recommendation_id: UUID) -> Recommendation:
    """The row while the forum has not agreed on it. Raises `WrongMoment`."""
    row = await locked(writing, Recommendation, recommendation_id)
    rules.after(row.stage, Step.AGREE)
    return row


async def reword(writing: AsyncSession, recommendation_id: UUID, wording: Wording, *, by: UUID, at: datetime) -> None:
    """Other words, while the forum has not agreed. Its Easy Read stays and is looked at again."""
    row = await _draft(writing, recommendation_id)
    rules.check_wording(wording)
    version = await version_of(writing, row)
    version.title, version.text = said(wording.title), said(wording.text)
    await note(writing, "recommendation.reworded", row.id, by, at)


async def write_easy(
    writing: AsyncSession,
    recommendation_id: UUID,
    language: str,
    lines: Sequence[EasyLine],
    pictures: Collection[str],
    *,
    by: UUID,
    at: datetime,
) -> None:
    """The Easy Read in one language: short lines, a picture each. Raises `NotValid`, `NotFound`."""
    row = await _draft(writing, recommendation_id)
    if language not in spoken(await book_of(writing, at)):
        raise NotFound("This society does not write in this language. Go back and choose another one.")
    rules.check_easy(lines, pictures)
    version = await version_of(writing, row)
    version.easy = _as_json({**easy_of(version), language: tuple(lines)})
    await note(writing, "recommendation.easy_written", row.id, by, at)


async def name_raiser(
    writing: AsyncSession, recommendation_id: UUID, person_id: UUID, wish: Wish, *, by: UUID, at: datetime
) -> None:
    """Somebody raised this: they say so themselves, or the facilitator writes them down with their wish.

    Until the answer is there it can be said and changed at any time. Raises `NotValid`, `WrongMoment`.
    """
    row = await locked(writing, Recommendation, recommendation_id)
    if row.stage not in (Stage.DRAFT, *rules.OWED):
        rules.after(row.stage, Step.END)
    if wish.format is not None and wish.format not in rules.FORMATS:
        raise NotValid("Choose a format from the list.", field="format")
    found = await writing.get(Raiser, (row.id, person_id))
    if found is None:
        found = Raiser(recommendation_id=row.id, person_id=person_id, named_by=by, named_at=at)
        writing.add(found)
    found.show_name, found.way, found.format = wish.show_name, wish.way, wish.format
    await writing.flush()
    await note(writing, "recommendation.raiser_named", row.id, by, at)


async def drop_raiser(
    writing: AsyncSession, recommendation_id: UUID, person_id: UUID, *, by: UUID, at: datetime
) -> None:
    """Somebody is not one of those who raised it. Raises `NotFound`."""
    row = await locked(writing, Recommendation, recommendation_id)
    found = await writing.get(Raiser, (row.id, person_id))
    if found is None:
        raise NotFound("This person is not on the list of those who raised it. Look at the list again.")
    await writing.delete(found)
    await writing.flush()
    await note(writing, "recommendation.raiser_dropped", row.id, by, at)


async def agree(
    writing: AsyncSession, recommendation_id: UUID, agreed_on: date, minute: str, *, by: UUID, at: datetime
) -> Holder:
    """The forum has agreed at a gathering, and it goes to whoever answers first. Returns who that is.

    Called by the facilitator with the day and where the decision stands. Raises `WrongMoment`, `NotValid`.
    """
    row = await locked(writing, Recommendation, recommendation_id)
    stage = rules.after(row.stage, Step.AGREE)
    today = day_of(at)
    book = await book_of(writing, at)
    version = await version_of(writing, row)
    easy_needed = "easy_read" in book.notice.formats
    rules.check_agreed(wording_of(version), spoken(book), minute, easy_needed=easy_needed)
    if agreed_on > today:
        raise NotValid("This day is still to come. Note the decision once the forum has met.", field="agreed_on")
    known = await places(writing)
    asks = known[row.forum_id]
    holder = rules.first_holder(book, asks, known)
    row.stage, row.agreed_on, row.through_id = stage, agreed_on, asks.through
    hand(row, holder, book, today)
    taken = Taken(
        kind=StepKind.AGREED,
        on_day=agreed_on,
        minute=minute,
        here=Holder(asks.layer, asks.id),
        next=holder,
        due_on=row.due_on,
    )
    await keep(writing, row, taken, by=by, at=at)
    return holder


async def drop(writing: AsyncSession, recommendation_id: UUID, *, by: UUID, at: datetime) -> None:
    """Taken back before the forum agreed. Raises `WrongMoment` once it is on its way."""
    row = await locked(writing, Recommendation, recommendation_id)
    if row.stage is Stage.DROPPED:
        raise AlreadyDone("This was taken back already.")
    row.stage = rules.after(row.stage, Step.DROP)
    await note(writing, "recommendation.dropped", row.id, by, at)
