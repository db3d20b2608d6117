"""Ranked pairs: the largest majorities are locked in first; one that contradicts those before it is left out.

Sources: T N Tideman, Independence of clones as a criterion for voting rules, Social Choice and Welfare 4 (1987),
T M Zavist and T N Tideman, Complete independence of clones in the ranked pairs rule, the same 6 (1989), on
majorities of one size. A majority is measured by the votes for it; of those equal in that, the one with fewer votes
against it is larger. Majorities of one size are all locked in where that closes no circle. Where it would, those on
the circle are taken in the order of the lot: first those over the unluckiest loser, and of these first that of the
luckiest winner (as S Eppley orders them in Maximize Affirmed Majorities; Zavist and Tideman take their order from
papers drawn at random, ours is the lot). So a majority over the luckiest is taken last. Two with exactly equal votes
have no majority between them. The order is read as in `schulze`: equals are told apart by lot at the last place only.
"""

from __future__ import annotations

from itertools import groupby

from msgspec.structs import replace

from govern.ballots.count import words_choosing as words
from govern.ballots.count.election import Election, TieRule, refuse_limits
from govern.ballots.count.lots import draw
from govern.ballots.count.pairwise import Comparison, Pair, compare, first_stage, seats_in_order, standings
from govern.ballots.count.result import Action, Majority, Result, Stage, Tie, TieFor
from govern.ballots.count.stages import still_stage
from govern.ballots.count.words import tie as tie_in_words
from govern.sentences import Sentence

METHOD = "ranked-pairs"


def count(election: Election) -> Result:
    """Raises NotCountable for caps, LotNeeded where a lot has to decide and none has been drawn."""
    refuse_limits(election)
    found = compare(election)
    first = first_stage(election, found)
    locking = _Locking(election, found)
    for _, equal in groupby(locking.by_size(), key=locking.size):
        locking.lock_equal(list(equal))
    return seats_in_order(election, METHOD, found, (first, locking.stage(first)), locking.above())


class _Locking:
    """Majorities locked in one after the other. Candidates are places in the list."""

    def __init__(self, election: Election, found: Comparison) -> None:
        self.election = election
        self.found = found
        self.ids = [candidate.id for candidate in election.candidates]
        self.names = {candidate.id: candidate.name for candidate in election.candidates}
        #: For each candidate those under them, by what is locked in and what follows from it.
        self.under: list[set[int]] = [set() for _ in self.ids]
        self.majorities: list[Majority] = []
        self.ties: list[Tie] = []
        self.why: list[Sentence] = []

    def size(self, pair: Pair) -> tuple[object, object]:
        winner, loser = pair
        return -self.found.matrix[winner][loser], self.found.matrix[loser][winner]

    def by_size(self) -> list[Pair]:
        return sorted(self.found.wins(), key=lambda pair: (*self.size(pair), pair))

    def lock_equal(self, equal: list[Pair]) -> None:
        """Majorities of one size. Only those that would together close a circle need an order among them."""
        possible = [pair for pair in equal if self._agrees(pair)]
        together = [set(those) for those in self.under]
        for pair in possible:
            lock(together, pair)
        circling = [(winner, loser) for winner, loser in possible if winner in together[loser]]
        for pair in equal:
            if pair not in circling:
                self._note(pair, locked=pair in possible)
        for pair in self._by_lot(circling):
            self._note(pair, locked=self._agrees(pair))

    def _agrees(self, pair: Pair) -> bool:
        return pair[0] not in self.under[pair[1]]

    def _by_lot(self, circling: list[Pair]) -> list[Pair]:
        if not circling:
            return []
        tied = tuple(name for place, name in enumerate(self.ids) if any(place in pair for pair in circling))
        lucky = draw(self.election, tied)
        luck = {self.ids.index(name): at for at, name in enumerate(lucky)}
        order = sorted(circling, key=lambda pair: (-luck[pair[1]], luck[pair[0]]))
        tie = Tie(TieFor.MAJORITY, tied, TieRule.LOT, lucky[:1], undecided=tied)
        self.ties.append(tie)
        self.why.append(tie_in_words(tie, self.names))
        return order

    def _note(self, pair: Pair, *, locked: bool) -> None:
        if locked:
            lock(self.under, pair)
        winner, loser = (self.ids[place] for place in pair)
        votes, against = self.found.matrix[pair[0]][pair[1]], self.found.matrix[pair[1]][pair[0]]
        self.majorities.append(Majority(winner, loser, votes, against, locked))
        say = words.locked if locked else words.left_out
        self.why.append(say(self.names[winner], self.names[loser], votes, against))

    def above(self) -> frozenset[Pair]:
        """Who stands above whom, by what is locked in and what follows from it."""
        return frozenset((one, other) for one, those in enumerate(self.under) for other in those)

    def stage(self, first: Stage) -> Stage:
        votes = standings(self.above(), len(self.ids))
        stage = still_stage(self.election, 2, Action.LOCK, votes, first.votes)
        return replace(
            stage, majorities=tuple(self.majorities), ties=tuple(self.ties), why=(words.what_locking_is(), *self.why)
        )


def lock(under: list[set[int]], pair: Pair) -> None:
    """Locks one majority in: whoever stands above the winner stands above the loser and all under them."""
    winner, loser = pair
    gained = under[loser] | {loser}
    for place, those in enumerate(under):
        if place == winner or winner in those:
            those.update(gained)
