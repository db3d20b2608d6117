"""The ways of asking are prepared: each is complete when it is kept, and only those that the rules name."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.errors import NotFound
from govern.forums.consultations import rules
from govern.forums.consultations.lifecycle.asking import languages_on, methods_on, reworded
from govern.forums.consultations.lifecycle.meanings import means_itself
from govern.forums.consultations.models import Consultation, ConsultationAdaptation, ConsultationPhotograph
from govern.forums.consultations.queries.preparing import cards_for_rules
from govern.forums.consultations.rules import Adaptation, WayDraft
from govern.identity.rules import day_of
from govern.record import Event


async def prepare_way(
    writing: AsyncSession, consultation_id: UUID, wanted: WayDraft, *, by: UUID, at: datetime
) -> None:
    """This way is ready, or is ready otherwise. Raises `NotAllowed` where the rules do not name it, `NotValid` with
    what is missing, `WrongMoment` once people are asked."""
    row = await locked(writing, Consultation, consultation_id)
    reworded(row)
    today = day_of(at)
    rules.check_adaptation(wanted.kind, await methods_on(writing, today))
    cards = await cards_for_rules(writing, row.id)
    rules.check_way(wanted, cards, row.asks, await languages_on(writing, today), today, row.ask_until)
    await _check_pictures(writing, row, wanted, by, at)
    found = await _way(writing, row.id, wanted.kind)
    if found is None:
        found = ConsultationAdaptation(id=uuid4(), consultation_id=row.id, kind=wanted.kind)
        writing.add(found)
    found.words, found.link, found.faces = wanted.words, wanted.link, wanted.faces
    found.lines = json.dumps({code: [list(pair) for pair in rows] for code, rows in wanted.easy.items()})
    found.days = "\n".join(one.line() for one in wanted.tries)
    found.written_by, found.written_at, row.written_by = by, at, by
    await writing.flush()
    await record.add(writing, Event("consultation.reworded", f"consultation:{row.id}", at, by))


async def _check_pictures(writing: AsyncSession, row: Consultation, wanted: WayDraft, by: UUID, at: datetime) -> None:
    """Each picture of Easy Read is a symbol of the sets or a photograph of this question. Raises `NotValid`."""
    of_this = {
        str(key)
        for key in await writing.scalars(
            select(ConsultationPhotograph.id).where(ConsultationPhotograph.consultation_id == row.id)
        )
    }
    for code, rows in wanted.easy.items():
        for picture, _ in rows:
            if picture not in of_this:
                await means_itself(writing, picture, by=by, at=at, field=f"easy_{code}")


async def drop_way(writing: AsyncSession, consultation_id: UUID, kind: Adaptation, *, by: UUID, at: datetime) -> None:
    """Nobody is asked this way. Raises `NotFound`, `WrongMoment` once people are asked."""
    row = await locked(writing, Consultation, consultation_id)
    reworded(row)
    found = await _way(writing, row.id, kind)
    if found is None:
        raise NotFound("This way is not prepared. Go back to the question.")
    await writing.delete(found)
    row.written_by = by
    await writing.flush()
    await record.add(writing, Event("consultation.reworded", f"consultation:{row.id}", at, by))


async def _way(writing: AsyncSession, consultation_id: UUID, kind: Adaptation) -> ConsultationAdaptation | None:
    found: ConsultationAdaptation | None = await writing.scalar(
        select(ConsultationAdaptation).where(
            ConsultationAdaptation.consultation_id == consultation_id, ConsultationAdaptation.kind == kind
        )
    )
    return found
