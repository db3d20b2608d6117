"""Money in pence, hours in minutes, and a forum's year. Whole numbers and fractions; rounded only to be shown."""

from __future__ import annotations

import re
from fractions import Fraction

import msgspec

from govern.errors import NotValid

MOST_PENCE = 100_000_000
#: Hours that one group can have given to one day out.
LONGEST_HOURS = 10_000
_MONEY = re.compile(r"£? ?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{2}))?", re.ASCII)
_HOURS = re.compile(r"(\d{1,5})(?:\.(\d{1,2})|:([0-5]\d))?", re.ASCII)


def pence_of(typed: str | None, field: str) -> int:
    """What somebody typed as money: "312.40", "£1,560", "" (nothing). Raises `NotValid` beside the field.

    >>> pence_of("£312.40", "raised")
    31240
    """
    text = (typed or "").strip()
    if not text:
        return 0
    found = _MONEY.fullmatch(text)
    pence = int(found[1].replace(",", "")) * 100 + int(found[2] or 0) if found and len(text) < 20 else -1
    if not 0 <= pence <= MOST_PENCE:
        raise NotValid("Type an amount in pounds, like 4 or 4.50.", field=field)
    return pence


def pounds(pence: int | Fraction) -> str:
    """Pence as people write them, rounded to whole pence to be shown: "£312.40", "£1,560"."""
    whole, rest = divmod(int(Fraction(pence) + Fraction(1, 2)), 100)
    return f"£{whole:,}.{rest:02d}" if rest else f"£{whole:,}"


def minutes_of(typed: str, field: str) -> int:
    """Hours as somebody typed them, in minutes: "120", "1.5", "1:30". Raises `NotValid` beside the field.

    >>> minutes_of("1.5", "hours")
    90
    """
    found = _HOURS.fullmatch(typed.strip())
    if found is None or int(found[1]) > LONGEST_HOURS:
        raise NotValid("Type hours as a number, like 3, 1.5 or 1:30.", field=field)
    part = Fraction(int(found[2]), 10 ** len(found[2])) * 60 if found[2] else Fraction(int(found[3] or 0))
    minutes = int(found[1]) * 60 + part
    if minutes.denominator != 1:
        raise NotValid("Type hours in whole minutes, like 3, 1.5 or 1:20.", field=field)
    return int(minutes)


def worth(minutes: int, hour_pence: int) -> Fraction:
    """What unpaid time would have cost, in pence, exactly (M13).

    >>> pounds(worth(120 * 60, 1300))
    '£1,560'
    """
    return Fraction(minutes, 60) * hour_pence


def check_money(raised_pence: int, raised_for: str) -> None:
    """Raises `NotValid`: money is raised for somebody (M10)."""
    if raised_pence and not raised_for:
        raise NotValid("Say for whom the money was raised.", field="raised_for")


class YearSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A forum's year. `minutes` by group ("" is people from outside), `money` by who got it, `offers` by group."""

    year: int
    items: int
    items_activities: int
    activities: int
    without_outcome: int
    came: int
    hour_pence: int
    minutes: tuple[tuple[str, int], ...] = ()
    money: tuple[tuple[str, int], ...] = ()
    offers: tuple[tuple[str, int], ...] = ()
    offers_late: int = 0

    @property
    def share(self) -> Fraction | None:
        """Of what was raised, how much was to do something together (M6). None where nothing was raised."""
        return Fraction(self.items_activities, self.items) if self.items else None

    @property
    def all_minutes(self) -> int:
        return sum(minutes for _, minutes in self.minutes)

    @property
    def hours(self) -> Fraction:
        return Fraction(self.all_minutes, 60)

    @property
    def worth(self) -> Fraction:
        return worth(self.all_minutes, self.hour_pence)

    @property
    def raised(self) -> int:
        return sum(pence for _, pence in self.money)
