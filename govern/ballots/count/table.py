"""The table of a count while it runs: who stands where, with how many votes, and what is written down of each stage.

What all ways of counting by stages have in common stands here; how papers are valued and moved is each one's own.
Candidates are places in lists. Votes are numbers of 1/`scale`, whole ones where the method cuts them off.

Caps are kept by guarding and dooming (see `caps`): whoever can no longer be elected is excluded before anything else
moves, fewest votes first, and gets no more votes; whoever is needed to fill the seats is not excluded.
"""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.count import caps, words
from govern.ballots.count.election import Election, Number, TieRule
from govern.ballots.count.lots import order_for
from govern.ballots.count.result import Action, Elected, NotElected, Result, Stage, Standing, Tie, TieFor, Why
from govern.ballots.count.stack import Stack
from govern.ballots.count.ties import break_tie
from govern.sentences import Sentence


class _Notes:
    """What is written down while a stage runs."""

    def __init__(self, action: Action, number: int, elected_before: int, excluded_before: list[int]) -> None:
        self.action = action
        self.number = number
        self.elected_before = elected_before
        self.excluded_before = excluded_before
        self.moved: int | None = None
        self.value: Fraction | None = None
        self.together: tuple[str, ...] = ()
        self.kept: tuple[Fraction, ...] = ()
        self.ties: list[Tie] = []
        self.why: list[Sentence] = []


