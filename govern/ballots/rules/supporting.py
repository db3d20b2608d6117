"""Help with a vote: which help there is, whom one person may help, who may read a paper to a caller.

Decision 19: help is a fact outside the envelope, and a helped vote is the member's own direct vote. Invariant 59
reads here: whoever stands in a ballot, or is a close relative of somebody who does, reads no paper to a caller.
Above the level Everyday a scrutineer helps nobody in the same ballot (security 7.7).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from govern.constituencies.rulebook.book import Rulebook, citation
from govern.errors import NotAllowed, NotValid, WrongMoment
from govern.sentences import Sentence


class Way(StrEnum):
    """How somebody helps: as the member's supporter beside them, or as an officer on the telephone."""

    BESIDE = "beside"
    TELEPHONE = "telephone"


class Help(StrEnum):
    """What was done to help. None of it is choosing."""

    READ = "read"
    EXPLAINED = "explained"
    PRESSED = "pressed"
    INTERPRETED = "interpreted"


HELP_WORDS = {
    Help.READ: Sentence("Read it out"),
    Help.EXPLAINED: Sentence("Explained it"),
    Help.PRESSED: Sentence("Pressed the buttons"),
    Help.INTERPRETED: Sentence("Interpreted"),
}
#: On the telephone the paper is read and the officer presses: that is what the call is.
ON_THE_TELEPHONE = (Help.READ, Help.PRESSED)
#: A listener's word is good for so long; after that they listen again.
HEARD_FOR = timedelta(minutes=10)
#: A call that nobody ended is over after so long.
CALL_FOR = timedelta(hours=1)


def consent_ended() -> NotAllowed:
    return NotAllowed(
        "You may not help this member any more, so this vote was not sent. The member can vote alone, or name "
        "somebody on their own page."
    )


def check_may_support(book: Rulebook, voter: UUID, helped: Collection[UUID]) -> None:
    """`helped` are those whom this supporter has helped in this ballot. Raises `NotAllowed` for one too many."""
    most = book.support.max_members_in_a_ballot
    if most and voter not in helped and len(set(helped)) >= most:
        raise NotAllowed(
            Sentence(
                "In one ballot you may help {most} member, and you have helped as many ({clause}). The member can "
                "ask somebody else, or vote on paper, in the room or by telephone.",
                "In one ballot you may help {most} members, and you have helped as many ({clause}). The member can "
                "ask somebody else, or vote on paper, in the room or by telephone.",
                most,
                most=most,
                clause=citation("support.max_members_in_a_ballot", book),
            )
        )


def is_at_limit(book: Rulebook, helped: Collection[UUID]) -> bool:
    """Whether the secretary is told: this supporter has helped as many as the rules let them."""
    most = book.support.max_members_in_a_ballot
    return bool(most) and len(set(helped)) >= most


def check_no_candidate(book: Rulebook) -> None:
    """The supporter stands in this ballot. Raises `NotAllowed`, unless the rules let them help."""
    if not book.support.candidates_may_help:
        raise NotAllowed(
            "You stand in this vote, so you cannot help others with it ({clause}). The member can ask somebody else, "
            "or vote on paper, in the room or by telephone.",
            clause=citation("support.candidates_may_help", book),
        )


def is_scrutineer() -> NotAllowed:
    """The supporter is a scrutineer of this ballot (security 7.7)."""
    return NotAllowed(
        "You are a scrutineer, so you cannot help others with this vote: you help to open it afterwards. The member "
        "can ask somebody else, or vote on paper, in the room or by telephone."
    )


# --- On the telephone -----------------------------------------------------------------------------------------------


def check_officer(*, stands: bool, related: bool, opens: bool) -> None:
    """Invariant 59; `opens`: they are a scrutineer of this ballot (security 7.7). Raises `NotAllowed`."""
    if opens:
        raise NotAllowed(
            "You are a scrutineer, so you can neither read the paper of this vote to a caller nor listen. Ask "
            "another officer."
        )
    if stands:
        raise NotAllowed(
            "You stand in this vote, so you can neither read its paper to a caller nor listen. Ask another officer."
        )
    if related:
        raise NotAllowed(
            "A close relative of yours stands in this vote, so you can neither read its paper to a caller nor "
            "listen. Ask another officer."
        )


def check_caller(*, number_fits: bool, born_fits: bool | None) -> None:
    """What the caller said against the register. The same sentence whatever did not fit. Raises `NotValid`."""
    if born_fits is None and number_fits:
        raise NotValid(
            "The register has no birth date for this member, so a caller cannot be known by it. They can vote with "
            "a supporter, on paper or in the room.",
            field="born",
        )
    if not number_fits or not born_fits:
        raise NotValid(
            "The number and the birth date do not belong together. Ask the caller again, and do not help them "
            "guess. If it does not fit again, end the call.",
            field="born",
        )


def check_listener(reader: UUID, listener: UUID) -> None:
    """One officer alone is not enough. Raises `NotAllowed`."""
    if reader == listener:
        raise NotAllowed(
            "You read the paper in this call, so somebody else has to listen. Ask a second officer to listen and to "
            "say so from their own sign-in."
        )


def check_call_open(began_at: datetime, at: datetime) -> None:
    """Raises `WrongMoment`."""
    if at - began_at > CALL_FOR:
        raise call_over()


def call_over() -> WrongMoment:
    return WrongMoment(
        "This call is over. If its vote was sent, it is in the box. If the member calls again, begin a new call."
    )


def check_heard(listened_at: datetime | None, sealed_at: datetime, at: datetime) -> None:
    """The second officer heard just these choices read back, a few minutes ago. Raises `WrongMoment`."""
    if listened_at is None:
        raise WrongMoment(
            "Nobody has said yet that they listened, so this vote was not sent. The second officer says so from "
            "their own sign-in. Then send it from this page."
        )
    if listened_at < sealed_at:
        raise WrongMoment(
            "The second officer listened before these choices were read back, so this vote was not sent. Read them "
            "to the caller again. The second officer says once more that they listened."
        )
    if at - listened_at > HEARD_FOR:
        raise WrongMoment(
            "It is too long ago that the second officer listened, so this vote was not sent. Read the choices to the "
            "caller again. The second officer says once more that they listened."
        )


def check_help(help_given: Collection[Help], declared: bool) -> None:
    """Which help, and the supporter's word. Raises `NotValid`."""
    if not help_given:
        raise NotValid("Say which help was given. Choose one or more.", field="help")
    if not declared:
        raise NotValid(
            "The person who helps has to say that this is the member's choice, and that they keep it secret.",
            field="declared",
        )
