"""Single transferable vote by Meek's method: who is elected keeps a part of each paper and passes the rest on.

Source: I D Hill, B A Wichmann, D R Woodall, Algorithm 123: Single transferable vote by Meek's method, The Computer
Journal 30 (1987), pages 277-281. A paper goes down its ranking: a candidate still standing takes all that arrives, an
elected one the part that they keep, one who is out nothing. The quota is what has not left the count ÷ (seats + 1);
it sinks as papers run out. Elected is who has more than the quota.

Stages: first preferences; then, as often as somebody elected has votes to spare, a stage in which the parts they keep
are lowered again and again until the spare votes are gone; else the exclusion of whoever has fewest, whose papers go
on at the parts kept so far. Nobody is excluded while there are votes to spare. Only at the end of a stage is anybody
elected. Ties as `Election.ties` says. Once no more candidates are left than seats they are elected.

Arithmetic: whole numbers only. What a paper is worth at each place, and the parts kept, are whole numbers of
`ONE` (15 decimals). What an elected candidate keeps of a paper is rounded up, what is passed on is the exact rest,
so that no vote is lost. In each round every elected candidate's part becomes part × quota ÷ votes, rounded up, never
more than before; all at once, so that no order of candidates matters.

Tolerance: a stage ends once all spare votes together × (seats + 1) are no more than a thousand-millionth of the
valid votes. Nobody's votes can then grow by more than half of that (the spare votes can set free at most (seats + 1)
÷ 2 times themselves, as long as a seat is open). Votes that differ by no more than a thousand-millionth of the valid
votes are therefore counted as equal, and the tie is broken as a tie.
"""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.count import words
from govern.ballots.count.election import Election
from govern.ballots.count.result import Action, Result, Standing
from govern.ballots.count.stack import Ranking, sort_papers
from govern.ballots.count.table import Table

METHOD = "meek"
ONE = 10**15
"""A whole vote, and the whole of a paper."""
TOLERANCE = 10**9
"""Votes that differ by no more than one part in so many of the valid votes are equal."""


def count(election: Election) -> Result:
    """Raises LotNeeded where a tie goes back to the beginning and no lot has been drawn."""
    counting = _Counting(election)
    counting.first_stage()
    while not counting.table.finished:
        counting.next_stage()
    return counting.table.result(METHOD)


