"""A question and its life: what it must say before it may be put to anybody, and who may do which step.

Source: domain.md 2.4 (micro-consultation) and 2.6: one sentence, one idea, about something near in time.
"""

from __future__ import annotations

import re
from enum import StrEnum

from govern.errors import NotAllowed, NotValid, WrongMoment
from govern.sentences import Sentence


class Stage(StrEnum):
    """Where a consultation stands."""

    DRAFT = "draft"
    CHECKED = "checked"
    OPEN = "open"
    CLOSED = "closed"
    SUMMARISED = "summarised"
    USED = "used"
    ANSWERED = "answered"
    STOPPED = "stopped"


STAGE_WORDS = {
    Stage.DRAFT: Sentence("Being written"),
    Stage.CHECKED: Sentence("Checked, not asked yet"),
    Stage.OPEN: Sentence("People are being asked"),
    Stage.CLOSED: Sentence("Nobody is asked any more"),
    Stage.SUMMARISED: Sentence("The views are summed up"),
    Stage.USED: Sentence("Decided, answers are going back"),
    Stage.ANSWERED: Sentence("Everybody has their answer"),
    Stage.STOPPED: Sentence("Stopped"),
}


class CheckKind(StrEnum):
    """The two readings by a second person before anybody is asked."""

    PLAIN = "plain"
    ETHICS = "ethics"


class Asks(StrEnum):
    """What the question asks: for or against one thing, or which of several."""

    PROPOSAL = "proposal"
    BETWEEN = "between"


class CountsAs(StrEnum):
    """What it means when somebody chooses a card: for or against the proposal, the thing itself, or nothing."""

    FOR = "for"
    AGAINST = "against"
    ITSELF = "itself"
    NOTHING = "nothing"


#: One sentence, one idea. Easy Read has 15 words a line; a question with its time and place may need a few more.
MOST_WORDS = 20
_SENTENCE_END = re.compile(r"[.?!](?:\s|$)")


def check_question(question: str, field: str) -> None:
    """One sentence that ends in a question mark, of twenty words at most. Raises `NotValid`.

    The question of W14 has two short sentences, what is and what might be: two are allowed, three are not.
    """
    if not question.rstrip().endswith("?"):
        raise NotValid("Write it as a question, with a question mark at its end.", field=field)
    if len(question.split()) > MOST_WORDS:
        raise NotValid("Ask one thing in {most} words at most.", field=field, most=MOST_WORDS)
    if len(_SENTENCE_END.findall(question)) > 2:
        raise NotValid("Say what is now, and ask one thing. Leave the rest for what people should know.", field=field)


def check_stage(stage: Stage, *allowed: Stage) -> None:
    """A step belongs to its time. Raises `WrongMoment` that says where the consultation stands."""
    if stage not in allowed:
        raise WrongMoment(
            "That is not possible now. Where this consultation stands: {stage}.", stage=STAGE_WORDS[stage]
        )


def check_second_person(*, author: object, checker: object) -> None:
    """Whoever wrote the question does not check it. Raises `NotAllowed`."""
    if author == checker:
        raise NotAllowed("You wrote this question. Somebody else has to check it.")
