"""Third chapter: what is late puts itself on the next agenda of whoever owes the answer (invariant 66).

The clock calls it again and again. It asks first and writes only where something is missing on an agenda, so that a
meeting that put an answer off, or was called off, finds it on the next one.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.models import ForumItem
from govern.forums.recommendations.models import Recommendation, RecommendationVersion
from govern.forums.recommendations.rules import OWED
from govern.identity.rules import day_of
from govern.languages import LANGUAGES
from govern.meetings import lifecycle as meetings
from govern.sentences import Sentence
from govern.society import Society


class Late(msgspec.Struct, frozen=True):
    """An answer that is late and stands on no agenda yet that could take it."""

    id: UUID
    forum: UUID | None
    body: str | None
    title: dict[str, str]


async def late(reading: AsyncSession, at: datetime) -> tuple[Late, ...]:
    """What is to be put on an agenda now. Four questions, however many are late."""
    found = await reading.execute(
        select(Recommendation.id, Recommendation.with_forum_id, Recommendation.with_body, RecommendationVersion.title)
        .join(
            RecommendationVersion,
            (RecommendationVersion.recommendation_id == Recommendation.id)
            & (RecommendationVersion.number == Recommendation.version),
        )
        .where(Recommendation.stage.in_(list(OWED)), Recommendation.due_on < day_of(at))
        .order_by(Recommendation.due_on, Recommendation.id)
    )
    over = [Late(*row) for row in found]
    if not over:
        return ()
    ids = [one.id for one in over]
    waits = set(
        await reading.execute(
            select(ForumItem.owed_id, ForumItem.forum_id).where(
                ForumItem.owed_id.in_(ids), ForumItem.settled_at.is_(None)
            )
        )
    )
    ahead = await meetings.owed_ahead(reading, ids)
    drafts = await meetings.drafted(reading, at)
    return tuple(
        one
        for one in over
        if (one.body is None and (one.id, one.forum) not in waits)
        or (one.body is not None and one.body in drafts and (one.id, one.body) not in ahead)
    )


async def put_late(writing: AsyncSession, *, at: datetime) -> int:
    """Put each of them where it belongs. Returns how many."""
    put = 0
    for one in await late(writing, at):
        title = _title(one.title)
        if one.body is not None:
            done = await meetings.owe(writing, one.body, title, one.id, at=at)
        else:
            assert one.forum is not None
            done = await gatherings.owe(writing, one.forum, title, one.id, at=at)
        put += done is not None
    return put


def _title(words: dict[str, str]) -> dict[str, str]:
    """“We owe an answer: …” in every language it is written in."""
    return {
        code: LANGUAGES[code].say(Sentence("We owe an answer: {title}", title=text))
        for code, text in words.items()
        if code in LANGUAGES
    }


async def put_late_due(society: Society, *, at: datetime) -> int:
    """The clock's call: nothing is written where nothing is missing."""
    async with society.store.reading() as reading:
        missing = await late(reading, at)
    if not missing:
        return 0
    async with society.store.writing() as writing:
        return await put_late(writing, at=at)
