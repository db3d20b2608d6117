"""Weighted inclusive Gregory by stages: what every count has in common that hands on whole piles of papers.

A surplus moves as a part of every paper its candidate holds, whenever it came there; so all who helped to elect
somebody share in the choice of who comes next. One surplus a stage, the largest first; one exclusion a stage, the
fewest votes first. What a paper is worth afterwards, and when somebody is elected, is the method's own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction

from govern.ballots.count import words
from govern.ballots.count.election import Number
from govern.ballots.count.result import Action, Result, Standing, TieFor
from govern.ballots.count.stack import Papers
from govern.ballots.count.table import Table

Parcel = tuple[Number, Papers]
"""Papers that came together, with their value per unit of weight (of `one`)."""


class Gregory(ABC):
    """The piles of papers beside the table: for each candidate the parcels they hold. `one` is a whole vote."""

    def __init__(self, table: Table, *, one: int) -> None:
        self.table = table
        self.papers = table.papers
        self.one = one
        self.piles: list[list[Parcel]] = [[] for _ in table.ids]

    @abstractmethod
    def share(self, surplus: Number, votes: Number, value: Number) -> Number:
        """What a paper of this value is worth once only `surplus` of its candidate's `votes` moves on."""

    def run(self, method: str) -> Result:
        """The whole count. Raises LotNeeded where only a lot can break a tie and none has been drawn."""
        self._first_stage()
        while not self.table.finished:
            self._next_stage()
        return self.table.result(method)

    def _first_stage(self) -> None:
        table = self.table
        assert table.quota is not None
        if self.papers.valid:
            quota = table.exact(table.quota)
            table.say(words.needed(quota, self.papers.valid, table.election.seats, above=table.above))
        else:
            table.say(words.no_votes())
        self._move([(self.one, self.papers.all())])
        table.settle()

    def _next_stage(self) -> None:
        """The doomed go first; then the largest surplus; where there is none, whoever has the fewest votes."""
        table = self.table
        assert table.quota is not None
        doomed = table.next_doomed()
        spare = [place for place in table.those(Standing.ELECTED) if table.votes[place] > table.quota]
        if doomed is None and spare:
            self._transfer_largest(spare, table.quota)
        else:
            table.begin(Action.EXCLUDE)
            self._exclude(doomed)
        table.settle()

    def _transfer_largest(self, spare: list[int], quota: Number) -> None:
        table = self.table
        most = max(table.votes[place] for place in spare)
        table.begin(Action.SURPLUS)
        place = table.one_of([place for place in spare if table.votes[place] == most], TieFor.SURPLUS)
        table.notes.moved = place
        surplus = most - quota
        parcels = [(self.share(surplus, most, value), papers) for value, papers in self.piles[place]]
        values = {value for value, _ in parcels}
        table.notes.value = Fraction(values.pop(), self.one) if len(values) == 1 else None
        table.say(words.spare(table.names[place], table.exact(surplus), table.notes.value))
        self.piles[place], table.votes[place] = [], quota
        self._move(parcels)

    def _exclude(self, doomed: int | None) -> None:
        """Out goes who can no longer be elected, else who has the fewest votes; papers keep their value."""
        table = self.table
        place = table.fewest() if doomed is None else doomed
        name = table.names[place]
        fewest = words.fewest(name, table.exact(table.votes[place]))
        table.exclude(place, fewest if doomed is None else words.out_by_cap(name))
        parcels, self.piles[place], table.votes[place] = self.piles[place], [], 0
        self._move(parcels)

    def _move(self, parcels: list[Parcel]) -> None:
        """Each paper to the next candidate on it who is still in the count; without one it leaves the count. Papers
        that weigh nothing are put aside: they would only hide that all the others of a pile are worth the same. Those
        of one value go together, since it makes no difference when they came."""
        still = self.table.hopeful()
        equal: dict[Number, list[Papers]] = {}
        for value, papers in parcels:
            equal.setdefault(value, []).append(papers)
        for value, several in equal.items():
            for arrived in self.papers.onward(self.papers.together(several), still):
                if arrived.place is not None and arrived.weight:
                    self.piles[arrived.place].append((value, arrived.papers))
                    self.table.votes[arrived.place] += value * arrived.weight
