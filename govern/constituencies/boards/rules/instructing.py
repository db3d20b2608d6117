"""What one body asks of another it is linked with, and how that one answers (M59).

given ──receive──► received ──answer──► answered ──close──► closed
                                          │   ▲
                                          └───┘ answer again, while it is accepted and not yet done
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.rules import called
from govern.errors import NotAllowed, NotValid, WrongMoment
from govern.sentences import Sentence


class Asked(StrEnum):
    """What is asked: that something be done, an answer, or what the other body thinks of a topic."""

    INSTRUCTION = "instruction"
    QUESTION = "question"
    OPINION = "opinion"


class Stage(StrEnum):
    """Where it stands."""

    GIVEN = "given"
    RECEIVED = "received"
    ANSWERED = "answered"
    CLOSED = "closed"


class Step(StrEnum):
    """What is done with it."""

    RECEIVE = "receive"
    ANSWER = "answer"
    CLOSE = "close"


class Answer(StrEnum):
    """How the other body answers: an instruction is accepted, declined or done; the rest is said in words."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    DONE = "done"
    SAID = "said"


NEXT = {
    (Stage.GIVEN, Step.RECEIVE): Stage.RECEIVED,
    (Stage.RECEIVED, Step.ANSWER): Stage.ANSWERED,
    (Stage.ANSWERED, Step.ANSWER): Stage.ANSWERED,
    (Stage.ANSWERED, Step.CLOSE): Stage.CLOSED,
}
STANDING = {
    Stage.GIVEN: Sentence("The other body has not received this yet. Note first that it has."),
    Stage.RECEIVED: Sentence("This was received already, and waits for an answer. Record the answer first."),
    Stage.ANSWERED: Sentence("This was received and answered already. Look at the answers."),
    Stage.CLOSED: Sentence(
        "This is closed, so nothing more can be added. Give a new one where there is more to say."
    ),
}
ANSWERS = {
    Asked.INSTRUCTION: (Answer.ACCEPTED, Answer.DONE, Answer.DECLINED),
    Asked.QUESTION: (Answer.SAID, Answer.DECLINED),
    Asked.OPINION: (Answer.SAID, Answer.DECLINED),
}


def after(stage: Stage, step: Step) -> Stage:
    """The stage a step leads to. Raises `WrongMoment`, saying where it stands and what can be done."""
    try:
        return NEXT[stage, step]
    except KeyError:
        raise WrongMoment(STANDING[stage]) from None


def linked_with(book: Rulebook, body_id: str) -> tuple[str, ...]:
    """The bodies a body is linked with: the one above it, those below it, whom it chooses and who chooses it."""
    body = book.body(body_id)
    upwards = {body.parent, body.selected_by}
    downwards = {other.id for other in book.bodies if body_id in (other.parent, other.selected_by)}
    return tuple(one.id for one in book.bodies if one.id != body_id and one.id in upwards | downwards)


def check_linked(book: Rulebook, from_body: str, to_body: str) -> None:
    """Raises `NotValid` for a body asking itself, `NotAllowed` for two bodies with no link in the rules."""
    if from_body == to_body:
        raise NotValid("A body cannot send this to itself. Choose another body.", field="to_body")
    linked = linked_with(book, from_body)
    book.body(to_body)
    if to_body not in linked:
        raise NotAllowed(
            "The rules link {one} with these bodies only: {linked} ({rule}). Choose one of them.",
            field="to_body",
            rule=citation(f"body.{from_body}", book),
            one=called(book.body(from_body)),
            linked=tuple(called(book.body(other)) for other in linked) or (Sentence("none"),),
        )


def check_days(decided_on: date, due_on: date | None, today: date) -> None:
    """Raises `NotValid` for a decision of tomorrow, or an answer wanted before the decision."""
    if decided_on > today:
        raise NotValid("This day is still to come. Say when it was decided.", field="decided_on")
    if due_on is not None and due_on < decided_on:
        raise NotValid("An answer cannot be due before it was decided. Change one of the days.", field="due_on")


def check_answer(asked: Asked, earlier: Answer | None, answer: Answer, *, words: bool) -> None:
    """Whether this answer fits what was asked and what was answered before.

    Raises `NotValid` where words are missing or the answer does not fit, `WrongMoment` after a last answer.
    """
    if earlier is not None and earlier is not Answer.ACCEPTED:
        raise WrongMoment(
            "The last answer has been given. Close this, and give a new one where there is more to say."
        )
    if answer not in ANSWERS[asked]:
        if asked is Asked.INSTRUCTION:
            raise NotValid("An instruction is accepted, done or declined. Choose one of these.", field="answer")
        raise NotValid("This asks for words. Choose “Said in words”, or say that they decline.", field="answer")
    if earlier is Answer.ACCEPTED and answer is Answer.ACCEPTED:
        raise NotValid("It was accepted already. Say that it is done, or that it is declined.", field="answer")
    if answer is Answer.DECLINED and not words:
        raise NotValid("Who declines says why. Type the reasons.", field="text")
    if answer is Answer.SAID and not words:
        raise NotValid("Type what they said.", field="text")


def check_may_close(last: Answer | None) -> None:
    """An instruction that was accepted stays open until it is done. Raises `WrongMoment`."""
    if last is Answer.ACCEPTED:
        raise WrongMoment("This was accepted, but nobody has said that it is done. Record that first, then close it.")


def is_overdue(stage: Stage, last: Answer | None, due_on: date | None, today: date) -> bool:
    """Whether something is still owed after its day: an answer, or that what was accepted is done."""
    owed = stage in (Stage.GIVEN, Stage.RECEIVED) or (stage is Stage.ANSWERED and last is Answer.ACCEPTED)
    return owed and due_on is not None and due_on < today
