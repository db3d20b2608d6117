"""Constraints on seats: at most, and at least, so many of a category; several at once, and overlapping.

**Guarding and dooming** is for counts in which papers move (single transferable vote, the alternative vote), after
I D Hill, Voting matters 9 (1998), and J Otten, Voting matters 13 (2001). A *completion* gives open seats to some of
those who are left, with every cap kept and every floor met. Doomed is who is in no completion: they are excluded at
once, and their papers move on. Guarded is who is in every best completion, one with the most seats filled: they are
not excluded, however few votes they have. Looking at each constraint alone is not enough: where two women and two
Black people are needed for three seats, a Black woman may have to be guarded though there are women and Black people
enough without her. So what is possible is searched for all constraints together (`filling`). Legal where the rules of
a society put constraints on a count by stages; the Scottish Order of 2011 itself knows none.

**Passing over** is for votes in which nothing moves (block vote, plurality, approval; invariant 57). Candidates are
taken in order of votes, and one after whom the constraints could not be kept is passed over: a cap is full, or the
seats left are needed for a floor. So the seats of a floor go to the highest of its category, the others to the
highest of all, and people are elected in the order of their votes. Legal where the rulebook gives seats to the most
votes; not for transferable votes, where papers would stay with somebody who cannot be elected.

A cap is never broken. It never takes a seat from somebody who would not break it, even if another seat then stays
empty (invariant 57). Floors go before full seats: a seat stays empty rather than a floor unmet, if the caps leave
only that choice. Floors that cannot all be met from the start are lowered to the most that can be met together, of
equal choices the one that keeps those named first; the result says so (`unmet`), and no seat stays empty for them.
Who goes on sitting counts under caps and floors, who has withdrawn under none. A rule that only has to be cured later
(a quota of the rulebook, invariant 14) is no floor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import msgspec

from govern.ballots.count.election import Candidate, Cap, Constraint, Election, Floor
from govern.ballots.count.filling import Kind, best
from govern.ballots.count.result import Result, Unmet
from govern.ballots.count.words import unmet

__all__ = ["Kind", "Limits", "carry", "doomed", "fillable", "full", "guarded", "kinds", "taken"]

C = TypeVar("C", Cap, Floor)
ORDERS = 1_000
"""How many ways of taking equals are tried to see whom a lot cannot touch; beyond, all of them are in the lot."""


def kinds(candidates: tuple[Candidate, ...], constraints: Sequence[Constraint]) -> tuple[Kind, ...]:
    """For each candidate, the places of the constraints that look at them."""
    return tuple(
        frozenset(place for place, limit in enumerate(constraints) if limit.category in candidate.categories)
        for candidate in candidates
    )


def fillable(left: Iterable[Kind], rooms: tuple[int, ...], seats: int) -> int:
    """The most seats that candidates of these kinds can fill, with `rooms` left under each cap."""
    return best(left, rooms, _nothing(rooms), seats).seats


def guarded(
    left: dict[int, Kind], rooms: tuple[int, ...], seats: int, needs: tuple[int, ...] | None = None
) -> frozenset[int]:
    """Who of those still in the count (by place, with their kinds) is in every best way of filling the seats."""
    needs = _nothing(rooms) if needs is None else needs
    most = best(left.values(), rooms, needs, seats)
    needed = {kind for kind in set(left.values()) if best(_without(left.values(), kind), rooms, needs, seats) < most}
    return frozenset(place for place, kind in left.items() if kind in needed)


def doomed(
    left: dict[int, Kind], rooms: tuple[int, ...], seats: int, needs: tuple[int, ...] | None = None
) -> frozenset[int]:
    """Who of those still in the count is in no way of keeping every cap and meeting every floor."""
    needs = _nothing(rooms) if needs is None else needs
    out = {kind for kind in set(left.values()) if not _completable(kind, left.values(), rooms, needs, seats)}
    return frozenset(place for place, kind in left.items() if kind in out)


def taken(kind: Kind, rooms: tuple[int, ...]) -> tuple[int, ...]:
    """The rooms, or the needs, after one more of this kind is elected."""
    return tuple(room - (place in kind) for place, room in enumerate(rooms))


def full(kind: Kind, rooms: tuple[int, ...]) -> int | None:
    """The place of the first cap that leaves no room for this kind; none if there is room."""
    return next((place for place in sorted(kind) if rooms[place] <= 0), None)


def carry(constraints: tuple[C, ...], result: Result) -> tuple[C, ...]:
    """The caps or the floors for the next contest of the same body: those elected in this one hold their places."""
    categories = {candidate.id: candidate.categories for candidate in result.candidates}
    elected = Counter(category for entry in result.elected for category in categories[entry.candidate])
    return tuple(
        msgspec.structs.replace(limit, already_holding=limit.already_holding + elected[limit.category])
        for limit in constraints
    )


class Limits:
    """The constraints of one count, and what is left of them while seats are given.

    Candidates are places in the list. `left` are always those who could still be elected, `seats` the open ones.
    """

    def __init__(self, election: Election, left: Iterable[int]) -> None:
        constraints: tuple[Constraint, ...] = (*election.caps, *election.floors)
        self.kinds = kinds(election.candidates, constraints)
        # A floor leaves room for everybody, a cap asks for nobody.
        self.no_caps = (len(election.candidates),) * len(constraints)
        self.rooms = (*(cap.room for cap in election.caps), *self.no_caps[len(election.caps) :])
        wanted = (*(0 for _ in election.caps), *(floor.need for floor in election.floors))
        self.needs = best(self._of(left), self.rooms, wanted, election.seats).each
        missing = [wish - most for wish, most in zip(wanted, self.needs, strict=True)][len(election.caps) :]
        floors = [
            msgspec.structs.replace(floor, least=floor.least - short)
            for floor, short in zip(election.floors, missing, strict=True)
        ]
        self.constraints: tuple[Constraint, ...] = (*election.caps, *floors)
        self.unmet = tuple(
            Unmet(asked.category, asked.least, kept.least, unmet(asked, kept.least))
            for asked, kept in zip(election.floors, floors, strict=True)
            if kept != asked
        )

    def take(self, place: int) -> None:
        """One of the seats is theirs."""
        self.rooms = taken(self.kinds[place], self.rooms)
        self.needs = tuple(max(need, 0) for need in taken(self.kinds[place], self.needs))

    def has_room(self, place: int) -> bool:
        """Whether no cap stands in the way."""
        return full(self.kinds[place], self.rooms) is None

    def all_fit(self, left: Sequence[int], seats: int) -> bool:
        """Whether everybody who is left can be elected."""
        return fillable(self._of(left), self.rooms, seats) == len(left)

    def guarded(self, left: Sequence[int], seats: int) -> frozenset[int]:
        if not self.constraints:
            return frozenset()
        return guarded({place: self.kinds[place] for place in left}, self.rooms, seats, self.needs)

    def can_spare(self, some: Iterable[int], left: Sequence[int], seats: int) -> bool:
        """Whether all of these can be excluded together."""
        gone = set(some)
        rest = [place for place in left if place not in gone]
        return self._best(rest, seats) == self._best(left, seats)

    def doomed(self, left: Sequence[int], seats: int) -> frozenset[int]:
        """Who can no longer be elected while there are open seats."""
        if not any(self.needs):
            return frozenset(place for place in left if not self.has_room(place))
        return doomed({place: self.kinds[place] for place in left}, self.rooms, seats, self.needs)

    def safe(self, equal: Sequence[int], left: Sequence[int], seats: int) -> list[int]:
        """Who of some with equal votes, none of them doomed, is elected in whatever order these are taken."""
        sure = {
            kind: self._is_sure(kind, _without(self._of(equal), kind), list(self._of(left)), seats)
            for kind in {self.kinds[place] for place in equal}
        }
        return [place for place in equal if sure[self.kinds[place]]]

    # --- why ---

    def why_doomed(self, place: int, left: Sequence[int], seats: int) -> tuple[Constraint, ...]:
        """The full cap; else no more constraints than together leave no way to elect this one."""
        at = full(self.kinds[place], self.rooms)
        if at is not None:
            return (self.constraints[at],)
        every = list(self._of(left))
        return self._no_more_than(
            lambda rooms, needs: not _completable(self.kinds[place], every, rooms, needs, seats),
        )

    def why_guarded(self, place: int, left: Sequence[int], seats: int) -> tuple[Constraint, ...]:
        """No more constraints than cannot be kept without this one; none if it is seats that would stay empty."""
        others = list(self._of(other for other in left if other != place))

        def is_needed(rooms: tuple[int, ...], needs: tuple[int, ...]) -> bool:
            return best(others, rooms, needs, seats).met < sum(needs)

        return self._no_more_than(is_needed) if is_needed(self.rooms, self.needs) else ()

    def _no_more_than(self, holds: Callable[[tuple[int, ...], tuple[int, ...]], bool]) -> tuple[Constraint, ...]:
        """Constraints are left out one after the other, the last first, as long as it still holds."""
        rooms, needs = self.rooms, self.needs
        because = []
        for place in reversed(range(len(self.constraints))):
            fewer_rooms = _put(rooms, place, self.no_caps[place])
            fewer_needs = _put(needs, place, 0)
            if holds(fewer_rooms, fewer_needs):
                rooms, needs = fewer_rooms, fewer_needs
            else:
                because.append(self.constraints[place])
        return tuple(reversed(because))

    # --- how ---

    def _of(self, places: Iterable[int]) -> Iterable[Kind]:
        return (self.kinds[place] for place in places)

    def _best(self, left: Iterable[int], seats: int) -> object:
        return best(self._of(left), self.rooms, self.needs, seats)

    def _is_sure(self, kind: Kind, others: list[Kind], left: list[Kind], seats: int) -> bool:
        """Whether no way of taking the others first stands in the way of one of this kind."""
        if not any(self.needs):
            return fillable(others, self.rooms, seats) < seats and all(
                fillable((other for other in others if cap in other), self.rooms, seats) < self.rooms[cap]
                for cap in kind
            )
        tried = 0
        ways = [(tuple(sorted(others, key=sorted)), left, self.rooms, self.needs, seats)]
        while ways:
            waiting, rest, rooms, needs, open_seats = ways.pop()
            tried += 1
            if tried > ORDERS or not _completable(kind, rest, rooms, needs, open_seats):
                return False
            for at, other in enumerate(waiting):
                is_first_of_its_kind = at == 0 or waiting[at - 1] != other
                if is_first_of_its_kind and _completable(other, rest, rooms, needs, open_seats):
                    after = taken(other, rooms), tuple(max(need, 0) for need in taken(other, needs)), open_seats - 1
                    ways.append((waiting[at + 1 :], _without(rest, other), *after))
        return True


def _completable(
    kind: Kind, left: Iterable[Kind], rooms: tuple[int, ...], needs: tuple[int, ...], seats: int
) -> bool:
    """Whether one of this kind, who is among those left, can be elected and every constraint still be kept."""
    if seats < 1 or full(kind, rooms) is not None:
        return False
    after = tuple(max(need, 0) for need in taken(kind, needs))
    return best(_without(left, kind), taken(kind, rooms), after, seats - 1).met == sum(after)


def _without(left: Iterable[Kind], kind: Kind) -> list[Kind]:
    others = list(left)
    others.remove(kind)
    return others


def _nothing(rooms: tuple[int, ...]) -> tuple[int, ...]:
    return (0,) * len(rooms)


def _put(numbers: tuple[int, ...], place: int, number: int) -> tuple[int, ...]:
    return (*numbers[:place], number, *numbers[place + 1 :])
