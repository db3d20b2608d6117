"""The things a question offers: cards with their words, their order, what choosing them means, and their picture."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.errors import NotFound, NotValid
from govern.forums.consultations import rules
from govern.forums.consultations.lifecycle.asking import languages_on, reworded
from govern.forums.consultations.lifecycle.meanings import mean
from govern.forums.consultations.models import Consultation, ConsultationCard, ConsultationPhotograph
from govern.forums.consultations.rules import Asks, CountsAs
from govern.identity.rules import day_of
from govern.record import Event

MOST_CARDS = 12


class CardDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A card as it is written. `object` is the name of the real thing, by language."""

    words: dict[str, str]
    counts_as: CountsAs
    symbol: str | None = None
    photograph_id: UUID | None = None
    object: dict[str, str] = msgspec.field(default_factory=dict)


class Way(StrEnum):
    """Which way a card moves in the order."""

    UP = "up"
    DOWN = "down"


async def add_card(
    writing: AsyncSession, consultation_id: UUID, wanted: CardDraft, *, by: UUID, at: datetime
) -> UUID:
    """One more card, at the end. Raises `NotValid` beside the field, `WrongMoment` once people are asked."""
    row = await locked(writing, Consultation, consultation_id)
    reworded(row)
    cards = await _cards(writing, row.id)
    if len(cards) >= MOST_CARDS:
        raise NotValid("There can be {most} cards at most. Fewer are easier to choose from.", most=MOST_CARDS)
    await _check(writing, row, wanted, by, at)
    position = max((card.position for card in cards), default=0) + 1
    made = ConsultationCard(id=uuid4(), consultation_id=row.id, position=position, **_asdict(wanted))
    writing.add(made)
    await writing.flush()
    await _note(writing, row, by, at)
    return made.id


async def change_card(
    writing: AsyncSession, consultation_id: UUID, card_id: UUID, wanted: CardDraft, *, by: UUID, at: datetime
) -> None:
    """Other words, another picture, another meaning. Raises as `add_card`, and `NotFound`."""
    row = await locked(writing, Consultation, consultation_id)
    reworded(row)
    card = await _card(writing, row.id, card_id)
    await _check(writing, row, wanted, by, at)
    for name, value in _asdict(wanted).items():
        setattr(card, name, value)
    await _note(writing, row, by, at)


def _asdict(wanted: CardDraft) -> dict[str, object]:
    return msgspec.structs.asdict(wanted)


async def remove_card(writing: AsyncSession, consultation_id: UUID, card_id: UUID, *, by: UUID, at: datetime) -> None:
    """The card goes. Raises `NotFound`, `WrongMoment` once people are asked."""
    row = await locked(writing, Consultation, consultation_id)
    reworded(row)
    await writing.delete(await _card(writing, row.id, card_id))
    await writing.flush()
    await _note(writing, row, by, at)


async def move_card(
    writing: AsyncSession, consultation_id: UUID, card_id: UUID, way: Way, *, by: UUID, at: datetime
) -> None:
    """One place up or down; the first one stays first, the last one last."""
    row = await locked(writing, Consultation, consultation_id)
    reworded(row)
    cards = await _cards(writing, row.id)
    moved = await _card(writing, row.id, card_id)
    here = cards.index(moved)
    there = here + (-1 if way is Way.UP else 1)
    if 0 <= there < len(cards):
        one, other = cards[here].position, cards[there].position
        cards[here].position = 0  # no two cards have one place, not even for a moment
        await writing.flush()
        cards[there].position = one
        await writing.flush()
        cards[here].position = other
        await writing.flush()
    await _note(writing, row, by, at)


async def _check(writing: AsyncSession, row: Consultation, wanted: CardDraft, by: UUID, at: datetime) -> None:
    rules.check_card(wanted.words, wanted.object, await languages_on(writing, day_of(at)))
    if row.asks is Asks.BETWEEN and wanted.counts_as in (CountsAs.FOR, CountsAs.AGAINST):
        raise NotValid(
            "This question asks which of several. A card stands for itself, or for nothing.", field="counts_as"
        )
    if row.asks is Asks.PROPOSAL and wanted.counts_as is CountsAs.ITSELF:
        raise NotValid(
            "This question is for or against one thing. Say which of the two this card means.", field="counts_as"
        )
    if wanted.photograph_id is not None:
        photograph = await writing.get(ConsultationPhotograph, wanted.photograph_id)
        if photograph is None or photograph.consultation_id != row.id:
            raise NotValid("Choose one of the photographs of this question.", field="photograph_id")
    if wanted.symbol is not None:
        await mean(writing, wanted.symbol, wanted.words, by=by, at=at)


async def _cards(writing: AsyncSession, consultation_id: UUID) -> list[ConsultationCard]:
    return list(
        await writing.scalars(
            select(ConsultationCard)
            .where(ConsultationCard.consultation_id == consultation_id)
            .order_by(ConsultationCard.position)
        )
    )


async def _card(writing: AsyncSession, consultation_id: UUID, card_id: UUID) -> ConsultationCard:
    card = await writing.get(ConsultationCard, card_id)
    if card is None or card.consultation_id != consultation_id:
        raise NotFound("There is no such card. Go back to the question.")
    return card


async def _note(writing: AsyncSession, row: Consultation, by: UUID, at: datetime) -> None:
    row.written_by = by
    await record.add(writing, Event("consultation.reworded", f"consultation:{row.id}", at, by))
