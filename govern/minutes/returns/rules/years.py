"""The society's financial years, and days counted in months from their ends."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import msgspec

MONTHS = 12


class SocietyYear(msgspec.Struct, frozen=True):
    """A financial year from its first day to its last."""

    first: date
    last: date

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last


def year_of(written: str, day: date) -> SocietyYear:
    """The financial year that a day belongs to. `written` is the year's end as the rules have it.

    >>> year_of("03-31", date(2026, 11, 9))
    SocietyYear(first=datetime.date(2026, 4, 1), last=datetime.date(2027, 3, 31))
    """
    last = _end(written, day.year)
    if day > last:
        last = _end(written, day.year + 1)
    return SocietyYear(_end(written, last.year - 1) + timedelta(days=1), last)


def year_ending(written: str, last: date) -> SocietyYear | None:
    """The year that ends on this day; None where no year of this society does."""
    year = year_of(written, last)
    return year if year.last == last else None


def years_between(written: str, first: date, last: date) -> tuple[SocietyYear, ...]:
    """Every year that ends from one day to another, the earliest first."""
    found, day = [], first
    while (year := year_of(written, day)).last <= last:
        found.append(year)
        day = year.last + timedelta(days=1)
    return tuple(found)


def months_after(day: date, months: int) -> date:
    """So many months on. From the last day of a month it is the last day of the other one.

    >>> months_after(date(2026, 6, 30), 7), months_after(date(2026, 4, 5), 7)
    (datetime.date(2027, 1, 31), datetime.date(2026, 11, 5))
    """
    counted = day.year * MONTHS + day.month - 1 + months
    year, month = counted // MONTHS, counted % MONTHS + 1
    longest = calendar.monthrange(year, month)[1]
    at_the_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month, longest if at_the_end else min(day.day, longest))


def _end(written: str, year: int) -> date:
    month, day = (int(part) for part in written.split("-"))
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
