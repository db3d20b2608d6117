"""What the law fixes for conversions and mergers of societies: a dated table with its source, and the second meeting.

Law changes; so each row says from when and until when it holds, and what is asked is the law on the day of the first
meeting. The Law Commission is reviewing the Act of 2014 (domain report, section 6).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from fractions import Fraction

import msgspec

from govern.ballots.deciding.question import Base, Basis, Op, Rule, Threshold, Turnout
from govern.errors import NotFound
from govern.sentences import Sentence, Value


class Statute(msgspec.Struct, frozen=True, kw_only=True):
    """One provision as it holds from `in_force` to `until` (None: still).

    `first` is the rule of the first meeting, `second` of the meeting that confirms; that one is held at least
    `days_between` days and at most `months_between` months after the first. A provision without a second meeting has
    None for these three.
    """

    id: str
    citation: str
    source: str
    in_force: date
    until: date | None
    first: Rule
    second: Rule | None
    days_between: int | None
    months_between: int | None


class Window(msgspec.Struct, frozen=True):
    """The days on which the second meeting can be held, both inclusive, and the law that says so."""

    first_day: date
    last_day: date
    citation: str


HALF = Fraction(1, 2)
CONFIRMED = Rule(threshold=Threshold(Op.GT, HALF, Base.CAST), basis=Basis.OMOV)

STATUTES = (
    Statute(
        id="ccbsa_s113",
        citation="Co-operative and Community Benefit Societies Act 2014, section 113",
        source="https://www.legislation.gov.uk/ukpga/2014/14/section/113",
        in_force=date(2014, 8, 1),
        until=None,
        first=Rule(threshold=Threshold(Op.GE, Fraction(3, 4)), turnout=Turnout(Op.GE, HALF)),
        second=CONFIRMED,
        days_between=14,
        months_between=1,
    ),
    Statute(
        id="ccbsa_s111",
        citation="Co-operative and Community Benefit Societies Act 2014, section 111",
        source="https://www.legislation.gov.uk/ukpga/2014/14/section/111",
        in_force=date(2014, 8, 1),
        until=None,
        first=Rule(threshold=Threshold(Op.GE, Fraction(2, 3))),
        second=CONFIRMED,
        days_between=14,
        months_between=1,
    ),
    Statute(
        id="ca2006_s283",
        citation="Companies Act 2006, section 283",
        source="https://www.legislation.gov.uk/ukpga/2006/46/section/283",
        in_force=date(2007, 10, 1),
        until=None,
        first=Rule(threshold=Threshold(Op.GE, Fraction(3, 4))),
        second=None,
        days_between=None,
        months_between=None,
    ),
)


def statute(statute_id: str, on: date) -> Statute:
    """The provision as it holds on a day. Raises NotFound where none does."""
    for row in STATUTES:
        if row.id == statute_id and row.in_force <= on and (row.until is None or on <= row.until):
            return row
    raise NotFound("The table of statutes has no “{id}” for {day}.", id=statute_id, day=on)


def citation_of(statute_id: str) -> str:
    """How the law is cited, whatever the day. Raises NotFound for a statute that the table does not have."""
    for row in STATUTES:
        if row.id == statute_id:
            return row.citation
    raise NotFound("The table of statutes has no “{id}”.", id=statute_id)


def confirmation_window(first_meeting: date, law: Statute) -> Window | None:
    """When the second meeting can be held; None where the law asks for none (W7 of the domain report)."""
    if law.days_between is None or law.months_between is None:
        return None
    last_day = months_after(first_meeting, law.months_between)
    return Window(first_meeting + timedelta(days=law.days_between), last_day, law.citation)


def why_not_confirm_on(day: date, window: Window) -> Sentence | None:
    """Why a second meeting on this day would not count; None where it counts."""
    if window.first_day <= day <= window.last_day:
        return None
    values: dict[str, Value] = {
        "day": day,
        "first": window.first_day,
        "last": window.last_day,
        "law": window.citation,
    }
    if day < window.first_day:
        return Sentence(
            "A second meeting on {day} is too early. Choose a day from {first} to {last} ({law}).", **values
        )
    return Sentence(
        "A second meeting on {day} is too late. It had to be from {first} to {last} ({law}). "
        "The first decision has lapsed.",
        **values,
    )


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter: a month after 31 January ends on
    28 or 29 February (the corresponding date rule)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
