"""Fractions, choices and names as people say them: one third, 30 of 100; Staff and Volunteers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.plain.words import KINDS, said
from govern.sentences import Sentence

_SAID = {
    Fraction(1): Sentence("all"),
    Fraction(1, 2): Sentence("one half"),
    Fraction(1, 3): Sentence("one third"),
    Fraction(2, 3): Sentence("two thirds"),
    Fraction(1, 4): Sentence("one quarter"),
    Fraction(3, 4): Sentence("three quarters"),
    Fraction(1, 10): Sentence("one tenth"),
    Fraction(9, 10): Sentence("nine tenths"),
}


def share(of: Fraction) -> Sentence:
    """A share in words where it has a short name, else as points of 100; never rounded: 2/9 is 2 out of every 9."""
    if of not in _SAID and (of * 10**8).denominator != 1:
        return Sentence("{n} out of every {of}", n=of.numerator, of=of.denominator)
    return _SAID.get(of) or Sentence("{points} of 100", points=of * 100)


def chosen(value: str | None, words: Mapping[str, Sentence]) -> Sentence | None:
    """The sentence for one of a key's values; nothing where the rules do not say."""
    return words.get(value) if value is not None else None


def yes_no(value: bool | None, yes: Sentence, no: Sentence) -> Sentence | None:
    return None if value is None else yes if value else no


def groups(book: Rulebook, ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(book.constituency(group).name for group in ids)


def decision_name(book: Rulebook, kind: str, language: str) -> Sentence | str:
    """What a kind of decision is called: as the rules name it in a language, else by the usual name."""
    resolution = book.resolution(kind)
    named = (resolution.name_cy if language == "cy" else None) or resolution.name
    return named or said(kind, KINDS)


def decisions(book: Rulebook, kinds: Iterable[str]) -> tuple[Sentence | str, ...]:
    """The names of kinds of resolution."""
    names = {one.id: one.name for one in book.resolutions}
    return tuple(names.get(kind) or said(kind, KINDS) for kind in kinds)
