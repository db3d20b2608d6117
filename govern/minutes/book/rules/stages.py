"""What may happen to minutes: draft, circulated, approved, signed; and what may be changed when. Pure.

Sources: domain.md 2.3 (invariants 80-83), 2.4. Approving and signing belong to the next meeting and its chair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from govern.errors import NotValid, WrongMoment
from govern.sentences import Sentence


class Stage(StrEnum):
    """Where minutes stand: `draft → circulated → (amended) → approved → signed`."""

    DRAFT = "draft"
    CIRCULATED = "circulated"
    AMENDED = "amended"
    APPROVED = "approved"
    SIGNED = "signed"


class Step(StrEnum):
    """What an officer does with minutes."""

    EDIT = "edit"
    CIRCULATE = "circulate"
    APPROVE = "approve"
    SIGN = "sign"


class EntryKind(StrEnum):
    """What an entry tells: that it opened, the quorum, an item of the agenda, that it closed."""

    OPENING = "opening"
    QUORUM = "quorum"
    ITEM = "item"
    CLOSING = "closing"


NEXT = {
    (Stage.DRAFT, Step.EDIT): Stage.DRAFT,
    (Stage.DRAFT, Step.CIRCULATE): Stage.CIRCULATED,
    (Stage.CIRCULATED, Step.EDIT): Stage.AMENDED,
    (Stage.AMENDED, Step.EDIT): Stage.AMENDED,
    (Stage.AMENDED, Step.CIRCULATE): Stage.CIRCULATED,
    (Stage.CIRCULATED, Step.APPROVE): Stage.APPROVED,
    (Stage.APPROVED, Step.SIGN): Stage.SIGNED,
}
STANDING = {
    Stage.DRAFT: Sentence("These minutes are a draft that members have not seen. Circulate them first."),
    Stage.CIRCULATED: Sentence("These minutes have been circulated already. The next meeting agrees them."),
    Stage.AMENDED: Sentence("These minutes were changed after members saw them. Circulate them again first."),
    Stage.APPROVED: Sentence("These minutes are agreed, so their words stand. A correction is added as a new entry."),
    Stage.SIGNED: Sentence("These minutes are signed, so their words stand. A correction is added as a new entry."),
}
#: Stages in which members may read them.
READABLE = frozenset({Stage.CIRCULATED, Stage.APPROVED, Stage.SIGNED})


def after(stage: Stage, step: Step) -> Stage:
    """The stage a step leads to. Raises `WrongMoment`, saying where the minutes stand and what can be done."""
    try:
        return NEXT[stage, step]
    except KeyError:
        raise WrongMoment(STANDING[stage]) from None


def check_over(closed: bool) -> None:
    """Minutes are drafted when the meeting is over. Raises `WrongMoment`."""
    if not closed:
        raise WrongMoment("The meeting is not over, so its minutes cannot be drafted. Close the meeting first.")


def check_results_in(waiting: Sequence[str]) -> None:
    """Minutes go out with every result in place (invariant 80). Raises `WrongMoment`."""
    if waiting:
        raise WrongMoment(
            "The result of a vote is not in the minutes: {titles}. "
            "Wait until it is declared, then bring the results in.",
            titles=tuple(waiting),
        )


def check_words(words: Mapping[str, str], languages: Sequence[str], field: str) -> None:
    """Minutes are published in every language of the society at the same moment. Raises `NotValid`."""
    if not any(words.values()):
        return
    for code in languages:
        if not words.get(code):
            raise NotValid(
                "Type this in every language of the society. Members read it in theirs.",
                field=field if code == "en" else f"{field}_{code}",
            )
