"""Terms in a row: invariant 20."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from govern.constituencies.boards import rules
from govern.constituencies.boards.rules import Span, TermLimit
from govern.constituencies.rulebook.book import example, load

TERMS = load(example("tair_nant")).terms  # three years, three in a row
A = date(2017, 5, 9)


@pytest.mark.parametrize(
    ("from_on", "to_on", "count"),
    [
        (A, date(2020, 5, 9), 1),
        (A, date(2026, 5, 9), 3),
        (A, date(2018, 11, 9), 1),  # a day longer than half
        (A, date(2018, 11, 8), 0),  # half and less
        (A, date(2021, 12, 9), 2),  # a term and most of the next
        (A, date(2021, 5, 9), 1),
        (A, A, 0),
        (date(2020, 2, 29), date(2023, 2, 28), 1),
    ],
)
def test_invariant_20_a_part_of_a_term_counts_if_longer_than_half(from_on: date, to_on: date, count: int) -> None:
    assert rules.full_terms(from_on, to_on, 3) == count


def test_invariant_20_full_terms_in_a_row_up_to_the_limit() -> None:
    served = [Span(date(2017, 5, 9), date(2020, 5, 9)), Span(date(2020, 5, 9), date(2023, 5, 6))]
    rules.may_serve(TERMS, served, date(2023, 5, 6), None, "Mair")
    served.append(Span(date(2023, 5, 6), date(2026, 5, 9)))
    with pytest.raises(TermLimit) as refusal:
        rules.may_serve(TERMS, served, date(2026, 5, 9), None, "Mair")
    assert str(refusal.value) == (
        "Mair has served 3 terms in a row. The rules allow 3 (Rule 13.2). They may stand again after a break of more "
        "than half a term, from 2027-11-09."
    )
    assert refusal.value.field == "person"
    rules.may_serve(TERMS, served, date(2027, 11, 9), None, "Mair")


def test_a_short_rest_of_a_term_does_not_count_so_it_may_be_served_past_the_limit() -> None:
    served = [Span(date(2017, 5, 9), date(2026, 5, 9))]
    rules.may_serve(TERMS, served, date(2026, 6, 1), date(2027, 5, 9), "Mair")
    with pytest.raises(TermLimit):
        rules.may_serve(TERMS, served, date(2026, 6, 1), date(2028, 5, 9), "Mair")


def test_a_short_break_does_not_begin_the_count_anew() -> None:
    served = [Span(date(2014, 5, 9), date(2023, 5, 9))]
    with pytest.raises(TermLimit):
        rules.may_serve(TERMS, served, date(2024, 5, 9), None, "Mair")
    rules.may_serve(TERMS, served, date(2025, 5, 9), None, "Mair")


def test_terms_before_what_is_known_count_too() -> None:
    assert rules.terms_in_a_row([Span(date(2023, 5, 9), date(2026, 5, 9), 2)], date(2026, 5, 9), 3) == 3
    with pytest.raises(TermLimit):
        rules.may_serve(TERMS, [Span(date(2023, 5, 9), date.max, 2)], date(2026, 5, 9), None, "Mair")


def test_without_a_limit_or_without_terms_nobody_is_stopped() -> None:
    served = [Span(date(1980, 5, 9), date(2026, 5, 9))]
    rules.may_serve(msgspec.structs.replace(TERMS, max_consecutive=0), served, date(2026, 5, 9), None, "Mair")
    rules.may_serve(msgspec.structs.replace(TERMS, years=0), served, date(2026, 5, 9), None, "Mair")
    assert rules.terms_in_a_row(served, date(2026, 5, 9), 0) == 0
