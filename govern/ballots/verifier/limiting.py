"""Caps and floors: who may still be elected, and who may not be let go, all of them looked at together.

MIT licence; standard library only. docs/bundle.md, section 9, says the same in words. Options that come under the
same caps and floors are alike, so a choice is told by how many of each kind are in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

#: Which of the caps and floors an option comes under, by their place; the caps come first.
Kind = frozenset[int]
#: What a choice is worth: asked-for places that it gives, the same floor by floor, and places that it fills.
Worth = tuple[int, tuple[int, ...], int]
Numbers = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How many of some options may be elected here, and how many have to be."""

    caps: tuple[tuple[int, frozenset[int]], ...] = ()
    floors: tuple[tuple[int, frozenset[int]], ...] = ()


class Open:
    """The places that are open while options are elected: how many, and what each cap and floor leaves of them."""

    def __init__(self, limits: Limits, seats: int, left: Iterable[int]) -> None:
        self.sets = [under for _, under in (*limits.caps, *limits.floors)]
        self.caps = len(limits.caps)
        self.seats = seats
        self.rooms = tuple(max(0, room) for room, _ in limits.caps)
        asked = tuple(max(0, need) for _, need in ((u, n) for n, u in limits.floors))
        #: a floor that cannot be kept from the start asks for what can be
        self.needs = worth_of(self._kinds(left), self.rooms, asked, seats)[1]

    def kind(self, option: int) -> Kind:
        return frozenset(place for place, under in enumerate(self.sets) if option in under)

    def _kinds(self, options: Iterable[int]) -> Counter[Kind]:
        return Counter(map(self.kind, options))

    def full(self, option: int) -> bool:
        return any(self.rooms[place] <= 0 for place in self.kind(option) if place < self.caps)

    def elect(self, option: int) -> None:
        self.rooms, self.needs = _after(self.kind(option), self.rooms, self.needs)
        self.seats -= 1

    def barred(self, left: set[int]) -> set[int]:
        """Who of those left cannot be elected without a cap being broken or a floor not being kept."""
        able = {
            kind: can_be(kind, self._kinds(left), self.rooms, self.needs, self.seats) for kind in self._kinds(left)
        }
        return {option for option in left if not able[self.kind(option)]}

    def guarded(self, left: set[int]) -> set[int]:
        """Without whom the best choice from those left would be a worse one."""
        kinds = self._kinds(left)
        most = worth_of(kinds, self.rooms, self.needs, self.seats)
        missed = {
            kind: worth_of(kinds - Counter([kind]), self.rooms, self.needs, self.seats) < most for kind in kinds
        }
        return {option for option in left if missed[self.kind(option)]}

    def all_fit(self, left: set[int]) -> bool:
        return worth_of(self._kinds(left), self.rooms, (), self.seats)[2] == len(left)

    def safe(self, equal: Iterable[int], left: set[int]) -> list[int]:
        """Who of some that are equal is elected in whatever order they are taken; as on the paper."""
        here = sorted(equal)
        kinds = self._kinds(left)
        sure = {
            kind: _sure(kind, self._kinds(here) - Counter([kind]), kinds, self.rooms, self.needs, self.seats)
            for kind in self._kinds(here)
        }
        return [option for option in here if sure[self.kind(option)]]


def _after(kind: Kind, rooms: Numbers, needs: Numbers) -> tuple[Numbers, Numbers]:
    """What is left of caps and floors once one of a kind is elected."""
    caps = len(rooms)
    fewer = tuple(room - (place in kind) for place, room in enumerate(rooms))
    return fewer, tuple(max(0, need - (caps + place in kind)) for place, need in enumerate(needs))


def can_be(kind: Kind, left: Counter[Kind], rooms: Numbers, needs: Numbers, seats: int) -> bool:
    """Whether one of this kind, who is among those left, can be elected with every cap and floor kept."""
    if seats < 1 or any(rooms[place] <= 0 for place in kind if place < len(rooms)):
        return False
    fewer, still = _after(kind, rooms, needs)
    return worth_of(left - Counter([kind]), fewer, still, seats - 1)[0] == sum(still)


def _sure(kind: Kind, others: Counter[Kind], left: Counter[Kind], rooms: Numbers, needs: Numbers, seats: int) -> bool:
    """Whether one of a kind can be elected after any of the equal others that could be taken before it."""
    seen = set()
    ways = [(others, left, rooms, needs, seats)]
    while ways:
        waiting, rest, room, need, places = ways.pop()
        if not can_be(kind, rest, room, need, places):
            return False
        for other in waiting:
            taken = waiting - Counter([other])
            state = (frozenset(taken.items()), frozenset(rest.items()))
            if state not in seen and can_be(other, rest, room, need, places):
                seen.add(state)
                ways.append((taken, rest - Counter([other]), *_after(other, room, need), places - 1))
    return True


def worth_of(left: Counter[Kind], rooms: Numbers, needs: Numbers, seats: int) -> Worth:
    """The best that can be chosen from those left: first the most asked-for places, then the most of the floor that
    is named first, and so on, then the most places filled."""
    groups = sorted(left.items(), key=lambda group: (not group[0], sorted(group[0])))
    caps, floors = len(rooms), len(needs)

    @cache
    def best(at: int, room: Numbers, need: Numbers, places: int) -> Worth:
        if at == len(groups):
            return 0, (0,) * floors, 0
        kind, number = groups[at]
        most = min([number, places, *(room[place] for place in kind if place < caps)])
        found: Worth = (-1, (), 0)
        for some in range(most, most - 1 if not kind else -1, -1):
            given = tuple(min(some, asked) if caps + place in kind else 0 for place, asked in enumerate(need))
            rest = best(
                at + 1,
                tuple(free - some if place in kind else free for place, free in enumerate(room)),
                tuple(asked - got for asked, got in zip(need, given, strict=True)),
                places - some,
            )
            each = tuple(one + other for one, other in zip(given, rest[1], strict=True))
            found = max(found, (sum(each), each, some + rest[2]))
        return found

    usable = sum(left.values())
    return best(0, tuple(min(room, usable) for room in rooms), needs, max(0, min(seats, usable)))
