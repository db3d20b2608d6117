"""Who is to be asked where there is no signal: for the printed pack, the sheets that come back, and the tablet."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotAllowed, NotValid
from govern.forums.consultations.models import (
    CommunicationProfile,
    ConsultationResponse,
    ConsultationSitting,
    ConsultationTablet,
    Through,
)
from govern.forums.consultations.queries.care import delivers_care
from govern.forums.consultations.queries.gate import ConsultationView, worked_on
from govern.forums.consultations.rules import Adaptation, Heard, Part, Stage
from govern.forums.consultations.rules.codes import on_paper
from govern.identity import queries as identity

#: These can still be asked; for the others an answer is there, or they were not reached.
TO_ASK = (Heard.INVITED, Heard.IN_SESSION, Heard.DECLINED, Heard.STOPPED)
LAST = 10


class ToAsk(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is to be asked. `printed` is their code with its check; `asker_id` who asks them."""

    person_id: UUID
    code: str
    printed: str
    name: str
    first_name: str
    language: str
    asker_id: UUID | None
    planned: Adaptation | None
    heard: Heard


class TypedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet that was typed in: under which code, how it went, whether it can still be taken back."""

    sitting_id: UUID
    printed: str
    adaptation: Adaptation
    heard: Heard
    entered_at: datetime


class TabletView(msgspec.Struct, frozen=True, kw_only=True):
    """One taking-along, as the list shows it."""

    id: UUID
    person_id: UUID
    name: str
    taken_at: datetime
    last_sent_at: datetime | None
    ended_at: datetime | None


async def to_ask(reading: AsyncSession, consultation_id: UUID, asker_id: UUID | None = None) -> tuple[ToAsk, ...]:
    """Those who can still be asked, by their names; with an asker those whom that person asks. Two questions."""
    wanted = select(ConsultationResponse).where(
        ConsultationResponse.consultation_id == consultation_id,
        ConsultationResponse.heard.in_(TO_ASK),
        ConsultationResponse.over_on.is_(None),
    )
    if asker_id is not None:
        wanted = wanted.where(ConsultationResponse.asker_id == asker_id)
    rows = (await reading.scalars(wanted)).all()
    people = await identity.people_by_id(reading, [row.person_id for row in rows])
    made = [
        ToAsk(
            person_id=row.person_id,
            code=row.code,
            printed=on_paper(row.code),
            name=people[row.person_id].name,
            first_name=people[row.person_id].first_name,
            language=people[row.person_id].language,
            asker_id=row.asker_id,
            planned=row.planned,
            heard=row.heard,
        )
        for row in rows
    ]
    return tuple(sorted(made, key=lambda one: (one.name, one.code)))


async def of_code(
    reading: AsyncSession, consultation_id: UUID, code: str, asker_id: UUID | None, field: str
) -> ConsultationResponse:
    """Whose code this is. Raises `NotValid` beside the field: unknown here, or asked by somebody else."""
    found = await reading.scalar(
        select(ConsultationResponse).where(
            ConsultationResponse.consultation_id == consultation_id, ConsultationResponse.code == code
        )
    )
    if found is None:
        raise NotValid(
            "Nobody has this code in this question. The sheet may belong to another question: look at its title.",
            field=field,
        )
    if asker_id is not None and found.asker_id != asker_id:
        raise NotValid(
            "Somebody else asks the person with this code. They type it in, or whoever runs this question does.",
            field=field,
        )
    return found


async def typed_in(reading: AsyncSession, consultation_id: UUID, by: UUID, since: datetime) -> tuple[TypedIn, ...]:
    """The last sheets somebody typed in, the newest first."""
    rows = await reading.execute(
        select(ConsultationSitting, ConsultationResponse.code, ConsultationResponse.heard)
        .join(
            ConsultationResponse,
            (ConsultationResponse.consultation_id == ConsultationSitting.consultation_id)
            & (ConsultationResponse.person_id == ConsultationSitting.person_id),
        )
        .where(
            ConsultationSitting.consultation_id == consultation_id,
            ConsultationSitting.entered_by == by,
            ConsultationSitting.through == Through.PAPER,
            ConsultationSitting.entered_at >= since,
        )
        .order_by(ConsultationSitting.entered_at.desc(), ConsultationSitting.id)
        .limit(LAST)
    )
    return tuple(
        TypedIn(
            sitting_id=row.id,
            printed=on_paper(code),
            adaptation=row.adaptation,
            heard=heard,
            entered_at=row.entered_at,
        )
        for row, code, heard in rows
    )


async def how_many_typed(reading: AsyncSession, consultation_id: UUID, by: UUID, since: datetime) -> int:
    """How many sheets somebody typed in."""
    count = select(func.count()).where(
        ConsultationSitting.consultation_id == consultation_id,
        ConsultationSitting.entered_by == by,
        ConsultationSitting.through == Through.PAPER,
        ConsultationSitting.entered_at >= since,
    )
    return await reading.scalar(count) or 0


async def profiles(reading: AsyncSession, people: tuple[UUID, ...]) -> dict[UUID, CommunicationProfile]:
    """How each of them wants to be asked, in the newest version."""
    newest = (
        select(CommunicationProfile.person_id, func.max(CommunicationProfile.version).label("version"))
        .where(CommunicationProfile.person_id.in_(people))
        .group_by(CommunicationProfile.person_id)
        .subquery()
    )
    rows = await reading.scalars(
        select(CommunicationProfile).join(
            newest,
            (newest.c.person_id == CommunicationProfile.person_id)
            & (newest.c.version == CommunicationProfile.version),
        )
    )
    return {row.person_id: row for row in rows}


async def to_take_along(
    reading: AsyncSession, asker_id: UUID, on: date, language: str
) -> tuple[tuple[ConsultationView, tuple[ToAsk, ...]], ...]:
    """The open questions somebody asks in, each with those they ask. Whom they help every day others ask (M94)."""
    found = []
    for one in await worked_on(reading, asker_id, on, language):
        if one.stage is not Stage.OPEN or one.part < Part.ASKS:
            continue
        theirs = [
            person
            for person in await to_ask(reading, one.id, asker_id)
            if not await delivers_care(reading, asker_id, person.person_id, on)
        ]
        found.append((one, tuple(theirs)))
    return tuple(found)


async def tablets(reading: AsyncSession, person_id: UUID | None) -> tuple[TabletView, ...]:
    """The takings-along of one person, or of everybody; the newest first, those of the last year."""
    wanted = select(ConsultationTablet).order_by(ConsultationTablet.taken_at.desc(), ConsultationTablet.id).limit(200)
    if person_id is not None:
        wanted = wanted.where(ConsultationTablet.person_id == person_id)
    rows = (await reading.scalars(wanted)).all()
    people = await identity.people_by_id(reading, [row.person_id for row in rows])
    return tuple(
        TabletView(
            id=row.id,
            person_id=row.person_id,
            name=people[row.person_id].name if row.person_id in people else "",
            taken_at=row.taken_at,
            last_sent_at=row.last_sent_at,
            ended_at=row.ended_at,
        )
        for row in rows
    )


def since(at: datetime) -> datetime:
    """From when on sheets count as just typed in."""
    return at - timedelta(hours=12)


async def check_asker(reading: AsyncSession, consultation_id: UUID, person_id: UUID, asker_id: UUID) -> None:
    """Somebody asks the people who were named for them. Raises `NotAllowed`."""
    row = await reading.get(ConsultationResponse, (consultation_id, person_id))
    if row is None or row.asker_id != asker_id:
        raise NotAllowed("Somebody else asks this person. Whoever runs this question can hand them to you.")
