"""Somebody who is asked: where their answer stands, each time they were asked, and what readers made of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import in_language
from govern.errors import NotFound
from govern.forums.consultations.models import (
    Consultation,
    ConsultationPresent,
    ConsultationReading,
    ConsultationResponse,
    ConsultationSitting,
    PresentAs,
)
from govern.forums.consultations.rules import (
    Adaptation,
    Assent,
    Confidence,
    Evidence,
    GivenBy,
    Heard,
    Over,
    Place,
    Stage,
    Stance,
)
from govern.identity import queries as identity


class AskedView(msgspec.Struct, frozen=True, kw_only=True):
    """One person in one consultation, for those who ask there."""

    person_id: UUID
    name: str
    first_name: str
    code: str
    asker_id: UUID | None
    planned: Adaptation | None
    heard: Heard
    why_not: str
    over_because: Over | None
    stance: Stance | None
    leaning: bool
    card_id: UUID | None
    evidence: Evidence | None
    confidence: Confidence | None
    doubts: str
    checked_back_at: datetime | None
    checked_back_how: str


class PresentView(msgspec.Struct, frozen=True):
    """Somebody who was there."""

    present_as: PresentAs
    name: str
    delivers_care: bool


class SittingView(msgspec.Struct, frozen=True, kw_only=True):
    """One time somebody was asked."""

    id: UUID
    person_id: UUID
    group_id: UUID | None
    adaptation: Adaptation
    led_by: UUID
    leader: str
    began_at: datetime
    assent: Assent
    assent_how: str
    order: tuple[UUID, ...]
    picked: str
    placed: dict[UUID, Place]
    given_by: GivenBy | None
    did: str
    meant: str
    reader: str
    stopped_at: datetime | None
    stopped_how: str
    ended_at: datetime | None
    present: tuple[PresentView, ...]

    @property
    def goes_on(self) -> bool:
        return self.assent is Assent.GIVEN and self.ended_at is None and self.stopped_at is None

    @property
    def answered(self) -> bool:
        return bool(self.picked or self.placed)


class ReadingView(msgspec.Struct, frozen=True, kw_only=True):
    """What one reader makes of it."""

    number: int
    read_by: UUID
    reader: str
    stance: Stance
    leaning: bool
    card_id: UUID | None
    evidence: Evidence
    confidence: Confidence
    knows_person: str
    words: str
    read_at: datetime


class GroupLine(msgspec.Struct, frozen=True):
    """One of those asked together: whether they were asked and answered, never what."""

    person_id: UUID
    name: str
    sitting_id: UUID | None
    goes_on: bool
    answered: bool
    stopped: bool
    declined: bool


async def asked(reading: AsyncSession, consultation_id: UUID, person_id: UUID) -> AskedView:
    """Raises `NotFound` where this person is not among those who are asked here."""
    row = await reading.get(ConsultationResponse, (consultation_id, person_id))
    if row is None:
        raise NotFound("This person is not asked here. Go back to the list.")
    people = await identity.people_by_id(reading, [person_id])
    person = people[person_id]
    return AskedView(
        person_id=person_id,
        name=person.name,
        first_name=person.first_name,
        code=row.code,
        asker_id=row.asker_id,
        planned=row.planned,
        heard=row.heard,
        why_not=row.why_not,
        over_because=row.over_because,
        stance=row.stance,
        leaning=row.leaning,
        card_id=row.card_id,
        evidence=row.evidence,
        confidence=row.confidence,
        doubts=row.doubts,
        checked_back_at=row.checked_back_at,
        checked_back_how=row.checked_back_how,
    )


async def sittings_of(reading: AsyncSession, consultation_id: UUID, person_id: UUID) -> tuple[SittingView, ...]:
    """Each time one person was asked, the first one first. Three questions."""
    rows = await reading.scalars(
        select(ConsultationSitting)
        .where(ConsultationSitting.consultation_id == consultation_id, ConsultationSitting.person_id == person_id)
        .order_by(ConsultationSitting.began_at, ConsultationSitting.id)
    )
    return await _views(reading, list(rows))


async def sitting(reading: AsyncSession, consultation_id: UUID, person_id: UUID, sitting_id: UUID) -> SittingView:
    """One of them. Raises `NotFound`."""
    row = await reading.get(ConsultationSitting, sitting_id)
    if row is None or (row.consultation_id, row.person_id) != (consultation_id, person_id):
        raise NotFound("There is no such sitting. Go back to the person.")
    return (await _views(reading, [row]))[0]


async def _views(reading: AsyncSession, rows: Sequence[ConsultationSitting]) -> tuple[SittingView, ...]:
    ids = [row.id for row in rows]
    there = list(
        await reading.scalars(
            select(ConsultationPresent)
            .where(ConsultationPresent.sitting_id.in_(ids))
            .order_by(ConsultationPresent.number)
        )
    )
    wanted = {row.led_by for row in rows} | {row.read_by for row in rows} | {one.person_id for one in there}
    people = await identity.people_by_id(reading, {one for one in wanted if one is not None})
    names = {key: person.name for key, person in people.items()}
    return tuple(
        SittingView(
            id=row.id,
            person_id=row.person_id,
            group_id=row.group_id,
            adaptation=row.adaptation,
            led_by=row.led_by,
            leader=names.get(row.led_by, ""),
            began_at=row.began_at,
            assent=row.assent,
            assent_how=row.assent_how,
            order=tuple(UUID(one) for one in row.shown_order.split(",") if one),
            picked=row.picked,
            placed=_placed(row.placed),
            given_by=row.given_by,
            did=row.did,
            meant=row.meant,
            reader="" if row.read_by is None else names.get(row.read_by, ""),
            stopped_at=row.stopped_at,
            stopped_how=row.stopped_how,
            ended_at=row.ended_at,
            present=tuple(
                PresentView(
                    one.present_as,
                    one.name if one.person_id is None else names.get(one.person_id, ""),
                    one.delivers_care,
                )
                for one in there
                if one.sitting_id == row.id
            ),
        )
        for row in rows
    )


def _placed(text: str) -> dict[UUID, Place]:
    pairs = (one.split(":", 1) for one in text.split(",") if one)
    return {UUID(card): Place(place) for card, place in pairs}


async def readings_of(reading: AsyncSession, consultation_id: UUID, person_id: UUID) -> tuple[ReadingView, ...]:
    """What readers made of it, the first reader first."""
    rows = list(
        await reading.scalars(
            select(ConsultationReading)
            .where(ConsultationReading.consultation_id == consultation_id, ConsultationReading.person_id == person_id)
            .order_by(ConsultationReading.number)
        )
    )
    people = await identity.people_by_id(reading, {row.read_by for row in rows})
    return tuple(
        ReadingView(
            number=row.number,
            read_by=row.read_by,
            reader=people[row.read_by].name if row.read_by in people else "",
            stance=row.stance,
            leaning=row.leaning,
            card_id=row.card_id,
            evidence=row.evidence,
            confidence=row.confidence,
            knows_person=row.knows_person,
            words=row.words,
            read_at=row.read_at,
        )
        for row in rows
    )


async def asked_together(
    reading: AsyncSession, consultation_id: UUID, group_id: UUID, chosen: Sequence[UUID] = ()
) -> tuple[GroupLine, ...]:
    """Those of a group: who has begun, then who was chosen and has not. Of their answers it says only that there
    is one."""
    rows = list(
        await reading.scalars(
            select(ConsultationSitting)
            .where(ConsultationSitting.consultation_id == consultation_id, ConsultationSitting.group_id == group_id)
            .order_by(ConsultationSitting.entered_at, ConsultationSitting.id)
        )
    )
    begun = [row.person_id for row in rows]
    invited = select(ConsultationResponse.person_id).where(
        ConsultationResponse.consultation_id == consultation_id,
        ConsultationResponse.person_id.in_(list(chosen)),
        ConsultationResponse.over_on.is_(None),
    )
    known = set(await reading.scalars(invited)) if chosen else set()
    waiting = [one for one in dict.fromkeys(chosen) if one in known and one not in begun]
    people = await identity.people_by_id(reading, [*begun, *waiting])
    lines = [
        GroupLine(
            row.person_id,
            people[row.person_id].name,
            row.id,
            row.assent is Assent.GIVEN and row.ended_at is None,
            bool(row.picked or row.placed),
            row.stopped_at is not None,
            row.assent is Assent.DECLINED,
        )
        for row in rows
    ]
    return (*lines, *(GroupLine(one, people[one].name, None, False, False, False, False) for one in waiting))


async def can_be_asked(reading: AsyncSession, consultation_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """The people of a consultation by name, as keys and names, to choose those who are asked together."""
    rows = await reading.scalars(
        select(ConsultationResponse.person_id).where(
            ConsultationResponse.consultation_id == consultation_id, ConsultationResponse.over_on.is_(None)
        )
    )
    people = await identity.people_by_id(reading, rows)
    return tuple(sorted(((key, person.name) for key, person in people.items()), key=lambda one: one[1]))


class MyQuestion(msgspec.Struct, frozen=True):
    """A question that is put to somebody."""

    id: UUID
    question: str
    ask_until: date
    heard: Heard


async def my_questions(reading: AsyncSession, person_id: UUID, language: str) -> tuple[MyQuestion, ...]:
    """Questions open now that are put to this person, the ones still to answer first."""
    rows = await reading.execute(
        select(Consultation, ConsultationResponse.heard)
        .join(ConsultationResponse, ConsultationResponse.consultation_id == Consultation.id)
        .where(
            ConsultationResponse.person_id == person_id,
            ConsultationResponse.over_on.is_(None),
            Consultation.stage == Stage.OPEN,
        )
        .order_by(Consultation.ask_until, Consultation.id)
    )
    found = [MyQuestion(row.id, in_language(row.question, language), row.ask_until, heard) for row, heard in rows]
    return tuple(sorted(found, key=lambda one: one.heard not in (Heard.INVITED, Heard.IN_SESSION)))
