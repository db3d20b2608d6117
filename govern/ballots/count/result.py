"""What comes out of a count: stages, one after the other, and what they come to.

Votes are exact fractions, always in the order of the candidates on the paper. A result can be told from its stages
alone; `elected` and `not_elected` gather what they say.
"""

from __future__ import annotations

import enum
from fractions import Fraction

import msgspec

from govern.ballots.count.election import Candidate, TieRule
from govern.sentences import Sentence


class Action(enum.StrEnum):
    """What a stage does. FIRST: papers are sorted by first preference, or marks are added up.

    COMPARE: every two are compared. PATHS: the strongest paths are sought (Schulze). LOCK: majorities are locked in
    (ranked pairs). GRADE: the middle grades are found. BUY: one is paid for, COMPLETE: what nobody can pay for alone
    is filled up (Equal Shares). SEATS: the seats are given in the order that came of it.
    """

    FIRST = "first"
    SURPLUS = "surplus"
    EXCLUDE = "exclude"
    COMPARE = "compare"
    PATHS = "paths"
    LOCK = "lock"
    GRADE = "grade"
    BUY = "buy"
    COMPLETE = "complete"
    SEATS = "seats"


class Standing(enum.StrEnum):
    """Where a candidate stands at the end of a stage. DOOMED: out by a constraint, papers not yet moved."""

    HOPEFUL = "hopeful"
    ELECTED = "elected"
    EXCLUDED = "excluded"
    DOOMED = "doomed"
    WITHDRAWN = "withdrawn"


class Why(enum.StrEnum):
    """Why somebody was not elected."""

    VOTES = "votes"
    LOT = "lot"
    CAP = "cap"
    CAP_BY_LOT = "cap by lot"
    FLOOR = "floor"
    FLOOR_BY_LOT = "floor by lot"
    WITHDRAWN = "withdrawn"


class TieFor(enum.StrEnum):
    """What a tie was about.

    LAST_RANK: the last place, among those whom the method ranks equal. MAJORITY: which of those that cannot all stand
    is locked in first. PURCHASE: what is bought first of what costs its supporters the same.
    """

    EXCLUSION = "exclusion"
    SURPLUS = "surplus"
    LAST_PLACE = "last place"
    LAST_RANK = "last rank"
    CAPPED_PLACE = "capped place"
    MAJORITY = "majority"
    PURCHASE = "purchase"


class Tie(msgspec.Struct, frozen=True):
    """A tie and how it was broken. `tied` by id; `undecided` are those among whom the lot was drawn.

    `chosen` are those who were taken: out in an exclusion, first for a surplus or a purchase, in for a place; the one
    over whom equal majorities come last. `stage` is the earlier stage that decided, where one did.
    """

    purpose: TieFor
    tied: tuple[str, ...]
    how: TieRule
    chosen: tuple[str, ...]
    undecided: tuple[str, ...] = ()
    stage: int | None = None


class Majority(msgspec.Struct, frozen=True):
    """More papers put `winner` above `loser` than the other way round; whether that was locked in. Both by id."""

    winner: str
    loser: str
    votes: Fraction
    against: Fraction
    locked: bool


class Stage(msgspec.Struct, frozen=True):
    """One stage, as it ends.

    `moved` is whose papers were moved, `value` what one such paper is now worth, where all are worth the same.
    `transfers` is what each candidate gained or lost in this stage; `non_transferable` is all that has left the count
    so far: papers without a next choice, and fractions cut off. `elected` and `excluded` are by id.

    Where candidates are compared, `votes` are how many others each stands above so far, and `matrix` has a row for
    each: COMPARE, how many votes put them above the one of the column; PATHS, how strong their strongest path there
    is. Where they are graded, `votes` are the median grades, and `matrix` says how many votes gave each of `grades`.
    Where they are bought, `votes` are those of their supporters, `money` what these have left together, and `value`
    is the most that one vote paid in this stage.

    `quota` is what elects at the end of this stage; it may sink during a count. Where papers of several are moved at
    once, `together` names them and `moved` nobody. `kept` is the part of each paper that stays with a candidate,
    where the method says so (Meek).
    """

    number: int
    action: Action
    moved: str | None
    votes: tuple[Fraction, ...]
    transfers: tuple[Fraction, ...]
    non_transferable: Fraction
    standing: tuple[Standing, ...]
    elected: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    why: tuple[Sentence, ...] = ()
    value: Fraction | None = None
    matrix: tuple[tuple[Fraction, ...], ...] = ()
    majorities: tuple[Majority, ...] = ()
    grades: tuple[int, ...] = ()
    money: tuple[Fraction, ...] = ()
    quota: Fraction | None = None
    together: tuple[str, ...] = ()
    kept: tuple[Fraction, ...] = ()


class Elected(msgspec.Struct, frozen=True):
    """One who is elected: in which stage, with how many votes then, and whether a lot was needed for it."""

    candidate: str
    name: str
    stage: int
    votes: Fraction
    by_lot: bool = False


class NotElected(msgspec.Struct, frozen=True):
    """One who is not: the reason as a word and as a sentence, the stage in which it was certain, the votes then."""

    candidate: str
    name: str
    stage: int
    votes: Fraction
    why: Why
    reason: Sentence


class Unmet(msgspec.Struct, frozen=True):
    """A floor that could not be met from the start: how many of the category it asks for, to how many it was lowered
    (both with those who go on sitting), and the sentence that says so."""

    category: str
    least: int
    kept: int
    said: Sentence


class Result(msgspec.Struct, frozen=True):
    """The whole count. `valid` is the weight of all papers that count, `quota` what elects where the method has one
    (in the end, where it sinks during the count).

    `blank` papers mark nobody; `void` ones mark too many, or only those who have withdrawn: both are numbers of
    papers. `vacant` seats could not be filled. `lot_order` is the order that lots followed, where one was drawn.

    `order` is everybody who stands as the method ranks them, best first, equal ones together; empty for methods
    that do not rank. `spent` is what of a budget was spent, `completion` how Equal Shares filled up.
    `unmet` are the floors that could not be met.
    """

    method: str
    seats: int
    candidates: tuple[Candidate, ...]
    valid: Fraction
    blank: int
    void: int
    quota: Fraction | None
    stages: tuple[Stage, ...]
    elected: tuple[Elected, ...]
    not_elected: tuple[NotElected, ...]
    vacant: int
    lot_order: tuple[str, ...] | None = None
    order: tuple[tuple[str, ...], ...] = ()
    spent: Fraction | None = None
    completion: str | None = None
    unmet: tuple[Unmet, ...] = ()

    @property
    def last(self) -> Stage:
        return self.stages[-1]

    @property
    def ties(self) -> tuple[Tie, ...]:
        """Every tie of the count, in order."""
        return tuple(tie for stage in self.stages for tie in stage.ties)
