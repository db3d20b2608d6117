"""A decision that a second meeting must confirm: its window, and how it stands until then (W7, invariant 40)."""

from __future__ import annotations

from datetime import date

import pytest

from govern.ballots.deciding.confirming import SecondVote, Standing, standing_of, told, window_of
from govern.ballots.deciding.statutes import Window

FIRST = date(2026, 10, 17)


def window(first: date = FIRST, days: int = 14, months: int = 1, law: str | None = "ccbsa_s113") -> Window:
    return window_of(first, min_days=days, max_months=months, law=law, rule="Rule 4.3")


def test_w7_from_the_last_day_of_october_to_the_seventeenth_of_november() -> None:
    found = window()
    assert (found.first_day, found.last_day) == (date(2026, 10, 31), date(2026, 11, 17))
    assert "section 113" in found.citation


def test_w7_a_month_after_the_last_of_january_ends_in_february() -> None:
    assert window(date(2026, 1, 31)).last_day == date(2026, 2, 28)


def test_rules_may_narrow_what_the_law_allows_and_never_widen_it() -> None:
    assert window(days=20).first_day == date(2026, 11, 6)
    assert (window(days=3, months=2).first_day, window(days=3, months=2).last_day) == (
        date(2026, 10, 31),
        date(2026, 11, 17),
    )
    assert window(days=3, law=None) == Window(date(2026, 10, 20), date(2026, 11, 17), "Rule 4.3")


@pytest.mark.parametrize(
    ("second", "today", "standing", "words"),
    [
        (None, date(2026, 10, 18), Standing.AWAITING, "from 2026-10-31 to 2026-11-17"),
        (None, date(2026, 11, 17), Standing.AWAITING, "a second meeting must confirm it"),
        (None, date(2026, 11, 18), Standing.LAPSED, "No second meeting confirmed this"),
        (SecondVote(date(2026, 10, 31), True), date(2026, 11, 1), Standing.CONFIRMED, "confirmed this on 2026-10-31"),
        (SecondVote(date(2026, 11, 17), True), date(2027, 11, 1), Standing.CONFIRMED, "confirmed this on 2026-11-17"),
        (SecondVote(date(2026, 10, 30), True), date(2026, 11, 1), Standing.LAPSED, "2026-10-30"),
        (SecondVote(date(2026, 11, 18), True), date(2026, 11, 18), Standing.LAPSED, "2026-11-18"),
        (SecondVote(date(2026, 11, 3), False), date(2026, 11, 3), Standing.LAPSED, "did not confirm this"),
    ],
)
def test_w7_how_a_first_decision_stands(
    second: SecondVote | None, today: date, standing: Standing, words: str
) -> None:
    found = standing_of(window(), second, today)
    assert found is standing
    assert words in " ".join(map(str, told(found, window(), second)))
