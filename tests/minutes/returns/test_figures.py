"""The annual return of a small society, worked out by hand.

The year is 1 April 2025 to 31 March 2026. Ana and Bo were members before. Cai joined and left in it, Di joined and
stayed, Eve moved from one group to the other, Fay left on the first day, Gus came back after half a year away.
"""

from __future__ import annotations

from datetime import date

import pytest

from govern.errors import NotValid, WrongMoment
from govern.minutes.returns.rules import SocietyYear, figures
from govern.minutes.returns.rules.figures import Span

YEAR = SocietyYear(date(2025, 4, 1), date(2026, 3, 31))
BEFORE = date(2024, 1, 1)
SPANS = (
    Span("Ana", "staff", BEFORE),
    Span("Bo", "staff", BEFORE, date(2026, 3, 31), "moved away"),
    Span("Cai", "staff", date(2025, 5, 1), date(2025, 9, 1), "moved away"),
    Span("Di", "supported", date(2026, 3, 31)),
    Span("Eve", "staff", BEFORE, date(2025, 7, 1), "changed group"),
    Span("Eve", "supported", date(2025, 7, 1)),
    Span("Fay", "supported", BEFORE, date(2025, 4, 1), "died"),
    Span("Gus", "supported", BEFORE, date(2025, 6, 1), "moved away"),
    Span("Gus", "supported", date(2025, 12, 1)),
    Span("Hal", "staff", date(2025, 8, 1), date(2025, 8, 1), "entered by mistake"),
    Span("Ida", "staff", BEFORE, date(2025, 3, 31), "left before"),
    Span("Jo", "staff", date(2026, 4, 1)),
)


def test_the_members_of_the_year_as_counted_by_hand() -> None:
    found = figures.count(SPANS, YEAR)
    assert found.start == {"Ana", "Bo", "Eve", "Fay", "Gus"}
    assert [one.person for one in found.joined] == ["Cai", "Gus", "Di"]
    assert [(one.person, one.on.month) for one in found.left] == [("Fay", 4), ("Gus", 6), ("Cai", 9), ("Bo", 3)]
    assert found.end == {"Ana", "Di", "Eve", "Gus"}
    assert found.left_by_reason == {"moved away": 3, "died": 1}
    assert found.agrees


def test_by_group_whoever_moves_left_the_one_and_joined_the_other() -> None:
    found = figures.by_group(SPANS, YEAR)
    staff, supported = found["staff"], found["supported"]
    assert (len(staff.start), len(staff.joined), len(staff.left), len(staff.end)) == (3, 1, 3, 1)
    assert (len(supported.start), len(supported.joined), len(supported.left), len(supported.end)) == (2, 3, 2, 3)
    assert staff.agrees and supported.agrees


def test_the_end_of_a_year_is_the_start_of_the_next() -> None:
    after = SocietyYear(date(2026, 4, 1), date(2027, 3, 31))
    assert figures.count(SPANS, YEAR).end == figures.count(SPANS, after).start
    assert [one.person for one in figures.count(SPANS, after).joined] == ["Jo"]


def test_a_span_inside_another_ends_nothing() -> None:
    spans = (Span("Ana", "staff", BEFORE), Span("Ana", "supported", date(2025, 5, 1), date(2025, 6, 1), "left"))
    found = figures.count(spans, YEAR)
    assert found.left == () and found.joined == () and found.end == {"Ana"}
    outer = Span("Ana", "staff", BEFORE, date(2025, 12, 1), "moved away")
    assert [(one.on, one.why) for one in figures.count((outer, spans[1]), YEAR).left] == [
        (date(2025, 12, 1), "moved away")
    ]


def test_amounts_are_pence_and_shares_are_whole_numbers() -> None:
    assert figures.pence_in("£1,204.50", "x") == 120_450 and figures.pounds(120_450) == "£1,204.50"
    assert figures.pence_in(" 300 ", "x") == 30_000
    for typed in ("1,20", "12.5", "-3", "a", "1e3", ""):
        with pytest.raises(NotValid):
            figures.pence_in(typed, "x")
    assert figures.share_of(121, 195) == "62.1%" and figures.share_of(1, 3) == "33.3%"
    assert figures.share_of(2, 3) == "66.7%" and figures.share_of(0, 0) == "–" and figures.share_of(7, 7) == "100.0%"


def test_a_return_is_sent_after_its_year_and_once() -> None:
    with pytest.raises(WrongMoment, match="goes on"):
        figures.check_over(YEAR, YEAR.last)
    figures.check_over(YEAR, date(2026, 4, 1))
    figures.check_open(None)
    with pytest.raises(WrongMoment, match="kept as it was"):
        figures.check_open(date(2026, 5, 1))
    for day in (date(2026, 3, 31), date(2026, 11, 10)):
        with pytest.raises(NotValid):
            figures.check_sent_on(day, YEAR, date(2026, 11, 9))


def test_what_is_counted_otherwise_today_is_named() -> None:
    assert figures.differences({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": "4"}) == (
        ("b", "2", "3"),
        ("c", "–", "4"),
    )
