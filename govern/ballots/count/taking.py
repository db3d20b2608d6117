"""Seats given in an order: most votes first, or as a method ranks. What plurality, approval, block vote, the
comparing methods and the median have in common stands here.

Sources: domain.md invariants 57 and 58, W8, W16. One who would break a cap, or take a seat that a floor needs, is
passed over and the next is taken (see `caps`); if nobody is left, the seat stays vacant. A tie matters only if it
touches the last place, of all or under a constraint; then a lot decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from msgspec.structs import replace

from govern.ballots.count import words
from govern.ballots.count.caps import Limits
from govern.ballots.count.election import Election, TieRule
from govern.ballots.count.lots import draw, order_for
from govern.ballots.count.result import Action, Elected, NotElected, Result, Stage, Standing, Tie, TieFor, Why
from govern.ballots.count.stack import Stack, sort_papers
from govern.sentences import Sentence


def by_most_votes(election: Election, method: str, papers: Stack, votes: tuple[Fraction, ...]) -> Result:
    """The seats to those with most of these votes, in one stage. Raises LotNeeded."""
    taking = Taking(election, votes)
    if not papers.valid:
        taking.say(words.no_votes())
    taking.take_all(equal_votes(taking.standing(), votes))
    return taking.result(method, papers.valid, papers.blank, papers.void)


def marks_of(election: Election, most_marks: int | None) -> tuple[Stack, tuple[Fraction, ...]]:
    """The papers read as sets of marks, and what all marks come to for each candidate, each paper at its full weight
    for every mark. A paper with more than `most_marks` marks is void."""
    papers = sort_papers(as_sets(election), most_marks)
    return papers, tuple(Fraction(units, papers.parts) for units in papers.marks())


def as_sets(election: Election) -> Election:
    """The same election with nothing said of ranks, so that marks on one rank all count."""
    if not any(paper.shared for paper in election.papers):
        return election
    return replace(election, papers=tuple(replace(paper, shared=()) for paper in election.papers))


def equal_votes(places: Iterable[int], votes: tuple[Fraction, ...]) -> list[list[int]]:
    """Most votes first, those with equal votes together in the order of the paper."""
    found: dict[Fraction, list[int]] = {}
    for place in places:
        found.setdefault(votes[place], []).append(place)
    return [found[number] for number in sorted(found, reverse=True)]


class Taking:
    """Seats given one after the other, as the last stage of a count. Candidates are places in the list.

    `votes` are what the method counts by, `before` the stages that led up to this one. Where the method has `ranked`
    the candidates by something else than these votes, the sentences speak of the order.
    """

    def __init__(
        self,
        election: Election,
        votes: tuple[Fraction, ...],
        before: tuple[Stage, ...] = (),
        *,
        ranked: bool = False,
    ) -> None:
        self.election = election
        self.votes = votes
        self.before = before
        self.ranked = ranked
        self.number = len(before) + 1
        self.seats = election.seats
        self.left = self.standing()
        self.limits = Limits(election, self.left)
        self.names = {candidate.id: candidate.name for candidate in election.candidates}
        self.elected: list[Elected] = []
        self.lost: dict[int, NotElected] = {}
        self.order: list[tuple[str, ...]] = []
        self.ties: list[Tie] = []
        self.why: list[Sentence] = [floor.said for floor in self.limits.unmet]

    def standing(self) -> list[int]:
        """Those who have not withdrawn, in the order of the paper."""
        gone = set(self.election.withdrawn)
        return [place for place, candidate in enumerate(self.election.candidates) if candidate.id not in gone]

    def take_all(self, order: Iterable[list[int]]) -> None:
        """Everybody who stands, best first; those in one list are equal."""
        for place, candidate in enumerate(self.election.candidates):
            if candidate.id in self.election.withdrawn:
                self._lose(place, Why.WITHDRAWN, words.withdrew())
        for equal in order:
            self.take(equal)
            self.order.append(tuple(self._id(place) for place in equal))
        if self.seats:
            self.say(words.vacant(self.seats))

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
                purpose = TieFor.LAST_RANK if self.ranked else TieFor.LAST_PLACE
                self._lose(place, Why.LOT, words.lost_lot())
            elif place in self.limits.doomed(self.left, self.seats):
                self._pass_over(place, by_lot=True)
            else:
                self._elect(place, by_lot=True)
                chosen.append(self._id(place))
        tie = Tie(purpose, tied, TieRule.LOT, tuple(chosen), undecided=tied)
        self.ties.append(tie)
        self.why.insert(said, words.tie(tie, self.names))

    def result(self, method: str, valid: Fraction, blank: int, void: int) -> Result:
        stages = (*self.before, self.stage())
        drawn = any(tie.how is TieRule.LOT for stage in stages for tie in stage.ties)
        return Result(
            method=method,
            seats=self.election.seats,
            candidates=self.election.candidates,
            valid=valid,
            blank=blank,
            void=void,
            quota=None,
            stages=stages,
            elected=tuple(self.elected),
            not_elected=tuple(self.lost[place] for place in sorted(self.lost)),
            vacant=self.seats,
            lot_order=order_for(self.election) if drawn else None,
            order=tuple(self.order),
            unmet=self.limits.unmet,
        )

    def stage(self) -> Stage:
        elected = {entry.candidate for entry in self.elected}
        gone = set(self.election.withdrawn)
        where = [
            Standing.WITHDRAWN if name in gone else Standing.ELECTED if name in elected else Standing.EXCLUDED
            for name in self.names
        ]
        return Stage(
            number=self.number,
            action=Action.SEATS if self.before else Action.FIRST,
            moved=None,
            votes=self.votes,
            transfers=tuple(Fraction(0) for _ in self.votes) if self.before else self.votes,
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
        name, votes = self._name(place), self.votes[place]
        self.say(words.comes_next(name) if self.ranked else words.elected_with(name, votes))
        self.elected.append(Elected(self._id(place), self._name(place), self.number, self.votes[place], by_lot))

    def _lose(self, place: int, why: Why, reason: Sentence) -> None:
        if place in self.left:
            self.left.remove(place)
        self.lost[place] = NotElected(self._id(place), self._name(place), self.number, self.votes[place], why, reason)

    def _id(self, place: int) -> str:
        return self.election.candidates[place].id

    def _name(self, place: int) -> str:
        return self.election.candidates[place].name
