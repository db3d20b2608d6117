"""The stages of a meeting and the kinds of things in it; which step is allowed when. Source: domain.md 2.4."""

from __future__ import annotations

from enum import StrEnum

from govern.errors import WrongMoment
from govern.sentences import Sentence

GENERAL = "general"


class MeetingKind(StrEnum):
    """Annual general meeting, another general meeting, a meeting of the board, or a gathering of a forum."""

    AGM = "agm"
    GM = "gm"
    BOARD = "board"
    FORUM = "forum"


#: Meetings of all members; the others are of those who sit on a body, or of a forum.
OF_MEMBERS = frozenset({MeetingKind.AGM, MeetingKind.GM})


class Stage(StrEnum):
    """Where a meeting stands in its life (domain.md 2.4)."""

    DRAFT = "draft"
    NOTICED = "noticed"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What an officer does with a meeting."""

    NOTICE = "notice"
    CORRECT = "correct"
    OPEN = "open"
    CLOSE = "close"
    ADJOURN = "adjourn"
    CANCEL = "cancel"


class ItemKind(StrEnum):
    """What an item of business is for: to be heard, decided, elected, or talked about."""

    REPORT = "report"
    MOTION = "motion"
    ELECTION = "election"
    TALK = "talk"


class Outcome(StrEnum):
    """What became of an item. DECIDED needs the quorum at that minute."""

    HEARD = "heard"
    DECIDED = "decided"
    PUT_OFF = "put_off"
    WITHDRAWN = "withdrawn"


class NoticeKind(StrEnum):
    """The first notice, one that puts it right, the news that the meeting is off, or when it goes on."""

    FIRST = "first"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    ADJOURNMENT = "adjournment"


class Channel(StrEnum):
    """How a notice reaches somebody."""

    EMAIL = "email"
    POST = "post"


class Mode(StrEnum):
    """How somebody is here. The names are those of the rulebook's quorum."""

    IN_PERSON = "in_person"
    REMOTE = "remote"


VOTED_ON = frozenset({ItemKind.MOTION, ItemKind.ELECTION})
#: Ways of filling seats that are a vote of members.
ELECTED_BY = frozenset({"stv", "block_vote", "approval"})

NEXT = {
    (Stage.DRAFT, Step.NOTICE): Stage.NOTICED,
    (Stage.NOTICED, Step.CORRECT): Stage.NOTICED,
    (Stage.NOTICED, Step.OPEN): Stage.OPEN,
    (Stage.OPEN, Step.CLOSE): Stage.CLOSED,
    (Stage.OPEN, Step.ADJOURN): Stage.NOTICED,
    (Stage.NOTICED, Step.ADJOURN): Stage.NOTICED,
    (Stage.DRAFT, Step.CANCEL): Stage.CANCELLED,
    (Stage.NOTICED, Step.CANCEL): Stage.CANCELLED,
}
STANDING = {
    Stage.DRAFT: Sentence("No notice of this meeting has gone out. Finish the agenda and send the notice first."),
    Stage.NOTICED: Sentence(
        "The notice of this meeting has gone out. Correct the notice, and everybody is told again."
    ),
    Stage.OPEN: Sentence(
        "The meeting is on, so this cannot be changed any more. What is decided goes into the minutes."
    ),
    Stage.CLOSED: Sentence("This meeting is over, and nothing of it changes. A correction goes into the minutes."),
    Stage.CANCELLED: Sentence("This meeting was called off. Call a new meeting instead."),
}


def after(stage: Stage, step: Step) -> Stage:
    """The stage a step leads to. Raises `WrongMoment`, saying where the meeting stands and what can be done."""
    try:
        return NEXT[stage, step]
    except KeyError:
        raise WrongMoment(STANDING[stage]) from None


def check_draft(stage: Stage) -> None:
    """Before the notice things are simply changed. Raises `WrongMoment`."""
    if stage is not Stage.DRAFT:
        raise WrongMoment(STANDING[stage])


def check_agenda_open(stage: Stage, *, of_a_forum: bool = False) -> None:
    """No business outside the notice (invariant 23), but a forum adds to its agenda until it opens.

    Raises `WrongMoment`.
    """
    if stage is Stage.NOTICED and of_a_forum:
        return
    if stage is Stage.NOTICED:
        raise WrongMoment(
            "The notice has gone out, and a meeting deals only with what its notice names. "
            "Correct the notice to add business."
        )
    check_draft(stage)


def check_may_attend(stage: Stage) -> None:
    """People come to a meeting that has been called and is not over. Raises `WrongMoment`."""
    if stage not in (Stage.NOTICED, Stage.OPEN):
        raise WrongMoment(STANDING[stage])


def check_on(stage: Stage) -> None:
    """Items are settled while the meeting is on. Raises `WrongMoment`."""
    if stage is Stage.NOTICED:
        raise WrongMoment("The meeting has not been opened. Check people in, then open it.")
    if stage is not Stage.OPEN:
        raise WrongMoment(STANDING[stage])


def check_may_have_ballot(stage: Stage) -> None:
    """A ballot belongs to a meeting that is to come or is on. Raises `WrongMoment`."""
    if stage in (Stage.CLOSED, Stage.CANCELLED):
        raise WrongMoment(STANDING[stage])
