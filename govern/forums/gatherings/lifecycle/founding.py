"""First chapter: a forum is founded in a layer of the rules, and described."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book.tables import ForumLayer
from govern.database import locked
from govern.errors import AlreadyDone, NotFound, NotValid
from govern.forums.gatherings.models import Forum
from govern.identity.rules import day_of
from govern.record import Event

Words = dict[str, str]


class ForumDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A forum as an officer writes it down. `parent` is the forum above; `linked_to` the one it speaks through."""

    layer: str
    name: Words
    place: Words = {}
    about: Words = {}
    parent: UUID | None = None
    linked_to: UUID | None = None


async def layer_of(reading: AsyncSession, layer: str, on: date) -> ForumLayer:
    """The layer as the rules of a day have it. Raises `NotFound`."""
    return (await rulebook.in_force(reading, on)).rulebook.forum_layer(layer)


async def found_forum(writing: AsyncSession, wanted: ForumDraft, *, by: UUID | None, at: datetime) -> UUID:
    """A forum begins. Raises `NotFound` for a layer the rules do not know, `NotValid` for a place it cannot have."""
    layer = await layer_of(writing, wanted.layer, day_of(at))
    if not any(wanted.name.values()):
        raise NotValid("Give the forum a name.", field="name")
    await _check_place(writing, layer, wanted, day_of(at))
    row = Forum(
        id=uuid4(),
        layer=layer.id,
        name=wanted.name,
        place=wanted.place,
        about=wanted.about,
        parent_id=wanted.parent,
        linked_to_id=wanted.linked_to,
        restricted=bool(layer.restricted_to),
        founded_on=day_of(at),
        founded_by=by,
    )
    writing.add(row)
    await writing.flush()
    await _note(writing, "forum.founded", row.id, by, at, layer=layer.id)
    return row.id


async def _check_place(reading: AsyncSession, layer: ForumLayer, wanted: ForumDraft, on: date) -> None:
    """What is above is of a higher layer, and what it is linked to is of the layer that the rules name."""
    if wanted.parent is not None:
        above = await layer_of(reading, (await _forum(reading, wanted.parent)).layer, on)
        if above.order <= layer.order:
            raise NotValid("The forum above must be of a higher layer. Choose another one.", field="parent")
    if layer.linked_to is None and wanted.linked_to is not None:
        raise NotValid("By the rules a forum of this kind is not linked to another one.", field="linked_to")
    if layer.linked_to is not None:
        if wanted.linked_to is None:
            raise NotValid("Choose the forum this one speaks through.", field="linked_to")
        if (await _forum(reading, wanted.linked_to)).layer != layer.linked_to:
            raise NotValid("By the rules it speaks through a forum of another kind.", field="linked_to")


async def _forum(reading: AsyncSession, forum_id: UUID) -> Forum:
    found = await reading.get(Forum, forum_id)
    if found is None or found.closed_on is not None:
        raise NotFound("There is no such forum any more. Choose another one.")
    return found


async def change_forum(
    writing: AsyncSession, forum_id: UUID, name: Words, place: Words, about: Words, *, by: UUID, at: datetime
) -> None:
    """Name, place and what it is about, as its facilitator writes them."""
    row = await locked(writing, Forum, forum_id)
    check_open(row)
    if not any(name.values()):
        raise NotValid("Give the forum a name.", field="name")
    row.name, row.place, row.about = name, place, about
    await _note(writing, "forum.changed", forum_id, by, at)


def check_open(row: Forum) -> None:
    """Raises `AlreadyDone` where the forum has been closed."""
    if row.closed_on is not None:
        raise AlreadyDone("This forum was closed on {day}. What it did can still be read.", day=row.closed_on)


async def _note(
    writing: AsyncSession, verb: str, forum_id: UUID, by: UUID | None, at: datetime, **facts: str | int
) -> None:
    await record.add(writing, Event(verb, f"forum:{forum_id}", at, by, dict(facts)))
