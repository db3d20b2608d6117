"""The pictures of the yearly report on democracy: a bar a line, filled as far as its share of a whole.

A picture says what the table beside it says, and no more: what is kept back there has no bar here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import msgspec

from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import group_name, thread_of
from govern.documents.pictures import TurnoutBar
from govern.forums.gatherings.rules.voices import Said
from govern.languages import Language
from govern.minutes.returns.queries.consulted import PARTS, Consulted
from govern.minutes.returns.rules import figures
from govern.minutes.returns.rules.democracy import Asked, Turnout
from govern.sentences import Sentence

FIRST = 1
"""The thread of bars that stand for no group."""


class Drawn(msgspec.Struct, frozen=True):
    """What the picture is called, what a whole bar is, and the bars. Without bars there is no picture."""

    title: str
    a_bar_is: str
    bars: tuple[TurnoutBar, ...]


def _bar(name: str, thread: int, part: int, whole: int, language: Language) -> TurnoutBar:
    line = Sentence("{share}: {part} of {whole}", share=figures.share_of(part, whole), part=part, whole=whole)
    return TurnoutBar(name, thread, Fraction(part, whole), language.say(line))


def _of_one_whole(
    title: Sentence, a_bar_is: Sentence, named: Iterable[tuple[Sentence, int]], whole: int, language: Language
) -> Drawn:
    say = language.say
    bars = (_bar(say(words), FIRST, number, whole, language) for words, number in named) if whole else ()
    return Drawn(say(title), say(a_bar_is), tuple(bars))


def turnout(book: Rulebook, found: Mapping[str, Turnout | None], language: Language) -> Drawn:
    """Each group that is told, in its own thread."""
    bars = tuple(
        _bar(group_name(group, language.code), thread_of(place), told.voted, told.roll, language)
        for place, group in enumerate(book.constituencies)
        if (told := found.get(group.id)) is not None
    )
    a_bar_is = Sentence("A bar is a whole group. It is filled as far as its people voted.")
    return Drawn(language.say(Sentence("How much of each group voted")), language.say(a_bar_is), bars)


def ways(named: Iterable[tuple[Sentence, int]], voted: int, language: Language) -> Drawn:
    """`named`: the ways whose number is told, of so many votes."""
    title = Sentence("How many of all votes came in each way")
    a_bar_is = Sentence("A bar is all votes. It is filled as far as they came in this way.")
    return _of_one_whole(title, a_bar_is, named, voted, language)


def answers(found: Asked, language: Language) -> Drawn:
    """Of all answers that were given or are owed and late."""
    named = (
        (Sentence("Answered in time"), found.in_time),
        (Sentence("Answered late"), found.late),
        (Sentence("Still owed at the end, and late"), found.overdue),
    )
    title = Sentence("How many answers came in time")
    a_bar_is = Sentence("A bar is all answers that were given, or were owed and late at the end.")
    return _of_one_whole(title, a_bar_is, named, sum(number for _, number in named), language)


def consulted(found: Consulted, language: Language) -> Drawn:
    """Of all who were invited, where that is told."""
    told = [(PARTS[part], one.number) for part, one in found.parts.items() if one.said is Said.NUMBER]
    whole = found.invited.number if found.invited.said is Said.NUMBER else 0
    title = Sentence("What became of asking people one by one")
    a_bar_is = Sentence("A bar is everybody who was invited. It is filled as far as this became of it.")
    return _of_one_whole(title, a_bar_is, told, whole, language)
