"""What a consultation adds up to: every cell for whoever runs it, and what is published for everybody."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, false, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import in_language
from govern.forums.consultations import rules
from govern.forums.consultations.models import (
    Consultation,
    ConsultationAnswerBack,
    ConsultationCard,
    ConsultationCounted,
    ConsultationDecision,
    ConsultationResponse,
    ConsultationSum,
)
from govern.forums.consultations.queries.gate import ConsultationView, part_of, seen
from govern.forums.consultations.rules import Asks, CountsAs, Heard, Over, Part, Published, Sum, Tally
from govern.identity import queries as identity


async def the_sum(reading: AsyncSession, consultation_id: UUID) -> Sum:
    """Every cell, of answers that bear no name any more too. Three questions, however many people were asked."""
    named, nameless = ConsultationResponse, ConsultationCounted
    tallies = [
        *await _tallies(reading, named, named.seen_agreed != "", consultation_id),
        *await _tallies(reading, nameless, false(), consultation_id),
    ]
    return rules.sum_up(tallies, rules.positions_of(await _things(reading, consultation_id)))


async def _tallies(
    reading: AsyncSession,
    of: type[ConsultationResponse] | type[ConsultationCounted],
    agreed: ColumnElement[bool],
    consultation_id: UUID,
) -> list[Tally]:
    kinds = (of.heard, of.stance, of.card_id, of.leaning, of.evidence, of.confidence)
    seen_agreed = agreed.label("agreed")
    cells = select(*kinds, seen_agreed, func.count()).where(of.consultation_id == consultation_id)
    # A constant is nothing to group by.
    by = kinds if of is ConsultationCounted else (*kinds, seen_agreed)
    return [
        Tally(
            people=people,
            heard=heard,
            position="" if stance is None else rules.position_key(stance, card, leaning=leaning),
            evidence=evidence,
            confidence=confidence,
            agreed=bool(all_agreed),
        )
        for heard, stance, card, leaning, evidence, confidence, all_agreed, people in await reading.execute(
            cells.group_by(*by)
        )
    ]


async def _things(reading: AsyncSession, consultation_id: UUID) -> tuple[UUID, ...]:
    """The things somebody can choose between, in their order; none where it is for or against."""
    found = (
        select(ConsultationCard.id)
        .join(Consultation, Consultation.id == ConsultationCard.consultation_id)
        .where(
            Consultation.id == consultation_id,
            Consultation.asks == Asks.BETWEEN,
            ConsultationCard.counts_as == CountsAs.ITSELF,
        )
        .order_by(ConsultationCard.position)
    )
    return tuple(await reading.scalars(found))


async def card_names(reading: AsyncSession, consultation_id: UUID, language: str) -> dict[str, str]:
    """What each card says, by its id as a word."""
    rows = await reading.execute(
        select(ConsultationCard.id, ConsultationCard.words).where(ConsultationCard.consultation_id == consultation_id)
    )
    return {str(card): in_language(words, language) for card, words in rows}


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """One person of whom something stands beside the sum: why they were not reached, what they let be told."""

    person_id: UUID
    name: str
    code: str
    heard: Heard
    why_not: str
    over_because: Over | None
    released: str
    release_agreed: str
    seen_agreed: str
    doubts: str


async def people_beside(reading: AsyncSession, consultation_id: UUID) -> tuple[Beside, ...]:
    """Those who were not reached, let something be told, or of whom a reader was not sure. Two questions."""
    r = ConsultationResponse
    rows = list(
        await reading.scalars(
            select(r).where(
                r.consultation_id == consultation_id,
                or_(r.heard == Heard.NOT_REACHED, r.released != "", r.doubts != "", r.seen_agreed != ""),
            )
        )
    )
    names = await identity.people_by_id(reading, [row.person_id for row in rows])
    found = [_beside(row, names[row.person_id].name) for row in rows if row.person_id in names]
    return tuple(sorted(found, key=lambda one: (one.name, one.code)))


async def person_beside(reading: AsyncSession, consultation_id: UUID, person_id: UUID) -> Beside | None:
    """The same of one person."""
    row = await reading.get(ConsultationResponse, (consultation_id, person_id))
    return None if row is None else _beside(row, (await identity.person(reading, person_id)).name)


def _beside(row: ConsultationResponse, name: str) -> Beside:
    return Beside(
        person_id=row.person_id,
        name=name,
        code=row.code,
        heard=row.heard,
        why_not=row.why_not,
        over_because=row.over_because,
        released=row.released,
        release_agreed=row.release_agreed,
        seen_agreed=row.seen_agreed,
        doubts=row.doubts,
    )


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """The decision that cites it, in one language. The texts with an `s` at their end are in every language."""

    decided_on: date
    decided_by: str
    decision: str
    decisions: dict[str, str]
    changed: str
    changes: dict[str, str]
    nothing_because: str
    nothings: dict[str, str]
    easy: tuple[str, ...]
    easies: dict[str, list[str]]
    cards: tuple[UUID, ...]
    look_again_on: date | None
    answer_by: date
    closed_at: datetime | None


async def decided(reading: AsyncSession, consultation_id: UUID, language: str) -> Decided | None:
    """What was decided, once it was."""
    row = await reading.get(ConsultationDecision, consultation_id)
    if row is None:
        return None
    easies = msgspec.json.decode(row.easy, type=dict[str, list[str]])
    return Decided(
        decided_on=row.decided_on,
        decided_by=in_language(row.decided_by, language),
        decision=in_language(row.decision, language),
        decisions=row.decision,
        changed=in_language(row.changed, language),
        changes=row.changed,
        nothing_because=in_language(row.nothing_because, language),
        nothings=row.nothing_because,
        easy=tuple(easies.get(language) or next(iter(easies.values()), [])),
        easies=easies,
        cards=tuple(UUID(one) for one in row.cards.split(",") if one),
        look_again_on=row.look_again_on,
        answer_by=row.answer_by,
        closed_at=row.closed_at,
    )


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What is published: the sum, the words to it, what people let be told, and what came of it."""

    told: Published
    doubts: str
    unreached: str
    published_at: datetime
    released: tuple[str, ...]
    decided: Decided | None
    waiting: int


