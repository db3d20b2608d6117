"""What is offered to a forum, and by when it answers (M14)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from govern.constituencies.rulebook.book.tables import ForumLayer
from govern.sentences import Sentence


class OfferKind(StrEnum):
    """What somebody offers."""

    VENUE = "venue"
    TIME = "time"
    GOODS = "goods"
    OTHER = "other"


OFFER_WORDS = {
    OfferKind.VENUE: Sentence("A place to meet"),
    OfferKind.TIME: Sentence("Time and help"),
    OfferKind.GOODS: Sentence("Things we can use"),
    OfferKind.OTHER: Sentence("Something else"),
}


class OfferAnswer(StrEnum):
    """What the forum says to it."""

    TAKEN = "taken"
    NO_THANKS = "no_thanks"


ANSWER_WORDS = {
    OfferAnswer.TAKEN: Sentence("Yes, we take it up"),
    OfferAnswer.NO_THANKS: Sentence("No, thank you"),
}


def answer_by(layer: ForumLayer, offered_on: date) -> date:
    """The last day on which the answer is in time."""
    return offered_on + timedelta(days=layer.respond_within_days)


def is_late(due_on: date, answered_on: date | None, today: date) -> bool:
    """Whether the answer came too late, or has not come and its day is over."""
    return (answered_on or today) > due_on
