"""Caps on seats: how much room is left, who can no longer be elected, and who is needed so that no seat stays empty.

Guarding and dooming after I D Hill, Voting matters 9 (1998), and J Otten, Voting matters 13 (2001), for upper limits.
Doomed is who belongs to a category without room. Guarded is who cannot be excluded without leaving a seat empty that
could be filled with every cap kept. A cap never takes a seat from somebody who would not break it, even if another
seat then stays empty (invariant 57).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from govern.ballots.count.election import Candidate, Cap
from govern.ballots.count.result import Result

Kind = frozenset[int]
"""Under which of the caps (by place) a candidate counts."""


def kinds(candidates: tuple[Candidate, ...], caps: tuple[Cap, ...]) -> tuple[Kind, ...]:
    """For each candidate, the places of the caps that look at them."""
    return tuple(
        frozenset(place for place, cap in enumerate(caps) if cap.category in candidate.categories)
        for candidate in candidates
    )


def fillable(left: Iterable[Kind], rooms: tuple[int, ...], seats: int) -> int:
    """The most seats that candidates of these kinds can fill, with `rooms` left under each cap."""
    numbers = Counter(left)
    free = min(numbers.pop(frozenset(), 0), seats)
    groups = tuple(sorted(numbers.items(), key=lambda group: sorted(group[0])))
    return free + _most(groups, rooms, seats - free)


def guarded(left: dict[int, Kind], rooms: tuple[int, ...], seats: int) -> frozenset[int]:
    """Who of those still in the count (by place, with their kinds) is in every way of filling the most seats."""
    most = fillable(left.values(), rooms, seats)
    needed = set()
    for kind in set(left.values()):
        others = list(left.values())
        others.remove(kind)
        if fillable(others, rooms, seats) < most:
            needed.add(kind)
    return frozenset(place for place, kind in left.items() if kind in needed)


def taken(kind: Kind, rooms: tuple[int, ...]) -> tuple[int, ...]:
    """The rooms after one more of this kind is elected."""
    return tuple(room - (place in kind) for place, room in enumerate(rooms))


def full(kind: Kind, rooms: tuple[int, ...]) -> int | None:
    """The place of the first cap that leaves no room for this kind; none if there is room."""
    return next((place for place in sorted(kind) if rooms[place] <= 0), None)


def carry(caps: tuple[Cap, ...], result: Result) -> tuple[Cap, ...]:
    """The caps for the next contest of the same body: those elected in this one hold their places."""
    categories = {candidate.id: candidate.categories for candidate in result.candidates}
    elected = Counter(category for entry in result.elected for category in categories[entry.candidate])
    return tuple(
        msgspec.structs.replace(cap, already_holding=cap.already_holding + elected[cap.category]) for cap in caps
    )


@lru_cache(maxsize=4096)
def _most(groups: tuple[tuple[Kind, int], ...], rooms: tuple[int, ...], seats: int) -> int:
    """Tries how many of the first group to take, and the rest likewise. Groups are few: one for each set of caps."""
    if not groups or seats <= 0:
        return 0
    kind, number = groups[0]
    possible = min([number, seats, *(rooms[place] for place in kind)])
    best = 0
    for some in range(max(possible, 0), -1, -1):
        left = tuple(room - some * (place in kind) for place, room in enumerate(rooms))
        best = max(best, some + _most(groups[1:], left, seats - some))
        if best == seats:
            break
    return best
