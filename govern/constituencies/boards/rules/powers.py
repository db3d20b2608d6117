"""What a body may still do when too few of it are in office, and when members elect it at all.

Invariant 21 (Co-operatives UK multi-stakeholder model rules): directors under the quorum may only fill seats or call
a general meeting. W26: elections begin with the admission that brings the society to the number in its rules, and
they go on if somebody leaves afterwards.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

import msgspec

from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.book.tables import Elections
from govern.constituencies.rulebook.rules import called
from govern.errors import NotAllowed
from govern.sentences import Sentence


class Act(StrEnum):
    """What a body may set out to do."""

    FILL_A_SEAT = "fill_a_seat"
    CALL_GENERAL_MEETING = "call_general_meeting"
    DECIDE = "decide"


class TooFewInOffice(NotAllowed):
    """A body with fewer in office than its quorum."""


def needed_in_office(book: Rulebook, body_id: str) -> int:
    """How many have to be in office before a body may do anything but become more: the number of its quorum. Where
    the quorum is a share of those in office only, the fewest directors the rules allow."""
    quorum = book.quorum_of(body_id)
    number = quorum.number if quorum is not None else 0
    return number or book.body(body_id).min_directors or 0


def _rule_needed(book: Rulebook, body_id: str) -> Sentence:
    quorum = book.quorum_of(body_id)
    return citation(f"quorum.{body_id}" if quorum is not None and quorum.number else f"body.{body_id}", book)


def is_under_quorum(book: Rulebook, body_id: str, in_office: int) -> bool:
    return in_office < needed_in_office(book, body_id)


def may_act(book: Rulebook, body_id: str, in_office: int, act: Act) -> None:
    """Whether a body may do this with so many voting members in office. Raises `TooFewInOffice` (invariant 21)."""
    if act is Act.DECIDE and is_under_quorum(book, body_id, in_office):
        raise TooFewInOffice(
            "{body} has {count} in office and needs {needed} ({rule}). Until then it may only fill seats or call a "
            "general meeting.",
            rule=_rule_needed(book, body_id),
            body=called(book.body(body_id)),
            count=in_office,
            needed=needed_in_office(book, body_id),
        )


class Trigger(msgspec.Struct, frozen=True):
    """That elections have begun: on which day, with how many members, and until when people can be named."""

    reached_on: date
    members: int
    nominations_until: date


def elections_begin(elections: Elections, members: int, on: date) -> Trigger | None:
    """Whether an admission on a day brings the society to the number at which elections begin (W26). Who asks keeps
    the answer: it does not become untrue when somebody leaves."""
    if elections.trigger_members and members >= elections.trigger_members:
        return Trigger(on, members, on + timedelta(days=elections.nomination_days))
    return None
