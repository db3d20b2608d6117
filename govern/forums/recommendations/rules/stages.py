"""Where a recommendation stands in its life, and which step leads where (domain.md 2.4)."""

from __future__ import annotations

from enum import StrEnum

from govern.errors import WrongMoment
from govern.sentences import Sentence


class Stage(StrEnum):
    """Where it stands."""

    DRAFT = "draft"
    DROPPED = "dropped"
    WITH = "with"  # a layer owes the answer
    HELD = "held"  # that layer put it off until a day
    ANSWER_DUE = "answer_due"  # answered for good; the first forum has not heard it yet
    RECEIVED = "received"
    ACCEPTED = "accepted"
    APPEALED = "appealed"
    MOVED = "moved"  # a motion to the general meeting was asked for
    SETTLED = "settled"  # the appeal or the general meeting has said the last word


class Step(StrEnum):
    """What somebody does with it."""

    AGREE = "agree"
    DROP = "drop"
    CLIMB = "climb"
    HOLD = "hold"
    END = "end"
    RECEIVE = "receive"
    ACCEPT = "accept"
    ASK_AGAIN = "ask_again"
    APPEAL = "appeal"
    MOVE = "move"
    SETTLE = "settle"


NEXT = {
    (Stage.DRAFT, Step.AGREE): Stage.WITH,
    (Stage.DRAFT, Step.DROP): Stage.DROPPED,
    (Stage.WITH, Step.CLIMB): Stage.WITH,
    (Stage.HELD, Step.CLIMB): Stage.WITH,
    (Stage.WITH, Step.HOLD): Stage.HELD,
    (Stage.HELD, Step.HOLD): Stage.HELD,
    (Stage.WITH, Step.END): Stage.ANSWER_DUE,
    (Stage.HELD, Step.END): Stage.ANSWER_DUE,
    (Stage.ANSWER_DUE, Step.RECEIVE): Stage.RECEIVED,
    (Stage.RECEIVED, Step.ACCEPT): Stage.ACCEPTED,
    (Stage.RECEIVED, Step.ASK_AGAIN): Stage.WITH,
    (Stage.RECEIVED, Step.APPEAL): Stage.APPEALED,
    (Stage.RECEIVED, Step.MOVE): Stage.MOVED,
    (Stage.APPEALED, Step.SETTLE): Stage.SETTLED,
    (Stage.MOVED, Step.SETTLE): Stage.SETTLED,
    (Stage.SETTLED, Step.APPEAL): Stage.APPEALED,
    (Stage.SETTLED, Step.MOVE): Stage.MOVED,
}
STANDING = {
    Stage.DRAFT: Sentence("The forum has not agreed on this yet. It is agreed at a gathering first."),
    Stage.DROPPED: Sentence("This was taken back before the forum agreed on it. Write a new one."),
    Stage.WITH: Sentence("This is on its way, and others owe an answer now. Its words stand as they are."),
    Stage.HELD: Sentence("This was put off until a day, and others owe an answer by then. Its words stand."),
    Stage.ANSWER_DUE: Sentence("This is answered, and the answer is on its way back to the forum that asked."),
    Stage.RECEIVED: Sentence("The forum that asked has the answer. It says now whether it is satisfied."),
    Stage.ACCEPTED: Sentence("The forum that asked is satisfied with the answer. Write a new one if things change."),
    Stage.APPEALED: Sentence("There is an appeal about this. Wait for what comes of it."),
    Stage.MOVED: Sentence("The members decide about this in a general meeting. Wait for what comes of it."),
    Stage.SETTLED: Sentence("The last word on this is said. Write a new one if things change."),
}
#: Somebody owes an answer.
OWED = frozenset({Stage.WITH, Stage.HELD})
#: There is an answer to read.
ANSWERED = frozenset({Stage.ANSWER_DUE, Stage.RECEIVED, Stage.ACCEPTED, Stage.APPEALED, Stage.MOVED, Stage.SETTLED})
#: Nobody outside the forum knows of it.
INSIDE = frozenset({Stage.DRAFT, Stage.DROPPED})


def after(stage: Stage, step: Step) -> Stage:
    """The stage a step leads to. Raises `WrongMoment`, saying where it stands and what can be done."""
    try:
        return NEXT[stage, step]
    except KeyError:
        raise WrongMoment(STANDING[stage]) from None
