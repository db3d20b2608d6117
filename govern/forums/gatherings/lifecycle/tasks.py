"""What is to be done after a gathering, by whom and by when; the three boxes of one that looks back (M27, M98)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.errors import AlreadyDone, NotFound, NotValid
from govern.forums.gatherings.models import Belonging, BoxLine, FacilitatorTerm, GatheringAction
from govern.forums.gatherings.rules import Box
from govern.identity.rules import day_of
from govern.meetings import queries as meetings
from govern.meetings import rules as meeting_rules
from govern.meetings.lifecycle.gathering import point
from govern.record import Event


class TaskDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done, by whom and by when. `item_id` is the item of the agenda it came from, if one."""

    words: str
    owner: UUID | None
    due_on: date | None
    item_id: UUID | None = None


async def give_task(
    writing: AsyncSession, forum_id: UUID, meeting_id: UUID, wanted: TaskDraft, *, by: UUID, at: datetime
) -> UUID:
    """Somebody who belongs to the forum, guests as well (M98), will do something by a day. Raises `NotValid`."""
    gathering = await meetings.found(writing, meeting_id, forum_id)
    meeting_rules.check_on(gathering.stage)
    if wanted.item_id is not None:
        _, of = await point(writing, forum_id, wanted.item_id)
        if of.id != meeting_id:
            raise NotFound("This is not on the agenda any more. Go back and look at the agenda again.")
    if not wanted.words.strip():
        raise NotValid("Write what is to be done.", field="task")
    if wanted.owner is None or not await _belongs(writing, forum_id, wanted.owner):
        raise NotValid("Choose who will do it, from those who belong to the forum.", field="owner")
    if wanted.due_on is None or wanted.due_on < day_of(at):
        raise NotValid("Say by which day, today or later.", field="due_on")
    row = GatheringAction(
        id=uuid4(),
        forum_id=forum_id,
        meeting_id=meeting_id,
        item_id=wanted.item_id,
        words=wanted.words.strip(),
        owner_id=wanted.owner,
        due_on=wanted.due_on,
        made_at=at,
    )
    writing.add(row)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"action": str(row.id), "due": row.due_on.isoformat()}
    await record.add(writing, Event("forum.task_given", f"forum:{forum_id}", at, by, facts))
    return row.id


async def _belongs(reading: AsyncSession, forum_id: UUID, person_id: UUID) -> bool:
    here = select(Belonging.id).where(
        Belonging.forum_id == forum_id, Belonging.person_id == person_id, Belonging.to_on.is_(None)
    )
    leads = select(FacilitatorTerm.id).where(
        FacilitatorTerm.forum_id == forum_id, FacilitatorTerm.person_id == person_id, FacilitatorTerm.to_on.is_(None)
    )
    return await reading.scalar(here) is not None or await reading.scalar(leads) is not None


async def fill_box(
    writing: AsyncSession, forum_id: UUID, meeting_id: UUID, box: Box, wanted: TaskDraft, *, by: UUID, at: datetime
) -> None:
    """A line in one of the three boxes. What should change becomes something to do (M27). Raises `NotValid`."""
    gathering = await meetings.found(writing, meeting_id, forum_id)
    meeting_rules.check_on(gathering.stage)
    if not wanted.words.strip():
        raise NotValid("Write it down in a few words.", field="line")
    task = await give_task(writing, forum_id, meeting_id, wanted, by=by, at=at) if box is Box.CHANGE else None
    line = BoxLine(
        id=uuid4(),
        forum_id=forum_id,
        meeting_id=meeting_id,
        box=box,
        words=wanted.words.strip(),
        action_id=task,
        at=at,
    )
    writing.add(line)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"box": box.value}
    await record.add(writing, Event("forum.box_filled", f"forum:{forum_id}", at, by, facts))


async def done(
    writing: AsyncSession, forum_id: UUID, action_id: UUID, *, leads: bool, by: UUID, at: datetime
) -> None:
    """Whoever will do it, or whoever leads the forum, says that it is done. Raises `NotFound`, `AlreadyDone`."""
    row = await locked(writing, GatheringAction, action_id)
    if row.forum_id != forum_id or not (leads or row.owner_id == by):
        raise NotFound("There is nothing of the kind to be done here. Look at the list again.")
    if row.done_at is not None:
        raise AlreadyDone("This is done already.")
    row.done_at = at
    await record.add(writing, Event("forum.task_done", f"forum:{forum_id}", at, by, {"action": str(action_id)}))
