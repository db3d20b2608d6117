"""Elections: the single transferable vote as in Scotland, and most marks; with caps and floors.

MIT licence; standard library only. All arithmetic is exact. docs/bundle.md, section 9, says the same in words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from govern.ballots.verifier.limiting import Limits, Open
from govern.ballots.verifier.slips import Marks

#: The value of one paper is written in hundred-thousandths.
ONE = 100_000


@dataclass(frozen=True, slots=True)
class Won:
    option: int
    stage: int
    by_lot: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """The votes of every option at the end of a stage; None for whoever is no longer in the count."""

    votes: tuple[Fraction | None, ...]
    lost: Fraction


@dataclass(frozen=True, slots=True)
class Elected:
    won: tuple[Won, ...]
    stages: tuple[Stage, ...]
    quota: int | None = None


@dataclass(slots=True)
class Pile:
    """Papers with the same marks left to read, of the same value each."""

    marks: Marks
    number: Fraction
    value: int


@dataclass(slots=True)
class Transferable:
    """The Scottish Local Government Elections Order 2011, with caps and floors."""

    seats: int
    luck: dict[int, int]
    open: Open
    out: set[int]
    piles: dict[int, list[Pile]]
    votes: dict[int, Fraction]
    valid: Fraction = Fraction(0)
    won: list[Won] = field(default_factory=list)
    elected: set[int] = field(default_factory=set)
    surplus: set[int] = field(default_factory=set)
    stages: list[Stage] = field(default_factory=list)
    excluded: list[int] = field(default_factory=list)
    #: who cannot be elected any more, and whose papers wait to move on
    barred: set[int] = field(default_factory=set)

    @property
    def quota(self) -> int:
        return int(self.valid / (self.seats + 1)) + 1

    @property
    def standing(self) -> set[int]:
        """Who can still be given papers."""
        return set(self.votes) - self.out - self.elected - self.barred

    def run(self) -> Elected:
        self.close_stage()
        while self.open.seats and self.standing:
            if self.barred:
                self.exclude(self._next_barred())
            elif self.surplus:
                self.hand_on(self.largest_surplus())
            else:
                self.exclude(self.lowest(self.standing - self.open.guarded(self.standing)))
            self.close_stage()
        return Elected(tuple(self.won), tuple(self.stages), self.quota)

    def _next_barred(self) -> int:
        """The fewest votes first; of those without any, where nothing moves, the first on the paper."""
        if not any(self.votes[option] for option in self.barred):
            return min(self.barred)
        without = [option for option in self.barred if not self.votes[option]]
        return min(without) if without else self.lowest(self.barred)

    def close_stage(self) -> None:
        """Elects whoever has the quota or is left for the last places, and writes the stage down."""
        self._bar()
        while ready := {option for option in self.standing if self.open.seats and self.votes[option] >= self.quota}:
            most = max(self.votes[option] for option in ready)
            equal = {option for option in ready if self.votes[option] == most}
            safe = self.open.safe(equal, self.standing) if len(equal) > 1 else sorted(equal)
            if safe:
                self.elect(safe[0])
            else:
                best, by_lot = self._first(equal, max, self.luck.__getitem__)
                self.elect(best, by_lot=by_lot)
            self._bar()
        if (left := self.standing) and self.open.all_fit(left):
            for option in sorted(left, key=lambda option: (-self.votes[option], option)):
                self.elect(option)
        if self.open.seats and not self.standing:
            self._call_back()
        gone = self.out - self.elected
        votes = tuple(None if option in gone else self.votes[option] for option in sorted(self.votes))
        self.stages.append(Stage(votes, self.valid - sum(self.votes.values())))

    def _bar(self) -> None:
        if self.open.seats:
            self.barred |= self.open.barred(self.standing)

    def _call_back(self) -> None:
        """Places that would stay empty go to those excluded whom no cap bars, the last to go out first."""
        for option in reversed(self.excluded):
            if self.open.seats and not self.open.full(option):
                self.elect(option)

    def elect(self, option: int, *, by_lot: bool = False) -> None:
        self.elected.add(option)
        self.open.elect(option)
        self.won.append(Won(option, len(self.stages) + 1, by_lot))
        if self.votes[option] > self.quota:
            self.surplus.add(option)

    def _first(
        self, tied: set[int], end: Callable[[set[Fraction]], Fraction], luck: Callable[[int], int]
    ) -> tuple[int, bool]:
        """The one with most (or fewest) votes at the latest stage at which they differed, or by lot; and whether only
        the lot decided."""
        for stage in reversed(self.stages):
            then = {option: stage.votes[option - 1] or Fraction(0) for option in tied}
            tied = {option for option in tied if then[option] == end(set(then.values()))}
        return min(tied, key=luck), len(tied) > 1

    def lowest(self, among: set[int]) -> int:
        fewest = min(self.votes[option] for option in among)
        tied = {option for option in among if self.votes[option] == fewest}
        return self._first(tied, min, lambda option: -self.luck[option])[0]

    def largest_surplus(self) -> int:
        most = max(self.votes[option] for option in self.surplus)
        tied = {option for option in self.surplus if self.votes[option] == most}
        return self._first(tied, max, self.luck.__getitem__)[0]

    def exclude(self, option: int) -> None:
        self.excluded.append(option)
        self.out.add(option)
        self.barred.discard(option)
        piles, self.piles[option], self.votes[option] = self.piles[option], [], Fraction(0)
        for pile in piles:
            self.deal(pile)

    def hand_on(self, option: int) -> None:
        """Every paper of the option goes on at its value times surplus over votes, cut off at five places."""
        self.surplus.discard(option)
        total, quota = self.votes[option], Fraction(self.quota)
        piles, self.piles[option], self.votes[option] = self.piles[option], [], quota
        for pile in piles:
            self.deal(Pile(pile.marks, pile.number, int((total - quota) * pile.value / total)))

    def deal(self, pile: Pile) -> None:
        """A pile goes to the next option that is in the count and neither elected nor past electing."""
        still = self.standing
        for place, mark in enumerate(pile.marks):
            if mark in still:
                self.piles[mark].append(Pile(pile.marks[place + 1 :], pile.number, pile.value))
                self.votes[mark] += pile.number * pile.value / ONE
                return


def transferable(
    papers: dict[Marks, Fraction], options: int, seats: int, luck: dict[int, int], withdrawn: set[int], limits: Limits
) -> Transferable:
    """A count before its first stage. `luck`: option -> rank of its lot, the smallest the luckiest."""
    everybody = range(1, options + 1)
    left = Open(limits, seats, set(everybody) - withdrawn)
    count = Transferable(
        seats, luck, left, set(withdrawn), {o: [] for o in everybody}, dict.fromkeys(everybody, Fraction(0))
    )
    for marks in sorted(papers):
        kept = tuple(mark for mark in marks if mark not in withdrawn)
        if kept:
            count.valid += papers[marks]
            count.deal(Pile(kept, papers[marks], ONE))
    return count


def most_marks(
    papers: dict[Marks, Fraction], options: int, seats: int, luck: dict[int, int], withdrawn: set[int], limits: Limits
) -> Elected:
    """Most marks first; who would break a cap or a floor is passed over (invariants 57 and 58)."""
    totals = [
        None if option in withdrawn else sum((n for marks, n in papers.items() if option in marks), Fraction(0))
        for option in range(1, options + 1)
    ]
    votes = {option: total for option, total in enumerate(totals, 1) if total is not None}
    left, places = set(votes), Open(limits, seats, votes)
    won: list[Won] = []

    def elect(option: int, *, by_lot: bool) -> None:
        left.discard(option)
        places.elect(option)
        won.append(Won(option, 1, by_lot))

    for number in sorted(set(votes.values()), reverse=True):
        equal = {option for option in left if votes[option] == number}
        barred = places.barred(left) & equal if places.seats else equal
        left -= barred
        for option in (sure := places.safe(equal - barred, left)):
            elect(option, by_lot=False)
        for option in sorted(equal - barred - set(sure), key=luck.__getitem__):
            if places.seats and option not in places.barred(left):
                elect(option, by_lot=True)
            left.discard(option)
    return Elected(tuple(won), (Stage(tuple(totals), Fraction(0)),))
