"""Where things to be found come from: for each kind, how its texts are read and whose they are to read.

A source answers two questions about its things: `texts` (what of each is to be found) and `seen` (which of them this
reader may read today). Both ask however many things at once. The record calls things by a source's `subject`; where
it speaks of what they belong to, as of a meeting for its papers, `belonging` says which things those are.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.minutes.search.rules import Kind, Reader, Text
from govern.minutes.search.sources import forums, meetings, minutes, papers, past, recommendations, votes

Texts = Callable[[AsyncSession, Collection[UUID]], Awaitable[Mapping[UUID, list[Text]]]]
Belonging = Callable[[AsyncSession, Collection[UUID]], Awaitable[frozenset[UUID]]]
Seen = Callable[[AsyncSession, Collection[UUID], Reader], Awaitable[frozenset[UUID]]]


class Source(msgspec.Struct, frozen=True):
    """One kind of thing: what the record calls it (`subject`), its texts, and who may read them."""

    subject: str
    texts: Texts
    seen: Seen
    belonging: Belonging | None = None


SOURCES: dict[Kind, Source] = {
    Kind.MINUTES: Source("minutes", minutes.texts, minutes.seen),
    Kind.VOTE: Source("ballot", votes.texts, votes.seen),
    Kind.RECOMMENDATION: Source("recommendation", recommendations.texts, recommendations.seen),
    Kind.MEETING: Source("meeting", meetings.texts, meetings.seen),
    Kind.PAPER: Source("meeting", papers.texts, papers.seen, papers.belonging),
    Kind.FORUM: Source("forum", forums.texts, forums.seen),
    Kind.PAST: Source("past_minutes", past.texts, past.seen),
}
