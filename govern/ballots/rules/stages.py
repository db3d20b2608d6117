"""The stages of a ballot's life, and which step leads from one to the next."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

from govern.errors import GovernError, WrongMoment
from govern.sentences import Sentence


class Stage(StrEnum):
    """Where a ballot stands in its life (decision 12). `mixed` and `decrypted` come with sealed slips."""

    DRAFT = "draft"
    PUBLISHED = "published"
    FROZEN = "frozen"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    DECLARED = "declared"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What an officer, or the clock, does with a ballot."""

    EDIT = "edit"
    PUBLISH = "publish"
    FREEZE = "freeze"
    OPEN = "open"
    CLOSE = "close"
    COUNT = "count"
    DECLARE = "declare"
    ARCHIVE = "archive"
    WITHDRAW = "withdraw"


class ContestKind(StrEnum):
    """What one contest asks."""

    RESOLUTION = "resolution"
    ELECTION = "election"
    OPTION = "option"


class Method(StrEnum):
    """How an election is counted, as the rulebook names it."""

    STV = "stv"
    BLOCK_VOTE = "block_vote"
    APPROVAL = "approval"


class Readers(StrEnum):
    """How many people with lived experience have read the Easy Read and said it is clear (decision 41)."""

    NONE = "none"
    ONE = "one"
    TWO = "two"


class Answer(StrEnum):
    """What came of "I did not cast this vote"."""

    STANDS = "stands"
    VOTED_AGAIN = "voted_again"
    STRUCK = "struck"


class WhyStruck(StrEnum):
    """Why an entry of a frozen roll was struck before voting opened (invariant 2)."""

    DIED = "died"
    LEFT = "left"
    MERGED = "merged"


#: What the log says of it. It names nobody, and stands there in English for all readers of the log.
STRUCK_BEFORE_OPENING = {
    WhyStruck.DIED: "This voter died before voting opened.",
    WhyStruck.LEFT: "This voter was no member any more when voting opened.",
    WhyStruck.MERGED: "This voter stood on the roll twice; the other entry stays.",
}


class Refusal(msgspec.Struct, frozen=True):
    """What a broken constraint means to a person."""

    kind: type[GovernError]
    words: Sentence

    def raised(self) -> GovernError:
        return self.kind(self.words)


NEXT: dict[tuple[Stage, Step], Stage] = {
    (Stage.DRAFT, Step.EDIT): Stage.DRAFT,
    (Stage.DRAFT, Step.PUBLISH): Stage.PUBLISHED,
    (Stage.PUBLISHED, Step.FREEZE): Stage.FROZEN,
    (Stage.FROZEN, Step.OPEN): Stage.OPEN,
    (Stage.OPEN, Step.CLOSE): Stage.CLOSED,
    (Stage.CLOSED, Step.COUNT): Stage.COUNTED,
    (Stage.COUNTED, Step.COUNT): Stage.COUNTED,
    (Stage.COUNTED, Step.DECLARE): Stage.DECLARED,
    (Stage.DECLARED, Step.ARCHIVE): Stage.ARCHIVED,
    (Stage.DRAFT, Step.WITHDRAW): Stage.WITHDRAWN,
    (Stage.PUBLISHED, Step.WITHDRAW): Stage.WITHDRAWN,
    (Stage.FROZEN, Step.WITHDRAW): Stage.WITHDRAWN,
    (Stage.OPEN, Step.WITHDRAW): Stage.WITHDRAWN,
}

_WHERE_IT_STANDS: dict[Stage, Sentence] = {
    Stage.DRAFT: Sentence(
        "This vote is still being prepared, so this cannot be done yet. See what is missing first."
    ),
    Stage.PUBLISHED: Sentence(
        "The papers of this vote are published and the roll is not frozen yet, so this cannot be done "
        "now. Freeze the roll next."
    ),
    Stage.FROZEN: Sentence(
        "The roll of this vote is frozen and voting has not begun, so this cannot be done now. "
        "Open the vote next, or withdraw it."
    ),
    Stage.OPEN: Sentence("This vote is open, so this cannot be done now. Wait until it has closed, or close it."),
    Stage.CLOSED: Sentence("This vote is closed already, so this cannot be done any more. It can be counted now."),
    Stage.COUNTED: Sentence("This vote is counted already, so this cannot be done any more. It can be declared now."),
    Stage.DECLARED: Sentence(
        "The result of this vote is declared already, so this cannot be done any more. Look at the result."
    ),
    Stage.ARCHIVED: Sentence(
        "This vote is over and kept in the archive, so nothing in it can change. Look at the result."
    ),
    Stage.WITHDRAWN: Sentence(
        "This vote was withdrawn, so nothing in it can change. Make a new vote if one is needed."
    ),
}


def after(stage: Stage, step: Step) -> Stage:
    """The stage to which a step leads. Raises WrongMoment, saying where the ballot stands and what can be done."""
    try:
        return NEXT[stage, step]
    except KeyError:
        raise WrongMoment(_WHERE_IT_STANDS[stage]) from None


def allows(stage: Stage, step: Step) -> bool:
    return (stage, step) in NEXT


def next_number(year: int, taken: tuple[str, ...]) -> str:
    """The number of the next ballot of a year: "2026-4" after "2026-3"."""
    places = [int(number.partition("-")[2]) for number in taken if number.startswith(f"{year}-")]
    return f"{year}-{max(places, default=0) + 1}"


def record_day(opens_at: datetime, days_before: int, time_zone: str) -> date:
    """The day on which membership decides who is on the roll, counted back from the opening (decision 12)."""
    return opens_at.astimezone(ZoneInfo(time_zone)).date() - timedelta(days=days_before)


def local_day(at: datetime, time_zone: str) -> date:
    """The calendar day of a moment where the society is."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def noon_of(day: date, time_zone: str) -> datetime:
    """Noon of a day where the society is: a moment that has the same date in neighbouring time zones."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(time_zone))
