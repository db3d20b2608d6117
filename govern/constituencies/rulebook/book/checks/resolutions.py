"""Kinds of decisions: what the law fixes may not be weakened, and what they refer to exists."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from govern.constituencies.rulebook.book.problems import Problem
from govern.constituencies.rulebook.book.ratios import read_ratio
from govern.constituencies.rulebook.book.tables import Resolution, Tables
from govern.errors import NotValid
from govern.sentences import Sentence

THREE_QUARTERS, TWO_THIRDS, HALF = Fraction(3, 4), Fraction(2, 3), Fraction(1, 2)
CONFIRM_DAYS, CONFIRM_MONTHS = 14, 1


def society_statutes_count_heads(tables: Tables) -> Iterator[Problem]:
    """CCBSA 2014 s111 and s113 count the eligible members who vote (invariant 39)."""
    for number, kind in enumerate(tables.resolutions):
        if kind.statutory in ("ccbsa_s111", "ccbsa_s113") and (kind.basis or tables.voting.basis) != "omov":
            wrong = Sentence("The law counts heads for this kind of decision. Write basis = “omov”.")
            yield Problem(("resolution", number, "basis"), wrong)


def section_113_is_not_weakened(tables: Tables) -> Iterator[Problem]:
    for number, kind in enumerate(tables.resolutions):
        if kind.statutory == "ccbsa_s113" and not (_passes_113(kind) and _is_confirmed_by_law(kind)):
            wrong = Sentence(
                "Section 113 needs at least 3/4 of votes cast, a turnout of at least 1/2 and a second meeting. "
                "That one confirms by more than 1/2, after 14 days and within a month."
            )
            yield Problem(("resolution", number), wrong)


def section_111_is_not_weakened(tables: Tables) -> Iterator[Problem]:
    for number, kind in enumerate(tables.resolutions):
        enough = kind.pass_.of >= TWO_THIRDS and kind.pass_.base == "cast"
        if kind.statutory == "ccbsa_s111" and not (enough and _is_confirmed_by_law(kind)):
            wrong = Sentence(
                "Section 111 needs at least two-thirds (2/3) of votes cast and a second meeting. "
                "That one confirms by more than 1/2, after 14 days and within a month."
            )
            yield Problem(("resolution", number), wrong)


def section_283_is_not_weakened(tables: Tables) -> Iterator[Problem]:
    for number, kind in enumerate(tables.resolutions):
        if kind.statutory == "ca2006_s283" and (kind.pass_.of < THREE_QUARTERS or kind.pass_.op != "ge"):
            wrong = Sentence(
                "Section 283 of the Companies Act 2006 needs at least 75%. Write op = “ge” and of = “3/4”."
            )
            yield Problem(("resolution", number, "pass"), wrong)


def electronic_turnout_can_be_read(tables: Tables) -> Iterator[Problem]:
    for number, kind in enumerate(tables.resolutions):
        if kind.electronic is None or kind.electronic.turnout == "quorum":
            continue
        try:
            read_ratio(kind.electronic.turnout)
        except NotValid:
            wrong = Sentence("Write “quorum” or a share like “51%”.")
            yield Problem(("resolution", number, "electronic", "turnout"), wrong)


def raising_names_a_kind(tables: Tables) -> Iterator[Problem]:
    raised = tables.voting.class_may_raise_to
    if raised is not None and raised not in {kind.id for kind in tables.resolutions}:
        wrong = Sentence("“{kind}” is no [[resolution]] here.", kind=raised)
        yield Problem(("voting", "class_may_raise_to"), wrong)


def ballots_outside_a_meeting_have_a_share(tables: Tables) -> Iterator[Problem]:
    quorum = tables.ballot.quorum
    if quorum is not None and quorum.rule != "number" and quorum.share is None:
        yield Problem(
            ("ballot", "quorum"), Sentence("A share is needed, because the rule compares it with the number.")
        )


def _passes_113(kind: Resolution) -> bool:
    passing, turnout = kind.pass_, kind.turnout
    enough = passing.op == "ge" and passing.of == THREE_QUARTERS and passing.base == "cast"
    return enough and turnout is not None and turnout.of == HALF


def _is_confirmed_by_law(kind: Resolution) -> bool:
    """A second meeting by simple majority, not less than 14 days and not more than a month after the first."""
    confirm = kind.confirm
    if confirm is None:
        return False
    majority = (confirm.op, confirm.of, confirm.base) == ("gt", HALF, "cast")
    return majority and confirm.min_days >= CONFIRM_DAYS and confirm.max_months == CONFIRM_MONTHS


CHECKS = (
    society_statutes_count_heads,
    section_113_is_not_weakened,
    section_111_is_not_weakened,
    section_283_is_not_weakened,
    electronic_turnout_can_be_read,
    raising_names_a_kind,
    ballots_outside_a_meeting_have_a_share,
)
