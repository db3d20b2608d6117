"""Given a society with a secretary and members of three groups, on a Monday in November."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.register import lifecycle as register
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.identity.lifecycle import NewPerson
from govern.meetings import lifecycle, queries
from govern.meetings.lifecycle import ItemDraft, MeetingDraft
from govern.meetings.rules import ItemKind, MeetingKind, Mode
from govern.post.models import Letter
from govern.record import Line, lines_about
from tests.given import LONDON

#: One step of the life, to be tried at a moment when it is refused.
Try = Callable[[AsyncSession], Awaitable[object]]

AT = datetime(2026, 11, 9, 9, 0, tzinfo=LONDON).astimezone(UTC)
AGM_AT = datetime(2026, 12, 12, 14, 0, tzinfo=LONDON).astimezone(UTC)
JOINED = date(2024, 1, 1)
PAGES = {"en": "https://vote.example/en/tn/meetings/1", "cy": "https://vote.example/cy/tn/meetings/1"}
PEOPLE = (
    ("Nerys Wyn", "staff", "nerys@example.org", "en"),
    ("Siân Morgan", "supported", "sian@example.org", "cy"),
    ("Mair Elis", "supported", None, "en"),
    *((f"Member {n}", "supported", f"member{n}@example.org", "en") for n in range(1, 13)),
)


class Scene(msgspec.Struct, frozen=True):
    """A store, and who is in it by name."""

    store: Store
    people: dict[str, UUID]

    @property
    def secretary(self) -> UUID:
        return self.people["Nerys Wyn"]


async def a_society(store: Store) -> Scene:
    """Fifteen members by the rules of Tair Nant; Nerys is the secretary and sits on the board. Mair has no email."""
    people: dict[str, UUID] = {}
    async with store.writing() as writing:
        await rulebook.adopt(writing, example("tair_nant"), by=None, at=AT)
        for name, group, email, language in PEOPLE:
            new = NewPerson(name=name, email=email, language=language, postal_address="1 High Street")
            people[name] = await register.enter(writing, new, group, JOINED, "Founding", by=None, at=AT)
        await boards.seat(writing, "board", "staff", people["Nerys Wyn"], date(2026, 5, 9), by=None, at=AT)
    return Scene(store, people)


def an_agm(**changes: object) -> MeetingDraft:
    """A meeting on Saturday 12 December 2026 at 2 in the afternoon."""
    usual = MeetingDraft(
        kind=MeetingKind.AGM,
        title={"en": "Annual general meeting 2026", "cy": "Cyfarfod cyffredinol blynyddol 2026"},
        starts_at=AGM_AT,
        ends_expected=AGM_AT.replace(hour=16),
        place={"en": "Village hall, Pont-y-gof", "cy": "Neuadd y pentref, Pont-y-gof"},
        video_link="https://video.example/agm",
        telephone="01632 960 123, code 4567",
        access={"en": "Step-free. Hearing loop.", "cy": "Dim grisiau. Dolen glyw."},
    )
    return msgspec.structs.replace(usual, **changes)


MOTION = ItemDraft(
    kind=ItemKind.MOTION,
    title={"en": "Open on Saturdays", "cy": "Agor ar ddydd Sadwrn"},
    text={"en": "The house opens on Saturdays.", "cy": "Mae'r tŷ yn agor ar ddydd Sadwrn."},
    resolution="ordinary",
)
REPORT = ItemDraft(kind=ItemKind.REPORT, title={"en": "The year", "cy": "Y flwyddyn"})
ELECTION = ItemDraft(
    kind=ItemKind.ELECTION,
    title={"en": "Board: supported people", "cy": "Bwrdd: pobl sy'n cael cymorth"},
    seat_body="board",
    seat_constituency="supported",
    places=2,
)


async def a_draft(scene: Scene, *items: ItemDraft, wanted: MeetingDraft | None = None) -> UUID:
    """An AGM on paper, with these items or a motion and a report."""
    async with scene.store.writing() as writing:
        meeting_id = await lifecycle.draft(writing, wanted or an_agm(), by=scene.secretary, at=AT)
        for item in items or (REPORT, MOTION):
            await lifecycle.add_item(writing, meeting_id, item, by=scene.secretary, at=AT)
    return meeting_id


async def a_called_meeting(scene: Scene, *items: ItemDraft) -> UUID:
    """The same, with its notice sent."""
    meeting_id = await a_draft(scene, *items)
    async with scene.store.writing() as writing:
        await lifecycle.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)
    return meeting_id


async def everybody_comes(scene: Scene, meeting_id: UUID, at: datetime, number: int = 13, before: int = 0) -> None:
    """So many members are checked in, the secretary first; `before` of them were here already."""
    async with scene.store.writing() as writing:
        for name in list(scene.people)[before:number]:
            await lifecycle.check_in(
                writing, meeting_id, scene.people[name], Mode.IN_PERSON, by=scene.secretary, at=at
            )


async def an_open_meeting(scene: Scene, *items: ItemDraft) -> UUID:
    """The same, with thirteen people in the room and the secretary in the chair."""
    meeting_id = await a_called_meeting(scene, *items)
    await everybody_comes(scene, meeting_id, AGM_AT)
    async with scene.store.writing() as writing:
        await lifecycle.open_(writing, meeting_id, scene.secretary, by=scene.secretary, at=AGM_AT)
    return meeting_id


async def letters(store: Store) -> list[Letter]:
    """What is in the outbox, by address."""
    async with store.reading() as reading:
        return list(await reading.scalars(select(Letter).order_by(Letter.written_at, Letter.to_address)))


async def verbs(store: Store, meeting_id: UUID) -> list[str]:
    """What the record says of a meeting, the oldest first."""
    return [line.verb for line in reversed(await lines(store, meeting_id))]


async def lines(store: Store, meeting_id: UUID) -> tuple[Line, ...]:
    async with store.reading() as reading:
        return await lines_about(reading, [f"meeting:{meeting_id}"])


async def shown(scene: Scene, meeting_id: UUID, language: str = "en") -> queries.MeetingPage:
    """The meeting as its page reads it."""
    async with scene.store.reading() as reading:
        return await queries.meeting_page(reading, meeting_id, language)
