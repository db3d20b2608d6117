"""T21: nothing that goes out has a number below the privacy floor, unless somebody decided so before the vote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.ballots.rules.publishing import Cell, cells_withheld, split_untold, turnout_shown

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


# --- The split by group on the result page --------------------------------------------------------------------------

IN_SEVERAL = ("a", "b", "c", "a+b", "b+c", "c+a", "a+b+c")
slips_of_styles = st.dictionaries(st.sampled_from(IN_SEVERAL), st.integers(0, 14), min_size=1)
any_floors = st.fixed_dictionaries({style: st.sampled_from([1, 5, 10]) for style in IN_SEVERAL})
any_accepted = st.sets(st.sampled_from(IN_SEVERAL))


@given(slips_of_styles, any_floors, any_accepted)
def test_where_the_bundle_is_given_out_the_page_keeps_nothing_back(
    slips: dict[str, int], floor: dict[str, int], accepted: set[str]
) -> None:
    cells = [Cell("one", style, number) for style, number in slips.items()]
    untold = split_untold(slips, floor, accepted)
    if not cells_withheld(cells, floor, accepted):
        assert not untold.groups and not untold.classes


@given(slips_of_styles, any_floors, any_accepted)
def test_the_page_tells_of_no_group_for_which_the_bundle_is_withheld(
    slips: dict[str, int], floor: dict[str, int], accepted: set[str]
) -> None:
    withheld = {cell.style for cell in cells_withheld([Cell("one", s, n) for s, n in slips.items()], floor, accepted)}
    untold = split_untold(slips, floor, accepted)
    for group in "abc":
        mine = {style for style, number in slips.items() if number and style.split("+")[0] == group}
        named = {style for style, number in slips.items() if number and group in style.split("+")}
        if group not in untold.groups:
            assert not (len(mine) == 1 and mine <= withheld)
        if group not in untold.classes:
            assert group not in untold.groups
            assert not (len(named) == 1 and named <= withheld)
            assert not (len(named - mine) == 1 and named - mine <= withheld), "told by taking the heads away"


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 14), min_size=1), st.sampled_from([1, 5, 10]))
def test_what_the_page_keeps_back_cannot_be_worked_out_from_the_total(slips: dict[str, int], floor: int) -> None:
    hidden = split_untold(slips, dict.fromkeys(slips, floor), ()).groups
    shown = {group for group, number in slips.items() if number} - hidden
    assert all(slips[group] >= floor for group in shown)
    if hidden and shown:
        assert len(hidden) >= 2 and sum(slips[group] for group in hidden) >= floor


@pytest.mark.parametrize(
    ("slips", "accepted", "groups", "classes"),
    [
        ({"a": 12, "b": 5, "c": 20}, (), "", ""),
        ({"a": 12, "b": 4, "c": 20}, (), "ab", "ab"),
        ({"a": 12, "b": 4, "c": 20}, ("b",), "", ""),
        ({"a": 12, "b": 4, "c": 3}, ("b",), "bc", "bc"),  # the accepted one is the next smallest, and joins
        ({"a": 12, "b": 9, "c": 9, "a+b": 2}, (), "", "b"),  # two of a are in b as well: taking heads away tells them
        ({"a": 12, "b": 9, "c": 9, "a+b": 2}, ("a+b",), "", ""),
        ({"a": 3, "b": 9, "c": 9, "a+b": 2}, (), "", "b"),  # together they are five heads of a
        ({"unknown": 50, "a": 60}, (), "unknown a", "unknown a"),  # nobody knows the floor of that style
    ],
)
def test_small_groups_join_others_unless_it_was_decided_that_they_are_told(
    slips: dict[str, int], accepted: tuple[str, ...], groups: str, classes: str
) -> None:
    def named(text: str) -> set[str]:
        return set(text.split()) if " " in text else set(text)

    floor = {style: 5 for style in slips if style != "unknown"}
    untold = split_untold(slips, floor, accepted)
    assert set(untold.groups) == named(groups) and set(untold.classes) == named(classes)
