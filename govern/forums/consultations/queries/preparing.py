"""How far a question is prepared: what is missing before it can be checked, and what a machine sees in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.documents import symbols
from govern.errors import GovernError
from govern.forums.consultations import rules
from govern.forums.consultations.models import (
    Consultation,
    ConsultationAdaptation,
    ConsultationCard,
    ConsultationCheck,
    SymbolMeaning,
)
from govern.forums.consultations.queries.shown import CardView, WayView
from govern.forums.consultations.rules import ADAPTATION_WORDS, Asks, CardOf, CheckKind, CountsAs, WayDraft
from govern.languages import OWN_NAMES
from govern.sentences import Sentence

_TEXTS = (
    ("title", Sentence("The name of the question")),
    ("question", Sentence("The question")),
    ("context", Sentence("What people should know")),
    ("can_change", Sentence("What can change")),
    ("who_decides", Sentence("Who decides")),
)


async def languages_on(reading: AsyncSession, on: date) -> tuple[str, ...]:
    """The languages in which a society asks, English first."""
    spoken = (await rulebook.in_force(reading, on)).rulebook.society.languages
    return tuple(sorted(spoken, key=lambda code: code != "en"))


async def cards_for_rules(reading: AsyncSession, consultation_id: UUID) -> tuple[CardOf, ...]:
    """The cards as the rules know them."""
    rows = await reading.scalars(
        select(ConsultationCard)
        .where(ConsultationCard.consultation_id == consultation_id)
        .order_by(ConsultationCard.position)
    )
    return tuple(
        CardOf(
            id=row.id,
            words=row.words,
            counts_as=row.counts_as,
            symbol=row.symbol,
            photograph=row.photograph_id is not None,
            object=row.object,
        )
        for row in rows
    )


async def missing_of(reading: AsyncSession, row: Consultation, on: date) -> tuple[Sentence, ...]:
    """What is not there yet before somebody can check the question, each in a sentence. Four questions."""
    languages = await languages_on(reading, on)
    methods = (await rulebook.in_force(reading, on)).rulebook.consultation.methods
    found = _missing_texts(row, languages)
    cards = await cards_for_rules(reading, row.id)
    found += _missing_cards(row.asks, cards)
    ways = list(
        await reading.scalars(select(ConsultationAdaptation).where(ConsultationAdaptation.consultation_id == row.id))
    )
    if not ways:
        found.append(Sentence("Prepare at least one way of asking."))
    for way in ways:
        try:
            rules.check_adaptation(way.kind, methods)
            rules.check_way(draft_of(way), cards, row.asks, languages, on, row.ask_until)
        except GovernError as refusal:
            found.append(Sentence("{way}: {why}", way=ADAPTATION_WORDS[way.kind], why=refusal.message))
    return tuple(found)


def _missing_texts(row: Consultation, languages: Sequence[str]) -> list[Sentence]:
    return [
        Sentence("{part} is missing in {language}.", part=words, language=OWN_NAMES[code])
        for name, words in _TEXTS
        for code in languages
        if not getattr(row, name).get(code, "").strip()
    ]


def _missing_cards(asks: Asks, cards: Sequence[CardOf]) -> list[Sentence]:
    kinds = [card.counts_as for card in cards]
    if asks is Asks.BETWEEN and kinds.count(CountsAs.ITSELF) < rules.FEWEST_CARDS:
        return [Sentence("People choose between things here. Add at least two cards that can be chosen.")]
    if asks is Asks.PROPOSAL and cards and not {CountsAs.FOR, CountsAs.AGAINST} <= set(kinds):
        return [Sentence("One card means for and another one against. Otherwise the cards pull to one side.")]
    return []


def draft_of(way: ConsultationAdaptation) -> WayDraft:
    """A way as it is kept, as the rules know it."""
    lines = json.loads(way.lines or "{}")
    return WayDraft(
        kind=way.kind,
        words=way.words,
        easy={code: [(picture, words) for picture, words in rows] for code, rows in lines.items()},
        link=way.link,
        faces=way.faces,
        tries=rules.tries_of(way.days.splitlines()),
    )


async def checks_of(reading: AsyncSession, consultation_id: UUID, wording: int) -> dict[CheckKind, ConsultationCheck]:
    """What second people said of this wording."""
    rows = await reading.scalars(
        select(ConsultationCheck).where(
            ConsultationCheck.consultation_id == consultation_id, ConsultationCheck.wording == wording
        )
    )
    return {row.kind: row for row in rows}


async def meanings_of(reading: AsyncSession) -> dict[str, dict[str, str]]:
    """What each symbol means in this society."""
    rows = await reading.execute(select(SymbolMeaning.symbol, SymbolMeaning.meaning))
    return dict(rows.tuples().all())


def hints_of(
    texts: Sequence[tuple[str, str]],
    questions: Sequence[tuple[str, str]],
    cards: Sequence[CardView],
    ways: Sequence[WayView],
) -> tuple[Sentence, ...]:
    """What a machine sees in all that people are shown; `texts` and `questions` are (language, text)."""
    found = [hint for code, text in questions for hint in rules.hints_for_question(text, code)]
    found += [hint for code, text in texts for hint in rules.hints_for_text(text, code)]
    found += rules.hints_for_cards(
        [bool(card.photograph or card.symbol) for card in cards],
        [card.photograph is not None for card in cards if card.photograph or card.symbol],
    )
    for code in dict.fromkeys(code for card in cards for code in card.texts):
        found += rules.hints_for_pictures([(card.symbol, card.texts.get(code, "")) for card in cards if card.symbol])
    for way in ways:
        for code, rows in way.easies.items():
            found += [hint for row in rows for hint in rules.hints_for_text(row.words, code, easy=True)]
            shown = [(row.symbol, symbols.called(row.symbol, code)) for row in rows if row.symbol]
            found += rules.hints_for_pictures(shown)
    return tuple(dict.fromkeys(found))
