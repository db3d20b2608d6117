"""The table of a count while it runs: who stands where, with how many votes, and what is written down of each stage.

What all ways of counting by stages have in common stands here; how papers are valued and moved is each one's own.
Candidates are places in lists. Votes are numbers of 1/`scale`, whole ones where the method cuts them off.

Constraints are kept by guarding and dooming (see `caps`), from the first stage on: whoever can no longer be elected
is excluded before anything else moves, fewest votes first, and gets no more votes; whoever is needed, for a floor or
to fill the seats, is not excluded. Where caps overlap, a seat may be left that somebody excluded could have without
breaking a cap; then the last to go out of them is called back.
"""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.count import words
from govern.ballots.count.caps import Limits
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
        gone = set(election.withdrawn)
        self.standing = [Standing.WITHDRAWN if name in gone else Standing.HOPEFUL for name in self.ids]
        self.votes: list[Number] = [0] * len(self.ids)
        self.before: list[Number] = [0] * len(self.ids)
        self.history: list[tuple[int, list[Number]]] = []
        self.stages: list[Stage] = []
        self.elected: list[Elected] = []
        self.lost: dict[int, NotElected] = {}
        self.unlucky: set[int] = set()
        self.out: list[int] = []
        self.waiting: Tie | None = None
        self.finished = False
        self.notes = _Notes(Action.FIRST, 1, 0, [])
        self.limits = Limits(election, self.those(Standing.HOPEFUL))
        for floor in self.limits.unmet:
            self.say(floor.said)

    # --- during a stage ---

    def begin(self, action: Action) -> None:
        self.notes = _Notes(action, len(self.stages) + 1, len(self.elected), self.those(Standing.EXCLUDED))
        if self.waiting is not None:
            self.note(self.waiting)
            self.waiting = None

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
        """Whom the constraints have put out and whose papers wait to be moved; the fewest votes first. Call it before
        `begin`, which writes down the tie if there was one."""
        doomed = self.those(Standing.DOOMED)
        fewest = min((self.votes[place] for place in doomed), default=0)
        tied = [place for place in doomed if self.votes[place] <= fewest + self.slack]
        if len(tied) < 2 or not fewest:  # Without votes nothing moves, and the order is all one.
            return tied[0] if tied else None
        self.waiting = break_tie(self.election, TieFor.EXCLUSION, tied, self.history, self.slack)
        return self.ids.index(self.waiting.chosen[0])

    def fewest(self) -> int:
        """Who is excluded next: the fewest votes, of those who are not guarded. A tie is broken and said."""
        left, seats = self.those(Standing.HOPEFUL), self.open_seats()
        guarded = self.limits.guarded(left, seats)
        fewest = min(self.votes[place] for place in left if place not in guarded)
        for place in sorted(guarded):
            if self.votes[place] <= fewest:
                self.say(words.cannot_be_spared(self.names[place], self.limits.why_guarded(place, left, seats)))
        tied = [place for place in left if place not in guarded and self.votes[place] <= fewest + self.slack]
        place = self.one_of(tied, TieFor.EXCLUSION)
        by_lot = any(tie.how is TieRule.LOT for tie in self.notes.ties)
        self.lose(place, Why.LOT if by_lot else Why.VOTES, words.lost_lot() if by_lot else words.not_enough())
        return place

    def can_spare(self, places: list[int]) -> bool:
        """Whether all of these can be excluded at once, as far as the constraints go."""
        return self.limits.can_spare(places, self.those(Standing.HOPEFUL), self.open_seats())

    def exclude(self, place: int, sentence: Sentence) -> None:
        self.notes.moved = place
        self.say(sentence)
        self.put_out(place)

    def put_out(self, place: int) -> None:
        self.standing[place] = Standing.EXCLUDED
        self.out.append(place)

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
        """Who has the quota is elected, as far as the constraints allow; then the last seats; all is written down."""
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
            self._call_back()
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
        """The one with most votes. Equal votes matter only to those who are not elected in whatever order."""
        most = max(self.votes[place] for place in ready)
        equal = [place for place in ready if self.votes[place] >= most - self.slack]
        safe = self.limits.safe(equal, self.those(Standing.HOPEFUL), self.open_seats()) if len(equal) > 1 else equal
        return safe[0] if safe else self.one_of(equal, TieFor.CAPPED_PLACE)

    def _fill_last_seats(self) -> None:
        left = self.those(Standing.HOPEFUL)
        if not left or not self.limits.all_fit(left, self.open_seats()):
            return
        left.sort(key=lambda place: -self.votes[place])
        self.say(words.last_seats(tuple(self.names[place] for place in left)))
        for place in left:
            self.elect(place, None)

    def _doom(self) -> None:
        """Whoever can no longer be elected is out; their papers move in a stage of their own."""
        left, seats = self.those(Standing.HOPEFUL), self.open_seats()
        if not seats:
            return
        for place in sorted(self.limits.doomed(left, seats)):
            because = self.limits.why_doomed(place, left, seats)
            self.standing[place] = Standing.DOOMED
            self.say(words.doomed(self.names[place], words.by_name(because)))
            self.lose(place, *words.why_barred(because, by_lot=place in self.unlucky))

    def _call_back(self) -> None:
        """Seats that would stay empty go to those excluded whom no cap bars, the last to go out first."""
        for place in reversed(self.out):
            if self.open_seats() and self.standing[place] is Standing.EXCLUDED and self.limits.has_room(place):
                self.lost.pop(place, None)
                self.elect(place, words.called_back(self.names[place]))

    def elect(self, place: int, sentence: Sentence | None) -> None:
        if sentence is not None:
            self.say(sentence)
        self.standing[place] = Standing.ELECTED
        self.limits.take(place)
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
            by_lot = place in self.unlucky
            self.lose(place, Why.LOT if by_lot else Why.VOTES, words.lost_lot() if by_lot else words.not_enough())
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
            unmet=self.limits.unmet,
        )
