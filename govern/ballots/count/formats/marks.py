"""The words of one paper, as BLT writes them and as other files write them too: weights, candidates by number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from msgspec.structs import replace

from govern.ballots.count.election import Number, Paper
from govern.ballots.count.formats.lines import Malformed
from govern.sentences import Sentence

Wrong = Callable[[int, Sentence], Malformed]
"""Makes the refusal out of a column of the line at hand and what is wrong there."""

WHOLE = re.compile(r"[0-9]{1,18}")
DECIMAL = re.compile(r"[0-9]{0,18}\.[0-9]{1,18}")
FRACTION = re.compile(r"[0-9]{1,18}/0*[1-9][0-9]{0,17}")
SIGNED = re.compile(r"-?[0-9]{1,18}")


class Word(NamedTuple):
    """A word of a line, and the column in which it begins."""

    text: str
    column: int


class Several:
    """Lines that are all alike: what one of them says, and how many there are."""

    __slots__ = ("lines", "one")

    def __init__(self, one: Paper) -> None:
        self.one = one
        self.lines = 1

    def papers(self) -> Paper:
        return replace(self.one, times=self.one.times * self.lines) if self.lines > 1 else self.one


def nobody(number: int, candidates: int) -> Sentence:
    return Sentence(
        "There is no candidate {number}. Candidates have the numbers 1 to {candidates}.",
        number=number,
        candidates=candidates,
    )


def weighed(text: str) -> Number | None:
    """A weight: a whole number, a decimal or a fraction; none if it is no such number, or below zero."""
    if WHOLE.fullmatch(text):
        return int(text)
    return Fraction(text) if DECIMAL.fullmatch(text) or FRACTION.fullmatch(text) else None


def weight_of(word: Word, wrong: Wrong) -> Number:
    weight = weighed(word.text)
    if weight is not None:
        return weight
    if word.text.startswith("-") and weighed(word.text[1:]) is not None:
        raise wrong(word.column, Sentence("A weight cannot be below zero. Put how many such papers there are."))
    raise wrong(
        word.column,
        Sentence('"{word}" is no weight. Put a whole number, a decimal or a fraction.', word=word.text[:40]),
    )


def weighted(paper: Paper, weight: Number) -> Paper:
    """A whole number says how many papers there are, any other what one weighs."""
    return replace(paper, times=weight) if isinstance(weight, int) else replace(paper, weight=weight)


def paper_of(words: Sequence[Word], candidates: int, wrong: Wrong) -> Paper:
    """What one line says: perhaps a number in brackets, a weight, choices, a zero."""
    words = _after_brackets(words, wrong)
    weight = weight_of(words[0], wrong)
    marks: list[str] = []
    shared: list[int] = []
    for at, word in enumerate(words[1:], start=2):
        if not word.text.strip("0"):
            if at < len(words):
                what = Sentence("Here a paper goes on after its 0. Put each paper on a line of its own.")
                raise wrong(words[at].column, what)
            plain = all(several == 1 for several in shared)
            return weighted(Paper(tuple(marks), shared=() if plain else tuple(shared)), weight)
        if word.text != "-":
            together = [str(number) for number in _candidates(word, candidates, wrong)]
            marks += together
            shared.append(len(together))
    last = words[-1]
    raise wrong(
        last.column + len(last.text), Sentence("The line does not end with 0. Put a 0 after the last choice.")
    )


def _after_brackets(words: Sequence[Word], wrong: Wrong) -> Sequence[Word]:
    first = words[0]
    if not first.text.startswith("("):
        return words
    closed = next((at for at, word in enumerate(words) if word.text.endswith(")")), len(words))
    if closed + 1 >= len(words):
        raise wrong(
            first.column, Sentence("After the number of a paper, in brackets, come its weight and its choices.")
        )
    return words[closed + 1 :]


def _candidates(word: Word, candidates: int, wrong: Wrong) -> Iterator[int]:
    """The candidates on one rank, by number."""
    column = word.column
    for text in word.text.split("="):
        if not SIGNED.fullmatch(text):
            what = Sentence('"{word}" is no number of a candidate. Put a whole number.', word=text[:40])
            raise wrong(column, what)
        number = int(text)
        if not 0 < number <= candidates:
            raise wrong(column, nobody(number, candidates))
        yield number
        column += len(text) + 1
