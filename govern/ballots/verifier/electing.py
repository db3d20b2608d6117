"""Elections: the single transferable vote as in Scotland, and most marks; with caps and floors.

MIT licence; standard library only. All arithmetic is exact. docs/bundle.md, section 9, says the same in words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from govern.ballots.verifier.slips import Marks

#: The value of one paper is written in hundred-thousandths.
ONE = 100_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How many of some options may be elected here, and how many have to be."""

    caps: tuple[tuple[int, frozenset[int]], ...] = ()
    floors: tuple[tuple[int, frozenset[int]], ...] = ()

    def full(self, option: int, elected: set[int]) -> bool:
        """Whether a cap that this option comes under has no room."""
        return any(option in under and len(elected & under) >= room for room, under in self.caps)

    def all_fit(self, able: set[int], elected: set[int]) -> bool:
        """Whether no cap stops all of these from being elected."""
        return all(len((elected | able) & under) <= max(room, len(elected & under)) for room, under in self.caps)

    def still_needed(self, floor: tuple[int, frozenset[int]], elected: set[int], standing: set[int]) -> int:
        """How many more a floor asks for, as far as there is anybody who could be."""
        least, under = floor
        there = sum(1 for option in standing & under if not self.full(option, elected))
        return min(least - len(elected & under), there)

    def bars(self, option: int, elected: set[int], left: int, standing: set[int]) -> bool:
        """Whether this option cannot be elected into one of the places left."""
        if self.full(option, elected):
            return True
        return any(
            option not in floor[1] and self.still_needed(floor, elected, standing) > left - 1 for floor in self.floors
        )

    def guarded(self, elected: set[int], standing: set[int], seats: int) -> set[int]:
        """Those without whom a floor could not be kept, or a cap would leave a place empty that could be filled."""
        found: set[int] = set()
        everybody = frozenset(elected | standing)
        for floor in (*self.floors, *((seats - room, everybody - under) for room, under in self.caps)):
            able = {option for option in standing & floor[1] if not self.full(option, elected)}
            if 0 < len(able) <= self.still_needed(floor, elected, standing):
                found |= able
        return found


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
    limits: Limits
    out: set[int]
    piles: dict[int, list[Pile]]
    votes: dict[int, Fraction]
    valid: Fraction = Fraction(0)
    won: list[Won] = field(default_factory=list)
    elected: set[int] = field(default_factory=set)
    surplus: set[int] = field(default_factory=set)
    stages: list[Stage] = field(default_factory=list)
    tied: dict[int, set[int]] = field(default_factory=dict)
    excluded: list[int] = field(default_factory=list)
    barred: set[int] = field(default_factory=set)

    @property
    def quota(self) -> int:
        return int(self.valid / (self.seats + 1)) + 1

    @property
    def standing(self) -> set[int]:
        return set(self.votes) - self.out - self.elected

    def run(self) -> Elected:
        self.close_stage()
        while len(self.won) < self.seats and (standing := self.standing):
            barred = {option for option in standing if self._barred(option)}
            if barred == standing:
                break
            if barred:
                self.exclude(self.lowest(barred))
            elif self.surplus:
                self.hand_on(self.largest_surplus())
            else:
                guarded = self.limits.guarded(self.elected, standing, self.seats)
                self.exclude(self.lowest(standing - guarded or standing))
            self.close_stage()
        won = [replace(one, by_lot=bool(self.tied[n] - self.elected)) for n, one in enumerate(self.won)]
        return Elected(_in_order(won, self.stages, self.luck), tuple(self.stages), self.quota)

    def _barred(self, option: int) -> bool:
        return self.limits.bars(option, self.elected, self.seats - len(self.won), self.standing)

    def close_stage(self) -> None:
        """Writes the stage down, and elects whoever has the quota or is left for the last places."""
        votes = tuple(None if option in self.out else self.votes[option] for option in sorted(self.votes))
        self.stages.append(Stage(votes, self.valid - sum(self.votes.values())))
        while left := self.seats - len(self.won):
            able = {option for option in self.standing if not self._barred(option)}
            ready = {option for option in able if self.votes[option] >= self.quota}
            if not ready and len(able) <= left and self.limits.all_fit(able, self.elected):
                ready = able
            if not ready:
                break
            best, self.tied[len(self.won)] = self._by_stages(ready, max, self.luck.__getitem__)
            self.elected.add(best)
            self.won.append(Won(best, len(self.stages), False))
            if self.votes[best] > self.quota:
                self.surplus.add(best)
        self.barred = {option for option in self.standing if self._barred(option)}

    def _by_stages(
        self, tied: set[int], end: Callable[[set[Fraction]], Fraction], luck: Callable[[int], int]
    ) -> tuple[int, set[int]]:
        """The one with most (or fewest) votes now, or at the latest stage at which they differed, or by lot; and
        those between whom the lot was."""
        here = {option: self.votes[option] for option in tied}
        tied = {option for option in tied if here[option] == end(set(here.values()))}
        for stage in reversed(self.stages[:-1]):
            then = {option: stage.votes[option - 1] or Fraction(0) for option in tied}
            tied = {option for option in tied if then[option] == end(set(then.values()))}
        return min(tied, key=luck), tied

    def lowest(self, among: set[int]) -> int:
        return self._by_stages(among, min, lambda option: -self.luck[option])[0]

    def largest_surplus(self) -> int:
        return self._by_stages(self.surplus, max, self.luck.__getitem__)[0]

    def exclude(self, option: int) -> None:
        self.excluded.append(option)
        self.out.add(option)
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
        for place, mark in enumerate(pile.marks):
            if mark not in self.out and mark not in self.elected and mark not in self.barred:
                self.piles[mark].append(Pile(pile.marks[place + 1 :], pile.number, pile.value))
                self.votes[mark] += pile.number * pile.value / ONE
                return


def _in_order(won: list[Won], stages: list[Stage], luck: dict[int, int]) -> tuple[Won, ...]:
    """By stage, then most votes at its end, then as on the paper; but those by lot after the others, as it fell."""

    def place(one: Won) -> tuple[int, Fraction, bool, int]:
        votes = stages[one.stage - 1].votes[one.option - 1] or Fraction(0)
        return one.stage, -votes, one.by_lot, luck[one.option] if one.by_lot else one.option

    return tuple(sorted(won, key=place))


def transferable(
    papers: dict[Marks, Fraction], options: int, seats: int, luck: dict[int, int], withdrawn: set[int], limits: Limits
) -> Transferable:
    """A count before its first stage. `luck`: option -> rank of its lot, the smallest the luckiest."""
    everybody = range(1, options + 1)
    count = Transferable(
        seats, luck, limits, set(withdrawn), {o: [] for o in everybody}, dict.fromkeys(everybody, Fraction(0))
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

    def taken(rank: dict[int, int]) -> list[int]:
        chosen: list[int] = []
        for option in sorted(votes, key=lambda o: (-votes[o], rank[o])):
            standing = set(votes) - set(chosen)
            if len(chosen) < seats and not limits.bars(option, set(chosen), seats - len(chosen), standing):
                chosen.append(option)
        return chosen

    chosen = taken(luck)
    last = max(luck.values(), default=0) + 1
    won = [Won(option, 1, option not in taken({**luck, option: last})) for option in chosen]
    stage = Stage(tuple(totals), Fraction(0))
    return Elected(_in_order(won, [stage], luck), (stage,))
