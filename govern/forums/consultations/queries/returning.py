"""The answers on their way back: to whom, in which way, which are late, and for whom somebody has to bring them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import in_language
from govern.errors import NotFound
from govern.forums.consultations.models import (
    AttachedTo,
    Consultation,
    ConsultationAnswerBack,
    ConsultationAsker,
    ConsultationAttached,
    ConsultationDecision,
    ConsultationResponse,
)
from govern.forums.consultations.rules import Adaptation, Heard, Stage
from govern.forums.gatherings import queries as gatherings
from govern.identity import queries as identity


class AnswerBack(msgspec.Struct, frozen=True, kw_only=True):
    """The answer on its way to one person."""

    person_id: UUID
    name: str
    language: str
    asker_id: UUID | None
    heard: Heard
    way: Adaptation
    printed_at: datetime | None
    given_at: datetime | None
    how: str


async def answers_back(reading: AsyncSession, consultation_id: UUID) -> tuple[AnswerBack, ...]:
    """To whom it goes back: those still waiting first, by name. Two questions."""
    rows = list(
        (
            await reading.execute(
                select(ConsultationAnswerBack, ConsultationResponse.asker_id, ConsultationResponse.heard)
                .join(
                    ConsultationResponse,
                    (ConsultationResponse.consultation_id == ConsultationAnswerBack.consultation_id)
                    & (ConsultationResponse.person_id == ConsultationAnswerBack.person_id),
                )
                .where(ConsultationAnswerBack.consultation_id == consultation_id)
            )
        )
        .tuples()
        .all()
    )
    people = await identity.people_by_id(reading, [row.person_id for row, _, _ in rows])
    found = [
        AnswerBack(
            person_id=row.person_id,
            name=people[row.person_id].name,
            language=people[row.person_id].language,
            asker_id=asker,
            heard=heard,
            way=row.way,
            printed_at=row.printed_at,
            given_at=row.given_at,
            how=row.how,
        )
        for row, asker, heard in rows
        if row.person_id in people
    ]
    return tuple(sorted(found, key=lambda one: (one.given_at is not None, one.name, one.person_id)))


async def answer_back(reading: AsyncSession, consultation_id: UUID, person_id: UUID) -> AnswerBack:
    """The answer for one person. Raises `NotFound`."""
    for one in await answers_back(reading, consultation_id):
        if one.person_id == person_id:
            return one
    raise NotFound("There is no answer on its way to this person. Look at the list again.")


async def ballots_beside(reading: AsyncSession, consultation_id: UUID) -> frozenset[UUID]:
    """The votes it lies beside."""
    return frozenset(
        await reading.scalars(
            select(ConsultationAttached.target_id).where(
                ConsultationAttached.consultation_id == consultation_id,
                ConsultationAttached.kind == AttachedTo.BALLOT,
            )
        )
    )


async def attached_to(reading: AsyncSession, consultation_id: UUID) -> frozenset[tuple[AttachedTo, UUID]]:
    """All it lies beside."""
    rows = await reading.execute(
        select(ConsultationAttached.kind, ConsultationAttached.target_id).where(
            ConsultationAttached.consultation_id == consultation_id
        )
    )
    return frozenset(rows.tuples().all())


class AnswersOwed(msgspec.Struct, frozen=True, kw_only=True):
    """A consultation of which somebody has answers to bring back. `late`: its last day has passed."""

    consultation_id: UUID
    title: str
    waiting: int
    answer_by: date
    late: bool


async def answers_owed(reading: AsyncSession, person_id: UUID, on: date, language: str) -> tuple[AnswersOwed, ...]:
    """Where somebody who asks or leads has answers to bring back, the latest day first."""
    asks = select(ConsultationAsker.consultation_id).where(
        ConsultationAsker.person_id == person_id, ConsultationAsker.ended_at.is_(None)
    )
    leads = [forum.id for forum in await gatherings.forums_led_by(reading, person_id, on, language)]
    rows = await reading.execute(
        select(Consultation.id, Consultation.title, ConsultationDecision.answer_by, func.count())
        .join(ConsultationDecision, ConsultationDecision.consultation_id == Consultation.id)
        .join(ConsultationAnswerBack, ConsultationAnswerBack.consultation_id == Consultation.id)
        .where(
            Consultation.stage == Stage.USED,
            ConsultationAnswerBack.given_at.is_(None),
            (Consultation.runs_id == person_id) | Consultation.id.in_(asks) | Consultation.forum_id.in_(leads),
        )
        .group_by(Consultation.id, Consultation.title, ConsultationDecision.answer_by)
        .order_by(ConsultationDecision.answer_by, Consultation.id)
    )
    return tuple(
        AnswersOwed(
            consultation_id=one, title=in_language(title, language), waiting=waiting, answer_by=day, late=day < on
        )
        for one, title, day, waiting in rows
    )
