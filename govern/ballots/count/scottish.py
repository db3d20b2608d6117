"""Single transferable vote as in Scottish councils: weighted inclusive Gregory with five decimals.

Source: Scottish Local Government Elections Order 2011 (SSI 2011/399), schedule 1: rule 46 first stage, 47 quota,
48 election, 49 and 50 surpluses, 51 and 52 exclusions and their ties, 53 last vacancies.
All votes are whole numbers of 1/(parts × 100,000), where `parts` is the common denominator of the weights. The value
of a paper is per unit of weight and truncated to five decimals; what it credits is weight × value, exactly.

Caps are kept by guarding and dooming (see `caps`): whoever can no longer be elected is excluded before anything else
moves, fewest votes first, and gets no more votes; whoever is needed to fill the seats is not excluded. Without caps
the count is that of the Order, step by step.
"""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.count import caps, words
from govern.ballots.count.election import Election, TieRule
from govern.ballots.count.lots import order_for
from govern.ballots.count.result import Action, Elected, NotElected, Result, Stage, Standing, Tie, TieFor, Why
from govern.ballots.count.sorting import Sorted, sort_papers
from govern.ballots.count.ties import break_tie
from govern.sentences import Sentence

METHOD = "scottish-stv"
ONE = 100_000
"""A whole vote, in units of the fifth decimal."""

Parcel = tuple[int, list[int]]
"""Papers that came together: their value per unit of weight (of ONE), and their places in the list of rankings."""


def count(election: Election) -> Result:
    """Raises LotNeeded where a tie goes back to the beginning and no lot has been drawn."""
    counting = _Counting(election, sort_papers(election))
    counting.first_stage()
    while not counting.finished:
        counting.next_stage()
    return counting.result()


class _Notes:
    """What is written down while a stage runs."""

    def __init__(self, action: Action, number: int, elected_before: int, excluded_before: list[int]) -> None:
        self.action = action
        self.number = number
        self.elected_before = elected_before
        self.excluded_before = excluded_before
        self.moved: int | None = None
        self.value: Fraction | None = None
        self.ties: list[Tie] = []
        self.why: list[Sentence] = []


