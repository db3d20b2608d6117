"""What people are shown: the cards of a consultation and the ways that are prepared, in one language.

The templates' part for it is `consultations/_showing.html`; paper and the page for tablets use the same views.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import in_language
from govern.documents.photographs import Photograph
from govern.errors import NotFound
from govern.forums.consultations.models import ConsultationAdaptation, ConsultationCard, ConsultationPhotograph
from govern.forums.consultations.rules import Adaptation, CountsAs


class PhotographView(msgspec.Struct, frozen=True, kw_only=True):
    """A photograph of a consultation. `consent` is for those who work on it."""

    id: UUID
    consultation_id: UUID
    description: str
    descriptions: dict[str, str]
    consent: str
    photograph: Photograph


class CardView(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that is shown and may be chosen. `object` is the real thing's name, "" where there is none."""

    id: UUID
    consultation_id: UUID
    position: int
    counts_as: CountsAs
    words: str
    texts: dict[str, str]
    symbol: str | None
    photograph: PhotographView | None
    object: str
    objects: dict[str, str]


class EasyRow(msgspec.Struct, frozen=True):
    """One line of Easy Read with its picture: a symbol or a photograph."""

    words: str
    symbol: str | None
    photograph: PhotographView | None


class WayView(msgspec.Struct, frozen=True, kw_only=True):
    """A way of asking that is prepared. `easy` are the lines of Easy Read in the language, `easies` in each.

    `days` is what is tried out, one attempt a line: its day and the key of its card.
    """

    id: UUID
    consultation_id: UUID
    kind: Adaptation
    words: str
    texts: dict[str, str]
    easy: tuple[EasyRow, ...]
    easies: dict[str, tuple[EasyRow, ...]]
    link: str | None
    faces: int | None
    days: tuple[str, ...]


async def photographs_of(reading: AsyncSession, consultation_id: UUID, language: str) -> dict[UUID, PhotographView]:
    """The photographs of a consultation by their key, the oldest first."""
    rows = await reading.scalars(
        select(ConsultationPhotograph)
        .where(ConsultationPhotograph.consultation_id == consultation_id)
        .order_by(ConsultationPhotograph.added_at, ConsultationPhotograph.id)
    )
    return {row.id: _photograph(row, language) for row in rows}


async def photograph(
    reading: AsyncSession, consultation_id: UUID, photograph_id: UUID, language: str
) -> PhotographView:
    """One of them. Raises `NotFound`."""
    row = await reading.get(ConsultationPhotograph, photograph_id)
    if row is None or row.consultation_id != consultation_id:
        raise NotFound("There is no such photograph. Go back to the question.")
    return _photograph(row, language)


def _photograph(row: ConsultationPhotograph, language: str) -> PhotographView:
    return PhotographView(
        id=row.id,
        consultation_id=row.consultation_id,
        description=in_language(row.description, language),
        descriptions=row.description,
        consent=row.consent,
        photograph=Photograph(row.id, row.width, row.height, row.hash),
    )


async def cards_of(reading: AsyncSession, consultation_id: UUID, language: str) -> tuple[CardView, ...]:
    """The cards in the order of the question. Two questions."""
    pictures = await photographs_of(reading, consultation_id, language)
    rows = await reading.scalars(
        select(ConsultationCard)
        .where(ConsultationCard.consultation_id == consultation_id)
        .order_by(ConsultationCard.position)
    )
    return tuple(
        CardView(
            id=row.id,
            consultation_id=consultation_id,
            position=row.position,
            counts_as=row.counts_as,
            words=in_language(row.words, language),
            texts=row.words,
            symbol=row.symbol,
            photograph=pictures.get(row.photograph_id) if row.photograph_id else None,
            object=in_language(row.object, language) if row.object else "",
            objects=row.object,
        )
        for row in rows
    )


async def ways_of(reading: AsyncSession, consultation_id: UUID, language: str) -> tuple[WayView, ...]:
    """The ways that are prepared, in the order of `Adaptation`. Two questions."""
    pictures = await photographs_of(reading, consultation_id, language)
    rows = await reading.scalars(
        select(ConsultationAdaptation).where(ConsultationAdaptation.consultation_id == consultation_id)
    )
    order = list(Adaptation)
    return tuple(_way(row, pictures, language) for row in sorted(rows, key=lambda row: order.index(row.kind)))


def _way(row: ConsultationAdaptation, pictures: Mapping[UUID, PhotographView], language: str) -> WayView:
    easies = easy_rows(row.lines, pictures)
    return WayView(
        id=row.id,
        consultation_id=row.consultation_id,
        kind=row.kind,
        words=in_language(row.words, language),
        texts=row.words,
        easy=easies.get(language) or next(iter(easies.values()), ()),
        easies=easies,
        link=row.link,
        faces=row.faces,
        days=tuple(line for line in row.days.splitlines() if line.strip()),
    )


def easy_rows(lines: str, pictures: Mapping[UUID, PhotographView]) -> dict[str, tuple[EasyRow, ...]]:
    """Easy Read as it is kept, with the photographs it names."""
    return {
        code: tuple(_row(picture, words, pictures) for picture, words in rows)
        for code, rows in json.loads(lines or "{}").items()
    }


def _row(picture: str, words: str, pictures: Mapping[UUID, PhotographView]) -> EasyRow:
    try:
        return EasyRow(words, None, pictures.get(UUID(picture)))
    except ValueError:
        return EasyRow(words, picture or None, None)
