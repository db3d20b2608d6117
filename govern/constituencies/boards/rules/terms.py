"""How long a term runs."""

from __future__ import annotations

from datetime import date

from govern.errors import NotValid


def end_of_term(from_on: date, years: int) -> date:
    """The day a term is due to end: so many years on; a 29 February becomes the 28th."""
    try:
        return from_on.replace(year=from_on.year + years)
    except ValueError:
        return from_on.replace(year=from_on.year + years, day=28)


def span_is_right(from_on: date, due_on: date | None) -> None:
    if due_on is not None and due_on <= from_on:
        raise NotValid("The term has to end after it begins. Change one of the two days.", field="due_on")
