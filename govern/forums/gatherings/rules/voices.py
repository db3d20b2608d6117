"""Who is heard in a forum, by group: numbers that give nobody away, and what whoever leads it can plan (M3).

It is there to plan with and never to put people in an order: by group there are only numbers of people, each counted
once however often they spoke; by name there is only whom to go and ask, and in which way they like to be asked.

- Fewer than the floor (`consultation.min_cell`) are "fewer than 3"; and where fewer than that are left out of it, the
  number is "all, or nearly all": who was not heard is then as few as that.
- A sum stands only where it narrows none of those down. The sum is what is left out, never another group's number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

import msgspec

from govern.constituencies.representation.rules import months_on

#: Where the rules of a society set no floor.
FLOOR = 3
#: The spans that can be chosen, in months.
SPANS = (3, 12)
#: "A few loud voices" (M3 asks for "a set share" and names none, so these are our own choice): one person with more
#: than a third, or three with more than two thirds, each of whom has more than a sixth. Below so many things, or in
#: so small a forum, a share says nothing.
ONE_SHARE = Fraction(1, 3)
FEW, FEW_SHARE, EACH_SHARE = 3, Fraction(2, 3), Fraction(1, 6)
LEAST_THINGS = 6
LEAST_PEOPLE = 8
#: From so many people on, small groups help (our own choice).
LARGE = 12


class Said(StrEnum):
    """How much of a number is said."""

    NUMBER = "number"
    FEWER = "fewer"  # fewer than the floor
    NEARLY_ALL = "nearly_all"  # all of them, or all but fewer than the floor
    KEPT = "kept"  # not said: it would give one of the others away


class Cell(msgspec.Struct, frozen=True):
    """A number of people as it is shown, and between which numbers it lies for whoever reads it."""

    said: Said
    number: int
    low: int
    high: int


#: What is not said.
KEPT = Cell(Said.KEPT, 0, 0, 0)


def cell(number: int, of: int | None, floor: int) -> Cell:
    """One number, of so many people where that is known too.

    >>> cell(2, 9, 3).said, cell(8, 9, 3).said, cell(5, 9, 3).said
    (<Said.FEWER: 'fewer'>, <Said.NEARLY_ALL: 'nearly_all'>, <Said.NUMBER: 'number'>)
    """
    if floor <= 1:
        return Cell(Said.NUMBER, number, number, number)
    if number < floor:
        return Cell(Said.FEWER, floor, 0, floor - 1)
    if of is not None and of - number < floor:
        return Cell(Said.NEARLY_ALL, floor, max(floor, of - floor + 1), of)
    return Cell(Said.NUMBER, number, number, number)


class Column(msgspec.Struct, frozen=True):
    """One number for each group, and all groups together."""

    cells: dict[str, Cell]
    together: Cell


def column(numbers: Mapping[str, int], of: Mapping[str, int] | None, floor: int) -> Column:
    """The sum is kept back where, with it, one of the others could be worked out closer than it is said."""
    cells = {group: cell(number, None if of is None else of[group], floor) for group, number in numbers.items()}
    return Column(cells, together(cells, sum(numbers.values())))


def together(cells: Mapping[str, Cell], whole: int) -> Cell:
    """The sum of these cells, or `KEPT`."""
    if any(_narrowed(group, cells, whole) for group in cells):
        return KEPT
    return Cell(Said.NUMBER, whole, whole, whole)


def _narrowed(group: str, cells: Mapping[str, Cell], whole: int) -> bool:
    one, others = cells[group], [other for name, other in cells.items() if name != group]
    least = whole - sum(other.high for other in others)
    most = whole - sum(other.low for other in others)
    return least > one.low or most < one.high


def in_ways(heard: Cell, ways: Collection[Cell]) -> Cell:
    """How many were heard, beside the numbers for each way: kept back where the ways must then hold more than is said
    of them. Somebody heard in two ways stands in both."""
    hidden = [one for one in ways if one.said is Said.FEWER]
    left = heard.low - sum(one.low for one in ways)
    if heard.said is Said.NUMBER and any(left > sum(o.high for o in hidden) - one.high for one in hidden):
        return KEPT
    return heard


class What(StrEnum):
    """Of what a few people did much."""

    RAISED = "raised"
    HEARD = "heard"


class Loud(msgspec.Struct, frozen=True):
    """A few people did much of it. Who they are is for the page of whoever leads the forum, and for no other."""

    what: What
    people: tuple[UUID, ...]


def loud(what: What, counts: Mapping[UUID, int], belong: int) -> Loud | None:
    """One person with more than a third, or else three with more than two thirds.

    >>> loud(What.RAISED, {}, 20) is None
    True
    """
    whole = sum(counts.values())
    if whole < LEAST_THINGS or belong < LEAST_PEOPLE:
        return None
    first = sorted(counts, key=lambda one: (-counts[one], str(one)))[:FEW]
    if counts[first[0]] > ONE_SHARE * whole:
        return Loud(what, (first[0],))
    together, least = sum(counts[one] for one in first), min(counts[one] for one in first)
    if together > FEW_SHARE * whole and least > EACH_SHARE * whole:
        return Loud(what, tuple(first))
    return None


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who belongs to a forum, and the day on which they were last heard or raised something."""

    person_id: UUID
    name: str
    belongs_from: date
    last: date | None


class Order(StrEnum):
    """In which order those are shown who were not heard: there is none by how much anybody says."""

    NAME = "name"
    LONGEST = "longest"


def not_heard(people: Iterable[Known], since: date, order: Order) -> tuple[Known, ...]:
    """Who belongs since before a day and was not heard since then. Who came later is still new, and not listed."""
    silent = [one for one in people if one.belongs_from <= since and (one.last is None or one.last < since)]
    if order is Order.LONGEST:
        return tuple(sorted(silent, key=lambda one: (one.last or one.belongs_from, one.name)))
    return tuple(sorted(silent, key=lambda one: one.name))


class Step(StrEnum):
    """What whoever leads a forum can do."""

    VISIT = "visit"
    PAPER = "paper"
    ROUND = "round"
    SMALL_GROUPS = "small_groups"
    BEFOREHAND = "beforehand"
    OTHER_LEADS = "other_leads"


def steps(*, silent: int, on_paper: int, loud_voices: bool, belong: int, other_ways: bool) -> tuple[Step, ...]:
    """What may help here, in the order in which to think of it. `on_paper`: how many of the silent get paper;
    `other_ways`: somebody was heard in another way than by speaking."""
    found: list[Step] = []
    if silent:
        found.append(Step.VISIT)
    if on_paper:
        found.append(Step.PAPER)
    if silent or loud_voices:
        found.append(Step.ROUND)
    if (silent or loud_voices) and belong >= LARGE:
        found.append(Step.SMALL_GROUPS)
    if silent and not other_ways:
        found.append(Step.BEFOREHAND)
    if loud_voices:
        found.append(Step.OTHER_LEADS)
    return tuple(found)


def span_from(today: date, months: int) -> date:
    """The first day of a span that ends today."""
    return months_on(today, -months)
