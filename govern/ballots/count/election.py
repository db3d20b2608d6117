"""What goes into a count: candidates, seats, papers, and the rules that bind them.

Papers name candidates by id. A ranking and a set of choices look the same; the method knows which it is reading.
"""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import msgspec

from govern.ballots.deciding.question import Threshold
from govern.errors import NotValid
from govern.sentences import Sentence

if TYPE_CHECKING:
    from govern.ballots.count.stack import Stack

Number = int | Fraction


class NotCountable(NotValid):
    """The election contradicts itself, so there is nothing that could be counted."""


class TieRule(enum.StrEnum):
    """How a tie is looked at. BACKWARDS: the last earlier stage at which they differed. FORWARDS: the first."""

    BACKWARDS = "backwards"
    FORWARDS = "forwards"
    LOT = "lot"


class Candidate(msgspec.Struct, frozen=True):
    """One who stands, or one thing that could be bought at `cost`, and the categories that caps look at
    (volunteer, employee)."""

    id: str
    name: str
    categories: tuple[str, ...] = ()
    cost: Number | None = None


class Paper(msgspec.Struct, frozen=True):
    """Papers that are all alike: the candidates marked (a ranking in order), their weight, how many there are.

    `shared` says how many of the marks stand on each rank, where ranks are shared: marks A, B, C with (1, 2) put A
    first and B and C together second. `scores` stand beside the marks where candidates are scored.
    """

    marks: tuple[str, ...]
    weight: Number = 1
    times: int = 1
    shared: tuple[int, ...] = ()
    scores: tuple[int, ...] = ()


class Bundle(ABC):
    """Very many papers as a reader holds them, where a struct for each would be dear. The reader vouches for them:
    they mark only candidates, and none weighs less than nothing. One by one they are papers like all others."""

    @abstractmethod
    def __iter__(self) -> Iterator[Paper]: ...

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def sort(self, ids: tuple[str, ...], withdrawn: frozenset[str], most_marks: int | None) -> Stack:
        """What `stack.sort_papers` says of them, candidates in the order of `ids`."""


class Cap(msgspec.Struct, frozen=True):
    """At most `limit` of a category may sit on the body; `already_holding` of them sit there and go on.

    `of` is the number of seats of the body that the limit was worked out from, `name` how the category is called.
    A contest that follows another gets the remaining room with `caps.carry`.
    """

    category: str
    limit: int
    already_holding: int = 0
    of: int | None = None
    name: str | Sentence = ""

    @property
    def room(self) -> int:
        """How many more may be elected."""
        return max(self.limit - self.already_holding, 0)

    @property
    def reason(self) -> Sentence:
        """As W8 says it: volunteer cap (3 of 9 reached)."""
        name = self.name or self.category
        if self.of is None:
            return Sentence("{category} cap ({limit} reached)", category=name, limit=self.limit)
        return Sentence("{category} cap ({limit} of {seats} reached)", category=name, limit=self.limit, seats=self.of)

    @property
    def rule(self) -> Sentence:
        """What it asks for, whether it is reached or not: volunteer cap (at most 3 of 9)."""
        name = self.name or self.category
        if self.of is None:
            return Sentence("{category} cap (at most {limit})", category=name, limit=self.limit)
        return Sentence("{category} cap (at most {limit} of {seats})", category=name, limit=self.limit, seats=self.of)


class Floor(msgspec.Struct, frozen=True):
    """At least `least` of a category must sit on the body; `already_holding` of them sit there and go on.

    `of` and `name` as in a cap. A contest that follows another gets what is still missing with `caps.carry`.
    """

    category: str
    least: int
    already_holding: int = 0
    of: int | None = None
    name: str | Sentence = ""

    @property
    def need(self) -> int:
        """How many must still be elected."""
        return max(self.least - self.already_holding, 0)

    @property
    def rule(self) -> Sentence:
        """What it asks for: women minimum (at least 2 of 9)."""
        name = self.name or self.category
        if self.of is None:
            return Sentence("{category} minimum (at least {least})", category=name, least=self.least)
        return Sentence(
            "{category} minimum (at least {least} of {seats})", category=name, least=self.least, seats=self.of
        )


