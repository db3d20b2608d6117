"""Whoever leads a forum does so for a term, and hands on (M3, invariant 67)."""

from __future__ import annotations

from datetime import date

from govern.constituencies.representation.rules import months_on
from govern.constituencies.rulebook.book.tables import ForumLayer
from govern.errors import NotValid, WrongMoment


def ends_on(layer: ForumLayer, from_on: date) -> date | None:
    """The last day of a term that begins on a day. None: by the rules there is no limit."""
    months = layer.facilitator_rotation_months
    return None if months is None else months_on(from_on, months)


def check_term(layer: ForumLayer, due_on: date | None, today: date) -> None:
    """No agenda goes out after the end of the facilitator's term (invariant 67). Raises `WrongMoment`."""
    if due_on is not None and today > due_on:
        raise WrongMoment(
            "The facilitator's term ended on {day}. Before the next agenda goes out, somebody else takes over, or "
            "the forum decides on a longer term and that stands in its notes. ({rule})",
            day=due_on,
            rule=f"forum_layer.{layer.id}.facilitator_rotation_months",
        )


def check_extension(due_on: date | None, until: date, minute: str) -> None:
    """A longer term is one that stands in the notes (invariant 67). Raises `NotValid`."""
    if due_on is None:
        raise NotValid("By the rules a term has no end here. There is nothing to make longer.", field="until")
    if until <= due_on:
        raise NotValid("The term ends on {day} as it is. Choose a later day.", field="until", day=due_on)
    if not minute.strip():
        raise NotValid("Say where the forum's decision stands, like “Notes of 3 February, item 4”.", field="minute")
