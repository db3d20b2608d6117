"""Who stands down at an annual general meeting: thirds, all, or each at the end of their own term (invariant 18).

Thirds: the number nearest to one third of those elected, those longest in office since their last election first,
equals by lot. Whoever filled a casual vacancy until the meeting leaves in addition and is not in the base. Meetings
are about a year apart and never on the same day, so a term is over at a meeting that is nearer to its last day than
next year's will be (A).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from govern.constituencies.boards.rules.holders import BY_ELECTION
from govern.constituencies.rulebook.book.tables import Terms
from govern.errors import NotAllowed
from govern.sentences import Sentence

HALF_A_YEAR = timedelta(days=182)


class Serving(msgspec.Struct, frozen=True):
    """Somebody in office, as rotation sees them. `key` is the tenure's; `casual`: on a seat empty before its time."""

    key: str
    name: str
    constituency: str
    how_filled: str
    elected_on: date
    due_on: date | None = None
    casual: bool = False


class Why(StrEnum):
    """Why somebody stands down."""

    LONGEST = "longest"
    BY_LOT = "by_lot"
    TERM_OVER = "term_over"
    ALL = "all"
    CASUAL = "casual"


class Leaving(msgspec.Struct, frozen=True):
    """Somebody who stands down at the meeting."""

    serving: Serving
    why: Why


class LotDue(msgspec.Struct, frozen=True):
    """So many of these people, who have been in office equally long, stand down: a lot decides who."""

    places: int
    among: tuple[Serving, ...]


class StandingDown(msgspec.Struct, frozen=True):
    """Who stands down at a meeting. Where a lot is due and not drawn yet, those it will name are not among `leaving`.

    `base` counts those elected, of whom a third is reckoned; `third` is that number, of all groups together.
    """

    leaving: tuple[Leaving, ...]
    lots: tuple[LotDue, ...]
    base: int
    third: int

    @property
    def seats(self) -> int:
        """How many seats are in the election that the meeting holds."""
        return len(self.leaving) + sum(lot.places for lot in self.lots)


def nearest_third(number: int) -> int:
    """The whole number nearest to a third: of 4, 5, 7, 8, 10, 11 it is 1, 2, 2, 3, 3, 4 (W13)."""
    return (2 * number + 3) // 6


def who_stands_down(
    terms: Terms,
    serving: Sequence[Serving],
    on: date,
    draw: Callable[[Sequence[str]], Sequence[str]] | None = None,
) -> StandingDown:
    """Who leaves at the annual general meeting of a day. `draw` puts keys in the order of the lot; without it the
    lots are named and left open. The order in which people are given never matters."""
    present = sorted(serving, key=lambda s: (s.elected_on, s.name, s.key))
    casual = [s for s in present if s.casual and not terms.casual_in_rotation and terms.casual_until == "next_agm"]
    leaving = [Leaving(s, Why.CASUAL) for s in casual]
    base = [s for s in present if s not in casual and (s.how_filled in BY_ELECTION or (s.casual and _joins(terms)))]
    others = [s for s in present if s not in casual and s not in base and is_due(s.due_on, on)]
    leaving += [Leaving(s, Why.TERM_OVER) for s in others]
    lots: list[LotDue] = []
    third = 0
    for group in _groups(terms, base):
        if terms.rotation == "thirds":
            third += nearest_third(len(group))
            found, lot = _a_third(group, on, draw)
            leaving += found
            lots += [lot] if lot is not None else []
        elif terms.rotation == "all" and any(is_due(s.due_on, on) for s in group):
            leaving += [Leaving(s, Why.ALL) for s in group]
        else:
            leaving += [Leaving(s, Why.TERM_OVER) for s in group if is_due(s.due_on, on)]
    return StandingDown(tuple(leaving), tuple(lots), len(base), third)


def is_due(due_on: date | None, on: date) -> bool:
    """Whether a term ends at the meeting of this day rather than at next year's."""
    return due_on is not None and due_on <= on + HALF_A_YEAR


def _joins(terms: Terms) -> bool:
    return terms.casual_in_rotation


def _groups(terms: Terms, base: Sequence[Serving]) -> list[list[Serving]]:
    if terms.rotation_scope == "board":
        return [list(base)] if base else []
    rows = sorted({s.constituency for s in base})
    return [[s for s in base if s.constituency == row] for row in rows]


def _a_third(
    group: Sequence[Serving], on: date, draw: Callable[[Sequence[str]], Sequence[str]] | None
) -> tuple[list[Leaving], LotDue | None]:
    """Those whose term is over anyway; then, up to the third, the longest in office since their last election."""
    leaving = [Leaving(s, Why.TERM_OVER) for s in group if is_due(s.due_on, on)]
    staying = [s for s in group if not is_due(s.due_on, on)]
    wanted = nearest_third(len(group)) - len(leaving)
    while wanted > 0:
        earliest = min(s.elected_on for s in staying)
        equals = [s for s in staying if s.elected_on == earliest]
        if len(equals) <= wanted:
            leaving += [Leaving(s, Why.LONGEST) for s in equals]
            staying = [s for s in staying if s.elected_on != earliest]
            wanted -= len(equals)
            continue
        if draw is None:
            return leaving, LotDue(wanted, tuple(equals))
        order = list(draw([s.key for s in equals]))[:wanted]
        leaving += [Leaving(s, Why.BY_LOT) for s in equals if s.key in order]
        wanted = 0
    return leaving, None


WHY_WORDS = {
    Why.LONGEST: Sentence("They have been in office longest since they were elected."),
    Why.BY_LOT: Sentence("They have been in office as long as others, and the lot fell on them."),
    Why.TERM_OVER: Sentence("Their term is over."),
    Why.ALL: Sentence("All stand down together."),
    Why.CASUAL: Sentence("They filled an empty seat until this meeting."),
}


class RotationStage(StrEnum):
    """The lot is announced; then drawn."""

    ANNOUNCED = "announced"
    DRAWN = "drawn"


def check_may_draw(on: date, today: date) -> None:
    """A lot for a meeting that is over would change the past. Raises `NotAllowed`."""
    if on < today - HALF_A_YEAR:
        raise NotAllowed("That meeting is long over. Work out who stands down at the next one.", field="on")
