"""Who the society is in law, and the groups its members belong to."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

from govern.constituencies.rulebook.book.tables.one import Table

LegalForm = Literal[
    "cooperative_society",
    "community_benefit_society",
    "company_limited_by_guarantee",
    "cooperative_company",
    "cic",
    "cio",
    "unincorporated_cooperative",
    "it_cooperativa_sociale_a",
    "it_cooperativa_sociale_b",
    "qc_cooperative_solidarite",
    "fr_scic",
]
Kind = Literal[
    "user",
    "worker",
    "community",
    "family",
    "investor",
    "principal",
    "supporting",
    "public_body",
    "society",
    "founder",
]
Votes = Literal["full", "capped", "none"]


class Society(Table, frozen=True, kw_only=True):
    """`[society]`: name, legal form and law, languages, and which version of the rules this is.

    `derived_from` is the id of the rules that these began as: an example of the shelf, or another society's.
    `registered_number` is the number under which a registrar knows the society; papers and copies bear it.
    `member_age` and `director_age` are the youngest ages, in years (Co-operatives UK multi-stakeholder model rules).
    """

    id: str
    name: str
    name_cy: str | None = None
    legal_form: LegalForm
    linked_company: str | None = None
    charity: bool
    jurisdiction: str
    languages: tuple[str, ...]
    version: str
    effective_from: date
    financial_year_end: str
    derived_from: str | None = None
    registered_number: str | None = None
    member_age: int = 16
    director_age: int = 18


class Constituency(Table, frozen=True, kw_only=True):
    """`[[constituency]]`: one group of members with rights of its own.

    `weight` is its share of the whole where groups are weighted; `vote_cap` the most its votes may come to where it
    has one vote each under a ceiling. `barred_from` names kinds of resolution it has no vote on.
    """

    id: str
    name: str
    name_cy: str | None = None
    plain_name: str
    plain_name_cy: str | None = None
    kind: Kind
    votes: Votes
    weight: Fraction | None = None
    vote_cap: Fraction | None = None
    barred_from: tuple[str, ...] = ()
    eligibility: tuple[str, ...]
    ends_when: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    natural_persons: bool = True
    organisations: bool = False
    representative_required: bool = False
    register_section: str | None = None
    closed: bool = False