class _Counting:
    """The table of the count while it runs. Candidates and papers are places in lists; votes are whole units."""

    def __init__(self, election: Election, papers: Sorted) -> None:
        self.election = election
        self.papers = papers
        self.quota = (papers.valid // (election.seats + 1) + 1) * papers.parts * ONE
        self.ids = [candidate.id for candidate in election.candidates]
        self.names = [candidate.name for candidate in election.candidates]
        self.kinds = caps.kinds(election.candidates, election.caps)
        self.rooms = tuple(cap.room for cap in election.caps)
        gone = set(election.withdrawn)
        self.standing = [Standing.WITHDRAWN if name in gone else Standing.HOPEFUL for name in self.ids]
        self.piles: list[list[Parcel]] = [[] for _ in self.ids]
        self.reading = [0] * len(papers.rankings)
        self.votes = [0] * len(self.ids)
        self.history: list[list[int]] = []
        self.stages: list[Stage] = []
        self.elected: list[Elected] = []
        self.lost: dict[int, NotElected] = {}
        self.unlucky: set[int] = set()
        self.finished = False
        self.notes = _Notes(Action.FIRST, 1, 0, [])

    # --- the stages ---

    def first_stage(self) -> None:
        """Rules 46 and 47: papers to first preferences, and the quota."""
        seats = self.election.seats
        self._say(
            words.needed(self._exact(self.quota), self.papers.valid, seats) if self.papers.valid else words.no_votes()
        )
        self._move([(ONE, list(range(len(self.papers.rankings))))])
        self._settle()

    def next_stage(self) -> None:
        """The doomed go first; then the largest surplus; where there is none, whoever has the fewest votes."""
        doomed = self._those(Standing.DOOMED)
        spare = [place for place in self._those(Standing.ELECTED) if self.votes[place] > self.quota]
        if doomed:
            place = min(doomed, key=self.votes.__getitem__)
            self._begin(Action.EXCLUDE)
            self.notes.moved = place
            self._exclude(place, words.out_by_cap(self.names[place]))
        elif spare:
            self._transfer_largest(spare)
        else:
            self._exclude_fewest()
        self._settle()

    def _transfer_largest(self, spare: list[int]) -> None:
        """Rules 49 and 50: surplus × value ÷ votes, to five decimals, for every paper of the largest surplus."""
        most = max(self.votes[place] for place in spare)
        self._begin(Action.SURPLUS)
        place = self._one_of([place for place in spare if self.votes[place] == most], TieFor.SURPLUS)
        self.notes.moved = place
        surplus, total = most - self.quota, most
        parcels = [(surplus * value // total, papers) for value, papers in self.piles[place]]
        values = {value for value, _ in parcels}
        self.notes.value = Fraction(values.pop(), ONE) if len(values) == 1 else None
        self._say(words.spare(self.names[place], self._exact(surplus), self.notes.value))
        self.piles[place], self.votes[place] = [], self.quota
        self._move(parcels)

    def _exclude_fewest(self) -> None:
        """Rules 51 and 52: out goes who has the fewest votes, of those whom the caps can spare."""
        left = {place: self.kinds[place] for place in self._those(Standing.HOPEFUL)}
        guarded = caps.guarded(left, self.rooms, self._open_seats()) if self.election.caps else frozenset[int]()
        fewest = min(self.votes[place] for place in left if place not in guarded)
        self._begin(Action.EXCLUDE)
        for place in sorted(guarded):
            if self.votes[place] <= fewest:
                self._say(words.cannot_be_spared(self.names[place]))
        tied = [place for place in left if place not in guarded and self.votes[place] == fewest]
        place = self._one_of(tied, TieFor.EXCLUSION)
        self.notes.moved = place
        by_lot = any(tie.how is TieRule.LOT for tie in self.notes.ties)
        self._lose(place, Why.LOT if by_lot else Why.VOTES, words.lost_lot() if by_lot else words.not_enough())
        self._exclude(place, words.fewest(self.names[place], self._exact(self.votes[place])))

    def _exclude(self, place: int, sentence: Sentence) -> None:
        """All papers go on at the value they have."""
        self._say(sentence)
        self.standing[place] = Standing.EXCLUDED
        parcels, self.piles[place], self.votes[place] = self.piles[place], [], 0
        self._move(parcels)

    def _move(self, parcels: list[Parcel]) -> None:
        """Each paper to the next candidate on it who is still in the count; without one it leaves the count."""
        rankings, weights = self.papers.rankings, self.papers.weights
        for value, papers in parcels:
            arriving: dict[int, list[int]] = {}
            for paper in papers:
                ranking, at = rankings[paper], self.reading[paper]
                while at < len(ranking) and self.standing[ranking[at]] is not Standing.HOPEFUL:
                    at += 1
                self.reading[paper] = at
                if at < len(ranking):
                    arriving.setdefault(ranking[at], []).append(paper)
            for place, arrived in arriving.items():
                self.piles[place].append((value, arrived))
                self.votes[place] += value * sum(weights[paper] for paper in arrived)

    # --- at the end of each stage ---

    def _settle(self) -> None:
        """Rules 48 and 53: who has the quota is elected, as far as caps allow; then the last seats."""
        lost_before = self.papers.valid - self._exact(sum(self.history[-1])) if self.history else Fraction(0)
        lost_now = self.papers.valid - self._exact(sum(self.votes))
        if lost_now > lost_before:
            self._say(words.exhausted(lost_now - lost_before))
        self._doom()
        while ready := self._ready():
            place = self._first_of(ready)
            self._elect(
                place, words.reached(self.names[place], self._exact(self.votes[place]), self._exact(self.quota))
            )
            self._doom()
        self._fill_last_seats()
        self.finished = not self._open_seats() or not self._those(Standing.HOPEFUL)
        if self.finished and self._open_seats():
            self._say(words.vacant(self._open_seats()))
        self._record()

    def _ready(self) -> list[int]:
        if not self._open_seats():
            return []
        return [place for place in self._those(Standing.HOPEFUL) if self.votes[place] >= self.quota]

    def _first_of(self, ready: list[int]) -> int:
        """The one with most votes. Equal votes matter only if the caps leave no room for all who have them."""
        most = max(self.votes[place] for place in ready)
        equal = [place for place in ready if self.votes[place] == most]
        if caps.fillable((self.kinds[place] for place in equal), self.rooms, len(equal)) == len(equal):
            return equal[0]
        return self._one_of(equal, TieFor.CAPPED_PLACE)

    def _fill_last_seats(self) -> None:
        left = self._those(Standing.HOPEFUL)
        seats = self._open_seats()
        if not left or len(left) > caps.fillable((self.kinds[place] for place in left), self.rooms, seats):
            return
        left.sort(key=lambda place: -self.votes[place])
        self._say(words.last_seats(tuple(self.names[place] for place in left)))
        for place in left:
            self._elect(place, None)

    def _doom(self) -> None:
        """Whoever belongs to a full category is out; their papers move in a stage of their own."""
        for place in self._those(Standing.HOPEFUL):
            at = caps.full(self.kinds[place], self.rooms)
            if at is None:
                continue
            cap = self.election.caps[at]
            self.standing[place] = Standing.DOOMED
            self._say(words.doomed(self.names[place], cap.reason))
            if place in self.unlucky:
                self._lose(place, Why.CAP_BY_LOT, words.lost_cap_by_lot())
            else:
                self._lose(place, Why.CAP, words.lost_by_cap(cap))

    def _elect(self, place: int, sentence: Sentence | None) -> None:
        if sentence is not None:
            self._say(sentence)
        self.standing[place] = Standing.ELECTED
        self.rooms = caps.taken(self.kinds[place], self.rooms)
        by_lot = any(
            tie.how is TieRule.LOT and tie.purpose is TieFor.CAPPED_PLACE and self.ids[place] in tie.chosen
            for tie in self.notes.ties
        )
        self.elected.append(
            Elected(self.ids[place], self.names[place], self.notes.number, self._exact(self.votes[place]), by_lot)
        )

    # --- small things ---

    def _one_of(self, places: list[int], purpose: TieFor) -> int:
        """The only one, or the one a tie gives, written down."""
        if len(places) == 1:
            return places[0]
        tie = break_tie(self.election, purpose, places, self.history)
        chosen = self.ids.index(tie.chosen[0])
        if purpose is TieFor.CAPPED_PLACE and tie.how is TieRule.LOT:
            self.unlucky.update(self.ids.index(name) for name in tie.undecided if name not in tie.chosen)
        self.notes.ties.append(tie)
        self._say(words.tie(tie, dict(zip(self.ids, self.names, strict=True))))
        return chosen

    def _lose(self, place: int, why: Why, reason: Sentence) -> None:
        votes = self._exact(self.votes[place])
        self.lost[place] = NotElected(self.ids[place], self.names[place], self.notes.number, votes, why, reason)

    def _those(self, standing: Standing) -> list[int]:
        return [place for place, where in enumerate(self.standing) if where is standing]

    def _open_seats(self) -> int:
        return self.election.seats - len(self.elected)

    def _exact(self, units: int) -> Fraction:
        return Fraction(units, self.papers.parts * ONE)

    def _say(self, sentence: Sentence) -> None:
        self.notes.why.append(sentence)

    def _begin(self, action: Action) -> None:
        self.notes = _Notes(action, len(self.stages) + 1, len(self.elected), self._those(Standing.EXCLUDED))

    def _record(self) -> None:
        before = self.history[-1] if self.history else [0] * len(self.votes)
        excluded = [place for place in self._those(Standing.EXCLUDED) if place not in self.notes.excluded_before]
        self.stages.append(
            Stage(
                number=self.notes.number,
                action=self.notes.action,
                moved=None if self.notes.moved is None else self.ids[self.notes.moved],
                votes=tuple(self._exact(units) for units in self.votes),
                transfers=tuple(self._exact(now - then) for now, then in zip(self.votes, before, strict=True)),
                non_transferable=self.papers.valid - self._exact(sum(self.votes)),
                standing=tuple(self.standing),
                elected=tuple(entry.candidate for entry in self.elected[self.notes.elected_before :]),
                excluded=tuple(self.ids[place] for place in excluded),
                ties=tuple(self.notes.ties),
                why=tuple(self.notes.why),
                value=self.notes.value,
            )
        )
        self.history.append(list(self.votes))

    def result(self) -> Result:
        for place in self._those(Standing.HOPEFUL):
            self._lose(place, Why.VOTES, words.not_enough())
        for place in self._those(Standing.WITHDRAWN):
            self._lose(place, Why.WITHDRAWN, words.withdrew())
        drawn = any(tie.how is TieRule.LOT for stage in self.stages for tie in stage.ties)
        return Result(
            method=METHOD,
            seats=self.election.seats,
            candidates=self.election.candidates,
            valid=self.papers.valid,
            blank=self.papers.blank,
            void=self.papers.void,
            quota=self._exact(self.quota),
            stages=tuple(self.stages),
            elected=tuple(self.elected),
            not_elected=tuple(self.lost[place] for place in sorted(self.lost)),
            vacant=self._open_seats(),
            lot_order=order_for(self.election) if drawn else None,
        )
