"""How many seats can be filled under caps, and who is needed for it, against trying every choice."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from govern.ballots.count.caps import Kind, fillable, full, guarded, taken

KINDS = st.sampled_from([frozenset[int](), frozenset({0}), frozenset({1}), frozenset({0, 1}), frozenset({2, 1})])
ROOMS = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 2))


def ways(left: dict[int, Kind], rooms: tuple[int, ...], seats: int) -> list[set[int]]:
    """Every way of filling as many seats as can be filled with all caps kept."""
    for size in range(min(seats, len(left)), -1, -1):
        found = [
            set(chosen)
            for chosen in itertools.combinations(left, size)
            if all(sum(cap in left[place] for place in chosen) <= room for cap, room in enumerate(rooms))
        ]
        if found:
            return found
    return [set()]


@given(st.lists(KINDS, max_size=8), ROOMS, st.integers(0, 6))
def test_as_many_seats_can_be_filled_as_the_best_choice_fills(
    kinds: list[Kind], rooms: tuple[int, ...], seats: int
) -> None:
    left = dict(enumerate(kinds))
    assert fillable(kinds, rooms, seats) == len(ways(left, rooms, seats)[0])


@given(st.lists(KINDS, min_size=1, max_size=8), ROOMS, st.integers(1, 6))
def test_guarded_is_who_is_in_every_best_choice(kinds: list[Kind], rooms: tuple[int, ...], seats: int) -> None:
    left = dict(enumerate(kinds))
    assert guarded(left, rooms, seats) == set.intersection(*ways(left, rooms, seats))


def test_a_full_cap_is_named_by_its_place() -> None:
    assert full(frozenset({0, 1}), (1, 0)) == 1
    assert full(frozenset({0}), (1, 0)) is None
    assert taken(frozenset({1}), (2, 2)) == (2, 1)
