"""Why the seats of an election are free, as its notice says it: from the register of seats, and without a name.

A notice goes to everybody and is kept for ever. Who sat and when they left stands on the page of the body, for those
who may see it; that somebody was removed or fell ill is no business of a letter.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from govern.sentences import Sentence

RESIGNED = "resigned"


class Free(msgspec.Struct, frozen=True):
    """How many seats of a row are free on the day of a meeting, by why.

    `term_over`: whoever sits there leaves by that day; `for_a_time`: and was there only until an election, after
    somebody left early or before there were any. `resigned` and `left`: it fell empty early. `empty`: new, or empty
    for longer.
    """

    term_over: int = 0
    for_a_time: int = 0
    resigned: int = 0
    left: int = 0
    empty: int = 0

    @property
    def all(self) -> int:
        return self.term_over + self.for_a_time + self.resigned + self.left + self.empty


def free_of(count: int, staying: int, leaving: int, for_a_time: int, early: Sequence[str | None]) -> Free:
    """Of `count` seats, people who stay on `staying`; `leaving` go by the day, `for_a_time` of them sat for a time;
    `early` is why those left whose seats fell empty before their time and are not filled. More people than seats:
    whoever leaves makes room first."""
    free = max(count - staying, 0)
    a_time = min(for_a_time, free)
    over = min(leaving - for_a_time, free - a_time)
    resigned = min(sum(why == RESIGNED for why in early), free - a_time - over)
    left = min(sum(why != RESIGNED for why in early), free - a_time - over - resigned)
    return Free(over, a_time, resigned, left, free - a_time - over - resigned - left)


def why_free(free: Free, places: int) -> tuple[Sentence, ...]:
    """One sentence for each reason, and first how many are free in all where the election is to fewer. Nothing where
    the register knows of fewer free seats than the election is to."""
    if free.all < places:
        return ()
    n = free.all
    more = Sentence("By then {n} seat is free in all.", "By then {n} seats are free in all.", n, n=n)
    said = (
        (free.term_over, _term_over),
        (free.for_a_time, _for_a_time),
        (free.resigned, _resigned),
        (free.left, _left),
        (free.empty, _empty),
    )
    reasons = tuple(words(number) for number, words in said if number)
    return (more, *reasons) if n > places else reasons


def _term_over(n: int) -> Sentence:
    return Sentence("{n} seat is free because a term ends.", "{n} seats are free because their terms end.", n, n=n)


def _for_a_time(n: int) -> Sentence:
    return Sentence(
        "{n} seat was filled only until an election.", "{n} seats were filled only until an election.", n, n=n
    )


def _resigned(n: int) -> Sentence:
    return Sentence(
        "{n} seat is free because somebody resigned.", "{n} seats are free because people resigned.", n, n=n
    )


def _left(n: int) -> Sentence:
    return Sentence(
        "{n} seat is free because somebody left before their term ended.",
        "{n} seats are free because people left before their terms ended.",
        n,
        n=n,
    )


def _empty(n: int) -> Sentence:
    return Sentence("{n} seat is new, or has been empty.", "{n} seats are new, or have been empty.", n, n=n)
