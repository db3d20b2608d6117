"""How minutes are agreed: comments of those who were there, a later meeting with its quorum, the chair's hand. Pure.

Sources: domain.md 2.3 (invariants 80-83), 2.4; Companies Act 2006 s249 for who may sign.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from govern.errors import NotAllowed, NotValid, WrongMoment
from govern.meetings.rules import StandingItem
from govern.minutes.book.rules.stages import STANDING, Stage

#: What the first set of minutes in a book is chained to.
BEGINNING = bytes(32)


def check_was_there(there: bool) -> None:
    """Only those who attended comment. Raises `NotAllowed`."""
    if not there:
        raise NotAllowed(
            "Only those who were at the meeting can comment on its minutes. "
            "If you were there and are not in the list, tell the secretary."
        )


def check_open_to_comments(stage: Stage) -> None:
    if stage is not Stage.CIRCULATED:
        raise WrongMoment(STANDING[stage])


def check_answer(taken_up: bool, answer: str) -> None:
    """What is not taken up has its reason. Raises `NotValid`."""
    if not taken_up and not answer:
        raise NotValid("Say in a sentence why this is not taken up. Whoever wrote it reads it.", field="answer")


def check_all_answered(waiting: int) -> None:
    if waiting:
        raise WrongMoment(
            "A comment has no answer yet. Answer every comment, then the meeting can agree the minutes."
        )


def check_agreeing_meeting(
    *, same_body: bool, later: bool, opened_at: datetime | None, for_these_minutes: bool, quorate: bool
) -> None:
    """A later meeting of the same body agrees minutes, under the item that is for them, with its quorum.

    Raises `WrongMoment`, `NotValid`.
    """
    if not same_body or not later:
        raise NotValid("Only a later meeting of the same body can agree these minutes. Choose another.", field="item")
    if not for_these_minutes:
        raise NotValid(
            "This item is about something else, and minutes are agreed only under the item that is for them. "
            "Put the minutes on the agenda of the next meeting.",
            field="item",
        )
    if opened_at is None:
        raise WrongMoment(
            "This meeting has not been opened, so it cannot have agreed anything. Open the meeting first.",
            field="item",
        )
    if not quorate:
        raise WrongMoment(
            "This meeting had no quorum at that moment, so it cannot agree minutes. The next meeting can.",
            field="item",
        )


def is_for_minutes(standing: StandingItem | None, about: UUID | None, of: UUID) -> bool:
    """Whether an item is there to agree the minutes `of` this meeting: it names the meeting, or none, being for all
    minutes that wait."""
    return standing is StandingItem.MINUTES_BEFORE and about in (None, of)


def check_signs(person: UUID, chairs: Collection[UUID], names: tuple[str, ...]) -> None:
    """The chair of the meeting signs, or the chair of the one that agreed them. Raises `NotAllowed`."""
    if person not in chairs:
        raise NotAllowed("Only who chaired can sign these minutes: {names}. Ask one of them.", names=names)


def check_signed(stage: Stage) -> None:
    """A correction is added to what stands; before that the words themselves are changed. Raises `WrongMoment`."""
    if stage not in (Stage.APPROVED, Stage.SIGNED):
        raise WrongMoment("These minutes are not agreed yet, so their words can still be changed. Change the entry.")


def check_line(line: int, lines: int) -> None:
    if not 1 <= line <= lines:
        raise NotValid("This entry has no such line. Choose one from the list.", field="line")


def check_public(allowed: bool, stage: Stage) -> None:
    """A public version is there where the rules say so, and of minutes that are signed. Raises `NotAllowed`."""
    if not allowed:
        raise NotAllowed("The rules keep minutes for members. To open them to everybody, change the rules first.")
    if stage is not Stage.SIGNED:
        raise WrongMoment("These minutes are not signed yet. Everybody can read them once the chair has signed.")


def chained(before: bytes, number: int, content_hash: bytes) -> bytes:
    """The mark of a set of minutes in its book: it depends on all that came in before."""
    return hashlib.sha256(b"minute book\x00" + before + number.to_bytes(8, "big") + content_hash).digest()
