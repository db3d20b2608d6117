"""The words for positions, evidence and numbers, the same on every page and in every table."""

from collections.abc import Mapping, Sequence

import msgspec

from govern.forums.consultations import rules
from govern.forums.consultations.rules import (
    CONFIDENCE_WORDS,
    EVIDENCE_WORDS,
    STANCE_WORDS,
    Cell,
    Confidence,
    Evidence,
    Opened,
    Published,
    Stance,
    Sum,
)
from govern.languages import Language
from govern.sentences import Sentence

HAPPENED_WORDS = {
    rules.HEARD: Sentence("Showed or said something that was written down"),
    rules.STOPPED: Sentence("Wanted to stop. Nothing is kept of it"),
    rules.DECLINED: Sentence("Did not want to take part"),
    rules.NOT_REACHED: Sentence("Could not be reached"),
}
#: A mark of the same kind everywhere for what is not told one by one.
TOO_SMALL = Sentence("We do not say how many showed what. The groups are so small that you could tell who it was.")
KEPT_BACK = Sentence("Not told one by one")


class Line(msgspec.Struct, frozen=True):
    """A row of a table: what it is, then the numbers or words beside it."""

    name: str
    numbers: tuple[str, ...]


def position_words(key: str, names: Mapping[str, str], language: Language) -> str:
    """A position in words: For; Leans towards: For; the words of a card."""
    stance, card, leaning = rules.position_of(key)
    plain = names.get(card or "", "") if stance is Stance.CARD else language.say(STANCE_WORDS[stance])
    return language.say(Sentence("Leans towards: {view}", view=plain)) if leaning else plain


def every_cell(found: Sum, names: Mapping[str, str], language: Language) -> list[Line]:
    """Positions with their evidence, as whoever runs it reads them: each cell, those with nobody too."""
    return [
        Line(
            position_words(cell.key, names, language),
            (*(str(part.people) for part in found.evidence[cell.key]), str(cell.people)),
        )
        for cell in found.positions
    ]


def happened_lines(cells: Sequence[Cell], language: Language) -> list[Line]:
    return [Line(language.say(HAPPENED_WORDS[cell.key]), (str(cell.people),)) for cell in cells]


def confidence_lines(cells: Sequence[Cell], language: Language) -> list[Line]:
    return [Line(language.say(CONFIDENCE_WORDS[Confidence(cell.key)]), (str(cell.people),)) for cell in cells]


def evidence_heads(language: Language) -> list[str]:
    return [language.say(EVIDENCE_WORDS[kind]) for kind in Evidence]


def told_happened(told: Published, language: Language) -> list[Line]:
    """What became of those who were asked, as it is published."""
    if told.happened is None:
        return []
    return _opened(told.happened, {key: language.say(words) for key, words in HAPPENED_WORDS.items()}, language)


def told_positions(told: Published, names: Mapping[str, str], language: Language) -> list[Line]:
    """Positions with their evidence, as they are published: what is told together stands in one row."""
    if told.positions is None or not told.positions.shown:
        return []
    hidden, lines = language.say(KEPT_BACK), []
    for key, people in told.positions.shown:
        below = told.evidence.get(key)
        parts = ["0"] * len(Evidence) if below is None else [_number(below, kind.value, hidden) for kind in Evidence]
        lines.append(Line(position_words(key, names, language), (*parts, str(people))))
    if told.positions.together:
        whole = " / ".join(position_words(key, names, language) for key in told.positions.together)
        lines.append(Line(whole, (*[hidden] * len(Evidence), str(told.positions.people_together))))
    return lines


def told_confidence(told: Published, language: Language) -> list[Line]:
    if told.confidence is None:
        return []
    names = {step.value: language.say(words) for step, words in CONFIDENCE_WORDS.items()}
    return _opened(told.confidence, names, language)


def _opened(opened: Opened, names: Mapping[str, str], language: Language) -> list[Line]:
    lines = [Line(names[key], (str(people),)) for key, people in opened.shown]
    if opened.together:
        lines.append(Line(" / ".join(names[key] for key in opened.together), (str(opened.people_together),)))
    return lines


def _number(opened: Opened, key: str, hidden: str) -> str:
    found = opened.of(key)
    return hidden if found is None else str(found)


def in_sentences(told: Published, names: Mapping[str, str], language: Language) -> list[str]:
    """The published sum in short sentences, for Easy Read: never a share of a hundred, never who is ahead."""
    if told.asked is None:
        return []
    said = [language.say(Sentence("People who were asked: {people}.", people=told.asked))]
    for line in () if rules.says_nothing_apart(told) else told_happened(told, language):
        if line.numbers[-1] != "0":
            said.append(f"{line.name}: {line.numbers[-1]}.")
    if rules.says_no_views(told):
        said.append(language.say(TOO_SMALL))
    for line in told_positions(told, names, language):
        if line.numbers[-1] != "0":
            said.append(f"{line.name}: {line.numbers[-1]}.")
    return said
