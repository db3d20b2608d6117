"""A decision that a second meeting must confirm: when that can be, and how the decision stands until then.

    declared (first) -> awaiting confirmation -> confirmed | lapsed

The days come from the statute and from the rules; where both speak, the narrower window holds. Source: domain report
2.4 "Ballot (resolution)", invariant 40, W7; CCBSA 2014 s111 and s113.
"""

from __future__ import annotations

import enum
from datetime import date, timedelta

import msgspec

from govern.ballots.deciding.statutes import Window, confirmation_window, months_after, statute
from govern.sentences import Sentence, Value


class Standing(enum.StrEnum):
    """How a first decision stands: it waits for the second meeting, was confirmed, or has lapsed."""

    AWAITING = "awaiting_confirmation"
    CONFIRMED = "confirmed"
    LAPSED = "lapsed"


class SecondVote(msgspec.Struct, frozen=True):
    """The vote that was to confirm: its day, and whether it was carried."""

    day: date
    carried: bool


def window_of(first_day: date, *, min_days: int, max_months: int, law: str | None, rule: str) -> Window:
    """When the second meeting can be: by the rules' days, and inside the statute's where one is named."""
    window = Window(first_day + timedelta(days=min_days), months_after(first_day, max_months), rule)
    legal = None if law is None else confirmation_window(first_day, statute(law, first_day))
    if legal is None:
        return window
    first, last = max(window.first_day, legal.first_day), min(window.last_day, legal.last_day)
    return Window(first, last, legal.citation)


def standing_of(window: Window, second: SecondVote | None, today: date) -> Standing:
    """Where a first decision that was carried stands on a day. A vote outside the window confirms nothing."""
    if second is not None and second.carried and window.first_day <= second.day <= window.last_day:
        return Standing.CONFIRMED
    if second is not None or today > window.last_day:
        return Standing.LAPSED
    return Standing.AWAITING


def told(standing: Standing, window: Window, second: SecondVote | None) -> tuple[Sentence, ...]:
    """How it stands, in sentences, with what is to be done next."""
    days: dict[str, Value] = {"first": window.first_day, "last": window.last_day, "law": window.citation}
    match standing:
        case Standing.AWAITING:
            return (
                Sentence("This is not in force yet: a second meeting must confirm it."),
                Sentence("That meeting can be on any day from {first} to {last} ({law}).", **days),
            )
        case Standing.CONFIRMED if second is not None:
            return (Sentence("A second meeting confirmed this on {day}.", day=second.day),)
        case _ if second is not None:
            return (Sentence("The second meeting on {day} did not confirm this, so it has lapsed.", day=second.day),)
        case _:
            return (
                Sentence(
                    "No second meeting confirmed this from {first} to {last} ({law}), so it has lapsed.", **days
                ),
                Sentence("To take it up again, begin with a new first meeting."),
            )
