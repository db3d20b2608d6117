"""Thresholds can be reached, and are worth reaching; one matter is decided in one way."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from govern.constituencies.rulebook.book.problems import Path, Problem
from govern.constituencies.rulebook.book.ratios import read_ratio
from govern.constituencies.rulebook.book.tables import Resolution, Tables
from govern.errors import NotValid
from govern.sentences import Sentence

HALF = Fraction(1, 2)
LONGEST_MONTH = 31
COMPANIES = {"company_limited_by_guarantee", "cooperative_company", "cic"}
SOCIETIES = {"cooperative_society", "community_benefit_society"}


def thresholds_can_be_reached(tables: Tables) -> Iterator[Problem]:
    for number, kind in enumerate(tables.resolutions):
        for key, op, of in _shares(kind):
            if op == "gt" and of == 1:
                wrong = Sentence("More than all can never be reached. Write op = “ge”.")
                yield Problem(("resolution", number, *key), wrong)
            if of == 0:
                wrong = Sentence("None at all would be enough. Write a share above 0%.")
                yield Problem(("resolution", number, *key), wrong)


def a_few_do_not_decide_for_all(tables: Tables) -> Iterator[Problem]:
    for number, kind in enumerate(tables.resolutions):
        if 0 < kind.pass_.of < HALF:
            wrong = Sentence("Fewer than half would decide. Write of = “1/2” or more.")
            yield Problem(("resolution", number, "pass"), wrong)


def confirming_meetings_have_a_window(tables: Tables) -> Iterator[Problem]:
    for number, kind in enumerate(tables.resolutions):
        confirm = kind.confirm
        if confirm is not None and confirm.min_days > confirm.max_months * LONGEST_MONTH:
            wrong = Sentence(
                "No day is left: the second meeting is {days} days later at the earliest and {months} months at the "
                "latest. Write fewer days or more months.",
                days=confirm.min_days, months=confirm.max_months,
            )  # fmt: skip
            yield Problem(("resolution", number, "confirm"), wrong)


def a_matter_has_one_kind(tables: Tables) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for number, kind in enumerate(tables.resolutions):
        for matter in kind.used_for:
            if seen.get(matter, kind.id) != kind.id:
                wrong = Sentence(
                    "“{matter}” is decided by “{other}” already. Each matter has one kind of decision.",
                    matter=matter, other=seen[matter],
                )  # fmt: skip
                yield Problem(("resolution", number, "used_for"), wrong)
            seen.setdefault(matter, kind.id)


def statutes_fit_the_legal_form(tables: Tables) -> Iterator[Problem]:
    """The 2006 Act is about companies, the 2014 Act about societies."""
    form = tables.society.legal_form
    for number, kind in enumerate(tables.resolutions):
        act = (kind.statutory or "").partition("_")[0]
        if act == "ca2006" and form not in COMPANIES:
            wrong = Sentence("The Companies Act is about companies, which this is not. Take statutory out.")
            yield Problem(("resolution", number, "statutory"), wrong)
        if act == "ccbsa" and form not in SOCIETIES:
            wrong = Sentence("The Act of 2014 is about societies, which this is not. Take statutory out.")
            yield Problem(("resolution", number, "statutory"), wrong)


def special_resolutions_are_of_votes_cast(tables: Tables) -> Iterator[Problem]:
    """Companies Act 2006 s283: a majority of those who vote; a base of those present would be another rule."""
    for number, kind in enumerate(tables.resolutions):
        if kind.statutory == "ca2006_s283" and kind.pass_.base != "cast":
            wrong = Sentence("Section 283 of the Companies Act 2006 counts the votes cast. Write base = “cast”.")
            yield Problem(("resolution", number, "pass"), wrong)


def consent_first_needs_consent(tables: Tables) -> Iterator[Problem]:
    for number, kind in enumerate(tables.resolutions):
        if kind.consent_first and not tables.consent.enabled:
            wrong = Sentence("Consent is looked for first, so [consent] has to say how. Write enabled = true there.")
            yield Problem(("resolution", number, "consent_first"), wrong)


def raising_leads_to_more(tables: Tables) -> Iterator[Problem]:
    """A group may raise a decision to a kind that is harder to pass, not to the easiest there is."""
    raised = next((k for k in tables.resolutions if k.id == tables.voting.class_may_raise_to), None)
    others = [k for k in tables.resolutions if raised is not None and k.id != raised.id]
    if raised is not None and all(raised.pass_.of <= k.pass_.of and raised.each_class is None for k in others):
        wrong = Sentence("No other kind is easier to pass than “{kind}”. Name a stricter kind.", kind=raised.id)
        yield Problem(("voting", "class_may_raise_to"), wrong)


def _shares(kind: Resolution) -> Iterator[tuple[Path, str, Fraction]]:
    yield ("pass",), kind.pass_.op, kind.pass_.of
    for key in ("each_class", "turnout", "confirm"):
        part = getattr(kind, key)
        if part is not None:
            yield (key,), part.op, part.of
    if kind.electronic is not None:
        yield ("electronic", "pass"), kind.electronic.pass_.op, kind.electronic.pass_.of
        try:
            share = None if kind.electronic.turnout == "quorum" else read_ratio(kind.electronic.turnout)
        except NotValid:
            return  # said by a check of its own
        if share is not None:
            yield ("electronic", "turnout"), "ge", share


CHECKS = (
    thresholds_can_be_reached,
    a_few_do_not_decide_for_all,
    confirming_meetings_have_a_window,
    a_matter_has_one_kind,
    statutes_fit_the_legal_form,
    special_resolutions_are_of_votes_cast,
    consent_first_needs_consent,
    raising_leads_to_more,
)
