"""An answer that a body owes and is late with puts itself on its next agenda (invariant 66).

It stands on the agenda of the body's next meeting that is being drafted, and waits where there is none. It cannot be
removed, changed or withdrawn; only the answer settles it. What a meeting puts off comes again on the next.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.meetings.lifecycle.preparing import take_off
from govern.meetings.models import AgendaItem, Meeting
from govern.meetings.rules import ItemKind, Outcome, Stage
from govern.record import Event

#: A meeting that is still to deal with its agenda.
AHEAD = (Stage.DRAFT, Stage.NOTICED, Stage.OPEN)


async def owed_ahead(reading: AsyncSession, owed: Collection[UUID]) -> set[tuple[UUID, str]]:
    """Which of these answers stand on the agenda of a meeting still to come, and of which body."""
    question = (
        select(AgendaItem.owed_id, Meeting.body)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.owed_id.in_(list(owed)), AgendaItem.outcome.is_(None), Meeting.stage.in_(AHEAD))
    )
    return {(owed_id, body) for owed_id, body in (await reading.execute(question)).all() if owed_id is not None}


async def drafted(reading: AsyncSession, at: datetime) -> dict[str, UUID]:
    """The next meeting of each body that is being drafted: its agenda is still open."""
    question = (
        select(Meeting.body, Meeting.id)
        .where(Meeting.stage == Stage.DRAFT, Meeting.starts_at >= at)
        .order_by(Meeting.starts_at.desc())
    )
    return dict((await reading.execute(question)).all())


async def owe(writing: AsyncSession, body: str, title: dict[str, str], owed_id: UUID, *, at: datetime) -> UUID | None:
    """Put it on the body's next drafted agenda, once. None where it stands there, or no meeting is drafted."""
    if (owed_id, body) in await owed_ahead(writing, [owed_id]):
        return None
    meeting_id = (await drafted(writing, at)).get(body)
    if meeting_id is None:
        return None
    meeting = await locked(writing, Meeting, meeting_id)
    last = await writing.scalar(select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id))
    item = AgendaItem(
        meeting_id=meeting.id,
        position=(last or 0) + 1,
        kind=ItemKind.TALK,
        title=title,
        text={},
        owed_id=owed_id,
    )
    writing.add(item)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"item": str(item.id)}
    await record.add(writing, Event("meeting.item_owed", f"meeting:{meeting.id}", at, None, facts))
    return item.id


async def settle_owed(writing: AsyncSession, owed_id: UUID, *, by: UUID | None, at: datetime) -> int:
    """The answer is given: on an agenda nobody has seen the item goes, elsewhere it is settled."""
    question = (
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.owed_id == owed_id, AgendaItem.outcome.is_(None), Meeting.stage.in_(AHEAD))
    )
    found = (await writing.execute(question)).all()
    for item, meeting in found:
        if meeting.stage is Stage.DRAFT:
            await take_off(writing, item, meeting)
        else:
            item.outcome, item.settled_at = Outcome.HEARD, at
        facts: dict[str, str | int | bool | None] = {"item": str(item.id), "outcome": Outcome.HEARD.value}
        await record.add(writing, Event("meeting.item_settled", f"meeting:{meeting.id}", at, by, facts))
    return len(found)
