"""Whose numbers are kept back: no group of one or two, and none that subtraction from the total would give away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.ballots.deciding import kept_back


@pytest.mark.parametrize(
    ("papers", "hidden"),
    [
        ({"users": 80, "staff": 30, "volunteers": 10}, set()),
        ({"users": 80, "staff": 30, "volunteers": 3}, set()),
        ({"users": 80, "staff": 30, "volunteers": 2}, {"volunteers", "staff"}),
        ({"users": 80, "staff": 2, "volunteers": 1}, {"volunteers", "staff"}),
        ({"users": 80, "staff": 1, "volunteers": 1}, {"volunteers", "staff", "users"}),
        ({"users": 80, "staff": 0, "volunteers": 1}, {"volunteers", "users"}),
        ({"users": 2}, {"users"}),
        ({"users": 0, "staff": 0}, set()),
    ],
)
def test_a_small_group_takes_the_next_smallest_with_it(papers: dict[str, int], hidden: set[str]) -> None:
    assert kept_back(papers) == hidden


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 9), max_size=7))
def test_what_is_kept_back_is_never_one_group_or_under_three_papers_while_others_are_shown(
    papers: dict[str, int],
) -> None:
    hidden = kept_back(papers)
    shown = {group for group, number in papers.items() if number} - hidden
    assert all(papers[group] >= 3 for group in shown)
    assert all(papers[group] for group in hidden)
    if hidden and shown:
        assert len(hidden) >= 2 and sum(papers[group] for group in hidden) >= 3
