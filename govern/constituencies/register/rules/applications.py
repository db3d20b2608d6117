"""An application for membership: received, checked, decided with reasons; and the appeal against a refusal (M43).

received ──┬── admit ───> admitted
           ├── decline ─> declined ── appeal ─> appealed ──┬── uphold ───> upheld (the refusal stands)
           └── withdraw > withdrawn                        └── overturn ─> overturned (they are admitted)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Literal
from uuid import UUID

from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.book.tables import Constituency
from govern.constituencies.rulebook.plain.words import CONDITIONS, listed
from govern.errors import NotAllowed, NotValid, WrongMoment
from govern.sentences import Sentence

LONGEST_REASON = 1_000
CODE_LENGTH = 10


class ApplicationStage(StrEnum):
    """Where an application stands. `upheld` means the refusal stands, `overturned` that it was put right."""

    RECEIVED = "received"
    ADMITTED = "admitted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    APPEALED = "appealed"
    UPHELD = "upheld"
    OVERTURNED = "overturned"


class CameBy(StrEnum):
    """How an application reached us."""

    PAGE = "page"
    PAPER = "paper"


class CheckResult(StrEnum):
    """What came of looking whether a condition holds."""

    MET = "met"
    NOT_MET = "not_met"


Step = Literal["admit", "decline", "withdraw", "appeal", "uphold", "overturn"]

NEXT: dict[tuple[ApplicationStage, Step], ApplicationStage] = {
    (ApplicationStage.RECEIVED, "admit"): ApplicationStage.ADMITTED,
    (ApplicationStage.RECEIVED, "decline"): ApplicationStage.DECLINED,
    (ApplicationStage.RECEIVED, "withdraw"): ApplicationStage.WITHDRAWN,
    (ApplicationStage.DECLINED, "appeal"): ApplicationStage.APPEALED,
    (ApplicationStage.APPEALED, "uphold"): ApplicationStage.UPHELD,
    (ApplicationStage.APPEALED, "overturn"): ApplicationStage.OVERTURNED,
    (ApplicationStage.APPEALED, "withdraw"): ApplicationStage.DECLINED,
}
WAITING = (ApplicationStage.RECEIVED, ApplicationStage.APPEALED)

_WHY_NOT: dict[ApplicationStage, Sentence] = {
    ApplicationStage.RECEIVED: Sentence("This application is not decided yet. Decide it first."),
    ApplicationStage.ADMITTED: Sentence("This application was accepted. Changes are made on the member's own page."),
    ApplicationStage.DECLINED: Sentence("This application was refused. The person who applied can appeal."),
    ApplicationStage.WITHDRAWN: Sentence("This application was withdrawn. To join after all, apply again."),
    ApplicationStage.APPEALED: Sentence("There is an appeal against this refusal. Another officer decides it."),
    ApplicationStage.UPHELD: Sentence("The appeal was decided, and the refusal stands. To try again, apply again."),
    ApplicationStage.OVERTURNED: Sentence("The appeal was decided, and they were admitted. There is nothing to do."),
}


def after_application(stage: ApplicationStage, step: Step) -> ApplicationStage:
    """The stage after a step. Raises `WrongMoment` saying how it stands."""
    try:
        return NEXT[stage, step]
    except KeyError:
        raise WrongMoment(_WHY_NOT[stage]) from None


def reason_given(reason: str | None) -> str:
    """The reason as it is kept. Raises `NotValid`: a refusal without a reason is not saved (M43)."""
    words = " ".join((reason or "").split())
    if not words:
        raise NotValid(
            "Say why. The person who applied is told the reason, and it is kept with the application.", field="reason"
        )
    return words[:LONGEST_REASON]


def may_admit(book: Rulebook, group: Constituency, found: Mapping[str, CheckResult]) -> None:
    """Every condition of the group has been looked at and is met. Raises `NotAllowed` naming those that are not."""
    conditions, rule = group.eligibility, citation(f"constituency.{group.id}", book)
    open_ = tuple(c for c in conditions if c not in found)
    if open_:
        raise NotAllowed(
            "Not checked yet: {conditions} ({rule}). Note each check first.", conditions=_said(open_), rule=rule
        )
    failed = tuple(c for c in conditions if found[c] is CheckResult.NOT_MET)
    if failed:
        raise NotAllowed(
            "Not met: {conditions} ({rule}). Decline with the reason, or check again and note what has changed.",
            conditions=_said(failed),
            rule=rule,
        )


def _said(conditions: Iterable[str]) -> tuple[Sentence | str, ...]:
    return listed(conditions, CONDITIONS)


def may_decide_appeal(decided_by: UUID | None, by: UUID) -> None:
    """Raises `NotAllowed` for the officer whose own decision it is."""
    if decided_by == by:
        raise NotAllowed("You made the decision that is appealed against. Another officer has to decide the appeal.")


def appellants_needed(book: Rulebook) -> int:
    """How many people carry an appeal: one, or as many as the rules of recommendations say (M25)."""
    asked = book.recommendation.appeal if book.recommendation else None
    return asked.people if asked else 1


def must_be_unrelated(book: Rulebook) -> bool:
    return bool(book.recommendation and book.recommendation.appeal and book.recommendation.appeal.unrelated)


def may_appeal(
    book: Rulebook, appellants: Collection[UUID], *, unrelated: bool, tied: Iterable[tuple[UUID, UUID]]
) -> None:
    """An appeal that needs several people is carried by so many who have no tie among them (M25).

    `tied` are pairs who share a household or are close relatives. Raises `NotValid` or `NotAllowed`.
    """
    needed = appellants_needed(book)
    if needed == 1:
        return
    rule = citation("recommendation.appeal", book)
    if len(set(appellants)) < needed:
        raise NotValid(
            "An appeal is carried by {n} different people ({rule}). Name them all.",
            field="appeal_people",
            n=needed,
            rule=rule,
        )
    if not must_be_unrelated(book):
        return
    if not unrelated:
        raise NotValid("Say that these people are not related ({rule}).", field="unrelated", rule=rule)
    if any(one in appellants and other in appellants for one, other in tied):
        raise NotAllowed(
            "Two of these people live together or are close relatives, and an appeal needs people who are not "
            "related ({rule}). Name somebody else.",
            field="appeal_people",
            rule=rule,
        )
