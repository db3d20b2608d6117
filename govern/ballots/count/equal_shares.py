"""Method of Equal Shares: every vote has an equal share of the seats or of the budget, and supporters buy together.

Sources: D Peters and P Skowron, Proportionality and the limits of welfarism, EC 2020 (Rule X), for seats; D Peters,
G Pierczyński and P Skowron, Proportional participatory budgeting with additive utilities, NeurIPS 2021, section 3,
for things with costs. A seat costs 1. Of a paper with a weight, the weight is so many votes, each with its share.
Each round buys what costs its supporters least: all pay the same, and whoever has less gives all that is left. What
counts is the part of the cost that a vote pays at most, so that a thing is worth its cost to those who mark it (cost
utilities; for seats that is the price itself). What costs its supporters the same goes by lot; what they can pay for
beside all else that is tied comes first, without one.

Completion, named in the result: utilitarian. When no supporters can pay for anything more, what is left goes to those
with most votes that still fit, a lot deciding among equals that do not all fit. Seats are filled even with candidates
without votes; a budget is not spent on what nobody marked. Scores and ranks on papers are not looked at.
"""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from govern.ballots.count import words, words_choosing
from govern.ballots.count.election import Election, NotCountable, TieRule, refuse_limits
from govern.ballots.count.lots import draw, order_for
from govern.ballots.count.result import Action, Elected, NotElected, Result, Stage, Standing, Tie, TieFor, Why
from govern.ballots.count.stack import Stack
from govern.ballots.count.stages import still_stage
from govern.ballots.count.taking import equal_votes, marks_of
from govern.sentences import Sentence

METHOD = "equal-shares"
COMPLETION = "utilitarian"


def count(election: Election) -> Result:
    """Raises NotCountable for caps, and for costs without a budget or the other way round; LotNeeded."""
    refuse_limits(election)
    _refuse_costs(election)
    papers, votes = marks_of(election, election.at_most)
    buying = _Buying(election, papers, votes)
    while buying.buy_next():
        pass
    buying.complete()
    return buying.result()


def _refuse_costs(election: Election) -> None:
    if election.budget is None:
        if any(candidate.cost is not None for candidate in election.candidates):
            raise NotCountable("There are costs, but no budget. Say how much may be spent.")
        return
    if election.budget < 0:
        raise NotCountable("A budget cannot be below zero. Say how much may be spent.")
    for candidate in election.candidates:
        if candidate.cost is None or candidate.cost <= 0:
            raise NotCountable("{name} needs a cost above zero. Look at the list of costs.", name=candidate.name)


class _Voters:
    """Papers with the same marks: their weight in whole units, and on which level of money they are."""

    def __init__(self, marks: frozenset[int], units: int) -> None:
        self.marks = marks
        self.units = units
        self.level = 0


