"""Boards, councils, circles and panels: their seats, the limits on who sits, terms and elections."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from govern.constituencies.rulebook.book.tables.one import Table

Method = Literal["stv", "block_vote", "approval", "appointed", "ex_officio", "consent_selection", "nominated"]


class Body(Table, frozen=True, kw_only=True):
    """`[[body]]`: one body. Exactly one is of kind "board". `selected_by` is members or another body's id.

    `consulted_on` names matters on which it is asked before others decide (a council of staff on pay).
    `meets_per_year` is how often it meets at least (0: the rules do not say).
    """

    id: str
    name: str
    name_cy: str | None = None
    kind: Literal["board", "council", "circle", "panel", "linked_board"]
    selected_by: str
    decision: Literal["majority", "consent", "consensus_then_majority"]
    tie: Literal["status_quo", "chair_casting"]
    seats: int
    co_option_max: int = 0
    min_directors: int | None = None
    parent: str | None = None
    links: int = 0
    led_by: str | None = None
    unit: str | None = None
    domain: tuple[str, ...]
    consulted_on: tuple[str, ...] = ()
    meets_per_year: int = 0


class Seat(Table, frozen=True, kw_only=True):
    """`[[seat]]`: a row of seats of one body filled in one way.

    `constituency` is a group's id, "any" (every member may stand) or "none" (nobody by membership). Seats that are
    `nominated` are named by the bodies in `nominated_by`, which are outside: partners, for as long as the rules say,
    or founders, whose seats end with the first elections (`ends_at`). `seat_vote` says whether whoever sits votes.
    """

    body: str
    constituency: str
    count: int
    method: Method
    seat_vote: bool = True
    per_unit: int | None = None
    nominated_by: tuple[str, ...] = ()
    ends_at: Literal["first_elections"] | None = None


class Cap(Table, frozen=True, kw_only=True):
    """`[[cap]]`: the most or the fewest of some people inside a scope.

    `scope` is "body:<id>", "membership", "workforce" or "constituencies_with_members". People are chosen by
    `attribute`, by `constituencies`, or counted `per` something.
    """

    id: str
    scope: str
    attribute: str | None = None
    constituencies: tuple[str, ...] | None = None
    per: str | None = None
    max: Fraction | None = None
    min: Fraction | None = None
    max_count: int | None = None
    min_count: int | None = None
    of: Literal["established", "filled", "members", "workers"]
    rounding: Literal["floor", "ceil", "exact"]
    on_breach: Literal["block_appointment", "block_admission", "alert"]
    active: bool = True


class Terms(Table, frozen=True, kw_only=True):
    """`[terms]`: how long people serve, who retires when, and how a seat empty before its time is filled."""

    years: int
    max_consecutive: int
    rotation: Literal["thirds", "all", "none"]
    rotation_scope: Literal["board", "constituency"]
    rotation_tie: Literal["lot"]
    casual_vacancy: Literal["co_option", "by_election", "next_best", "leave"]
    casual_until: Literal["next_agm", "end_of_term"]
    casual_in_rotation: bool


class Elections(Table, frozen=True, kw_only=True):
    """`[elections]`: from how many members elections are held, and how people stand."""

    trigger_members: int
    nominators: int
    statement_words: int
    nomination_days: int
    voting_days: int
    unopposed: Literal["declared", "confirmatory"]
    tie: Literal["lot"]
    scrutineers: int
    training_required: bool
