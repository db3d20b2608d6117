"""Who was heard at a gathering, and in which way. One row a person and gathering: whether somebody was heard, never
how often or how long, so that nobody can be put in an order by it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from govern.errors import NotValid, WrongMoment
from govern.forums.gatherings.rules.standing import Standing
from govern.meetings.rules import Stage
from govern.sentences import Sentence

#: So long after a gathering it can still be written down who was heard. Our own choice: after two weeks nobody knows.
STILL_KNOWN = timedelta(days=14)


class HeardWay(StrEnum):
    """The way in which somebody said something. All ways count the same."""

    SPOKE = "spoke"
    SIGNED = "signed"
    DEVICE = "device"
    SYMBOLS = "symbols"
    SHOWED = "showed"
    SUPPORTER = "supporter"
    BEFORE = "before"  # what they wrote or told beforehand was brought in


HEARD_WORDS = {
    HeardWay.SPOKE: Sentence("Spoke"),
    HeardWay.SIGNED: Sentence("Signed"),
    HeardWay.DEVICE: Sentence("With a talking device"),
    HeardWay.SYMBOLS: Sentence("With symbols or pictures"),
    HeardWay.SHOWED: Sentence("Showed it: with eyes, hands or a thing"),
    HeardWay.SUPPORTER: Sentence("Through a supporter"),
    HeardWay.BEFORE: Sentence("Wrote or told it beforehand"),
}


def check_notes_heard(stage: Stage, closed_at: datetime | None, at: datetime) -> None:
    """From the agenda on until two weeks after the end. Raises `WrongMoment`."""
    if stage is Stage.CLOSED and closed_at is not None and at - closed_at > STILL_KNOWN:
        raise WrongMoment("This gathering was over two weeks ago. Who was heard in it stays as it was written down.")
    if stage not in (Stage.NOTICED, Stage.OPEN, Stage.CLOSED):
        raise WrongMoment("Nobody is heard at this gathering now. Send its agenda first, or look at another one.")


def check_heard(way: HeardWay, standing: Standing | None, *, came: bool) -> None:
    """Whether somebody can have been heard in this way. Raises `NotValid`."""
    if standing is Standing.OBSERVER:
        raise NotValid("Observers listen. Nothing is written down of them here.")
    if not came and way is not HeardWay.BEFORE:
        raise NotValid(
            "This person is not on the list of those who came. Check them in first, or press that they wrote or told "
            "it beforehand."
        )
