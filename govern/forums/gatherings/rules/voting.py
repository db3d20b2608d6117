"""A vote of one forum alone: which kinds there are, and what it may be said to do."""

from __future__ import annotations

from enum import StrEnum

from govern.ballots.rules import OptionDraft, Weight
from govern.errors import NotValid
from govern.languages import LANGUAGES
from govern.sentences import Sentence

#: What a vote of a forum may do; awards are the society's.
WEIGHTS = (Weight.DECIDES, Weight.ADVISES, Weight.VIEWS)


class VoteKind(StrEnum):
    """Several things to choose from, or yes and no."""

    SEVERAL = "several"
    YES_NO = "yes_no"


def check_weight(weight: Weight) -> None:
    """Raises `NotValid`."""
    if weight not in WEIGHTS:
        raise NotValid("Choose what the vote does. It is said before anybody votes.", field="weight")


def yes_and_no(languages: tuple[str, ...]) -> tuple[OptionDraft, ...]:
    """The two answers, in each language of the society."""
    known = [code for code in languages if code in LANGUAGES]
    return tuple(
        OptionDraft(title={code: LANGUAGES[code].say(word) for code in known})
        for word in (Sentence("Yes"), Sentence("No"))
    )
