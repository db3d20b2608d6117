"""The decision cites the consultation, and the answer goes back to each person in their own way (invariant 78).

summarised ──use──► used ──bring, one by one──► close_answers ──► answered
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import lifecycle as ballots
from govern.database import locked
from govern.errors import AlreadyDone, NotValid
from govern.forums.consultations import rules
from govern.forums.consultations.models import (
    CommunicationProfile,
    Consultation,
    ConsultationAdaptation,
    ConsultationAnswerBack,
    ConsultationCard,
    ConsultationDecision,
    ConsultationResponse,
    ConsultationSitting,
)
from govern.forums.consultations.rules import Adaptation, Heard, Stage
from govern.identity.rules import day_of
from govern.record import Event


class Cited(msgspec.Struct, frozen=True, kw_only=True):
    """A decision as it speaks of a consultation. Texts are by language; `easy` has one short sentence a line, `cards`
    are those that show what was decided."""

    decided_on: date
    decided_by: Mapping[str, str]
    decision: Mapping[str, str]
    changed: Mapping[str, str] = {}
    nothing_because: Mapping[str, str] = {}
    easy: Mapping[str, str] = {}
    cards: tuple[UUID, ...] = ()
    look_again_on: date | None = None


async def use(writing: AsyncSession, consultation_id: UUID, wanted: Cited, *, by: UUID, at: datetime) -> int:
    """A decision was taken, and says what changed because of people, or why nothing did. Returns to how many the
    answer goes back: to everybody the question was put to, also who stopped or did not want to take part.

    Raises `WrongMoment` before it is summed up, `NotValid` beside the field.
    """
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, Stage.SUMMARISED)
    if not wanted.decision:
        raise NotValid("Write down what was decided.", field="decision")
    rules.check_says_what_changed(wanted.changed, wanted.nothing_because)
    if wanted.decided_on > day_of(at):
        raise NotValid("This day is still to come. Say on which day it was decided.", field="decided_on")
    if wanted.look_again_on is not None and wanted.look_again_on <= wanted.decided_on:
        raise NotValid("Choose a day after the decision.", field="look_again_on")
    await _check_cards(writing, consultation_id, wanted.cards)
    writing.add(
        ConsultationDecision(
            consultation_id=consultation_id,
            decided_on=wanted.decided_on,
            decided_by=dict(wanted.decided_by),
            decision=dict(wanted.decision),
            changed=dict(wanted.changed),
            nothing_because=dict(wanted.nothing_because),
            easy=json.dumps({code: text.splitlines() for code, text in wanted.easy.items()}, ensure_ascii=False),
            cards=",".join(str(card) for card in wanted.cards),
            look_again_on=wanted.look_again_on,
            answer_by=rules.answer_by(day_of(at)),
            noted_by=by,
            noted_at=at,
        )
    )
    row.stage = Stage.USED
    await writing.flush()
    owed = await owe_answers(writing, consultation_id)
    await ballots.now_cited(writing, consultation_id)
    await _note(writing, "used", consultation_id, by, at, answers=owed)
    return owed


async def _check_cards(writing: AsyncSession, consultation_id: UUID, cards: tuple[UUID, ...]) -> None:
    known = set(
        await writing.scalars(select(ConsultationCard.id).where(ConsultationCard.consultation_id == consultation_id))
    )
    if set(cards) - known:
        raise NotValid("Choose from the cards of this question.", field="cards")


async def owe_answers(writing: AsyncSession, consultation_id: UUID, only: UUID | None = None) -> int:
    """A row for everybody to whom the question was put, or for one of them. Who was never reached was never asked;
    who is gone cannot be told. Returns how many there are anew."""
    sat = dict(
        (
            await writing.execute(
                select(ConsultationSitting.person_id, ConsultationSitting.adaptation)
                .where(ConsultationSitting.consultation_id == consultation_id)
                .order_by(ConsultationSitting.began_at)
            )
        )
        .tuples()
        .all()
    )
    responses = list(
        await writing.scalars(
            select(ConsultationResponse).where(
                ConsultationResponse.consultation_id == consultation_id,
                ConsultationResponse.over_on.is_(None),
                ConsultationResponse.person_id.not_in(
                    select(ConsultationAnswerBack.person_id).where(
                        ConsultationAnswerBack.consultation_id == consultation_id
                    )
                ),
                true() if only is None else ConsultationResponse.person_id == only,
                or_(
                    ConsultationResponse.heard != Heard.NOT_REACHED,
                    ConsultationResponse.person_id.in_(
                        select(ConsultationSitting.person_id).where(
                            ConsultationSitting.consultation_id == consultation_id
                        )
                    ),
                ),
            )
        )
    )
    prepared = set(
        await writing.scalars(
            select(ConsultationAdaptation.kind).where(ConsultationAdaptation.consultation_id == consultation_id)
        )
    )
    best = await _best_ways(writing, consultation_id)
    for one in responses:
        asked = sat.get(one.person_id) or one.planned
        way = rules.way_back(best.get(one.person_id), asked, prepared)
        writing.add(ConsultationAnswerBack(consultation_id=consultation_id, person_id=one.person_id, way=way))
    await writing.flush()
    return len(responses)


async def _best_ways(reading: AsyncSession, consultation_id: UUID) -> dict[UUID, Adaptation]:
    """The way that is best for each person, as their own page says by now."""
    rows = await reading.execute(
        select(CommunicationProfile.person_id, CommunicationProfile.best_way)
        .join(ConsultationResponse, ConsultationResponse.person_id == CommunicationProfile.person_id)
        .where(ConsultationResponse.consultation_id == consultation_id)
        .order_by(CommunicationProfile.version)
    )
    latest = dict(rows.tuples().all())
    return {person: way for person, way in latest.items() if way is not None}


async def note_printed(
    writing: AsyncSession, consultation_id: UUID, person_id: UUID, *, by: UUID, at: datetime
) -> None:
    """The card for one person was printed."""
    row = await locked(writing, ConsultationAnswerBack, (consultation_id, person_id))
    row.printed_at = at
    await _note(writing, "card_printed", consultation_id, by, at)


async def bring(
    writing: AsyncSession, consultation_id: UUID, person_id: UUID, how: str, *, by: UUID, at: datetime
) -> None:
    """They have heard what came of it; `how` says how they took it. Raises `AlreadyDone`, `NotValid`."""
    consultation = await locked(writing, Consultation, consultation_id)
    rules.check_stage(consultation.stage, Stage.USED)
    row = await locked(writing, ConsultationAnswerBack, (consultation_id, person_id))
    if row.given_at is not None:
        raise AlreadyDone("This person has their answer.")
    rules.check_heard_how(how)
    row.given_at, row.given_by, row.how = at, by, how.strip()[:400]
    await _note(writing, "answer_given", consultation_id, by, at)


async def close_answers(writing: AsyncSession, consultation_id: UUID, *, by: UUID, at: datetime) -> None:
    """It is over once each person has their answer. Raises `NotAllowed` before (invariant 78)."""
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, Stage.USED)
    waiting = select(func.count()).where(
        ConsultationAnswerBack.consultation_id == consultation_id, ConsultationAnswerBack.given_at.is_(None)
    )
    rules.check_all_have_heard(await writing.scalar(waiting) or 0)
    decision = await locked(writing, ConsultationDecision, consultation_id)
    decision.closed_at, decision.closed_by = at, by
    row.stage, row.ended_at = Stage.ANSWERED, at
    await _note(writing, "answered", consultation_id, by, at)


async def _note(
    writing: AsyncSession, done: str, consultation_id: UUID, by: UUID, at: datetime, **facts: int
) -> None:
    await record.add(writing, Event(f"consultation.{done}", f"consultation:{consultation_id}", at, by, dict(facts)))
