"""Every two candidates compared: how many votes put the one above the other.

What the comparing methods (Schulze, ranked pairs) have in common. Candidates on one rank are equal. Whoever is not on
a paper stands below all who are on it, and equal with the others who are not. A candidate named twice counts where
first named; those who have withdrawn are passed over. A paper on which nobody is left is void, an empty one blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from govern.ballots.count import words, words_choosing
from govern.ballots.count.election import Election, Paper
from govern.ballots.count.result import Action, Result, Stage
from govern.ballots.count.stack import sort_papers
from govern.ballots.count.stages import still_stage
from govern.ballots.count.taking import Taking

Matrix = tuple[tuple[Fraction, ...], ...]
Units = TypeVar("Units", int, Fraction)
Pair = tuple[int, int]
"""Two places in the list: the first above the second."""


class Comparison(msgspec.Struct, frozen=True):
    """`matrix[a][b]` is the weight of the papers that put candidate a above b. `stands` are the places of those who
    have not withdrawn; `valid` is the weight of all papers that count, `blank` and `void` numbers of papers."""

    matrix: Matrix
    stands: tuple[int, ...]
    valid: Fraction
    blank: int
    void: int

    def wins(self) -> frozenset[Pair]:
        """Who beats whom: more votes this way than the other way round."""
        return frozenset((one, other) for one in self.stands for other in self.stands if self.margin(one, other) > 0)

    def margin(self, one: int, other: int) -> Fraction:
        return self.matrix[one][other] - self.matrix[other][one]

    def condorcet_winner(self) -> int | None:
        """The place of the one who beats every other, where there is one."""
        return next(
            (one for one in self.stands if all(self.margin(one, o) > 0 for o in self.stands if o != one)), None
        )


def compare(election: Election) -> Comparison:
    """Reads every paper once. Raises nothing."""
    strict = [paper for paper in election.papers if not _shares(paper)]
    shared = [paper for paper in election.papers if _shares(paper)]
    papers = sort_papers(replace(election, papers=tuple(strict)) if shared else election)
    places = len(election.candidates)
    units = [[0] * places for _ in range(places)]
    for ranking, weight in papers.rankings([True] * places).items():
        _add(units, [(place,) for place in ranking], weight)
    matrix = [[Fraction(cell, papers.parts) for cell in row] for row in units]
    valid, void = papers.valid, papers.void
    for paper in shared:
        ranks = _ranks(paper, election)
        _add(matrix, ranks, Fraction(paper.weight) * paper.times)
        valid += Fraction(paper.weight) * paper.times if ranks else 0
        void += 0 if ranks else paper.times
    stands = tuple(at for at, candidate in enumerate(election.candidates) if candidate.id not in election.withdrawn)
    return Comparison(tuple(tuple(row) for row in matrix), stands, valid, papers.blank, void)


def _shares(paper: Paper) -> bool:
    return any(several != 1 for several in paper.shared)


def _ranks(paper: Paper, election: Election) -> list[tuple[int, ...]]:
    """The places on each rank of a paper. Marks that `shared` says nothing of have ranks of their own."""
    places = {candidate.id: place for place, candidate in enumerate(election.candidates)}
    seen = set(election.withdrawn)
    ranks, at = [], 0
    for several in (*paper.shared, *[1] * (len(paper.marks) - sum(paper.shared))):
        rank = [mark for mark in dict.fromkeys(paper.marks[at : at + several]) if mark not in seen]
        seen.update(rank)
        at += several
        if rank:
            ranks.append(tuple(places[mark] for mark in rank))
    return ranks


def _add(cells: list[list[Units]], ranks: list[tuple[int, ...]], weight: Units) -> None:
    """One paper into the matrix: everybody ranked above all on later ranks and all who are not ranked."""
    below = set(range(len(cells)))
    for rank in ranks:
        below.difference_update(rank)
        for place in rank:
            row = cells[place]
            for other in below:
                row[other] += weight


# --- an order out of comparisons ---


def layers(places: Iterable[int], above: frozenset[Pair]) -> Iterator[list[int]]:
    """Best first: those above whom nobody stands who is left; these rank equal."""
    left = list(places)
    while left:
        top = [one for one in left if not any((other, one) in above for other in left)]
        yield top
        left = [one for one in left if one not in top]


def standings(above: frozenset[Pair], places: int) -> list[Fraction]:
    """How many others each candidate stands above."""
    return [Fraction(sum(one == place for one, _ in above)) for place in range(places)]


def first_stage(election: Election, found: Comparison) -> Stage:
    """The matrix, and who beats everybody else."""
    names = [candidate.name for candidate in election.candidates]
    winner = found.condorcet_winner()
    why = [words_choosing.compared(found.valid) if found.valid else words.no_votes()]
    if len(found.stands) > 1:
        why.append(
            words_choosing.beats_all(names[winner]) if winner is not None else words_choosing.nobody_beats_all()
        )
    votes = standings(found.wins(), len(names))
    return replace(still_stage(election, 1, Action.COMPARE, votes), matrix=found.matrix, why=tuple(why))


def seats_in_order(
    election: Election, method: str, found: Comparison, before: Sequence[Stage], above: frozenset[Pair]
) -> Result:
    """The last stage: the seats go to the best of the order. Raises LotNeeded where equals touch the last place."""
    taking = Taking(election, before[-1].votes, tuple(before), ranked=True)
    taking.take_all(layers(found.stands, above))
    return taking.result(method, found.valid, found.blank, found.void)
