"""Fourth chapter: anybody in the forum raises what is to be talked about; an answer that is owed raises itself."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.boards.rules.domains import check_topic
from govern.constituencies.rulebook import queries as rulebook
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from govern.forums.gatherings.lifecycle.founding import check_open
from govern.forums.gatherings.models import Forum, ForumItem
from govern.forums.gatherings.rules import ItemKind, check_may_be_planned
from govern.identity.rules import day_of
from govern.record import Event


class ItemDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be talked about, as whoever raises it writes it. `topic` is a matter of the rules; `asked` the
    recommendation the forum decides about."""

    kind: ItemKind
    title: dict[str, str]
    words: str = ""
    topic: str | None = None
    about: UUID | None = None
    from_forum: UUID | None = None
    asked: UUID | None = None


async def raise_item(
    writing: AsyncSession, forum_id: UUID, wanted: ItemDraft, *, by: UUID | None, at: datetime
) -> UUID:
    """It waits for the forum's next gathering. Raises `NotValid`."""
    row = await locked(writing, Forum, forum_id)
    check_open(row)
    if not any(wanted.title.values()):
        raise NotValid("Say in a few words what it is about.", field="title")
    if wanted.topic is not None:
        check_topic((await rulebook.in_force(writing, day_of(at))).rulebook, wanted.topic)
    return await _put(writing, row, wanted, None, by, at)


async def owe(
    writing: AsyncSession, forum_id: UUID, title: dict[str, str], owed_id: UUID, *, at: datetime
) -> UUID | None:
    """The forum owes an answer and is late: the question puts itself on its next agenda, once (invariant 66).

    Returns None where it waits there already.
    """
    row = await locked(writing, Forum, forum_id)
    waits = select(ForumItem.id).where(
        ForumItem.forum_id == forum_id, ForumItem.owed_id == owed_id, ForumItem.settled_at.is_(None)
    )
    if await writing.scalar(waits) is not None:
        return None
    return await _put(writing, row, ItemDraft(kind=ItemKind.OWED, title=title), owed_id, None, at)


async def _put(
    writing: AsyncSession, row: Forum, wanted: ItemDraft, owed_id: UUID | None, by: UUID | None, at: datetime
) -> UUID:
    item = ForumItem(
        id=uuid4(),
        forum_id=row.id,
        kind=wanted.kind,
        title=wanted.title,
        words=wanted.words.strip(),
        topic=wanted.topic,
        raised_by=by,
        raised_at=at,
        about_id=wanted.about,
        owed_id=owed_id,
        asked_id=wanted.asked,
        from_forum_id=wanted.from_forum,
    )
    writing.add(item)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"item": str(item.id), "kind": wanted.kind.value}
    await record.add(writing, Event("forum.item_raised", f"forum:{row.id}", at, by, facts))
    return item.id


async def take_back(
    writing: AsyncSession, item_id: UUID, forum_id: UUID, *, leads: bool, by: UUID, at: datetime
) -> None:
    """Whoever raised it takes it back, or the facilitator does, while no gathering has taken it up.

    Raises `NotFound` where it is not this forum's, `NotAllowed` for an answer that is owed: it can only be answered
    (invariant 66).
    """
    item = await locked(writing, ForumItem, item_id)
    if item.forum_id != forum_id:
        raise NotFound("There is nothing of the kind in this forum. Look at the list again.")
    if item.owed_id is not None:
        raise NotAllowed("The forum owes an answer to this. It stays until it is answered.")
    if item.raised_by != by and not leads:
        raise NotFound("Only whoever raised this, or the facilitator, can take it back.")
    if item.taken_back_at is not None:
        raise AlreadyDone("This was taken back already.")
    if item.meeting_id is not None:
        raise WrongMoment("This is on an agenda now. Ask there that it is put off or withdrawn.")
    item.taken_back_at = at
    await record.add(
        writing, Event("forum.item_taken_back", f"forum:{item.forum_id}", at, by, {"item": str(item_id)})
    )


async def planned(
    writing: AsyncSession, forum_id: UUID, raised_id: UUID, activity_id: UUID, *, by: UUID, at: datetime
) -> None:
    """What was raised is planned as something to do together. Raises `NotFound`, `NotAllowed` for an answer that is
    owed or what is about one person, `AlreadyDone` where it is planned."""
    item = await locked(writing, ForumItem, raised_id)
    if item.forum_id != forum_id or item.taken_back_at is not None:
        raise NotFound("There is nothing of the kind in this forum. Look at the list again.")
    check_may_be_planned(item.owed_id is not None, item.about_id)
    if item.planned_id is not None:
        raise AlreadyDone("This is planned already. Look at the plan, and change it there.")
    item.planned_id = activity_id
    facts: dict[str, str | int | bool | None] = {"item": str(raised_id), "activity": str(activity_id)}
    await record.add(writing, Event("forum.item_planned", f"forum:{forum_id}", at, by, facts))
