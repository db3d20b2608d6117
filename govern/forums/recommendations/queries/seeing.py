"""How much of a recommendation somebody may see, and what forums and layers are called for them. The one gate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import called
from govern.errors import NotFound
from govern.forums.gatherings import queries as gatherings
from govern.forums.gatherings.models import Forum
from govern.forums.gatherings.rules import Reach
from govern.forums.recommendations.models import Recommendation
from govern.forums.recommendations.rules import INSIDE, Holder, Stage, told_late, told_origin, told_stage
from govern.sentences import Name, Sentence


class Gate(msgspec.Struct, frozen=True):
    """A recommendation as far as it opens to somebody. `reach`: how far its first forum does; `holds`: how far the
    forum does that owes the answer now."""

    row: Recommendation
    reach: Reach
    holds: Reach

    @property
    def inside(self) -> bool:
        """They belong to the forum that asked, or lead it: they see who raised it and where its notes are."""
        return self.reach >= Reach.LISTENS

    @property
    def leads(self) -> bool:
        return self.reach is Reach.LEADS


async def gate(
    reading: AsyncSession,
    recommendation_id: UUID,
    person_id: UUID,
    on: date,
    *,
    officer: bool = False,
    needed: Reach | None = None,
) -> Gate:
    """The one way to a recommendation. `needed` is how far its first forum must open to them.

    What is on its way is there for every member and for officers, a draft for its forum alone. Raises `NotFound`
    where it is not there for them, or not so far.
    """
    row = await reading.get(Recommendation, recommendation_id)
    if row is None:
        raise nothing()
    reach = await gatherings.reach(reading, row.forum_id, person_id, on)
    holds = Reach.NOT_THERE
    if row.with_forum_id is not None and row.with_body is None:
        holds = await gatherings.reach(reading, row.with_forum_id, person_id, on)
    found = Gate(row, reach, holds)
    if row.stage in INSIDE:
        if not found.inside:
            raise nothing()
    elif not found.inside and not officer and not await register.constituencies_of(reading, person_id, on):
        raise nothing()
    if needed is not None and reach < needed:
        if reach is Reach.NOT_THERE:
            raise nothing()
        raise not_for_you()
    return found


def not_for_you() -> NotFound:
    return NotFound("This part is for the forum that asked. Join it, or ask its facilitator.")


def nothing() -> NotFound:
    return NotFound("There is no such recommendation. Go back to the list of recommendations.")


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a recommendation stands, as pages and papers tell it.

    `asks` is the forum that asked, or the one it speaks through (`through`); `holder` owes the answer,
    and is so many days `late`.
    """

    stage: Stage
    asks: Sentence | str
    through: bool
    holder: Sentence | str | None
    due_on: date | None
    late: int

    @property
    def stands(self) -> Sentence:
        return told_stage(self.stage, self.holder, self.due_on)

    @property
    def origin(self) -> Sentence:
        return told_origin(self.asks, through=self.through)

    @property
    def lateness(self) -> Sentence:
        return told_late(self.late)


class Called(msgspec.Struct, frozen=True):
    """What forums, layers and bodies are called, as somebody may know it: `hidden` forums have no name for them."""

    book: Rulebook
    names: Mapping[UUID, Mapping[str, str]]
    through: Mapping[UUID, UUID]
    hidden: frozenset[UUID]

    def forum(self, forum_id: UUID | None) -> Sentence | str:
        """A forum by its name; a hidden one by the forum it speaks through."""
        if forum_id is not None and forum_id in self.hidden:
            forum_id = self.through.get(forum_id)
        words = self.names.get(forum_id) if forum_id is not None else None
        if not words or forum_id in self.hidden:
            return Sentence("A forum")
        first = words.get("en") or next(iter(words.values()))
        return Name(first, **{code: text for code, text in words.items() if code != "en"})

    def holder(self, holder: Holder) -> Sentence | str:
        if holder.body is not None:
            return next(
                (called(one) for one in self.book.bodies if one.id == holder.body),
                Sentence("A body of earlier rules"),
            )
        return self.forum(holder.forum)

    def layer(self, layer: str | None) -> Sentence | str:
        """A layer by its name; above all of them stands the board."""
        if layer is None:
            return called(self.book.board())
        return next((called(one) for one in self.book.forum_layers if one.id == layer), Sentence("Earlier forums"))

    def is_hidden(self, forum_id: UUID) -> bool:
        return forum_id in self.hidden


async def called_for(reading: AsyncSession, book: Rulebook, person_id: UUID | None, on: date) -> Called:
    """The names of all forums as far as this person may know them; as everybody may without one. A constant number of
    questions."""
    known = set()
    if person_id is not None:
        known = {line.id for line in await gatherings.forums(reading, person_id, on, "en")}
    names, through, hidden = {}, {}, set()
    rows = await reading.execute(select(Forum.id, Forum.name, Forum.restricted, Forum.linked_to_id))
    for forum_id, words, restricted, linked_to in rows:
        names[forum_id] = words
        if linked_to is not None:
            through[forum_id] = linked_to
        if restricted and forum_id not in known:
            hidden.add(forum_id)
    return Called(book, names, through, frozenset(hidden))
