"""Photographs of a question: added with a description and the consent of whoever is in them, cut, taken away."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.documents.photographs import Photograph, described
from govern.errors import NotFound, NotValid
from govern.forums.consultations import rules
from govern.forums.consultations.lifecycle.asking import languages_on, reworded
from govern.forums.consultations.models import (
    Consultation,
    ConsultationAdaptation,
    ConsultationCard,
    ConsultationPhotograph,
)
from govern.forums.consultations.rules import Stage
from govern.identity.rules import day_of
from govern.record import Event

MOST_PHOTOGRAPHS = 40
_BEFORE = (Stage.DRAFT, Stage.CHECKED)


async def add_photograph(
    writing: AsyncSession,
    consultation_id: UUID,
    photograph: Photograph,
    description: dict[str, str],
    consent: str,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """One more to choose from. Raises `NotValid` without a description in each language or without consent."""
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, *_BEFORE)
    for code in await languages_on(writing, day_of(at)):
        described(description.get(code), "description" if code == "en" else f"description_{code}")
    if not consent.strip():
        raise NotValid(
            "Say who is in the picture and how they agreed. Write “nobody” where nobody is.", field="consent"
        )
    there = await writing.scalars(
        select(ConsultationPhotograph.id).where(ConsultationPhotograph.consultation_id == row.id)
    )
    if len(there.all()) >= MOST_PHOTOGRAPHS:
        raise NotValid("There are {most} photographs already. Take one away first.", most=MOST_PHOTOGRAPHS)
    writing.add(
        ConsultationPhotograph(
            id=photograph.id,
            consultation_id=row.id,
            width=photograph.width,
            height=photograph.height,
            hash=photograph.hash,
            description=description,
            consent=consent.strip(),
            added_by=by,
            added_at=at,
        )
    )
    await writing.flush()
    await _note(writing, row, "photograph_added", by, at)


async def replace_photograph(
    writing: AsyncSession,
    consultation_id: UUID,
    photograph_id: UUID,
    part: Photograph,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """A part of it takes its place, wherever it is shown. The page forgets its file after the transaction."""
    row = await locked(writing, Consultation, consultation_id)
    old = await _photograph(writing, row.id, photograph_id)
    reworded(row)
    row.written_by = by
    writing.add(
        ConsultationPhotograph(
            id=part.id,
            consultation_id=row.id,
            width=part.width,
            height=part.height,
            hash=part.hash,
            description=old.description,
            consent=old.consent,
            added_by=old.added_by,
            added_at=old.added_at,
        )
    )
    await writing.flush()
    await _swap(writing, row.id, photograph_id, part.id)
    await writing.delete(old)
    await writing.flush()
    await _note(writing, row, "photograph_cropped", by, at)


async def remove_photograph(
    writing: AsyncSession, consultation_id: UUID, photograph_id: UUID, *, by: UUID, at: datetime
) -> None:
    """It is shown to nobody any more, at whatever stage: whoever is in it may change their mind."""
    row = await locked(writing, Consultation, consultation_id)
    old = await _photograph(writing, row.id, photograph_id)
    shown = await _swap(writing, row.id, photograph_id, None)
    if shown and row.stage in _BEFORE:
        reworded(row)
        row.written_by = by
    await writing.delete(old)
    await writing.flush()
    await _note(writing, row, "photograph_removed", by, at)


async def _swap(writing: AsyncSession, consultation_id: UUID, old: UUID, new: UUID | None) -> bool:
    """In cards and in lines of Easy Read. Says whether it was shown anywhere."""
    cards = await writing.execute(
        update(ConsultationCard)
        .where(ConsultationCard.consultation_id == consultation_id, ConsultationCard.photograph_id == old)
        .values(photograph_id=new)
        .returning(ConsultationCard.id)
    )
    shown = bool(cards.all())
    for way in await writing.scalars(
        select(ConsultationAdaptation).where(ConsultationAdaptation.consultation_id == consultation_id)
    ):
        lines = json.loads(way.lines or "{}")
        if any(picture == str(old) for rows in lines.values() for picture, _ in rows):
            shown = True
            way.lines = json.dumps(
                {
                    code: [[str(new or "") if picture == str(old) else picture, words] for picture, words in rows]
                    for code, rows in lines.items()
                }
            )
    await writing.flush()
    return shown


async def _photograph(writing: AsyncSession, consultation_id: UUID, photograph_id: UUID) -> ConsultationPhotograph:
    found = await writing.get(ConsultationPhotograph, photograph_id)
    if found is None or found.consultation_id != consultation_id:
        raise NotFound("There is no such photograph. Go back to the question.")
    return found


async def _note(writing: AsyncSession, row: Consultation, done: str, by: UUID, at: datetime) -> None:
    await record.add(writing, Event(f"consultation.{done}", f"consultation:{row.id}", at, by))