class Table:
    """One count under way. A method says what a stage does, and calls `settle` at its end.

    `quota` elects who has it or, with `above`, only who has more. Votes that differ by at most `slack` are equal.
    `decimals` is where the method cuts votes off, none if it does not.
    """

    def __init__(
        self,
        election: Election,
        papers: Stack,
        *,
        scale: int,
        quota: Number | None,
        above: bool = False,
        slack: int = 0,
        decimals: int | None = None,
    ) -> None:
        self.election = election
        self.papers = papers
        self.scale = scale
        self.quota = quota
        self.above = above
        self.slack = slack
        self.decimals = decimals
        self.ids = [candidate.id for candidate in election.candidates]
        self.names = [candidate.name for candidate in election.candidates]
        self.kinds = caps.kinds(election.candidates, election.caps)
        self.rooms = tuple(cap.room for cap in election.caps)
        gone = set(election.withdrawn)
        self.standing = [Standing.WITHDRAWN if name in gone else Standing.HOPEFUL for name in self.ids]
        self.votes: list[Number] = [0] * len(self.ids)
        self.before: list[Number] = [0] * len(self.ids)
        self.history: list[tuple[int, list[Number]]] = []
        self.stages: list[Stage] = []
        self.elected: list[Elected] = []
        self.lost: dict[int, NotElected] = {}
        self.unlucky: set[int] = set()
        self.finished = False
        self.notes = _Notes(Action.FIRST, 1, 0, [])

    # --- during a stage ---

    def begin(self, action: Action) -> None:
        self.notes = _Notes(action, len(self.stages) + 1, len(self.elected), self.those(Standing.EXCLUDED))

    def hopeful(self) -> list[bool]:
        """Who can still be given papers."""
        return [where is Standing.HOPEFUL for where in self.standing]

    def those(self, standing: Standing) -> list[int]:
        return [place for place, where in enumerate(self.standing) if where is standing]

    def open_seats(self) -> int:
        return self.election.seats - len(self.elected)

    def exact(self, units: Number) -> Fraction:
        return Fraction(units, self.scale)

    def say(self, sentence: Sentence) -> None:
        self.notes.why.append(sentence)

    def next_doomed(self) -> int | None:
        """Whom the caps have put out and whose papers wait to be moved; the fewest votes first."""
        return min(self.those(Standing.DOOMED), key=self.votes.__getitem__, default=None)

    def fewest(self) -> int:
        """Who is excluded next: the fewest votes, of those whom the caps can spare. A tie is broken and said."""
        left = {place: self.kinds[place] for place in self.those(Standing.HOPEFUL)}
        guarded = caps.guarded(left, self.rooms, self.open_seats()) if self.election.caps else frozenset[int]()
        fewest = min(self.votes[place] for place in left if place not in guarded)
        for place in sorted(guarded):
            if self.votes[place] <= fewest:
                self.say(words.cannot_be_spared(self.names[place]))
        tied = [place for place in left if place not in guarded and self.votes[place] <= fewest + self.slack]
        place = self.one_of(tied, TieFor.EXCLUSION)
        by_lot = any(tie.how is TieRule.LOT for tie in self.notes.ties)
        self.lose(place, Why.LOT if by_lot else Why.VOTES, words.lost_lot() if by_lot else words.not_enough())
        return place

    def exclude(self, place: int, sentence: Sentence) -> None:
        self.notes.moved = place
        self.say(sentence)
        self.standing[place] = Standing.EXCLUDED

    def one_of(self, places: list[int], purpose: TieFor) -> int:
        """The only one, or the one a tie gives, written down."""
        if len(places) == 1:
            return places[0]
        tie = break_tie(self.election, purpose, places, self.history, self.slack)
        chosen = self.ids.index(tie.chosen[0])
        if purpose is TieFor.CAPPED_PLACE and tie.how is TieRule.LOT:
            self.unlucky.update(self.ids.index(name) for name in tie.undecided if name not in tie.chosen)
        self.note(tie)
        return chosen

    def note(self, tie: Tie) -> None:
        self.notes.ties.append(tie)
        self.say(words.tie(tie, dict(zip(self.ids, self.names, strict=True))))

    def lose(self, place: int, why: Why, reason: Sentence) -> None:
        votes = self.exact(self.votes[place])
        self.lost[place] = NotElected(self.ids[place], self.names[place], self.notes.number, votes, why, reason)

    # --- at the end of each stage ---

    def settle(self) -> None:
        """Who has the quota is elected, as far as caps allow; then the last seats; and the stage is written down."""
        self.say_lost()
        self.elect_all()
        self.close()

    def lost_votes(self) -> Fraction:
        """All that has left the count so far."""
        return self.papers.valid - self.exact(sum(self.votes))

    def say_lost(self) -> None:
        before = self.stages[-1].non_transferable if self.stages else Fraction(0)
        if self.lost_votes() > before:
            self.say(words.exhausted(self.lost_votes() - before, self.decimals))

    def elect_all(self) -> None:
        self._doom()
        while ready := self._ready():
            place = self._first_of(ready)
            self.elect(place, self.reached(place))
            self._doom()
        self._fill_last_seats()

    def reached(self, place: int) -> Sentence:
        """Why this one is elected."""
        assert self.quota is not None
        votes, quota = self.exact(self.votes[place]), self.exact(self.quota)
        return words.reached(self.names[place], votes, quota, above=self.above)

    def close(self) -> None:
        """Say whether it is over, and write the stage down."""
        self.finished = not self.open_seats() or not self.those(Standing.HOPEFUL)
        if self.finished and self.open_seats():
            self.say(words.vacant(self.open_seats()))
        self.record()

    def _ready(self) -> list[int]:
        if not self.open_seats() or self.quota is None:
            return []
        quota = self.quota
        return [
            place
            for place in self.those(Standing.HOPEFUL)
            if self.votes[place] > quota or (self.votes[place] == quota and not self.above)
        ]

    def _first_of(self, ready: list[int]) -> int:
        """The one with most votes. Equal votes matter only if the caps leave no room for all who have them."""
        most = max(self.votes[place] for place in ready)
        equal = [place for place in ready if self.votes[place] >= most - self.slack]
        if caps.fillable((self.kinds[place] for place in equal), self.rooms, len(equal)) == len(equal):
            return equal[0]
        return self.one_of(equal, TieFor.CAPPED_PLACE)

    def _fill_last_seats(self) -> None:
        left = self.those(Standing.HOPEFUL)
        seats = self.open_seats()
        if not left or len(left) > caps.fillable((self.kinds[place] for place in left), self.rooms, seats):
            return
        left.sort(key=lambda place: -self.votes[place])
        self.say(words.last_seats(tuple(self.names[place] for place in left)))
        for place in left:
            self.elect(place, None)

    def _doom(self) -> None:
        """Whoever belongs to a full category is out; their papers move in a stage of their own."""
        for place in self.those(Standing.HOPEFUL):
            at = caps.full(self.kinds[place], self.rooms)
            if at is None:
                continue
            cap = self.election.caps[at]
            self.standing[place] = Standing.DOOMED
            self.say(words.doomed(self.names[place], cap.reason))
            if place in self.unlucky:
                self.lose(place, Why.CAP_BY_LOT, words.lost_cap_by_lot())
            else:
                self.lose(place, Why.CAP, words.lost_by_cap(cap))

    def elect(self, place: int, sentence: Sentence | None) -> None:
        if sentence is not None:
            self.say(sentence)
        self.standing[place] = Standing.ELECTED
        self.rooms = caps.taken(self.kinds[place], self.rooms)
        by_lot = any(
            tie.how is TieRule.LOT and tie.purpose is TieFor.CAPPED_PLACE and self.ids[place] in tie.chosen
            for tie in self.notes.ties
        )
        votes = self.exact(self.votes[place])
        self.elected.append(Elected(self.ids[place], self.names[place], self.notes.number, votes, by_lot))

    def record(self) -> None:
        """Write the stage down as it ends."""
        excluded = [place for place in self.those(Standing.EXCLUDED) if place not in self.notes.excluded_before]
        self.stages.append(
            Stage(
                number=self.notes.number,
                action=self.notes.action,
                moved=None if self.notes.moved is None else self.ids[self.notes.moved],
                votes=tuple(self.exact(units) for units in self.votes),
                transfers=tuple(self.exact(now - then) for now, then in zip(self.votes, self.before, strict=True)),
                non_transferable=self.lost_votes(),
                standing=tuple(self.standing),
                elected=tuple(entry.candidate for entry in self.elected[self.notes.elected_before :]),
                excluded=tuple(self.ids[place] for place in excluded),
                ties=tuple(self.notes.ties),
                why=tuple(self.notes.why),
                value=self.notes.value,
                quota=None if self.quota is None else self.exact(self.quota),
                together=self.notes.together,
                kept=self.notes.kept,
            )
        )
        self.before = list(self.votes)
        self.remember()

    def remember(self) -> None:
        """These votes may decide a tie later on."""
        self.history.append((self.notes.number, list(self.votes)))

    def result(self, method: str) -> Result:
        for place in self.those(Standing.HOPEFUL):
            self.lose(place, Why.VOTES, words.not_enough())
        for place in self.those(Standing.WITHDRAWN):
            self.lose(place, Why.WITHDRAWN, words.withdrew())
        drawn = any(tie.how is TieRule.LOT for stage in self.stages for tie in stage.ties)
        return Result(
            method=method,
            seats=self.election.seats,
            candidates=self.election.candidates,
            valid=self.papers.valid,
            blank=self.papers.blank,
            void=self.papers.void,
            quota=None if self.quota is None else self.exact(self.quota),
            stages=tuple(self.stages),
            elected=tuple(self.elected),
            not_elected=tuple(self.lost[place] for place in sorted(self.lost)),
            vacant=self.open_seats(),
            lot_order=order_for(self.election) if drawn else None,
        )
