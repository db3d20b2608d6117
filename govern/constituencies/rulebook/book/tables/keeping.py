"""Minutes, returns, funds, awards, and how long things are kept."""

from __future__ import annotations

from typing import Literal

from govern.constituencies.rulebook.book.tables.one import Table


class MinutesRules(Table, frozen=True, kw_only=True):
    """`[minutes]`: when minutes are drafted, who signs them, how long they are kept and who may read them."""

    draft_within_days: int
    approve_at: Literal["next_meeting"]
    sign_by: Literal["chair"]
    keep_years: int
    record_reasons: bool
    record_names: bool
    public: bool = False
    easy_read: bool


class Filing(Table, frozen=True, kw_only=True):
    """`[filing]`: to whom the society reports each year, within how many months (0: not tied to the year's end)."""

    regulators: tuple[str, ...]
    annual_return: str
    due_months: int


class BenevolentFund(Table, frozen=True, kw_only=True):
    """Small confidential grants. Money in pence."""

    enabled: bool
    opening_pence: int = 0
    panel_size: int = 0
    worker_majority: bool = False
    grant_max_pence: int = 0
    repayable: bool = False


class PooledBudget(Table, frozen=True, kw_only=True):
    """Money that several people put together; one's own share needs one's own yes."""

    enabled: bool
    own_money_needs_own_yes: bool = True
    shared_decision: str | None = None
    oversight: str | None = None


class Funds(Table, frozen=True, kw_only=True):
    """`[funds]`: the two kinds of shared money a society may look after, and what an unpaid hour is counted as.

    `unpaid_hour_pence` is what an hour given without a contract would have cost; it is told, never paid.
    """

    benevolent: BenevolentFund
    pooled_budget: PooledBudget
    unpaid_hour_pence: int = 1_300


class Awards(Table, frozen=True, kw_only=True):
    """`[awards]`: recognition by peers, without legal effect."""

    enabled: bool
    self_nomination: bool = False


class Retention(Table, frozen=True, kw_only=True):
    """`[retention]`: how long personal traces are kept. Every key has a default, so the table may be left out.

    Rolls and papers are kept `rolls_and_papers_months` after the time for challenge ends; the table that ties ballot
    handles to people is emptied `handles_days` after it. Sent mail is kept `sent_mail_days` and sign-in records
    `sign_in_days`. Former members stay on the register for ever, their contact details `former_contact_months`.
    Minutes say their own time in `[minutes]`, consultations in `[consultation]`.
    """

    rolls_and_papers_months: int = 12
    handles_days: int = 0
    sent_mail_days: int = 90
    sign_in_days: int = 90
    former_contact_months: int = 12


class Support(Table, frozen=True, kw_only=True):
    """`[support]`: help with voting. Every key has a default, so the table may be left out.

    One supporter may help `max_members_in_a_ballot` members in one ballot (0: as many as ask), and the secretary is
    told when somebody reaches that number. `carers_may_help` is about those who deliver the member's care: where they
    may, the page says that they do. `candidates_may_help` is about those who stand in the same ballot.
    """

    max_members_in_a_ballot: int = 2
    carers_may_help: bool = True
    candidates_may_help: bool = False
