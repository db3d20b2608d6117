"""Single transferable vote by the rules of the Electoral Reform Society of 1997 (ERS97).

Source: R A Newland and F S Britton, How to conduct an election by the single transferable vote, 3rd edition,
Electoral Reform Society, 1997, sections 5 and 6; the numbers below are its paragraphs.

- Quota: valid votes ÷ (seats + 1), rounded up to two decimals (5.1.6). Until somebody is elected it is worked out
  anew whenever papers run out in an exclusion (5.4.8). It elects who reaches it; so does an equal share of the votes
  still in play, among one more than the open seats (5.1.7, 5.3.13, 5.4.9; 5.6.1 for how these votes are added up).
- Surpluses: the largest first, one a stage, from the last batch received alone, at two decimals, the remainder lost;
  papers that are worth no more together than the surplus move at the value they have (5.3). A surplus waits while all
  of them together could not save those with the fewest votes (5.2.2).
- Exclusions: as many together as cannot catch up with the next, even with all surpluses (5.2.5). Their papers move in
  batches, the highest value first, and somebody may be elected after each batch (5.4).
- An exclusion that would leave no more candidates than seats moves no papers: all the others are elected (5.5.1).
  That comes about only after a tie, since otherwise the others have the share that elects them already.
  Once all seats are filled nothing moves any more (5.5.2).
- Ties: at the earliest moment, after a batch, at which the votes differed; then by lot (5.2.3, 5.2.5). These are the
  rules of the method, whatever `Election.ties` says. Of those with equal votes for too few seats nobody is elected
  yet if their votes were always equal (5.6.2).

Weights: a paper's value is per unit of weight and has two decimals; "number of papers" reads as their weight. Votes
are whole numbers of 1/(parts × 100). Caps and floors, which the booklet leaves to others: the doomed go out before
all else, one at a time, and only so many go out together as the constraints can spare together.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from msgspec.structs import replace

from govern.ballots.count import words
from govern.ballots.count.election import Election, Number, TieRule
from govern.ballots.count.result import Action, Result, Standing, Tie, TieFor, Why
from govern.ballots.count.stack import Papers, Stack, sort_papers
from govern.ballots.count.table import Table
from govern.sentences import Sentence

METHOD = "ers97"
ONE = 100
"""A whole vote, in units of the second decimal."""


def count(election: Election) -> Result:
    """Raises LotNeeded where votes were equal at every moment and no lot has been drawn."""
    counting = _Counting(election)
    counting.first_stage()
    while not counting.table.finished:
        counting.next_stage()
    return counting.table.result(METHOD)


class _Bundle(NamedTuple):
    """Papers of one value that came to a candidate in one batch."""

    value: int
    papers: Papers
    weight: int


class _Table(Table):
    """The table, with the booklet's rules of who is elected."""

    def __init__(self, election: Election, papers: Stack) -> None:
        by_the_book = replace(election, ties=(TieRule.FORWARDS, TieRule.LOT))
        super().__init__(by_the_book, papers, scale=papers.parts * ONE, quota=None, decimals=2)
        self.needed: int = 0
        self.work_out_quota()

    def work_out_quota(self) -> None:
        """5.1.6 and 5.4.8: what has not left the count ÷ (seats + 1), up to the next hundredth."""
        staying = sum(self.votes) if self.history else self.papers.weight * ONE
        parts = self.papers.parts
        self.needed = -(-int(staying) // (parts * (self.election.seats + 1))) * parts
        self.quota = self.needed

    def in_play(self) -> Number:
        """5.6.1: all votes but those that left the count and those the elected need."""
        spent = sum(min(self.votes[place], self.needed) for place in self.those(Standing.ELECTED))
        return sum(self.votes) - spent

    def reached(self, place: int) -> Sentence:
        if self.votes[place] >= self.needed:
            return super().reached(place)
        share = self.exact(self.in_play()) * Fraction(1, self.open_seats() + 1)
        return words.enough(self.names[place], self.exact(self.votes[place]), share)

    def _ready(self) -> list[int]:
        seats = self.open_seats()
        if not seats:
            return []
        in_play = self.in_play()
        ready = [
            place
            for place in self.those(Standing.HOPEFUL)
            if self.votes[place] and (self.votes[place] >= self.needed or self.votes[place] * (seats + 1) >= in_play)
        ]
        most = max((self.votes[place] for place in ready), default=0)
        equal = [place for place in ready if self.votes[place] == most]
        return ready if len(equal) <= seats else self._first_in_history(equal, seats)

    def _first_in_history(self, equal: list[int], seats: int) -> list[int]:
        """5.6.2: of too many with equal votes, those who were ahead when they first differed; it may be nobody."""
        past = {place: tuple(votes[place] for _, votes in self.history) for place in equal}
        too_many = sorted(past.values(), reverse=True)[seats]
        first = [place for place in equal if past[place] > too_many]
        if first:
            differ = next(stage for stage, votes in self.history if len({votes[place] for place in equal}) > 1)
            tied, chosen = (tuple(self.ids[place] for place in places) for places in (equal, first))
            self.note(Tie(TieFor.LAST_PLACE, tied, TieRule.FORWARDS, chosen, stage=differ))
        return first


class _Counting:
    """The bundles of papers beside the table: for each candidate all they hold, and the last batch they received."""

    def __init__(self, election: Election) -> None:
        self.papers = sort_papers(election)
        self.table = _Table(election, self.papers)
        self.piles: list[list[_Bundle]] = [[] for _ in election.candidates]
        self.last: list[list[_Bundle]] = [[] for _ in election.candidates]

    def first_stage(self) -> None:
        """5.1."""
        table = self.table
        if self.papers.valid:
            table.say(words.needed(table.exact(table.needed), self.papers.valid, table.election.seats))
        else:
            table.say(words.no_votes())
        self._move(ONE, [_Bundle(ONE, self.papers.all(), self.papers.weight)])
        table.settle()

    def next_stage(self) -> None:
        """5.2: the largest surplus, unless all of them can wait; else whoever cannot catch up."""
        table = self.table
        doomed = table.next_doomed()
        spare = [place for place in table.those(Standing.ELECTED) if table.votes[place] > table.needed]
        surplus = sum(table.votes[place] - table.needed for place in spare)
        how_many = self._hopeless(surplus)
        if doomed is not None:
            table.begin(Action.EXCLUDE)
            table.exclude(doomed, words.out_by_cap(table.names[doomed]))
            self._hand_out([doomed])
        elif spare and not how_many:
            self._transfer_largest(spare)
        else:
            table.begin(Action.EXCLUDE)
            if spare:
                table.say(words.can_wait(table.exact(surplus)))
            self._exclude(how_many)
        table.close()

    # --- 5.3: surpluses ---

    def _transfer_largest(self, spare: list[int]) -> None:
        table = self.table
        most = max(table.votes[place] for place in spare)
        table.begin(Action.SURPLUS)
        place = table.one_of([place for place in spare if table.votes[place] == most], TieFor.SURPLUS)
        table.notes.moved = place
        surplus = int(most) - table.needed
        still = table.hopeful()
        going = [
            arrived
            for bundle in self.last[place]
            for arrived in self.papers.onward(bundle.papers, still)
            if arrived.place is not None
        ]
        weight = sum(arrived.weight for arrived in going)
        worth = self.last[place][0].value
        value = min(worth, surplus // weight) if weight else worth
        table.notes.value = Fraction(value, ONE)
        table.say(words.spare(table.names[place], table.exact(surplus), table.notes.value))
        table.votes[place] = table.needed
        self.last[place] = []
        self._credit([(arrived.place, _Bundle(value, arrived.papers, arrived.weight)) for arrived in going])
        table.say_lost()
        table.elect_all()

    # --- 5.2.5 and 5.4: exclusions ---

    def _hopeless(self, surplus: Number) -> int:
        """How many of those with the fewest votes go out together; none, if a surplus could still save the last."""
        table = self.table
        places = self._spared()
        order = [table.votes[place] for place in places]
        if len(order) == 1:
            return 1
        most = min(max(len(table.those(Standing.HOPEFUL)) - table.open_seats(), 1), len(order) - 1)
        for how_many in range(most, 0, -1):
            catch_up = sum(order[:how_many]) + surplus > order[how_many]
            if not catch_up and (how_many == 1 or self._go_together(places, how_many)):
                return how_many
        return 0

    def _spared(self) -> list[int]:
        """Whom the constraints can spare, one at a time; the fewest votes first."""
        table = self.table
        left = table.those(Standing.HOPEFUL)
        guarded = table.limits.guarded(left, table.open_seats())
        return sorted((place for place in left if place not in guarded), key=table.votes.__getitem__)

    def _go_together(self, places: list[int], how_many: int) -> bool:
        """Constraints must be able to spare all of them, whichever of some with equal votes a lot would take."""
        if not self.table.limits.constraints:
            return True
        last, next_above = (self.table.votes[places[at]] for at in (how_many - 1, how_many))
        return last < next_above and self.table.can_spare(places[:how_many])

    def _exclude(self, how_many: int) -> None:
        table = self.table
        out = [table.fewest()] if how_many == 1 else self._fewest(how_many)
        votes = table.exact(sum(table.votes[place] for place in out))
        names = tuple(table.names[place] for place in out)
        left = len(table.those(Standing.HOPEFUL)) - len(out)
        moving = bool(table.limits.constraints) or left > table.open_seats()
        if how_many > 1:
            table.say(words.cannot_catch_up(names, votes))
        elif moving:
            table.say(words.fewest(names[0], votes))
        else:
            table.say(words.fewest_at_the_end(names[0], votes))
        for place in out:
            table.put_out(place)
        if moving:
            self._hand_out(out)
        else:
            table.elect_all()

    def _fewest(self, how_many: int) -> list[int]:
        """So many with the fewest votes. A tie matters only if not all of the tied are among them."""
        table = self.table
        left, out = self._spared(), list[int]()
        while len(out) < how_many:
            fewest = min(table.votes[place] for place in left)
            tied = [place for place in left if table.votes[place] == fewest]
            said = len(table.notes.ties)
            taken = tied if len(out) + len(tied) <= how_many else [table.one_of(tied, TieFor.EXCLUSION)]
            by_lot = any(tie.how is TieRule.LOT for tie in table.notes.ties[said:])
            for place in taken:
                table.lose(
                    place, Why.LOT if by_lot else Why.VOTES, words.lost_lot() if by_lot else words.not_enough()
                )
            out += taken
            left = [place for place in left if place not in taken]
        return out

    def _hand_out(self, out: list[int]) -> None:
        """5.4: batch after batch, the highest value first, until all have moved or all seats are filled."""
        table = self.table
        if len(out) == 1:
            table.notes.moved = out[0]
        else:
            table.notes.together = tuple(table.ids[place] for place in out)
        held = [(place, bundle) for place in out for bundle in self.piles[place]]
        for value in sorted({bundle.value for _, bundle in held}, reverse=True):
            batch = [(place, bundle) for place, bundle in held if bundle.value == value]
            for place, bundle in batch:
                table.votes[place] -= value * bundle.weight
            self._move(value, [bundle for _, bundle in batch])
            self._lower_quota()
            table.remember()
            table.elect_all()
            if not table.open_seats():
                break
        table.elect_all()
        table.say_lost()

    def _lower_quota(self) -> None:
        """5.4.8."""
        table = self.table
        before = table.needed
        if not table.elected:
            table.work_out_quota()
        if table.needed < before:
            table.say(words.now_needed(table.exact(table.needed)))

    def _move(self, value: int, batch: list[_Bundle]) -> None:
        """One batch to the next candidates; papers without one leave the count."""
        still = self.table.hopeful()
        self._credit(
            [
                (arrived.place, _Bundle(value, arrived.papers, arrived.weight))
                for bundle in batch
                for arrived in self.papers.onward(bundle.papers, still)
            ]
        )

    def _credit(self, arriving: list[tuple[int | None, _Bundle]]) -> None:
        received: dict[int, list[_Bundle]] = {}
        for place, bundle in arriving:
            if place is not None and bundle.weight:
                received.setdefault(place, []).append(bundle)
        for place, bundles in received.items():
            self.piles[place] += bundles
            self.last[place] = bundles
            self.table.votes[place] += sum(bundle.value * bundle.weight for bundle in bundles)
