"""What a change of the rules needs: its stages, its days, a second person, a way over for a board that is over a cap.

draft ── propose ──> proposed ── confirm (another person) ──> adopted: version n + 1, from its day
  │  ^                  │
  │  └── send back ─────┘         either ── withdraw ──> withdrawn
"""

from __future__ import annotations

import hashlib
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from govern.constituencies.rulebook.book import Rulebook
from govern.errors import AlreadyDone, NotAllowed, NotValid, WrongMoment

#: Their rules are kept by the Financial Conduct Authority; an amendment holds once it is registered (CCBSA 2014 s16).
REGISTERED = frozenset({"cooperative_society", "community_benefit_society"})


class DraftStage(StrEnum):
    """Where a draft of the rules stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"


class DraftStep(StrEnum):
    """What can be done with a draft."""

    EDIT = "edit"
    PROPOSE = "propose"
    SEND_BACK = "send_back"
    CONFIRM = "confirm"
    WITHDRAW = "withdraw"


_AFTER = {
    (DraftStage.DRAFT, DraftStep.EDIT): DraftStage.DRAFT,
    (DraftStage.DRAFT, DraftStep.PROPOSE): DraftStage.PROPOSED,
    (DraftStage.DRAFT, DraftStep.WITHDRAW): DraftStage.WITHDRAWN,
    (DraftStage.PROPOSED, DraftStep.SEND_BACK): DraftStage.DRAFT,
    (DraftStage.PROPOSED, DraftStep.CONFIRM): DraftStage.ADOPTED,
    (DraftStage.PROPOSED, DraftStep.WITHDRAW): DraftStage.WITHDRAWN,
}


class Proposal(msgspec.Struct, frozen=True):
    """What is said when a draft is proposed.

    `resolution` names the decision that allows it. `changes_registered` is whether the registered rules change too;
    `registered_on` is then the day they were registered. By `transition_on` the board keeps its caps again.
    """

    reason: str
    resolution: str
    effective_from: date
    changes_registered: bool
    registered_on: date | None = None
    transition_on: date | None = None


class Affected(msgspec.Struct, frozen=True):
    """Seats that do not fit rules to come: over a cap or under a quota (`cap`), or of a row that goes (`seat`)."""

    body: str
    people: tuple[UUID, ...]
    cap: str | None = None
    seat: str | None = None


def fingerprint_of(text: str) -> str:
    """SHA-256 of a text as it is kept, whether or not it can be read as rules."""
    return hashlib.sha256(text.encode()).hexdigest()


def affected_from(kept: str | None) -> tuple[Affected, ...]:
    """Who did not fit, as a draft keeps it."""
    return tuple(msgspec.json.decode(kept or "[]", type=list[Affected]))


def after(stage: DraftStage, step: DraftStep) -> DraftStage:
    """The stage that follows. Raises `WrongMoment`, or `AlreadyDone` where the draft has become rules."""
    following = _AFTER.get((stage, step))
    if following is not None:
        return following
    if stage is DraftStage.ADOPTED:
        raise AlreadyDone("This draft has become a version of the rules. Begin a new draft to change them again.")
    if stage is DraftStage.WITHDRAWN:
        raise WrongMoment("This draft was withdrawn. Begin a new one.")
    if stage is DraftStage.PROPOSED:
        raise WrongMoment("This draft is proposed, so its text stands. Another officer sends it back to change it.")
    raise WrongMoment("This draft is not proposed yet. The secretary proposes it first.")


def check_still_newest(based_on: UUID | None, newest: UUID | None) -> None:
    """A draft is a change of the newest rules. Raises `WrongMoment` for one that others have overtaken."""
    if based_on != newest:
        raise WrongMoment(
            "The rules were changed after this draft was begun. Compare the draft with the newest rules, take over "
            "what is missing, and then say that it follows them."
        )


def check_proposal(proposal: Proposal, coming: Rulebook, newest: Rulebook, newest_from: date, today: date) -> None:
    """Whether a text can be proposed like this. Raises `NotValid` beside the field that is wrong, `AlreadyDone`."""
    _check_text(coming, newest)
    if proposal.effective_from < today:
        raise NotValid("Rules cannot hold for the past. Type today or a later day.", field="effective_on")
    if proposal.effective_from < newest_from:
        raise NotValid(
            "The newest rules hold from {day}. These come after them, so type that day or a later one.",
            field="effective_on",
            day=newest_from,
        )
    if proposal.changes_registered and is_registered(coming, newest):
        _check_registered(proposal, today)


def _check_text(coming: Rulebook, newest: Rulebook) -> None:
    if coming.society.id != newest.society.id:
        raise NotValid(
            "These are the rules of another society, “{id}”. Write id = “{own}” in [society].",
            id=coming.society.id,
            own=newest.society.id,
        )
    if _without_dates(coming, newest) == _without_dates(newest, newest):
        raise AlreadyDone("These rules say what the newest rules say. There is nothing to change.")
    if coming.society.version == newest.society.version:
        raise NotValid(
            "The version is still called “{version}”. Write another name in [society], version.",
            version=newest.society.version,
        )


def _check_registered(proposal: Proposal, today: date) -> None:
    """A change of registered rules is not valid until it is registered (Co-operatives UK model rules)."""
    if proposal.registered_on is None:
        raise NotValid(
            "A change of the registered rules holds once it is registered. Type the day of registration. "
            "If it is not registered yet, propose the draft afterwards.",
            field="registered_on",
        )
    if proposal.effective_from < proposal.registered_on:
        raise NotValid(
            "It was registered on {day} and cannot hold before. Type that day or a later one.",
            field="effective_on",
            day=proposal.registered_on,
        )
    if proposal.registered_on > today:
        raise NotValid("This day is still to come. Propose the draft once it is registered.", field="registered_on")


def check_transition(proposal: Proposal, affected: tuple[Affected, ...]) -> None:
    """Invariant 13: where the present board would be over a cap, a day is named by which it keeps its rules again."""
    if affected and proposal.transition_on is None:
        raise NotValid(
            "Some who sit now do not fit these rules. Type the day by which that is put right.",
            field="transition_on",
        )
    if proposal.transition_on is not None and proposal.transition_on <= proposal.effective_from:
        raise NotValid("This is after the first day of the new rules. Type a later day.", field="transition_on")


def may_confirm(proposed_by: UUID | None, by: UUID) -> None:
    """Two people adopt a version. Raises `NotAllowed` for the one who proposed it."""
    if proposed_by == by:
        raise NotAllowed("You proposed this yourself. The chair or the returning officer confirms it.")


def is_registered(*books: Rulebook) -> bool:
    """Whether any of these is a society whose rules are registered."""
    return any(book.society.legal_form in REGISTERED for book in books)


def _without_dates(book: Rulebook, like: Rulebook) -> Rulebook:
    """The same rules as if they had the name and the day of another version, to see whether anything else differs."""
    replace = msgspec.structs.replace
    heading = replace(book.society, version=like.society.version, effective_from=like.society.effective_from)
    return replace(book, society=heading, text="")
