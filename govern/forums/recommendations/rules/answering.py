"""What whoever owes the answer may say, what each answer needs, and where it leads (invariants 64 and 65)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from govern.constituencies.rulebook.book import Rulebook, citation
from govern.errors import NotAllowed, NotValid
from govern.forums.recommendations.rules.climbing import Holder
from govern.forums.recommendations.rules.stages import Step
from govern.sentences import Sentence


class Answer(StrEnum):
    """One answer of one layer. The rules say which of them a society has."""

    ADOPT = "adopt"
    AMEND = "amend"
    ANSWER = "answer"
    REFER = "refer"
    HOLD = "hold"
    DECLINE = "decline"


#: What it is called where somebody chooses it.
CHOICES = {
    Answer.ADOPT: Sentence("Agree with it"),
    Answer.AMEND: Sentence("Agree with changes"),
    Answer.ANSWER: Sentence("Answer it here"),
    Answer.REFER: Sentence("Pass it to others who can answer"),
    Answer.HOLD: Sentence("Put it off until a day"),
    Answer.DECLINE: Sentence("Say no"),
}
#: What it is called once it is done.
DONE = {
    Answer.ADOPT: Sentence("Agreed"),
    Answer.AMEND: Sentence("Agreed with changes"),
    Answer.ANSWER: Sentence("Answered"),
    Answer.REFER: Sentence("Passed to others"),
    Answer.HOLD: Sentence("Put off"),
    Answer.DECLINE: Sentence("Not agreed"),
}


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it is written down: the reasons, where it stands in the minutes, and what the kind needs."""

    kind: Answer
    given_on: date
    reasons: Mapping[str, str] = {}
    minute: str = ""
    title: Mapping[str, str] = {}
    text: Mapping[str, str] = {}
    until: date | None = None
    to_body: str | None = None


class Been(msgspec.Struct, frozen=True):
    """What has happened on the way so far: since when they have it, whether they put it off, who passed it on, and in
    which words it came."""

    came_on: date
    held: bool = False
    bodies: Collection[str] = ()
    text: Mapping[str, str] = {}


def answers_of(book: Rulebook) -> tuple[Answer, ...]:
    """The ways to answer that the society's rules have, in their order."""
    return tuple(Answer(word) for word in book.recommendation.dispositions if word in set(Answer))


def bodies_to(book: Rulebook, holder: Holder, been: Collection[str]) -> tuple[str, ...]:
    """The bodies it can be passed to: not those who have it, nor those who passed it on themselves."""
    return tuple(body.id for body in book.bodies if body.id != holder.body and body.id not in been)


def check_answer(book: Rulebook, holder: Holder, reply: Reply, been: Been, today: date) -> None:
    """Raises `NotValid` or `NotAllowed` beside the field, with the rule (invariant 65)."""
    if reply.kind not in answers_of(book):
        raise NotValid(
            "The rules of this society do not have this answer ({rule}). Choose another one.",
            field="kind",
            rule=citation("recommendation.dispositions", book),
        )
    _check_reasons(book, reply)
    if not reply.minute.strip():
        raise NotValid("Say where this stands, like “Minutes of 3 February, item 4”.", field="minute")
    if reply.given_on > today:
        raise NotValid("This day is still to come. Write the answer down once it is given.", field="given_on")
    if reply.given_on < been.came_on:
        raise NotValid(
            "They have had it only since {day}. Check the day of the answer.", field="given_on", day=been.came_on
        )
    if reply.kind is Answer.AMEND and not _changes(reply, been):
        raise NotValid("Type the words as they shall be. The words that came stay as they are.", field="text")
    if reply.kind is Answer.HOLD:
        _check_hold(reply, been, today)
    if reply.kind is Answer.REFER:
        _check_refer(book, holder, reply, been)


def _changes(reply: Reply, been: Been) -> bool:
    """Whether there are words, and in some language other ones than those that came."""
    written = {code: text.strip() for code, text in reply.text.items() if text.strip()}
    return any(been.text.get(code, "").strip() != text for code, text in written.items())


def _check_reasons(book: Rulebook, reply: Reply) -> None:
    """The rules say which answers need reasons; an answer in words is nothing without them."""
    if any(one.strip() for one in reply.reasons.values()):
        return
    if reply.kind.value in book.recommendation.reasons_required:
        raise NotValid(
            "Say why. By the rules this answer needs reasons ({rule}).",
            field="reasons",
            rule=citation("recommendation.reasons_required", book),
        )
    if reply.kind is Answer.ANSWER:
        raise NotValid("Type the answer in plain words.", field="reasons")


def _check_hold(reply: Reply, been: Been, today: date) -> None:
    if been.held:
        raise NotAllowed(
            "This was put off once already. Nothing is left but to answer it or to pass it on.", field="kind"
        )
    if reply.until is None or reply.until <= max(reply.given_on, today):
        raise NotValid("Say until which day. It must be a day to come.", field="until")


def _check_refer(book: Rulebook, holder: Holder, reply: Reply, been: Been) -> None:
    if reply.to_body not in bodies_to(book, holder, been.bodies):
        raise NotValid("Choose who shall answer it. It does not go back to those who passed it on.", field="to_body")


def step_of(kind: Answer, *, last_word: bool) -> Step:
    """Where an answer leads. From whoever has the last word, agreeing is the end as well."""
    if kind is Answer.HOLD:
        return Step.HOLD
    if kind is Answer.REFER:
        return Step.CLIMB
    if kind in (Answer.ANSWER, Answer.DECLINE):
        return Step.END
    return Step.END if last_word else Step.CLIMB
