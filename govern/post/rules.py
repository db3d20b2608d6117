"""When a letter is tried again, and when it is given up. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from govern.errors import NotFound, NotValid


class LetterStage(StrEnum):
    """Where a letter is on its way."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"
    ERASED = "erased"


class Draft(msgspec.Struct, frozen=True):
    """A letter as a room writes it. `about` names its cause (`ballot:…`); the body is plain text in one language.

    Without a mail address (None) it waits to be printed and goes by post, made in its `format`.
    """

    to_address: str | None
    kind: str
    about: str
    language: str
    subject: str
    body: str
    person_id: UUID | None = None
    attachment_name: str | None = None
    attachment_type: str | None = None
    attachment: bytes | None = None
    format: str = "standard"


#: How letters are printed. Whoever reads another format (Braille, audio) gets large print.
STANDARD, LARGE_PRINT, EASY_READ = "standard", "large_print", "easy_read"
FORMS = (STANDARD, LARGE_PRINT, EASY_READ)


def form_for(wanted: str) -> str:
    """The form in which somebody of this format is written to.

    >>> form_for("easy_read"), form_for("braille")
    ('easy_read', 'large_print')
    """
    return wanted if wanted in FORMS else LARGE_PRINT


#: So many letters are one file for the printer, and one pile on the table.
A_PILE = 40

#: Letters of these kinds hold a way in; their words are shown to nobody but the person they go to.
HOLDS_A_WAY_IN = frozenset({"sign_in", "set_up"})

#: Letters of these kinds tell who has voted or has not, or who raised a question in a forum: officers see that there
#: are such letters, never to whom.
TELLS_WHO_VOTED = frozenset({"ballot_reminder", "ballot_receipt", "ballot_supported", "recommendation_answer"})

#: Minutes to wait after the first, second, third … refusal: about two days in all.
WAITS = (1, 5, 15, 60, 180, 360, 720, 1440)
HOLD = timedelta(minutes=5)

#: Letters to those who belong to a forum: officers see that there are such letters, never to whom nor what they say.
GATHERING = "gathering"
#: What somebody is worried about, on its way to the safeguarding contact. Once it is sent, nothing of it is kept.
CONCERN = "concern"
#: Money that people share, or that somebody in need asked for.
PURSE = "purse"
BETWEEN_THEMSELVES = frozenset({GATHERING, CONCERN, PURSE})
FORGOTTEN_ONCE_SENT = frozenset({CONCERN})


def next_try(tries: int, at: datetime) -> datetime | None:
    """When to try again after `tries` refusals, or None when it is time to give up."""
    if tries > len(WAITS):
        return None
    return at + timedelta(minutes=WAITS[tries - 1])


def check_address(address: str) -> str:
    """A mail address that can stand in a header. Raises `NotValid`."""
    clean = address.strip()
    name, at, host = clean.rpartition("@")
    if (
        not at
        or not name
        or "." not in host
        or any(c.isspace() or not c.isprintable() for c in clean)
        or len(clean) > 254
    ):
        raise NotValid(
            "{address} is not a mail address. Check it and type it again.", field="email", address=clean[:60]
        )
    return clean


#: More piles than any office prints: a number beyond it is no pile, and no database column either.
MOST_PILES = 1_000_000


def check_pile(number: int) -> None:
    """Raises `NotFound` for what can be no pile."""
    if not 0 < number <= MOST_PILES:
        raise NotFound("There is no such pile to post now. Look at the list again.")
