"""Block vote: each paper marks up to as many candidates as there are seats, and those with most votes are elected.

With one seat this is the plain vote by relative majority. Sources: domain.md invariants 57 and 58, W8, W16.
Candidates are taken in the order of their votes. One who would break a cap, or take a seat that a floor needs, is
passed over and the next is taken (see `caps`); if nobody is left, the seat stays vacant. A tie matters only if it
touches the last place, of all or under a constraint; then a lot decides. A paper with too many marks is void. Weights
count in full for every mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from govern.ballots.count import words
from govern.ballots.count.caps import Limits
from govern.ballots.count.election import Election, TieRule
from govern.ballots.count.lots import draw, order_for
from govern.ballots.count.result import Action, Elected, NotElected, Result, Stage, Standing, Tie, TieFor, Why
from govern.ballots.count.stack import sort_papers
from govern.sentences import Sentence

METHOD = "block-vote"


def count(election: Election) -> Result:
    """Raises LotNeeded where a tie touches the last place and no lot has been drawn."""
    papers = sort_papers(election, election.seats if election.at_most is None else election.at_most)
    taking = _Taking(election, tuple(Fraction(units, papers.parts) for units in papers.marks()))
    if not papers.valid:
        taking.say(words.no_votes())
    for equal in taking.by_votes():
        taking.take(equal)
    taking.finish()
    return Result(
        method=METHOD,
        seats=election.seats,
        candidates=election.candidates,
        valid=papers.valid,
        blank=papers.blank,
        void=papers.void,
        quota=None,
        stages=(taking.stage(),),
        elected=tuple(taking.elected),
        not_elected=tuple(taking.lost[place] for place in sorted(taking.lost)),
        vacant=taking.seats,
        lot_order=order_for(election) if taking.ties else None,
        unmet=taking.limits.unmet,
    )


class _Taking:
    """Seats given one after the other. Candidates are places in the list."""

    def __init__(self, election: Election, votes: tuple[Fraction, ...]) -> None:
        self.election = election
        self.votes = votes
        self.seats = election.seats
        gone = set(election.withdrawn)
        self.left = [place for place, candidate in enumerate(election.candidates) if candidate.id not in gone]
        self.limits = Limits(election, self.left)
        self.names = {candidate.id: candidate.name for candidate in election.candidates}
        self.elected: list[Elected] = []
        self.lost: dict[int, NotElected] = {}
        self.ties: list[Tie] = []
        self.why: list[Sentence] = [floor.said for floor in self.limits.unmet]

    def by_votes(self) -> Iterator[list[int]]:
        """Those who stand, most votes first, those with equal votes together in the order of the paper."""
        gone = set(self.election.withdrawn)
        standing = []
        for place, candidate in enumerate(self.election.candidates):
            if candidate.id in gone:
                self._lose(place, Why.WITHDRAWN, words.withdrew())
            else:
                standing.append(place)
        for votes in sorted({self.votes[place] for place in standing}, reverse=True):
            yield [place for place in standing if self.votes[place] == votes]

    def take(self, equal: list[int]) -> None:
        """Some with equal votes: those who are in whatever a lot says, then the others in the order of the lot."""
        if not self.seats:
            self._leave_out(equal)
            return
        doomed = self.limits.doomed(self.left, self.seats)
        able = [place for place in equal if place not in doomed]
        for place in equal:
            if place not in able:
                self._pass_over(place, by_lot=False)
        safe = self.limits.safe(able, self.left, self.seats)
        for place in safe:
            self._elect(place, by_lot=False)
        if len(safe) < len(able):
            self._take_by_lot([place for place in able if place not in safe])

    def _take_by_lot(self, places: list[int]) -> None:
        tied = tuple(self._id(place) for place in places)
        lucky = draw(self.election, tied)
        purpose, chosen, said = TieFor.CAPPED_PLACE, [], len(self.why)
        for place in sorted(places, key=lambda place: lucky.index(self._id(place))):
            if not self.seats:
                purpose = TieFor.LAST_PLACE
                self._lose(place, Why.LOT, words.lost_lot())
            elif place in self.limits.doomed(self.left, self.seats):
                self._pass_over(place, by_lot=True)
            else:
                self._elect(place, by_lot=True)
                chosen.append(self._id(place))
        tie = Tie(purpose, tied, TieRule.LOT, tuple(chosen), undecided=tied)
        self.ties.append(tie)
        self.why.insert(said, words.tie(tie, self.names))

    def finish(self) -> None:
        if self.seats:
            self.say(words.vacant(self.seats))

    def stage(self) -> Stage:
        elected = {entry.candidate for entry in self.elected}
        gone = set(self.election.withdrawn)
        where = [
            Standing.WITHDRAWN if name in gone else Standing.ELECTED if name in elected else Standing.EXCLUDED
            for name in self.names
        ]
        return Stage(
            number=1,
            action=Action.FIRST,
            moved=None,
            votes=self.votes,
            transfers=self.votes,
            non_transferable=Fraction(0),
            standing=tuple(where),
            elected=tuple(entry.candidate for entry in self.elected),
            excluded=tuple(name for name, place in zip(self.names, where, strict=True) if place is Standing.EXCLUDED),
            ties=tuple(self.ties),
            why=tuple(self.why),
        )

    def say(self, sentence: Sentence) -> None:
        self.why.append(sentence)

    def _pass_over(self, place: int, *, by_lot: bool) -> None:
        because = self.limits.why_doomed(place, self.left, self.seats)
        self.say(words.passed_over(self._name(place), self.votes[place], words.by_name(because)))
        self._lose(place, *words.why_barred(because, by_lot=by_lot))

    def _leave_out(self, places: list[int]) -> None:
        self.say(words.no_seat_left(tuple(self._name(place) for place in places)))
        for place in places:
            self._lose(place, Why.VOTES, words.not_enough())

    def _elect(self, place: int, *, by_lot: bool) -> None:
        self.seats -= 1
        self.left.remove(place)
        self.limits.take(place)
        self.say(words.elected_with(self._name(place), self.votes[place]))
        self.elected.append(Elected(self._id(place), self._name(place), 1, self.votes[place], by_lot))

    def _lose(self, place: int, why: Why, reason: Sentence) -> None:
        if place in self.left:
            self.left.remove(place)
        self.lost[place] = NotElected(self._id(place), self._name(place), 1, self.votes[place], why, reason)

    def _id(self, place: int) -> str:
        return self.election.candidates[place].id

    def _name(self, place: int) -> str:
        return self.election.candidates[place].name
