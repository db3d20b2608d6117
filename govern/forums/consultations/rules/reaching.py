"""How near somebody is to a consultation: told of it, asked, asking, or running it."""

from __future__ import annotations

from enum import IntEnum

from govern.errors import NotAllowed, NotFound
from govern.sentences import Sentence


class Part(IntEnum):
    """What somebody has to do with a consultation. Each includes those before it, save that who asks is not asked."""

    NOT_THERE = 0  # they are told nothing, not even that there is one
    TOLD = 1  # what comes out is published to them
    ASKED = 2  # the question is put to them
    ASKS = 3  # they ask people, see those people's profiles, and write down what those showed
    RUNS = 4  # they lead the consultation as a whole


_TOO_FAR = {
    Part.TOLD: Sentence("This page is for members. Sign in first."),
    Part.ASKED: Sentence("This question is put to other people. You can read what came of it when it is over."),
    Part.ASKS: Sentence("Only those who ask people in this consultation see this. Whoever runs it can name you."),
    Part.RUNS: Sentence("Only whoever runs this consultation does this. Ask them."),
}


def check_part(part: Part, needed: Part) -> None:
    """Raises `NotFound` where nothing is to be known of it, `NotAllowed` where it does not open so far."""
    if part is Part.NOT_THERE:
        raise NotFound("There is no such consultation. Go back to the list.")
    if part < needed:
        raise NotAllowed(_TOO_FAR[needed])
