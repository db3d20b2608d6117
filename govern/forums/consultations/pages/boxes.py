"""The boxes of a record sheet with their letters: the same on paper and on the page where sheets are typed in."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

import msgspec

from govern.forums.consultations.queries import CardView, ConsultationView, WayView
from govern.forums.consultations.rules import (
    ADAPTATION_WORDS,
    CONFIDENCE_WORDS,
    EVIDENCE_WORDS,
    GIVEN_WORDS,
    STANCE_WORDS,
    WAYS_OUT,
    YES_NO,
    Adaptation,
    Asks,
    CountsAs,
    Stance,
    faces_of,
)
from govern.forums.consultations.rules.codes import (
    ASSENT_WORDS,
    KNOWS_WORDS,
    LEANING_WORDS,
    NOTHING_PICKED,
    PICKED_LETTERS,
    SHOWN_WORDS,
    STANCE_LETTERS,
    THERE_WORDS,
    WENT_WORDS,
    letter_of,
)
from govern.forums.consultations.rules.sheets import BOX_WORDS
from govern.languages import Language
from govern.sentences import Sentence

E = TypeVar("E", bound=StrEnum)


class Choice(msgspec.Struct, frozen=True):
    """One box to tick: its letter on paper, what an ordinary field sends, its words."""

    letter: str
    value: str
    words: str


class Box(msgspec.Struct, frozen=True):
    """One question of a sheet with its boxes."""

    name: str
    question: str
    choices: tuple[Choice, ...]

    @property
    def as_radios(self) -> list[tuple[str, str]]:
        """For web/fields.html: the letter stands before the words, so that the sheet and the page say the same."""
        return [(one.value, f"{one.letter}: {one.words}") for one in self.choices]


def boxes_of(
    one: ConsultationView, cards: Sequence[CardView], ways: Sequence[WayView], language: Language
) -> tuple[Box, ...]:
    """All boxes in the order of a sheet, in one language. Ways that are not prepared here have no box."""
    prepared = {way.kind: ADAPTATION_WORDS[way.kind] for way in ways}

    def box(name: str, choices: Sequence[Choice]) -> Box:
        return Box(name, language.say(BOX_WORDS[name]), tuple(choices))

    def of(words: dict[E, Sentence]) -> list[Choice]:
        return [Choice(letter_of(kind), kind.value, language.say(said)) for kind, said in words.items()]

    return (
        box("assent", of(ASSENT_WORDS)),
        box("assent_how", of(SHOWN_WORDS)),
        box("way", of(prepared)),
        box("went", of(WENT_WORDS)),
        box("stopped_how", of(SHOWN_WORDS)),
        box("picked", _picked(cards, ways, language)),
        box("given_by", of(GIVEN_WORDS)),
        box("stance", _stances(one, cards, language)),
        box("evidence", of(EVIDENCE_WORDS)),
        box("confidence", of(CONFIDENCE_WORDS)),
        box("knows", of(KNOWS_WORDS)),
        box("there", of(THERE_WORDS)),
    )


def _picked(cards: Sequence[CardView], ways: Sequence[WayView], language: Language) -> list[Choice]:
    """The cards by their numbers, then what lies beside them in the ways that are prepared."""
    kinds = {way.kind: way for way in ways}
    beside = [*YES_NO, *WAYS_OUT]
    if Adaptation.FACES in kinds:
        beside += faces_of(kinds[Adaptation.FACES].faces)
    numbered = [Choice(str(at), str(at), card.words) for at, card in enumerate(cards, start=1)]
    others = [Choice(PICKED_LETTERS[thing.key], thing.key, language.say(thing.words)) for thing in beside]
    nothing = Choice(NOTHING_PICKED, "", language.say(Sentence("Nothing was picked")))
    return [*numbered, *others, nothing]


def _stances(one: ConsultationView, cards: Sequence[CardView], language: Language) -> list[Choice]:
    """For and against one thing, or which of several; the person's own "not sure", and what readers cannot tell."""
    between = one.asks is Asks.BETWEEN
    found = [
        Choice(str(at), str(at), card.words)
        for at, card in enumerate(cards, start=1)
        if between and card.counts_as is CountsAs.ITSELF
    ]
    for letter, (stance, leaning) in STANCE_LETTERS.items():
        if not (between and stance in (Stance.FOR, Stance.AGAINST)):
            words = LEANING_WORDS[stance] if leaning else STANCE_WORDS[stance]
            found.append(Choice(letter, letter, language.say(words)))
    return found
