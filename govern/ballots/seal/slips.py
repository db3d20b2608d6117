"""A choice as thirty bytes: one way to write each choice, and the same length whatever it is.

Design: ballot-protocol 3.4. The first byte holds kind and version (four bits each); 232 bits follow.
`resolution` and `ranking` write option numbers (from 1, in the order of the paper) in six bits each, then zeros;
`set` writes one bit an option, option 1 in the lowest. Everything else is spoilt: spare bits could mark a slip.
A blank slip has nothing after the first byte. Thirty bytes are what one ristretto255 point can hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from govern.ballots.seal.contests import MOST_MARKS, ContestEntry, ContestKind
from govern.ballots.seal.fields import repeats
from govern.errors import NotValid

SIZE = 30
VERSION = 1
BITS = 6
_CODES = {ContestKind.RESOLUTION: 1, ContestKind.RANKING: 2, ContestKind.SET: 3}

Marks = tuple[str, ...]
"""Ids of the options marked: one for a resolution, in order of preference for a ranking, in the paper's order for a
set. Nothing marked is a blank slip."""


class NotAChoice(NotValid):
    """This cannot be chosen in this contest."""


class Spoilt(NotValid):
    """These bytes are no choice in this contest; the slip counts as spoilt."""


@dataclass(frozen=True, slots=True)
class Papers:
    """The opened slips of one contest and style: each choice with how many made it, in order; and the spoilt ones."""

    choices: tuple[tuple[Marks, int], ...]
    spoilt: int

    @property
    def blank(self) -> int:
        return sum(times for marks, times in self.choices if not marks)

    def number_of(self, *marks: str) -> int:
        """How many made just this choice."""
        return sum(times for choice, times in self.choices if choice == marks)


def encode(contest: ContestEntry, marks: Marks) -> bytes:
    """The thirty bytes of a choice. Raises NotAChoice, and never writes what `decode` would call spoilt."""
    numbers = {option.id: number for number, option in enumerate(contest.options, start=1)}
    if any(mark not in numbers for mark in marks):
        raise NotAChoice("One of your choices is not on this paper. Please choose from the list.")
    if repeats(marks):
        raise NotAChoice("You have chosen the same one twice. Please choose each only once.")
    if len(marks) > contest.at_most:
        raise NotAChoice(
            "You have chosen {chosen}. The most you can choose here is {most}. Please take some choices away.",
            chosen=len(marks),
            most=contest.at_most,
        )
    chosen = [numbers[mark] for mark in marks]
    body = _as_set(chosen) if contest.kind is ContestKind.SET else _as_row(chosen)
    return bytes([_CODES[contest.kind] << 4 | VERSION]) + body.to_bytes(SIZE - 1, "big")


def decode(contest: ContestEntry, slip: bytes) -> Marks:
    """The choice these thirty bytes stand for. Raises Spoilt for every other string of bytes."""
    if len(slip) != SIZE or slip[0] != (_CODES[contest.kind] << 4 | VERSION):
        raise Spoilt("This slip is not one of this contest. It counts as spoilt.")
    body = int.from_bytes(slip[1:], "big")
    numbers = _from_set(body) if contest.kind is ContestKind.SET else _from_row(body)
    if any(number > len(contest.options) for number in numbers):
        raise Spoilt("This slip marks something that is not on the paper. It counts as spoilt.")
    marks = tuple(contest.options[number - 1].id for number in numbers)
    try:
        again = encode(contest, marks)
    except NotAChoice:
        again = b""
    if again != slip:
        raise Spoilt("This slip is not written in the one way that is allowed. It counts as spoilt.")
    return marks


def read(contest: ContestEntry, opened: Iterable[bytes]) -> Papers:
    """All opened slips of a contest and style, as the count wants them. Order of the input does not matter."""
    counted: Counter[Marks] = Counter()
    spoilt = 0
    for slip, times in Counter(opened).items():
        try:
            counted[decode(contest, slip)] += times
        except Spoilt:
            spoilt += times
    return Papers(tuple(sorted(counted.items())), spoilt)


def _as_row(numbers: list[int]) -> int:
    row = 0
    for place, number in enumerate(numbers, start=1):
        row |= number << (MOST_MARKS - BITS * place)
    return row


def _as_set(numbers: list[int]) -> int:
    return sum(1 << (number - 1) for number in numbers)


def _from_row(body: int) -> list[int]:
    numbers = []
    for shift in range(MOST_MARKS - BITS, -1, -BITS):
        number = body >> shift & 63
        if not number:
            break
        numbers.append(number)
    return numbers


def _from_set(body: int) -> list[int]:
    return [number for number in range(1, MOST_MARKS + 1) if body >> (number - 1) & 1]