async def summed(reading: AsyncSession, consultation_id: UUID) -> ConsultationSum | None:
    """What was written to the sum, once it was summed up."""
    return await reading.get(ConsultationSum, consultation_id)


async def told(reading: AsyncSession, consultation_id: UUID, language: str) -> Told | None:
    """What everybody may read, once it is published. What people let be told stands in an order that says nothing."""
    row = await summed(reading, consultation_id)
    if row is None or row.published_at is None:
        return None
    released = await reading.scalars(
        union_all(
            *(
                select(table.released).where(table.consultation_id == consultation_id, table.released != "")
                for table in (ConsultationResponse, ConsultationCounted)
            )
        ).order_by("released")
    )
    waiting = select(func.count()).where(
        ConsultationAnswerBack.consultation_id == consultation_id, ConsultationAnswerBack.given_at.is_(None)
    )
    return Told(
        told=msgspec.json.decode(row.told, type=Published),
        doubts=in_language(row.doubts, language),
        unreached=in_language(row.unreached, language),
        published_at=row.published_at,
        released=tuple(released),
        decided=await decided(reading, consultation_id, language),
        waiting=await reading.scalar(waiting) or 0,
    )


async def to_read(reading: AsyncSession, person_id: UUID, on: date, language: str) -> tuple[ConsultationView, ...]:
    """What was published and opens to somebody, the newest first."""
    rows = await reading.scalars(
        select(Consultation)
        .join(ConsultationSum, ConsultationSum.consultation_id == Consultation.id)
        .where(ConsultationSum.published_at.is_not(None))
        .order_by(ConsultationSum.published_at.desc(), Consultation.id)
    )
    found = []
    for row in rows:
        part = await part_of(reading, row, person_id, on)
        if part >= Part.TOLD:
            found.append(seen(row, part, language))
    return tuple(found)
