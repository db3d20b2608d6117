"""T21: nothing that goes out has a number below the privacy floor, unless somebody decided so before the vote."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from govern.ballots.rules.publishing import Cell, cells_withheld, turnout_shown

STYLES = ("a", "b", "c", "d")
numbers = st.dictionaries(st.sampled_from(STYLES), st.integers(0, 40), min_size=1)
floors = st.fixed_dictionaries({style: st.sampled_from([1, 5, 10]) for style in STYLES})


@given(st.lists(st.tuples(st.sampled_from(STYLES), st.integers(0, 20))), floors, st.sets(st.sampled_from(STYLES)))
def test_a_bundle_without_withheld_cells_has_none_below_the_floor_but_decided_ones(
    slips: list[tuple[str, int]], floor: dict[str, int], accepted: set[str]
) -> None:
    cells = [Cell(f"contest-{n}", style, number) for n, (style, number) in enumerate(slips)]
    withheld = cells_withheld(cells, floor, accepted)
    for cell in cells:
        small = 0 < cell.slips < floor[cell.style] and cell.style not in accepted
        assert (cell in withheld) == small


def test_a_style_without_a_floor_is_withheld() -> None:
    assert cells_withheld([Cell("one", "unknown", 50)], {}, ()) == (Cell("one", "unknown", 50),)


@given(numbers, floors)
def test_no_number_of_the_turnout_nor_what_follows_from_the_total_is_below_the_floor(
    voted: dict[str, int], floor: dict[str, int]
) -> None:
    total, shown = turnout_shown(voted, floor)
    assert set(shown) == set(voted)
    assert all(number is None or number == voted[style] >= floor[style] for style, number in shown.items())
    hidden = [style for style, number in shown.items() if number is None]
    if total is not None:
        assert total == sum(voted.values())
        left = total - sum(number or 0 for number in shown.values())
        assert not hidden or left >= max(floor[style] for style in hidden)
        assert len(hidden) != 1, "one alone could be worked out"


def test_large_groups_are_shown_as_they_are() -> None:
    assert turnout_shown({"a": 9, "b": 12}, {"a": 5, "b": 5}) == (21, {"a": 9, "b": 12})


def test_one_small_group_takes_the_next_smallest_along() -> None:
    assert turnout_shown({"a": 2, "b": 12, "c": 30}, dict.fromkeys("abc", 5)) == (44, {"a": None, "b": None, "c": 30})


def test_where_hardly_anybody_voted_not_even_the_total_is_told() -> None:
    assert turnout_shown({"a": 2, "b": 1}, {"a": 5, "b": 5}) == (None, {"a": None, "b": None})
    assert turnout_shown({"a": 0}, {"a": 5}) == (None, {"a": None})
