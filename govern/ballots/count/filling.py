"""The best that can be done with the open seats under all constraints at once: an exact search.

I D Hill (Voting matters 9, 1998) lists every way in which all constraints can be met; J Otten (Voting matters 13,
2001) warns that the list grows with the power of the number of groups. Here candidates who count under the same
constraints are one group, groups are gone through one after the other, and of the way there only what is left under
each constraint is remembered: many ways lead to the same remainder, and each remainder is looked at once. Branches
that cannot beat what is found are left out. What is left of a constraint is cut to what the groups to come could
still use. More than `STEPS` remainders in one question are refused: no set of constraints of a real body comes near.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from govern.ballots.count.election import NotCountable

Kind = frozenset[int]
"""Under which of the constraints (by place) a candidate counts."""

Group = tuple[Kind, int]
"""Candidates of one kind, and how many they are."""

STEPS = 50_000


class Filling(NamedTuple):
    """What a choice of candidates comes to. The greatest, compared in this order, is the best.

    `met` is how many of the places asked for are given to those they are for, summed over all constraints; `each` the
    same for every constraint, so that equal sums are decided by the constraint named first; `seats` how many are
    filled.
    """

    met: int
    each: tuple[int, ...]
    seats: int


def best(left: Iterable[Kind], rooms: tuple[int, ...], needs: tuple[int, ...], seats: int) -> Filling:
    """The best filling with candidates of these kinds: at most `rooms` and, if it can be, at least `needs` of each
    constraint. Raises NotCountable where the constraints overlap so much that this cannot be worked out."""
    numbers = Counter(left)
    free = numbers.pop(frozenset(), 0)
    groups = tuple(sorted(numbers.items(), key=lambda group: sorted(group[0])))
    return _best(groups, free, rooms, needs, max(seats, 0))


@lru_cache(maxsize=4096)
def _best(
    groups: tuple[Group, ...], free: int, rooms: tuple[int, ...], needs: tuple[int, ...], seats: int
) -> Filling:
    search = _Search(groups, free, len(rooms))
    return search.best(*search.cut(0, rooms, needs, seats))


State = tuple[int, tuple[int, ...], tuple[int, ...], int]
"""Which group is next; rooms, needs and seats left."""


class _Search:
    def __init__(self, groups: tuple[Group, ...], free: int, constraints: int) -> None:
        self.groups = groups
        self.coming = [tuple(0 for _ in range(constraints))]
        self.people = [free]
        for kind, number in reversed(groups):
            self.coming.append(tuple(n + number * (place in kind) for place, n in enumerate(self.coming[-1])))
            self.people.append(self.people[-1] + number)
        self.coming.reverse()
        self.people.reverse()
        self.known: dict[State, Filling] = {}

    def cut(self, at: int, rooms: tuple[int, ...], needs: tuple[int, ...], seats: int) -> State:
        """The same question for all remainders between which the groups to come make no difference."""
        seats = min(seats, self.people[at])
        usable = [min(number, seats) for number in self.coming[at]]
        return at, tuple(map(min, rooms, usable)), tuple(map(min, needs, rooms, usable)), seats

    def best(self, at: int, rooms: tuple[int, ...], needs: tuple[int, ...], seats: int) -> Filling:
        state = at, rooms, needs, seats
        found = self.known.get(state)
        if found is None:
            found = self.known[state] = self._try(at, rooms, needs, seats)
            if len(self.known) > STEPS:
                raise NotCountable("The limits on seats overlap too much to be worked out. Set fewer of them.")
        return found

    def _try(self, at: int, rooms: tuple[int, ...], needs: tuple[int, ...], seats: int) -> Filling:
        """As many as possible of this group first, then fewer, each with the best for the groups after it."""
        if at == len(self.groups):
            return Filling(0, needs, seats)
        kind, number = self.groups[at]
        found, hoped = None, Filling(sum(needs), needs, seats)
        for some in range(min(number, seats, *(rooms[place] for place in kind)), -1, -1):
            given = tuple(min(some, need) if place in kind else 0 for place, need in enumerate(needs))
            left = tuple(room - some if place in kind else room for place, room in enumerate(rooms))
            state = self.cut(at + 1, left, tuple(n - g for n, g in zip(needs, given, strict=True)), seats - some)
            if found is not None and _plus(given, some, Filling(sum(state[2]), state[2], state[3])) <= found:
                continue
            filling = _plus(given, some, self.best(*state))
            if found is None or filling > found:
                found = filling
            if found >= hoped:
                break
        assert found is not None, "to take nobody is always possible"
        return found


def _plus(given: tuple[int, ...], some: int, rest: Filling) -> Filling:
    each = tuple(map(int.__add__, given, rest.each))
    return Filling(sum(given) + rest.met, each, some + rest.seats)
