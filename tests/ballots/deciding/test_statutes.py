"""Conversions and mergers of societies: what the law asks, and when the second meeting can be."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import msgspec
import pytest

from govern.ballots.deciding import Group, Question, confirmation_window, decide, statute, why_not_confirm_on
from govern.ballots.deciding.statutes import STATUTES, Window, months_after
from govern.errors import NotFound

FIRST = date(2026, 10, 17)
SECTION_113 = statute("ccbsa_s113", FIRST)


def members(for_: int, against: int) -> tuple[Group, ...]:
    investors = Group(id="investor", name="Investors", entitled=20, for_=0, against=0, barred=True)
    return (Group(id="member", name="Members", entitled=200, for_=for_, against=against), investors)


def test_w7_the_first_meeting_passes_with_three_quarters_and_half_voting() -> None:
    decision = decide(Question(rule=SECTION_113.first, groups=members(84, 26)))
    assert decision.carried
    assert decision.for_share == Fraction(84, 110)
    assert (decision.turnout.counted, decision.turnout.entitled) == (110, 200)


def test_w7_a_low_turnout_fails_at_ninety_per_cent_support() -> None:
    decision = decide(Question(rule=SECTION_113.first, groups=members(90, 9)))
    assert decision.for_share == Fraction(10, 11)
    assert str(decision.reason) == "Too few members voted."


def test_w7_the_second_meeting_confirms_by_simple_majority() -> None:
    assert SECTION_113.second is not None
    assert decide(Question(rule=SECTION_113.second, groups=members(40, 35))).carried
    assert not decide(Question(rule=SECTION_113.second, groups=members(40, 40))).carried


def test_w7_the_window_is_from_the_fourteenth_day_to_a_month() -> None:
    window = confirmation_window(FIRST, SECTION_113)
    assert window is not None
    assert (window.first_day, window.last_day) == (date(2026, 10, 31), date(2026, 11, 17))
    assert window.citation == "Co-operative and Community Benefit Societies Act 2014, section 113"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 10, 30), "too early. Choose a day from 2026-10-31 to 2026-11-17"),
        (date(2026, 11, 18), "too late. It had to be from 2026-10-31 to 2026-11-17"),
    ],
)
def test_w7_a_second_meeting_outside_the_window_does_not_count(day: date, words: str) -> None:
    window = confirmation_window(FIRST, SECTION_113)
    assert isinstance(window, Window)
    assert words in str(why_not_confirm_on(day, window))


@pytest.mark.parametrize("day", [date(2026, 10, 31), date(2026, 11, 17)])
def test_w7_both_ends_of_the_window_count(day: date) -> None:
    window = confirmation_window(FIRST, SECTION_113)
    assert isinstance(window, Window)
    assert why_not_confirm_on(day, window) is None


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 10, 31), 13, date(2027, 11, 30)),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_the_last(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_section_111_needs_two_thirds_and_the_same_confirmation() -> None:
    law = statute("ccbsa_s111", FIRST)
    assert decide(Question(rule=law.first, groups=members(2, 1))).carried
    assert not decide(Question(rule=law.first, groups=members(65, 33))).carried
    window = confirmation_window(FIRST, law)
    assert window is not None
    assert window.first_day == date(2026, 10, 31)


def test_a_special_resolution_of_a_company_needs_no_second_meeting() -> None:
    law = statute("ca2006_s283", FIRST)
    assert decide(Question(rule=law.first, groups=members(75, 25))).carried
    assert confirmation_window(FIRST, law) is None


def test_law_is_asked_as_it_holds_on_the_day() -> None:
    with pytest.raises(NotFound, match="ccbsa_s113"):
        statute("ccbsa_s113", date(2014, 7, 31))
    ended = msgspec.structs.replace(SECTION_113, until=date(2030, 1, 1))
    assert ended.until is not None
    assert all(row.source.startswith("https://www.legislation.gov.uk/") for row in STATUTES)
