"""How votes are weighed, what a resolution needs to pass, and how a ballot is held."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import msgspec

from govern.constituencies.rulebook.book.ratios import read_ratio
from govern.constituencies.rulebook.book.tables.one import Table

Basis = Literal["omov", "college_weighted"]
Op = Literal["gt", "ge"]
Base = Literal["cast", "present", "entitled"]
EmptyCollege = Literal["redistribute", "count_against", "fail"]
Statutory = Literal["ca2006_s283", "ccbsa_s111", "ccbsa_s113"]
Level = Literal["everyday", "agm", "contested"]
Openness = Literal["secret", "open", "hands"]


class Voting(Table, frozen=True, kw_only=True):
    """`[voting]`: one member one vote or weighted groups, and what happens at the edges.

    `basis` holds in general, `poll_basis` where a formal ballot is held and the two differ.
    """

    basis: Basis
    poll_basis: Basis | None = None
    cap_basis: Literal["cast", "entitled"] = "cast"
    college_result: Literal["proportional", "block"] | None = None
    vacant_college: EmptyCollege | None = None
    silent_college: EmptyCollege | None = None
    weight_floor: Fraction | None = None
    weight_ceiling: Fraction | None = None
    abstentions: Literal["exclude", "count_against"]
    tie: Literal["lost", "chair_casting"]
    multi_class: Literal["single", "each"]
    poll_members: int
    class_may_raise_to: str | None = None
    early_electronic: bool
    early_vote_if_attending: Literal["discount", "keep"]


class Pass(Table, frozen=True, kw_only=True):
    """A threshold: more than (`gt`) or at least (`ge`) a share of a base."""

    op: Op
    of: Fraction
    base: Base


class ClassMajority(Table, frozen=True, kw_only=True):
    """What each group needs within itself, of its own votes cast."""

    op: Op
    of: Fraction


class Turnout(Table, frozen=True, kw_only=True):
    """How many of those entitled must vote."""

    op: Op
    of: Fraction
    base: Literal["entitled"]


class Confirmation(Table, frozen=True, kw_only=True):
    """A second meeting that must agree, at least `min_days` and at most `max_months` after the first."""

    op: Op
    of: Fraction
    base: Base
    min_days: int
    max_months: int


class ElectronicVote(Table, frozen=True, kw_only=True):
    """What a vote held outside a meeting needs; `turnout` is "quorum" or a share such as "51%"."""

    turnout: str
    pass_: Pass = msgspec.field(name="pass")

    @property
    def turnout_share(self) -> Fraction | None:
        """The share that must vote; None where the meeting's quorum is meant."""
        return None if self.turnout == "quorum" else read_ratio(self.turnout)


class Resolution(Table, frozen=True, kw_only=True):
    """`[[resolution]]`: one kind of decision and what it needs."""

    id: str
    name: str | None = None
    name_cy: str | None = None
    statutory: Statutory | None = None
    basis: Basis | None = None
    pass_: Pass = msgspec.field(name="pass")
    each_class: ClassMajority | None = None
    turnout: Turnout | None = None
    confirm: Confirmation | None = None
    notice_days: int | None = None
    consent_first: bool = False
    electronic: ElectronicVote | None = None
    used_for: tuple[str, ...]


class Secrecy(Table, frozen=True, kw_only=True):
    """Who learns a choice, by kind of vote: nobody, the minutes by name, or only the tellers' totals."""

    resolution: Openness = "secret"
    election: Openness = "secret"
    option: Openness = "secret"
    award: Openness = "secret"
    consent: Openness = "open"
    board: Openness = "open"


class BallotQuorum(Table, frozen=True, kw_only=True):
    """How many must take part in a ballot held outside a meeting; the share is of the roll, rounded up."""

    number: int
    share: Fraction | None = None
    rule: Literal["greater", "lesser", "number"]


class Ballot(Table, frozen=True, kw_only=True):
    """`[ballot]`: how a ballot is held. Every key has a default, so the table may be left out.

    `witnesses` is how many people outside the count co-sign the log; `challenge_days` the time to ask for a recount;
    `bundle` who may have the papers of the count; `grace_seconds` how long a vote begun before the close may arrive.
    Below `privacy_floor` people in a group (`privacy_floor_stv` where preferences are ranked) its votes could be
    guessed, and officers choose beforehand what to do. Source: the sealed-slips protocol, 3.1 and 3.9.
    """

    level: Level = "everyday"
    secrecy: Secrecy = Secrecy()
    privacy_floor: int = 5
    privacy_floor_stv: int = 10
    witnesses: int = 0
    challenge_days: int = 7
    bundle: Literal["members", "public"] = "members"
    quorum: BallotQuorum | None = None
    grace_seconds: int = 0
    time_zone: str = "Europe/London"
