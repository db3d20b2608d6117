"""Single transferable vote as in Scottish councils: weighted inclusive Gregory with five decimals.

Source: Scottish Local Government Elections Order 2011 (SSI 2011/399), schedule 1: rule 46 first stage, 47 quota,
48 election, 49 and 50 surpluses, 51 and 52 exclusions and their ties, 53 last vacancies.
All votes are whole numbers of 1/(parts × 100,000), where `parts` is the common denominator of the weights. The value
of a paper is per unit of weight and truncated to five decimals; what it credits is weight × value, exactly.
Without caps the count is that of the Order, step by step.
"""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.count import words
from govern.ballots.count.election import Election
from govern.ballots.count.result import Action, Result, Standing, TieFor
from govern.ballots.count.stack import Papers, sort_papers
from govern.ballots.count.table import Table

METHOD = "scottish-stv"
ONE = 100_000
"""A whole vote, in units of the fifth decimal."""

Parcel = tuple[int, Papers]
"""Papers that came together, with their value per unit of weight (of ONE)."""


def count(election: Election) -> Result:
    """Raises LotNeeded where a tie goes back to the beginning and no lot has been drawn."""
    counting = _Counting(election)
    counting.first_stage()
    while not counting.table.finished:
        counting.next_stage()
    return counting.table.result(METHOD)


class _Counting:
    """The piles of papers beside the table: for each candidate the parcels they hold."""

    def __init__(self, election: Election) -> None:
        papers = sort_papers(election)
        self.papers = papers
        self.quota = int(papers.valid // (election.seats + 1) + 1) * papers.parts * ONE
        self.table = Table(election, papers, scale=papers.parts * ONE, quota=self.quota)
        self.votes: list[int] = [0] * len(election.candidates)
        self.table.votes = self.votes  # type: ignore[assignment]  # whole numbers all along
        self.piles: list[list[Parcel]] = [[] for _ in election.candidates]

    def first_stage(self) -> None:
        """Rules 46 and 47: papers to first preferences, and the quota."""
        table = self.table
        if self.papers.valid:
            table.say(words.needed(table.exact(self.quota), self.papers.valid, table.election.seats))
        else:
            table.say(words.no_votes())
        self._move([(ONE, self.papers.all())])
        table.settle()

    def next_stage(self) -> None:
        """The doomed go first; then the largest surplus; where there is none, whoever has the fewest votes."""
        table = self.table
        doomed = table.next_doomed()
        spare = [place for place in table.those(Standing.ELECTED) if self.votes[place] > self.quota]
        if doomed is None and spare:
            self._transfer_largest(spare)
        else:
            table.begin(Action.EXCLUDE)
            self._exclude(doomed)
        table.settle()

    def _transfer_largest(self, spare: list[int]) -> None:
        """Rules 49 and 50: surplus × value ÷ votes, to five decimals, for every paper of the largest surplus."""
        table = self.table
        most = max(self.votes[place] for place in spare)
        table.begin(Action.SURPLUS)
        place = table.one_of([place for place in spare if self.votes[place] == most], TieFor.SURPLUS)
        table.notes.moved = place
        surplus = most - self.quota
        parcels = [(surplus * value // most, papers) for value, papers in self.piles[place]]
        values = {value for value, _ in parcels}
        table.notes.value = Fraction(values.pop(), ONE) if len(values) == 1 else None
        table.say(words.spare(table.names[place], table.exact(surplus), table.notes.value))
        self.piles[place], self.votes[place] = [], self.quota
        self._move(parcels)

    def _exclude(self, doomed: int | None) -> None:
        """Rules 51 and 52: out goes who can no longer be elected, else who has the fewest votes; all papers go on at
        the value they have."""
        table = self.table
        place = table.fewest() if doomed is None else doomed
        name = table.names[place]
        fewest = words.fewest(name, table.exact(self.votes[place]))
        table.exclude(place, fewest if doomed is None else words.out_by_cap(name))
        parcels, self.piles[place], self.votes[place] = self.piles[place], [], 0
        self._move(parcels)

    def _move(self, parcels: list[Parcel]) -> None:
        """Each paper to the next candidate on it who is still in the count; without one it leaves the count."""
        still = self.table.hopeful()
        equal: dict[int, list[Papers]] = {}
        for value, papers in parcels:
            equal.setdefault(value, []).append(papers)
        for value, several in equal.items():
            for arrived in self.papers.onward(self.papers.together(several), still):
                if arrived.place is not None:
                    self.piles[arrived.place].append((value, arrived.papers))
                    self.votes[arrived.place] += value * arrived.weight
