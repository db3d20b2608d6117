"""How long a term runs, how many in a row, and when somebody may serve again (invariant 20)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from govern.constituencies.rulebook.book import citation
from govern.constituencies.rulebook.book.tables import Terms
from govern.errors import NotAllowed, NotValid


def end_of_term(from_on: date, years: int) -> date:
    """The day a term is due to end: so many years on; a 29 February becomes the 28th."""
    try:
        return from_on.replace(year=from_on.year + years)
    except ValueError:
        return from_on.replace(year=from_on.year + years, day=28)


def span_is_right(from_on: date, due_on: date | None) -> None:
    if due_on is not None and due_on <= from_on:
        raise NotValid("The term has to end after it begins. Change one of the two days.", field="due_on")


class TermLimit(NotAllowed):
    """Somebody has served as many terms in a row as the rules allow."""


class Span(msgspec.Struct, frozen=True, order=True):
    """Time on one body: from a day, to the day it ended or is due to end. `before` are full terms in a row that came
    before it and of which nothing more is known."""

    from_on: date
    to_on: date
    before: int = 0


def full_terms(from_on: date, to_on: date, years: int) -> int:
    """How many full terms a time on a body comes to. A part of a term counts if longer than half of it.

    >>> full_terms(date(2020, 5, 1), date(2024, 12, 1), 3)   # three years, and nineteen months of three years
    2
    """
    if years <= 0 or to_on <= from_on:
        return 0
    whole = 0
    while end_of_term(from_on, years * (whole + 1)) <= to_on:
        whole += 1
    begun = end_of_term(from_on, years * whole)
    rest, term = to_on - begun, end_of_term(from_on, years * (whole + 1)) - begun
    return whole + (rest * 2 > term)


def terms_in_a_row(spans: Sequence[Span], from_on: date, years: int) -> int:
    """Full terms served without a break up to a day. A break is longer than half a term (invariant 20, A)."""
    if years <= 0:
        return 0
    longest_gap = (end_of_term(from_on, years) - from_on) / 2
    count, begins = 0, from_on
    for span in sorted((s for s in spans if s.from_on < from_on), reverse=True):
        if begins - min(span.to_on, begins) > longest_gap:
            break
        count += full_terms(span.from_on, min(span.to_on, begins), years) + span.before
        begins = span.from_on
        if span.before:
            break
    return count


def may_serve(terms: Terms, spans: Sequence[Span], from_on: date, due_on: date | None, name: str) -> None:
    """Whether a new time on the body keeps `max_consecutive`; a short rest does not count. Raises `TermLimit`."""
    if not terms.max_consecutive or not terms.years:
        return
    served = terms_in_a_row(spans, from_on, terms.years)
    coming = full_terms(from_on, due_on or end_of_term(from_on, terms.years), terms.years)
    if served + coming > terms.max_consecutive:
        raise TermLimit(
            "{name} has served {served} terms in a row. The rules allow {most} ({rule}). They may stand again after "
            "a break of more than half a term, from {day}.",
            field="person",
            rule=citation("terms.max_consecutive"),
            name=name,
            served=served,
            most=terms.max_consecutive,
            day=may_return_on(spans, from_on, terms.years),
        )


def may_return_on(spans: Sequence[Span], from_on: date, years: int) -> date:
    """The first day on which the row of terms is broken."""
    left = max((min(s.to_on, from_on) for s in spans if s.from_on < from_on), default=from_on)
    return left + (end_of_term(left, years) - left) / 2 + timedelta(days=1)
