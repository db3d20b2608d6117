"""The numbers of the yearly report on democracy: exact, and none that would say of somebody what they did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import msgspec

from govern.ballots.deciding import kept_together
from govern.minutes.returns.rules.years import SocietyYear
from govern.sentences import Sentence


class Voted(msgspec.Struct, frozen=True):
    """One group in one vote: how many could vote, and how many did."""

    group: str
    roll: int
    voted: int


class Turnout(msgspec.Struct, frozen=True):
    """A group over all votes of a year, each vote counted: of a hundred who could vote twice, two hundred."""

    roll: int
    voted: int

    @property
    def share(self) -> Fraction:
        return Fraction(self.voted, self.roll) if self.roll else Fraction(0)


def turnout(rows: Iterable[Voted], floor: int) -> dict[str, Turnout | None]:
    """By group, and None where it is kept back: of a group of which fewer than the floor voted in some vote, since
    the others of its votes are told elsewhere; and of those that join it, so that no sum gives it away (ADR 36). A
    vote in which nobody of a group could vote says nothing of it."""
    found: dict[str, Turnout] = {}
    small: set[str] = set()
    for one in rows:
        if one.roll == 0:
            continue
        before = found.get(one.group, Turnout(0, 0))
        found[one.group] = Turnout(before.roll + one.roll, before.voted + one.voted)
        if one.voted < floor:
            small.add(one.group)
    hidden = kept_together(small, {group: told.voted for group, told in found.items()}, floor)
    return {group: None if group in hidden else told for group, told in found.items()}


def together(found: Iterable[Turnout | None]) -> Turnout:
    """Only the groups that are told: with the others nobody could work out one that is kept back."""
    told = [one for one in found if one is not None]
    return Turnout(sum(one.roll for one in told), sum(one.voted for one in told))


def kept_back(number: int, floor: int) -> Sentence | None:
    """What stands in the place of a number so small that it could tell of somebody; None where it may stand."""
    return Sentence("fewer than {floor}", floor=floor) if 0 < number < floor else None


class Answered(msgspec.Struct, frozen=True):
    """One answer: what it was, on which day, and by which day it was due."""

    kind: str
    on: date
    due: date | None


class Asked(msgspec.Struct, frozen=True):
    """What forums asked in a year, and what came of it."""

    raised: int
    in_time: int
    late: int
    overdue: int
    agreed: int
    agreed_with_changes: int
    declined: int


def asked(raised: Iterable[date], answers: Iterable[Answered], owed: Iterable[date], year: SocietyYear) -> Asked:
    """`owed` are the last days of those that still waited for an answer at the year's end."""
    given = [one for one in answers if year.has(one.on)]
    late = sum(1 for one in given if one.due is not None and one.on > one.due)
    kinds = [one.kind for one in given]
    return Asked(
        raised=sum(1 for day in raised if year.has(day)),
        in_time=len(given) - late,
        late=late,
        overdue=sum(1 for day in owed if day < year.last),
        agreed=kinds.count("adopt"),
        agreed_with_changes=kinds.count("amend"),
        declined=kinds.count("decline"),
    )


def out_of_ten(part: int, whole: int) -> int:
    """About so many of ten, rounded half up, from whole numbers alone.

    >>> out_of_ten(121, 195), out_of_ten(1, 20)
    (6, 1)
    """
    return (part * 20 + whole) // (2 * whole) if whole else 0
