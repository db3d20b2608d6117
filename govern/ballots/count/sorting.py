"""Papers made ready for counting: candidates as places, weights as whole numbers, like papers together."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import msgspec

from govern.ballots.count.election import Election, Paper


class Sorted(msgspec.Struct, frozen=True):
    """`rankings` are places of candidates, without withdrawn ones and repeats; `weights` stand beside them.

    Weights are whole numbers of 1/`parts`. `blank` and `void` are numbers of papers that count for nobody.
    """

    rankings: tuple[tuple[int, ...], ...]
    weights: tuple[int, ...]
    parts: int
    blank: int
    void: int

    @property
    def valid(self) -> Fraction:
        return Fraction(sum(self.weights), self.parts)


def sort_papers(election: Election, most_marks: int | None = None) -> Sorted:
    """Raises nothing: what cannot count is void. A paper with more than `most_marks` marks is void.

    A candidate marked twice counts where first marked; those who have withdrawn are passed over.
    """
    weights = {paper.weight for paper in election.papers}
    parts = lcm(*(Fraction(weight).denominator for weight in weights), 1)
    units = {weight: (weight * parts).numerator for weight in weights}
    places = {candidate.id: place for place, candidate in enumerate(election.candidates)}
    gone = set(election.withdrawn)
    found: dict[tuple[int, ...], int] = {}
    blank = void = 0
    for paper in election.papers:
        ranking = tuple(places[mark] for mark in dict.fromkeys(paper.marks) if mark not in gone)
        if not paper.marks:
            blank += paper.times
        elif not ranking or _too_many(paper, most_marks):
            void += paper.times
        else:
            found[ranking] = found.get(ranking, 0) + units[paper.weight] * paper.times
    return Sorted(tuple(found), tuple(found.values()), parts, blank, void)


def _too_many(paper: Paper, most_marks: int | None) -> bool:
    return most_marks is not None and len(set(paper.marks)) > most_marks
