"""What came of a vote: carried or lost, every share exact, and why, in sentences."""

from __future__ import annotations

import enum
from fractions import Fraction

import msgspec

from govern.sentences import Sentence


class State(enum.StrEnum):
    """How a group stands in this vote: counted, without members, without votes, not allowed, or tied in itself."""

    ACTIVE = "active"
    VACANT = "vacant"
    SILENT = "silent"
    BARRED = "barred"
    TIED = "tied"


class About(enum.StrEnum):
    """What a step of the explanation is about, so that whoever knows the rulebook can name the rule it follows."""

    BARRED = "barred"
    VACANT = "vacant"
    SILENT = "silent"
    TIED_GROUP = "tied_group"
    SHARE_CEILING = "share_ceiling"
    SHARES = "shares"
    VOTE_CEILING = "vote_ceiling"
    COUNT = "count"
    THRESHOLD = "threshold"
    BLANK = "blank"
    TURNOUT = "turnout"
    CLASSES = "classes"
    TIE = "tie"
    QUORUM = "quorum"
    OUTCOME = "outcome"


class Step(msgspec.Struct, frozen=True):
    """One sentence of the explanation, what it is about, and the group it is about where it is one group's."""

    sentence: Sentence
    about: About
    group: str = ""

    def __str__(self) -> str:
        return str(self.sentence)


class GroupShare(msgspec.Struct, frozen=True, kw_only=True):
    """One group's part. All shares and points are fractions of the whole, from 0 to 1.

    `rule_share` is its weight in the rules (None where heads are counted); `share_in_this_vote` what it counted for
    here; `for_points` and `against_points` what it gave to each side. The last four are heads.
    """

    id: str
    name: str | Sentence
    state: State
    rule_share: Fraction | None
    share_in_this_vote: Fraction
    for_points: Fraction
    against_points: Fraction
    entitled: int
    for_: int
    against: int
    blank: int


class ClassResult(msgspec.Struct, frozen=True):
    """One group's own majority: `for_` of `cast` votes; a group without members is skipped."""

    id: str
    name: str | Sentence
    for_: int
    cast: int
    skipped: bool
    carried: bool


class TurnoutResult(msgspec.Struct, frozen=True):
    """How many took part of how many entitled; `counted` is how many of them the rule counts. No rule is met."""

    papers: int
    counted: int
    entitled: int
    met: bool


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The answer. `for_share` and `against_share` are fractions of the whole, from 0 to 1.

    For people, the whole is 100 where groups are weighted and the number of votes where heads are counted:
    `for_points` of `of_points`. `for_`, `against`, `blank` and `entitled` are heads, without barred groups.
    `ceiling_kept` is False where too few groups were left to keep to the ceiling. `reasons` say why it is lost;
    `steps` are the whole explanation in order and end with `outcome`.
    """

    carried: bool
    outcome: Sentence
    reasons: tuple[Sentence, ...]
    steps: tuple[Step, ...]
    for_share: Fraction
    against_share: Fraction
    for_points: Fraction
    of_points: Fraction
    for_: int
    against: int
    blank: int
    entitled: int
    groups: tuple[GroupShare, ...]
    classes: tuple[ClassResult, ...]
    turnout: TurnoutResult
    tied: bool
    ceiling_kept: bool

    @property
    def reason(self) -> Sentence | None:
        """Why it is lost, in one sentence; None where it is carried."""
        return self.reasons[0] if self.reasons else None
