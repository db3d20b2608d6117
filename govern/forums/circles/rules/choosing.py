"""Who says who is in a team: the person it is around, themselves or through a supporter who notes it (M19, M42).

Each change keeps who chose, how they said it, who was there, and who wrote it down. A care manager, a facilitator or
an officer changes nothing by themselves.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from govern.constituencies.representation.rules import HowConsented
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.errors import NotAllowed, NotValid
from govern.sentences import Sentence


class Change(StrEnum):
    """What the person chose."""

    BEGAN = "began"
    LET_IN = "let_in"
    LET_GO = "let_go"
    OPENED = "opened"
    CLOSED = "closed"
    ENDED = "ended"


CHANGES = {
    Change.BEGAN: Sentence("The team begins"),
    Change.LET_IN: Sentence("Let somebody in"),
    Change.LET_GO: Sentence("Let somebody go"),
    Change.OPENED: Sentence("Others may know of the team"),
    Change.CLOSED: Sentence("Only the team knows of it"),
    Change.ENDED: Sentence("The team ends"),
}


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """How the person said it, as whoever was with them wrote it down; on their own page nothing needs to be said."""

    how: HowConsented = HowConsented.OWN_PAGE
    expressed: str = ""
    present: str = ""
    chosen_on: date | None = None


def check_choice(
    choice: Choice, today: date, *, own: bool, leader: str, lets_in_self: bool = False, delivers_care: bool = False
) -> None:
    """`own`: the person did it on their own page. Raises `NotValid` or `NotAllowed`.

    Somebody who delivers the person's care never notes that they themselves are let in: that is for another.
    """
    if own:
        return
    if choice.how is HowConsented.OWN_PAGE:
        raise NotValid("Say how {name} said so.", field="how", name=leader)
    if not choice.expressed.strip():
        raise NotValid("Say in a sentence how {name} showed it.", field="expressed", name=leader)
    if not choice.present.strip():
        raise NotValid("Say who was there.", field="present")
    if choice.chosen_on is None:
        raise NotValid("Say on which day {name} chose this.", field="chosen_on", name=leader)
    if choice.chosen_on > today:
        raise NotValid("This day is still to come. Type the day on which it was said.", field="chosen_on")
    if lets_in_self and delivers_care:
        raise NotAllowed(
            "You deliver {name}'s care, so somebody else has to note that {name} wants you in the team.",
            field="person",
            name=leader,
        )


def check_leader(book: Rulebook, follows: str | None, groups: tuple[str, ...]) -> None:
    """A team is around somebody whom the rules let lead one (M19). Raises `NotAllowed`."""
    led_by = book.body(follows).led_by if follows else None
    if not groups:
        raise NotAllowed("Only a member of the society leads a team. Join first.")
    if led_by is not None and led_by not in groups:
        raise NotAllowed(
            "By the rules a team is led by the person it supports ({rule}). Choose that person.",
            rule=citation(f"body.{follows}", book),
        )
