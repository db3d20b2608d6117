"""What constraints leave possible: how many seats are filled, who is guarded, who doomed; against every choice."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.ballots.count import NotCountable, filling
from govern.ballots.count.caps import Kind, doomed, fillable, full, guarded, taken
from govern.ballots.count.filling import best

KINDS = st.sampled_from([frozenset[int](), frozenset({0}), frozenset({1}), frozenset({0, 1}), frozenset({2, 1})])
ROOMS = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 2))
NEEDS = st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2))

Worth = tuple[int, tuple[int, ...], int]


def choices(left: dict[int, Kind], rooms: tuple[int, ...], seats: int) -> list[set[int]]:
    """Every choice of no more than the seats that breaks no cap."""
    return [
        set(chosen)
        for size in range(min(seats, len(left)) + 1)
        for chosen in itertools.combinations(left, size)
        if all(sum(cap in left[place] for place in chosen) <= room for cap, room in enumerate(rooms))
    ]


def worth(chosen: set[int], left: dict[int, Kind], needs: tuple[int, ...]) -> Worth:
    """How many places of the floors it gives to whom they are for, in all and one by one; how many seats it fills."""
    each = tuple(min(need, sum(floor in left[place] for place in chosen)) for floor, need in enumerate(needs))
    return sum(each), each, len(chosen)


@given(st.lists(KINDS, max_size=8), ROOMS, st.integers(0, 6))
def test_as_many_seats_can_be_filled_as_the_best_choice_fills(
    kinds: list[Kind], rooms: tuple[int, ...], seats: int
) -> None:
    every = choices(dict(enumerate(kinds)), rooms, seats)
    assert fillable(kinds, rooms, seats) == max(map(len, every))


@given(st.lists(KINDS, max_size=7), ROOMS, NEEDS, st.integers(0, 6))
def test_the_best_filling_is_the_best_of_all_choices(
    kinds: list[Kind], rooms: tuple[int, ...], needs: tuple[int, ...], seats: int
) -> None:
    left = dict(enumerate(kinds))
    assert best(kinds, rooms, needs, seats) == max(worth(one, left, needs) for one in choices(left, rooms, seats))


@given(st.lists(KINDS, min_size=1, max_size=7), ROOMS, NEEDS, st.integers(1, 6))
def test_guarded_is_who_is_in_every_best_choice(
    kinds: list[Kind], rooms: tuple[int, ...], needs: tuple[int, ...], seats: int
) -> None:
    left = dict(enumerate(kinds))
    every = choices(left, rooms, seats)
    most = max(worth(one, left, needs) for one in every)
    assert guarded(left, rooms, seats, needs) == set.intersection(
        *(one for one in every if worth(one, left, needs) == most)
    )


@given(st.lists(KINDS, min_size=1, max_size=7), ROOMS, NEEDS, st.integers(1, 6))
def test_doomed_is_who_is_in_no_choice_that_keeps_every_constraint(
    kinds: list[Kind], rooms: tuple[int, ...], needs: tuple[int, ...], seats: int
) -> None:
    left = dict(enumerate(kinds))
    conformant = [one for one in choices(left, rooms, seats) if worth(one, left, needs)[1] == needs]
    assert doomed(left, rooms, seats, needs) == set(left) - set().union(*conformant)


def test_a_full_cap_is_named_by_its_place() -> None:
    assert full(frozenset({0, 1}), (1, 0)) == 1
    assert full(frozenset({0}), (1, 0)) is None
    assert taken(frozenset({1}), (2, 2)) == (2, 1)


def test_the_crucial_point_of_hills_example_is_seen() -> None:
    """Voting matters 9 and 13: 14 seats, 7 English, 6 Scottish, 1 Welsh, 7 men, 7 women. Three English men are in,
    two Scottish women are left: four Scottish men must be elected, so no other man can, and both these women must."""
    places = {"E": 0, "S": 1, "W": 2, "M": 3, "F": 4}
    numbers = {"EM": 2, "EF": 5, "SM": 5, "SF": 2, "WM": 1, "WF": 1}
    people = [group for group, number in numbers.items() for _ in range(number)]
    left = {place: frozenset({places[group[0]], places[group[1]]}) for place, group in enumerate(people)}
    exactly = (4, 6, 1, 4, 7)
    assert {people[place] for place in doomed(left, exactly, 11, exactly)} == {"EM", "WM"}
    assert {people[place] for place in guarded(left, exactly, 11, exactly)} == {"SF", "WF"}


def thirty() -> list[Kind]:
    """Thirty candidates, none of whom counts under the same of six constraints as another."""
    every = (frozenset(kind) for size in (1, 2, 3) for kind in itertools.combinations(range(6), size))
    return list(itertools.islice(every, 30))


LIMITS = [
    ((3,) * 6, (0,) * 6, 12),
    ((4,) * 6, (2,) * 6, 10),
    ((5, 4, 3, 3, 2, 1), (3, 2, 2, 1, 1, 1), 9),
    ((2,) * 6, (2,) * 6, 4),
    ((1,) * 6, (1,) * 6, 2),
    ((9,) * 6, (6,) * 6, 10),
]


@pytest.mark.parametrize(("rooms", "needs", "seats"), LIMITS)
def test_six_overlapping_constraints_on_thirty_candidates_cost_little(
    rooms: tuple[int, ...], needs: tuple[int, ...], seats: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Floors lowered, guarded and doomed, each question within a fifth of the steps that are allowed."""
    monkeypatch.setattr(filling, "STEPS", filling.STEPS // 5)
    filling._best.cache_clear()
    left = dict(enumerate(thirty()))
    kept = best(left.values(), rooms, needs, seats).each
    assert not guarded(left, rooms, seats, kept) & doomed(left, rooms, seats, kept)


def test_constraints_that_overlap_beyond_all_measure_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "STEPS", 20)
    filling._best.cache_clear()
    with pytest.raises(NotCountable, match="overlap too much"):
        best(thirty(), (3,) * 6, (2,) * 6, 9)