Constraint = Cap | Floor


class Election(msgspec.Struct, frozen=True, kw_only=True):
    """One contest. Candidates stand in the order of the paper.

    `withdrawn` are on the paper and votes for them are void. `caps` and `floors` bind the count, several at once: a
    cap is never broken; floors that cannot all be met are met as far as they can be. `at_most` is how many one paper
    may mark in a set (the seats, unless it says otherwise). `seed` gives the lots, `lot_order` lots that were drawn
    by hand, luckiest first; `contest` sets the lots of one contest apart from those of another with the same seed.
    `budget` is what may be spent, where candidates are things with a cost. `threshold` is what a yes needs, more than
    half of the votes cast unless it says otherwise; `electorate` the weight of all who may vote, where it is measured
    on that. `title` is what the election is called; nothing depends on it.
    """

    candidates: tuple[Candidate, ...]
    seats: int
    papers: tuple[Paper, ...] | Bundle = ()
    withdrawn: tuple[str, ...] = ()
    caps: tuple[Cap, ...] = ()
    floors: tuple[Floor, ...] = ()
    at_most: int | None = None
    ties: tuple[TieRule, ...] = (TieRule.BACKWARDS, TieRule.LOT)
    seed: bytes | None = None
    lot_order: tuple[str, ...] | None = None
    contest: str = ""
    budget: Number | None = None
    threshold: Threshold | None = None
    electorate: Number | None = None
    title: str = ""


def refuse_contradictions(election: Election) -> None:
    """Raises NotCountable, in a sentence, for the first thing that cannot be."""
    ids = [candidate.id for candidate in election.candidates]
    known = set(ids)
    if len(known) != len(ids):
        raise NotCountable("Two candidates have the same name on the list. Give each a name of their own.")
    if election.seats < 0:
        raise NotCountable("The number of seats cannot be below zero. Put the number of open seats.")
    _refuse_strangers(election, known)
    if isinstance(election.papers, Bundle):
        return
    for paper in election.papers:
        if paper.weight < 0 or paper.times < 0:
            raise NotCountable("A paper cannot weigh less than nothing. Look at the weights again.")
        for mark in paper.marks:
            if mark not in known:
                raise NotCountable('A paper names "{mark}", who is not a candidate. Look at the papers.', mark=mark)


def _refuse_strangers(election: Election, known: set[str]) -> None:
    for name in election.withdrawn:
        if name not in known:
            raise NotCountable('"{name}" has withdrawn but was never a candidate. Look at the list.', name=name)
    if election.lot_order is not None and not set(election.lot_order) <= known:
        raise NotCountable("The lot names somebody who is not a candidate. Look at the order that was drawn.")
    _refuse_limits(election)


def _refuse_limits(election: Election) -> None:
    limits = {cap.category: cap.limit for cap in election.caps}
    if len(limits) != len(election.caps):
        raise NotCountable("Two caps are set for the same group. Keep only one of them.")
    if any(cap.limit < 0 or cap.already_holding < 0 for cap in election.caps):
        raise NotCountable("A cap cannot be below zero. Look at the caps again.")
    if len({floor.category for floor in election.floors}) != len(election.floors):
        raise NotCountable("Two minimums are set for the same group. Keep only one of them.")
    for floor in election.floors:
        if floor.least < 0 or floor.already_holding < 0:
            raise NotCountable("A minimum cannot be below zero. Look at the minimums again.")
        if floor.least > limits.get(floor.category, floor.least):
            raise NotCountable(
                "{category}: the minimum is higher than the cap. Lower the one or raise the other.",
                category=floor.name or floor.category,
            )


def refuse_limits(election: Election) -> None:
    """For methods that have no way of keeping limits. Raises NotCountable where there are caps or floors."""
    if election.caps or election.floors:
        raise NotCountable(
            "This way of counting cannot keep limits on seats. Choose another way, or take the limits off."
        )
