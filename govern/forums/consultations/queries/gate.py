"""The one way to a consultation: how far it opens to somebody, and what it asks."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.database import in_language
from govern.errors import NotFound
from govern.forums.consultations.models import Consultation, ConsultationAsker, ConsultationResponse
from govern.forums.consultations.rules import Asks, Part, Stage, check_part
from govern.forums.gatherings import queries as gatherings
from govern.forums.gatherings.rules import Reach

#: Before this a consultation is there only for those who work on it.
_TOLD_FROM = (Stage.SUMMARISED, Stage.USED, Stage.ANSWERED)


class ConsultationView(msgspec.Struct, frozen=True, kw_only=True):
    """A consultation as somebody sees it. The texts with an `s` are in every language there is."""

    id: UUID
    forum_id: UUID | None
    stage: Stage
    asks: Asks
    title: str
    titles: dict[str, str]
    question: str
    questions: dict[str, str]
    context: str
    contexts: dict[str, str]
    can_change: str
    changes: dict[str, str]
    who_decides: str
    deciders: dict[str, str]
    decide_by: date
    ask_until: date
    wording: int
    runs_id: UUID
    written_by: UUID
    because: str
    part: Part


async def part_of(reading: AsyncSession, row: Consultation, person_id: UUID | None, on: date) -> Part:
    """How near somebody is. A forum for certain people keeps its consultations to itself, those it asks included."""
    if person_id is None:
        return Part.NOT_THERE
    reach = Reach.NOT_THERE
    if row.forum_id is not None:
        reach = await gatherings.reach(reading, row.forum_id, person_id, on)
    if row.runs_id == person_id or reach is Reach.LEADS:
        return Part.RUNS
    asker = await reading.get(ConsultationAsker, (row.id, person_id))
    if asker is not None and asker.ended_at is None:
        return Part.ASKS
    asked = await reading.get(ConsultationResponse, (row.id, person_id))
    if asked is not None and asked.over_on is None and row.opened_at is not None:
        return Part.ASKED
    if row.stage not in _TOLD_FROM:
        return Part.NOT_THERE
    if row.forum_id is None:
        return Part.TOLD if await register.constituencies_of(reading, person_id, on) else Part.NOT_THERE
    return Part.TOLD if reach >= Reach.LOOKS else Part.NOT_THERE


async def consultation(
    reading: AsyncSession,
    consultation_id: UUID,
    person_id: UUID | None,
    on: date,
    language: str,
    needed: Part = Part.TOLD,
) -> ConsultationView:
    """One consultation for somebody: the one gate to all that belongs to it.

    Raises `NotFound` where it is not there for them, `NotAllowed` where it does not open as far as is `needed`.
    """
    row = await reading.get(Consultation, consultation_id)
    if row is None:
        raise NotFound("There is no such consultation. Go back to the list.")
    part = await part_of(reading, row, person_id, on)
    check_part(part, needed)
    return seen(row, part, language)


async def worked_on(reading: AsyncSession, person_id: UUID, on: date, language: str) -> tuple[ConsultationView, ...]:
    """Those somebody runs or asks in, the newest first. Two questions."""
    asks = select(ConsultationAsker.consultation_id).where(
        ConsultationAsker.person_id == person_id, ConsultationAsker.ended_at.is_(None)
    )
    leads = [line.id for line in await gatherings.forums_led_by(reading, person_id, on, language)]
    question = (
        select(Consultation)
        .where(
            (Consultation.runs_id == person_id) | Consultation.id.in_(asks) | Consultation.forum_id.in_(leads),
        )
        .order_by(Consultation.written_at.desc(), Consultation.id)
    )
    runs = {*leads}
    return tuple(
        seen(
            row,
            Part.RUNS if row.runs_id == person_id or row.forum_id in runs else Part.ASKS,
            language,
        )
        for row in await reading.scalars(question)
    )


def seen(row: Consultation, part: Part, language: str) -> ConsultationView:
    """A row in one language."""
    return ConsultationView(
        id=row.id,
        forum_id=row.forum_id,
        stage=row.stage,
        asks=row.asks,
        title=in_language(row.title, language),
        titles=row.title,
        question=in_language(row.question, language),
        questions=row.question,
        context=in_language(row.context, language),
        contexts=row.context,
        can_change=in_language(row.can_change, language),
        changes=row.can_change,
        who_decides=in_language(row.who_decides, language),
        deciders=row.who_decides,
        decide_by=row.decide_by,
        ask_until=row.ask_until,
        wording=row.wording,
        runs_id=row.runs_id,
        written_by=row.written_by,
        because=row.because,
        part=part,
    )
