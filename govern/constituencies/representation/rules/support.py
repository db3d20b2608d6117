"""Who may help a member to vote: somebody the member named, with consent that the member may end at any time (M50).

M93: a supporter is there by the member's own act, or by a wish that an officer recorded with who was present and how
it was expressed. M94: whoever delivers a member's care may be chosen, and whoever reads of it is told.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from govern.constituencies.representation.rules.mandates import HowChosen, HowConsented
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.errors import NotAllowed, NotValid
from govern.sentences import Sentence


class SupporterKind(StrEnum):
    """What a supporter is to the member."""

    FAMILY = "family"
    FRIEND = "friend"
    ADVOCATE = "advocate"
    WORKER = "worker"


KIND_WORDS = {
    SupporterKind.FAMILY: Sentence("Family"),
    SupporterKind.FRIEND: Sentence("Friend"),
    SupporterKind.ADVOCATE: Sentence("Advocate"),
    SupporterKind.WORKER: Sentence("Support worker"),
}


CONSENT_WORDS = {
    HowConsented.OWN_PAGE: Sentence("On their own page"),
    HowConsented.SPOKE: Sentence("They said so"),
    HowConsented.SIGNED: Sentence("They signed it with their hands"),
    HowConsented.POINTED: Sentence("They pointed or used symbols"),
    HowConsented.DEVICE: Sentence("With their eyes, a switch or another device"),
    HowConsented.WROTE: Sentence("In writing"),
}


class WantedSupporter(msgspec.Struct, frozen=True):
    """A supporter as somebody names one. `present` and `expressed` belong to a recorded wish."""

    kind: SupporterKind
    from_on: date
    to_on: date | None
    how: HowChosen
    consent_on: date
    consented: HowConsented
    present: str = ""
    expressed: str = ""


class Consent(msgspec.Struct, frozen=True):
    """From when to when a supporter may help, and whether that was ended."""

    from_on: date
    to_on: date | None
    ended_at: datetime | None

    def holds(self, on: date) -> bool:
        """`to_on` is the first day on which it no longer holds."""
        return self.ended_at is None and self.from_on <= on and (self.to_on is None or on < self.to_on)


def check_supporter(
    book: Rulebook, member: UUID, supporter: UUID, wanted: WantedSupporter, today: date, *, delivers_care: bool
) -> None:
    """Raises `NotValid` or `NotAllowed` for what cannot be a supporter."""
    if member == supporter:
        raise NotValid("A supporter is somebody else. Name the person who helps you.", field="supporter_name")
    if wanted.to_on is not None and wanted.to_on <= max(wanted.from_on, today):
        raise NotValid("The last day has gone by, or it is before the first. Type a later day.", field="to_on")
    if wanted.consent_on > today:
        raise NotValid("This day is still to come. Type the day on which the member said yes.", field="consent_on")
    if wanted.from_on < wanted.consent_on:
        raise NotValid("Nobody helps before the member said yes. Type a later day.", field="from_on")
    if wanted.how is HowChosen.SUPPORTED and not wanted.present.strip():
        raise NotValid("Say who was there when the member expressed this wish.", field="present")
    if wanted.how is HowChosen.SUPPORTED and not wanted.expressed.strip():
        raise NotValid("Say how the member expressed this wish.", field="expressed")
    if delivers_care and not book.support.carers_may_help:
        raise carer_refused(book)


def carer_refused(book: Rulebook) -> NotAllowed:
    return NotAllowed(
        "This person delivers the member's care, and the rules do not let them help with a vote ({clause}). "
        "Choose somebody else, or vote on paper, in the room or by telephone.",
        field="supporter_name",
        clause=citation("support.carers_may_help", book),
    )
