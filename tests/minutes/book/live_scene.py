"""Given minutes on their way: taken live, circulated, agreed by the next general meeting, signed."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from govern.meetings import lifecycle as meetings
from govern.meetings.lifecycle import ItemDraft
from govern.meetings.models import AgendaItem
from govern.meetings.rules import ItemKind
from govern.minutes.book import lifecycle
from govern.minutes.book.lifecycle import Carried
from tests.meetings.scene import AGM_AT, PAGES, REPORT, Scene, a_draft, an_agm, everybody_comes
from tests.minutes.book.scene import END, LATER, a_closed_meeting

NEXT_AT = AGM_AT + timedelta(days=60)
NEXT_CALLED = NEXT_AT - timedelta(days=33)
TALK = ItemDraft(kind=ItemKind.TALK, title={"en": "Anything else", "cy": "Unrhyw beth arall"})
LINE = {"en": "The manager told of the year.", "cy": "Dywedodd y rheolwr am y flwyddyn."}


async def circulated(scene: Scene, meeting_id: UUID | None = None) -> UUID:
    """Minutes of a meeting that is over, with members."""
    meeting = meeting_id or await a_closed_meeting(scene)
    async with scene.store.writing() as writing:
        minutes_id = await lifecycle.draft(writing, meeting, by=scene.secretary, at=END)
        await lifecycle.circulate(writing, minutes_id, by=scene.secretary, at=LATER)
    return minutes_id


async def the_next_meeting(scene: Scene, *, opened: bool = True, people: int = 13) -> tuple[UUID, UUID]:
    """A later general meeting with the minutes on its agenda: (meeting, item)."""
    wanted = an_agm(starts_at=NEXT_AT, ends_expected=NEXT_AT + timedelta(hours=2))
    meeting_id = await a_draft(scene, REPORT, wanted=wanted)
    async with scene.store.writing() as writing:
        item = await lifecycle.carry(writing, meeting_id, Carried.MINUTES, by=scene.secretary, at=LATER)
        await meetings.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=LATER)
    await everybody_comes(scene, meeting_id, NEXT_AT, people)
    if opened:
        async with scene.store.writing() as writing:
            await meetings.open_(writing, meeting_id, scene.secretary, by=scene.secretary, at=NEXT_AT)
    return meeting_id, item


async def agreed(scene: Scene) -> UUID:
    """Minutes that the next meeting agreed."""
    minutes_id = await circulated(scene)
    _, item = await the_next_meeting(scene)
    async with scene.store.writing() as writing:
        await lifecycle.approve(writing, minutes_id, item, by=scene.secretary, at=later())
    return minutes_id


async def signed(scene: Scene) -> UUID:
    """Minutes that the chair signed."""
    minutes_id = await agreed(scene)
    async with scene.store.writing() as writing:
        await lifecycle.sign(writing, minutes_id, by=scene.secretary, at=later())
    return minutes_id


async def items_of(scene: Scene, meeting_id: UUID) -> list[UUID]:
    async with scene.store.reading() as reading:
        rows = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.position)
        return list(await reading.scalars(rows))


def later() -> datetime:
    return NEXT_AT + timedelta(minutes=20)
