"""Somebody who is asked dies, or leaves the society: nobody asks them any more, and no answer is owed to them.

Neither is a stop (invariant 72): what they showed until then stays written down, is read and counts in the sum. What
needs the person themselves is over: a view is not checked back, becomes no vote (invariant 75), and nothing more may
be told of them (invariant 77). Nobody waits to bring them the answer (invariant 78).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from govern.errors import NotValid, WrongMoment
from govern.sentences import Sentence


class Over(StrEnum):
    """Why somebody is asked no more, whatever they said before."""

    DIED = "died"
    LEFT = "left"


OVER_WORDS = {
    Over.DIED: Sentence("This person has died. Nobody asks them any more, and no answer goes to them."),
    Over.LEFT: Sentence(
        "This person does not belong to the society any more. Nobody asks them, and no answer goes to them."
    ),
}
OVER_TAGS = {Over.DIED: Sentence("Has died"), Over.LEFT: Sentence("Left the society")}


class Ended(msgspec.Struct, frozen=True):
    """From which day on somebody is gone, and why."""

    on: date
    because: Over


def check_goes_on(because: Over | None) -> None:
    """Raises `WrongMoment` for what only the person could still do or agree to."""
    if because is not None:
        raise WrongMoment(OVER_WORDS[because])


def check_was_there(ended: Ended | None, began_on: date) -> None:
    """A sheet or a tablet brings what was shown before. Raises `NotValid` for a later day."""
    if ended is not None and began_on > ended.on:
        raise NotValid(
            "On this day the person could not be asked any more: it ended on {day}. Look at the day, and at whose "
            "sheet it is.",
            field="began_at",
            day=ended.on,
        )
