"""Who must be there, who is told and when, who is on the roll, and who may speak and vote for whom."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from govern.constituencies.rulebook.book.tables.one import Table

GreaterOrLesser = Literal["greater", "lesser", "number"]
Attending = Literal["in_person", "remote", "proxy", "peer"]


class Quorum(Table, frozen=True, kw_only=True):
    """`[[quorum]]`: how many must be at a meeting of one body ("general" is the general meeting).

    `share` is of the roll, or of the seats filled, and is rounded up. At most `max_represented_share` of the number
    required may be people represented by proxies and peers. `each_constituency` must be there from every group.
    """

    body: str
    number: int
    share: Fraction | None = None
    rule: GreaterOrLesser
    of: Literal["roll", "seats_filled"] = "roll"
    counts: tuple[Attending, ...]
    max_represented_share: Fraction | None = None
    each_constituency: int = 0
    adjourned: Literal["those_present", "same"]


class Requisition(Table, frozen=True, kw_only=True):
    """How many members may call a general meeting themselves."""

    share: Fraction
    members: int
    rule: Literal["lesser", "greater"]


class Notice(Table, frozen=True, kw_only=True):
    """`[notice]`: how long before a meeting people are told, and in which formats.

    `agm_months`: within how many months of the year's end the annual general meeting is held (0: not said).
    """

    agm_days: int
    gm_days: int
    clear_days: bool
    adjourned_days: int
    short_notice_share: Fraction
    deemed_email_hours: int
    deemed_post_hours: int
    formats: tuple[str, ...]
    requisition: Requisition
    min_general_meetings: int = 1
    agm_months: int = 0


class Roll(Table, frozen=True, kw_only=True):
    """`[roll]`: how long before voting opens membership decides who may vote."""

    record_days_before: int
    freeze: bool


class Proxy(Table, frozen=True, kw_only=True):
    """`[proxy]`: whether a member may send another person, whom, how many each, and until when.

    `holder_attends`: whoever was sent and may choose votes only while they are checked in at the meeting.
    """

    allowed: bool
    holder: Literal["any_person", "members_only", "same_constituency", "none"]
    max_per_holder: int
    directed: bool
    deadline_hours: int
    skip_non_working_days: bool = False
    holder_attends: bool = False


class Peer(Table, frozen=True, kw_only=True):
    """`[peer]`: whether elected peers may vote for members who asked them to. A direct vote always displaces it."""

    enabled: bool
    legal_basis: Literal["rules_delegate", "standing_proxy"] | None = None
    constituencies: tuple[str, ...] = ()
    elected_in: str | None = None
    term_months: int | None = None
    max_represented: int | None = None
    style: Literal["judgement", "mandated_split", "bloc"] | None = None
    direct_vote_displaces: bool | None = None
    counts_for_quorum: bool | None = None
    not_for: tuple[str, ...] | None = None
    opt_in_renew_months: int | None = None
    staff_may_be_peer: bool | None = None
