"""The papers on the counting table: sorted once, then handed on from candidate to candidate.

A `Stack` answers the few questions that every method asks. `Rankings` does it in plain Python, for elections of a
usual size, `columns.Columns` with whole numbers in columns for very large ones. Candidates are places in the list,
weights whole numbers of 1/`parts`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple

from govern.ballots.count.election import Bundle, Election, Number, Paper

Ranking = tuple[int, ...]
Papers = Any
"""Some papers of a stack, as that stack holds them: to hand back to it, never to look into."""


class Arrived(NamedTuple):
    """Papers that reached one candidate together, or, with `place` None, that have no choice left."""

    place: int | None
    papers: Papers
    weight: int


class Stack(ABC):
    """Valid papers, without those who have withdrawn and without repeats. `blank` and `void` are numbers of papers
    that count for nobody; `weight` is what the valid ones weigh, in 1/`parts`."""

    parts: int
    blank: int
    void: int
    weight: int

    @property
    def valid(self) -> Fraction:
        return Fraction(self.weight, self.parts)

    @abstractmethod
    def all(self) -> Papers:
        """Every paper."""

    @abstractmethod
    def together(self, several: Sequence[Papers]) -> Papers:
        """Some papers and others, no paper twice, as one."""

    @abstractmethod
    def onward(self, papers: Papers, still: Sequence[bool]) -> list[Arrived]:
        """These papers to the next candidate on each who is `still` in the count, in the order of the candidates;
        those without one last. Each paper remembers how far it was read, and is never read backwards.

        Nobody who was not `still` there comes back later: `still` only ever shrinks.
        """

    @abstractmethod
    def marks(self) -> list[int]:
        """For each candidate, the weight of all papers that mark them at any place."""

    @abstractmethod
    def rankings(self, still: Sequence[bool], stops: Sequence[bool] = ()) -> dict[Ranking, int]:
        """Ranking -> weight, with nobody on it but who is `still` there, cut after the first who `stops` it.

        Papers on which nobody is left are under (). Does not move what `onward` has read.
        """


class Rankings(Stack):
    """Like papers together, each kind once."""

    def __init__(self, found: dict[Ranking, int], parts: int, candidates: int, blank: int, void: int) -> None:
        self._rankings = tuple(found)
        self._weights = tuple(found.values())
        self._reading = [0] * len(found)
        self._candidates = candidates
        self.parts = parts
        self.blank = blank
        self.void = void
        self.weight = sum(self._weights)

    def all(self) -> Papers:
        return list(range(len(self._rankings)))

    def together(self, several: Sequence[Papers]) -> Papers:
        return [paper for papers in several for paper in papers]

    def onward(self, papers: Papers, still: Sequence[bool]) -> list[Arrived]:
        arriving: dict[int, list[int]] = {}
        ended: list[int] = []
        for paper in papers:
            ranking, at = self._rankings[paper], self._reading[paper]
            while at < len(ranking) and not still[ranking[at]]:
                at += 1
            self._reading[paper] = at
            (arriving.setdefault(ranking[at], []) if at < len(ranking) else ended).append(paper)
        arrived = [Arrived(place, arriving[place], self._weigh(arriving[place])) for place in sorted(arriving)]
        return [*arrived, Arrived(None, ended, self._weigh(ended))] if ended else arrived

    def _weigh(self, papers: list[int]) -> int:
        return sum(self._weights[paper] for paper in papers)

    def marks(self) -> list[int]:
        units = [0] * self._candidates
        for ranking, weight in zip(self._rankings, self._weights, strict=True):
            for place in ranking:
                units[place] += weight
        return units

    def rankings(self, still: Sequence[bool], stops: Sequence[bool] = ()) -> dict[Ranking, int]:
        found: dict[Ranking, int] = {}
        for whole, weight in zip(self._rankings, self._weights, strict=True):
            ranking = _cut(tuple(place for place in whole if still[place]), stops)
            found[ranking] = found.get(ranking, 0) + weight
        return found


def _cut(ranking: Ranking, stops: Sequence[bool]) -> Ranking:
    if stops:
        for at, place in enumerate(ranking):
            if stops[place]:
                return ranking[: at + 1]
    return ranking


def sort_papers(election: Election, most_marks: int | None = None) -> Stack:
    """Raises nothing: what cannot count is void. A paper with more than `most_marks` marks is void.

    A candidate marked twice counts where first marked; those who have withdrawn are passed over; a paper that gives
    one rank to several is read up to there.
    """
    gone = frozenset(election.withdrawn)
    ids = tuple(candidate.id for candidate in election.candidates)
    if isinstance(election.papers, Bundle):
        return election.papers.sort(ids, gone, most_marks)
    sorting = Sorting(ids, gone, most_marks, common_parts(election.papers))
    sorting.add(election.papers)
    return sorting.rankings()


def common_parts(papers: Iterable[Paper]) -> int:
    """The common denominator of all weights."""
    return lcm(*(Fraction(weight).denominator for weight in {paper.weight for paper in papers}), 1)


class Sorting:
    """Papers while they are sorted: each ranking of places with its weight in 1/`parts`, and numbers of what does not
    count."""

    def __init__(self, ids: tuple[str, ...], gone: frozenset[str], most_marks: int | None, parts: int) -> None:
        self.found: dict[Ranking, int] = {}
        self.blank = 0
        self.void = 0
        self.parts = parts
        self._places = {name: place for place, name in enumerate(ids)}
        self._gone = gone
        self._most_marks = most_marks

    def add(self, papers: Iterable[Paper]) -> None:
        units: dict[Number, int] = {}
        for paper in papers:
            marks = dict.fromkeys(_strict(paper))
            ranking = tuple(self._places[mark] for mark in marks if mark not in self._gone)
            if not paper.marks:
                self.blank += paper.times
            elif not ranking or _too_many(paper, self._most_marks):
                self.void += paper.times
            else:
                if paper.weight not in units:
                    units[paper.weight] = int(paper.weight * self.parts)
                self.found[ranking] = self.found.get(ranking, 0) + units[paper.weight] * paper.times

    def rankings(self) -> Rankings:
        return Rankings(self.found, self.parts, len(self._places), self.blank, self.void)


def _strict(paper: Paper) -> tuple[str, ...]:
    """The marks before the first rank that is given to several."""
    for at, several in enumerate(paper.shared):
        if several > 1:
            return paper.marks[:at]
    return paper.marks


def _too_many(paper: Paper, most_marks: int | None) -> bool:
    return most_marks is not None and len(set(paper.marks)) > most_marks