class _Counting:
    """The parts that candidates keep, beside the table."""

    def __init__(self, election: Election) -> None:
        self.papers = sort_papers(election)
        slack = self.papers.weight * ONE // TOLERANCE
        self.table = Table(election, self.papers, scale=self.papers.parts * ONE, quota=None, above=True, slack=slack)
        self.kept = [ONE] * len(election.candidates)
        self.paths = _Paths({}, [])
        self.sorted_for: list[Standing] = []

    def first_stage(self) -> None:
        table = self.table
        self._sort()
        self._tally()
        if self.papers.valid:
            quota = table.exact(table.quota or 0)
            table.say(words.needed(quota, self.papers.valid, table.election.seats, above=True))
        else:
            table.say(words.no_votes())
        self._settle()

    def next_stage(self) -> None:
        """The doomed go first; then all spare votes; where there are none, whoever has the fewest votes."""
        table = self.table
        doomed = table.next_doomed()
        elected = table.those(Standing.ELECTED)
        if doomed is None and self._spare(elected):
            table.begin(Action.SURPLUS)
            self._sort()
            self._lower(elected)
        else:
            table.begin(Action.EXCLUDE)
            place = table.fewest() if doomed is None else doomed
            name = table.names[place]
            fewest = words.fewest(name, table.exact(table.votes[place]))
            table.exclude(place, fewest if doomed is None else words.out_by_cap(name))
            self.kept[place] = 0
            self._sort()
            self._tally()
        self._settle()

    def _sort(self) -> None:
        """The papers as they are read from now on: past those who are out, up to the first who still stands."""
        if self.sorted_for == self.table.standing:
            return
        self.sorted_for = list(self.table.standing)
        hopeful = self.table.hopeful()
        still = [where in (Standing.HOPEFUL, Standing.ELECTED) for where in self.table.standing]
        self.paths = _Paths(self.papers.rankings(still, hopeful), hopeful)

    def _lower(self, elected: list[int]) -> None:
        """Round after round, until nothing worth speaking of is spare or nobody's part changes any more."""
        table = self.table
        spare = {place: table.exact(table.votes[place]) for place in elected}
        while True:
            self._tally()
            if not self._spare(elected):
                break
            quota = self._whole_quota()
            lower = [
                min(self.kept[place], -(-self.kept[place] * quota // int(table.votes[place]))) for place in elected
            ]
            if lower == [self.kept[place] for place in elected]:
                break
            for place, part in zip(elected, lower, strict=True):
                self.kept[place] = part
        several = [place for place in elected if table.exact(table.votes[place]) != spare[place]]
        if len(several) == 1:
            table.notes.moved = several[0]
        else:
            table.notes.together = tuple(table.ids[place] for place in several)
        for place in several:
            table.say(words.keeps(table.names[place], Fraction(self.kept[place], ONE)))

    def _spare(self, elected: list[int]) -> bool:
        """Whether there is more to spare than the tolerance leaves alone."""
        quota = self._whole_quota()
        spare = sum(max(int(self.table.votes[place]) - quota, 0) for place in elected)
        return spare * (self.table.election.seats + 1) > self.table.slack

    def _whole_quota(self) -> int:
        """The least whole number above the quota."""
        return int((self.table.quota or 0) // 1) + 1

    def _tally(self) -> None:
        """Everybody's votes and the quota, at the parts that are kept now."""
        table = self.table
        votes, ended = self.paths.votes(self.kept)
        table.votes = list(votes)
        table.quota = Fraction(self.papers.weight * ONE - ended, table.election.seats + 1)

    def _settle(self) -> None:
        self.table.notes.kept = tuple(Fraction(part, ONE) for part in self.kept)
        self.table.settle()


class _Paths:
    """All papers as a tree: they part where they name different elected candidates, one after the other.

    Papers that have passed the same elected candidates in the same order are worth the same, so that a round costs
    one step for each such order and not one for each paper.
    """

    def __init__(self, rankings: dict[Ranking, int], stops: list[bool]) -> None:
        """From rankings, each with its weight, that end at the first candidate who `stops` it."""
        self.candidates = len(stops)
        self.known: dict[Ranking, int] = {(): 0}
        self.after = [0]
        self.who = [-1]
        self.through = [0]
        self.ending = [0]
        self.resting: list[tuple[int, int, int]] = []
        for ranking, weight in rankings.items():
            if ranking and stops[ranking[-1]]:
                step = self._step(ranking[:-1])
                self.resting.append((step, ranking[-1], weight))
            else:
                step = self._step(ranking)
                self.ending[step] += weight
            self.through[step] += weight
        for step in range(len(self.who) - 1, 0, -1):
            self.through[self.after[step]] += self.through[step]

    def _step(self, passed: Ranking) -> int:
        """The number of the step at which these elected have been passed; an earlier step has a lower number."""
        if passed not in self.known:
            after = self._step(passed[:-1])
            self.known[passed] = len(self.who)
            self.after.append(after)
            self.who.append(passed[-1])
            self.through.append(0)
            self.ending.append(0)
        return self.known[passed]

    def votes(self, kept: list[int]) -> tuple[list[int], int]:
        """Everybody's votes, and the votes of papers that have run out, in units of ONE, at these parts kept."""
        votes = [0] * self.candidates
        worth = [ONE] * len(self.who)
        for step in range(1, len(self.who)):
            arriving, place = worth[self.after[step]], self.who[step]
            stays = -(-arriving * kept[place] // ONE)
            votes[place] += self.through[step] * stays
            worth[step] = arriving - stays
        for step, place, weight in self.resting:
            votes[place] += weight * worth[step]
        return votes, sum(weight * left for weight, left in zip(self.ending, worth, strict=True))
