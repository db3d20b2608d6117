"""Forums in layers, recommendations and their answers, small consultations, and deciding by consent."""

from __future__ import annotations

from typing import Literal

from govern.constituencies.rulebook.book.tables.one import Table


class ForumLayer(Table, frozen=True, kw_only=True):
    """`[[forum_layer]]`: one layer of forums. `order` goes up from local; `linked_to` ties a restricted one to it.

    `size_min` and `size_max` bound one forum where groups are kept small on purpose, as Han groups of neighbours are.
    """

    id: str
    order: int
    name: str
    name_cy: str | None = None
    plain_name: str
    plain_name_cy: str | None = None
    body: str | None = None
    linked_to: str | None = None
    restricted_to: tuple[str, ...] = ()
    open_to_nonmembers: bool
    quorum_number: int
    meets_per_year: int
    facilitator_rotation_months: int | None = None
    delegates_up: int
    respond_within_days: int
    size_min: int | None = None
    size_max: int | None = None


class Appeal(Table, frozen=True, kw_only=True):
    """How many people may appeal together, whether they must be unrelated, and where the appeal goes, in order."""

    people: int
    unrelated: bool
    steps: tuple[str, ...]


class Recommendation(Table, frozen=True, kw_only=True):
    """`[recommendation]`: what a layer may answer, which answers need reasons, and what happens when it is silent."""

    dispositions: tuple[str, ...]
    reasons_required: tuple[str, ...]
    overdue: Literal["next_agenda"]
    answer_back: bool
    re_raise_max: int
    appeal: Appeal | None = None


class Consultation(Table, frozen=True, kw_only=True):
    """`[consultation]`: how people's views are gathered one by one, and when a view may be carried as a vote."""

    methods: tuple[str, ...]
    assent_required: bool
    stop_on_dissent: bool
    second_observer_below: Literal["high", "medium", "low"]
    mandate_evidence: tuple[str, ...]
    mandate_confidence: Literal["high", "medium"]
    min_cell: int
    retention_months: int


class Consent(Table, frozen=True, kw_only=True):
    """`[consent]`: deciding when no reasoned objection remains. `fallback` is "none", "parent" or "vote:<kind>"."""

    enabled: bool
    bodies: tuple[str, ...] | None = None
    rounds_max: int | None = None
    objection: Literal["reasoned"] | None = None
    absent_hours: int | None = None
    fallback: str | None = None
    review_months: int | None = None