class _Buying:
    """Rounds of buying. Candidates are places in the list; prices are per vote.

    `levels` are the few amounts that a vote may have left, so that fractions are reckoned with once for many votes.
    """

    def __init__(self, election: Election, papers: Stack, votes: tuple[Fraction, ...]) -> None:
        self.election = election
        self.papers = papers
        self.votes = votes
        self.ids = [candidate.id for candidate in election.candidates]
        self.names = [candidate.name for candidate in election.candidates]
        self.costs = [Fraction(1 if candidate.cost is None else candidate.cost) for candidate in election.candidates]
        self.left = Fraction(election.seats if election.budget is None else election.budget)
        self.open = [place for place, name in enumerate(self.ids) if name not in election.withdrawn]
        share = Fraction(self.left, papers.valid) if papers.valid else Fraction(0)
        self.levels = [share]
        self.supporters: list[list[_Voters]] = [[] for _ in self.ids]
        for marks, units in _sets(papers, len(self.ids)).items():
            voters = _Voters(marks, units)
            for place in marks:
                self.supporters[place].append(voters)
        self.elected: list[Elected] = []
        self.drawn: set[str] = set()
        first = words_choosing.shares(papers.valid, share, of_a_seat=election.budget is None)
        self.stages = [self._stage(Action.FIRST, why=(first if papers.valid else words.no_votes(),))]

    # --- rounds ---

    def buy_next(self) -> bool:
        """What costs its supporters least, in a stage of its own. Whether there was anything."""
        prices = {place: price for place in self.open if (price := self._price(place)) is not None}
        if not prices:
            return False
        parts = {place: Fraction(price, self.costs[place]) for place, price in prices.items()}
        tied = [place for place in prices if parts[place] == min(parts.values())]
        ties: tuple[Tie, ...] = ()
        place = next((place for place in tied if self._is_safe(place, tied, prices)), None)
        if place is None:
            lucky = draw(self.election, self._named(tied))
            ties = (self._tie(TieFor.PURCHASE, tied, lucky[:1]),)
            place = self.ids.index(lucky[0])
        self._pay(place, prices[place])
        self._take(place, Action.BUY, by_lot=bool(ties))
        said = words_choosing.bought(
            self.names[place], self.votes[place], prices[place], None if self._seats else self.costs[place]
        )
        why = (*(words.tie(tie, dict(zip(self.ids, self.names, strict=True))) for tie in ties), said)
        bought = self._stage(Action.BUY, why=why, elected=(self.ids[place],), ties=ties)
        self.stages.append(replace(bought, value=prices[place]))
        return True

    def _purses(self, place: int) -> list[tuple[Fraction, Fraction]]:
        """What a vote has left, and how many votes for this candidate have just that; the poorest first."""
        found: dict[int, int] = {}
        for voters in self.supporters[place]:
            found[voters.level] = found.get(voters.level, 0) + voters.units
        return sorted((self.levels[level], Fraction(units, self.papers.parts)) for level, units in found.items())

    def _price(self, place: int) -> Fraction | None:
        """The least that, paid by every vote for it or else all that a vote has left, comes to the cost."""
        wanted, votes = self.costs[place], self.votes[place]
        for money, of_these in self._purses(place):
            if wanted <= money * votes:
                return Fraction(wanted, votes)
            wanted -= money * of_these
            votes -= of_these
        return None

    def _pay(self, place: int, price: Fraction) -> None:
        lower: dict[int, int] = {}
        for voters in self.supporters[place]:
            if voters.level not in lower:
                left = self.levels[voters.level] - min(self.levels[voters.level], price)
                if left not in self.levels:
                    self.levels.append(left)
                lower[voters.level] = self.levels.index(left)
            voters.level = lower[voters.level]

    def _is_safe(self, place: int, tied: list[int], prices: dict[int, Fraction]) -> bool:
        """Whether supporters can pay for this beside all else that is tied, so it can come first without a lot."""
        if len(tied) == 1:
            return True
        wishes = {(voters.level, voters.marks.intersection(tied)) for voters in self.supporters[place]}
        return all(
            sum(min(self.levels[level], prices[other]) for other in wished) <= self.levels[level]
            for level, wished in wishes
        )

    # --- what is left ---

    def complete(self) -> None:
        """The rest to those with most votes that still fit, in one stage."""
        able = [place for place in self.open if self._fits(place)]
        why: list[Sentence] = [words_choosing.completed()] if able else []
        elected_before, ties = len(self.elected), []
        for equal in equal_votes(able, self.votes):
            fitting = [place for place in equal if self._fits(place)]
            if sum(self.costs[place] for place in fitting) > self.left:
                lucky = draw(self.election, self._named(fitting))
                said, by_luck = len(why), [self.ids.index(name) for name in lucky]
                taken = [place for place in by_luck if self._fill(place, why, by_lot=True)]
                ties.append(self._tie(TieFor.LAST_PLACE, fitting, self._named(taken)))
                why.insert(said, words.tie(ties[-1], dict(zip(self.ids, self.names, strict=True))))
            else:
                for place in fitting:
                    self._fill(place, why, by_lot=False)
        if able:
            elected = tuple(entry.candidate for entry in self.elected[elected_before:])
            self.stages.append(self._stage(Action.COMPLETE, why=tuple(why), elected=elected, ties=tuple(ties)))

    def _fits(self, place: int) -> bool:
        return self.costs[place] <= self.left and (self._seats or self.votes[place] > 0)

    def _fill(self, place: int, why: list[Sentence], *, by_lot: bool) -> bool:
        """Takes the place if it still fits, and says so."""
        if not self._fits(place):
            return False
        name, votes = self.names[place], self.votes[place]
        why.append(
            words.elected_with(name, votes)
            if self._seats
            else words_choosing.filled_up(name, votes, self.costs[place])
        )
        self._take(place, Action.COMPLETE, by_lot=by_lot)
        return True

    # --- writing down ---

    @property
    def _seats(self) -> bool:
        """Whether seats are filled, rather than a budget spent."""
        return self.election.budget is None

    def _take(self, place: int, action: Action, *, by_lot: bool) -> None:
        self.open.remove(place)
        self.left -= self.costs[place]
        number = len(self.stages) + 1
        self.elected.append(Elected(self.ids[place], self.names[place], number, self.votes[place], by_lot))

    def _tie(self, purpose: TieFor, tied: list[int], chosen: tuple[str, ...]) -> Tie:
        names = self._named(tied)
        self.drawn.update(names)
        return Tie(purpose, names, TieRule.LOT, chosen, undecided=names)

    def _named(self, places: list[int]) -> tuple[str, ...]:
        return tuple(self.ids[place] for place in places)

    def _stage(
        self, action: Action, *, why: tuple[Sentence, ...], elected: tuple[str, ...] = (), ties: tuple[Tie, ...] = ()
    ) -> Stage:
        before = () if action is Action.FIRST else self.votes
        stage = still_stage(
            self.election, 1 if action is Action.FIRST else len(self.stages) + 1, action, self.votes, before
        )
        taken = {entry.candidate for entry in self.elected}
        money = tuple(
            sum((left * votes for left, votes in self._purses(place)), Fraction(0)) for place in range(len(self.ids))
        )
        standing = tuple(
            Standing.ELECTED if name in taken else where for name, where in zip(self.ids, stage.standing, strict=True)
        )
        return replace(stage, standing=standing, money=money, why=why, elected=elected, ties=ties)

    def result(self) -> Result:
        last, number = self.stages[-1], len(self.stages)
        out = tuple(self.ids[place] for place in self.open)
        where = tuple(Standing.EXCLUDED if at is Standing.HOPEFUL else at for at in last.standing)
        vacant = self.election.seats - len(self.elected) if self._seats else 0
        why = (*last.why, words.vacant(vacant)) if vacant else last.why
        self.stages[-1] = replace(last, standing=where, excluded=out, why=why)
        return Result(
            method=METHOD,
            seats=self.election.seats,
            candidates=self.election.candidates,
            valid=self.papers.valid,
            blank=self.papers.blank,
            void=self.papers.void,
            quota=None,
            stages=tuple(self.stages),
            elected=tuple(self.elected),
            not_elected=tuple(self._lost(place, number) for place in range(len(self.ids)) if not self._is_in(place)),
            vacant=vacant,
            lot_order=order_for(self.election) if self.drawn else None,
            spent=None if self.election.budget is None else Fraction(self.election.budget) - self.left,
            completion=COMPLETION,
        )

    def _is_in(self, place: int) -> bool:
        return any(entry.candidate == self.ids[place] for entry in self.elected)

    def _lost(self, place: int, number: int) -> NotElected:
        name = self.ids[place]
        if name in self.election.withdrawn:
            why, reason = Why.WITHDRAWN, words.withdrew()
        elif name in self.drawn:
            why, reason = Why.LOT, words.lost_lot()
        else:
            why, reason = Why.VOTES, words.not_enough()
        return NotElected(name, self.names[place], number, self.votes[place], why, reason)


def _sets(papers: Stack, places: int) -> dict[frozenset[int], int]:
    """Papers with the same marks together, whatever the order of the marks; weights in units of the stack."""
    found: dict[frozenset[int], int] = {}
    for ranking, units in papers.rankings([True] * places).items():
        marks = frozenset(ranking)
        found[marks] = found.get(marks, 0) + units
    return found
