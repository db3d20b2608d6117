"""The desk at the door: what is typed or scanned, what may be taken back, what is put right with a reason."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum

import msgspec

from govern.errors import NotValid, WrongMoment
from govern.meetings.rules.days import LONDON
from govern.meetings.rules.stages import Mode

#: No 0, O, 1 or I, as everywhere in the house (decision 22).
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LONG = 12
#: So long somebody at the desk may take back what they have just pressed. Later it is put right, with a reason.
TAKEN_BACK_WITHIN = timedelta(minutes=15)


class Way(StrEnum):
    """Which way people go at this desk."""

    IN = "in"
    REMOTE = "remote"
    OUT = "out"

    @property
    def mode(self) -> Mode:
        return Mode.REMOTE if self is Way.REMOTE else Mode.IN_PERSON


class StayTimes(msgspec.Struct, frozen=True):
    """From when to when somebody was here, and in which way."""

    mode: Mode
    in_at: datetime
    out_at: datetime | None


def new_code() -> str:
    """A card's code, drawn by chance."""
    return "".join(secrets.choice(LETTERS) for _ in range(LONG))


def code_in(typed: str) -> str | None:
    """The code a scanner typed, or a person from under the picture; None for what is no code.

    >>> code_in("abcd-efgh-jkmn"), code_in("Morgan")
    ('ABCDEFGHJKMN', None)
    """
    bare = typed.upper().replace("-", "").replace(" ", "")
    return bare if len(bare) == LONG and set(bare) <= set(LETTERS) else None


def grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def check_taken_back(stay: StayTimes, at: datetime, *, taken_since: bool) -> None:
    """What was pressed at the desk is taken back at once, and not once a vote was taken upon it. Raises
    `WrongMoment`."""
    if at - (stay.out_at or stay.in_at) > TAKEN_BACK_WITHIN:
        raise WrongMoment("That was more than 15 minutes ago. Correct the times instead, and say why.")
    if taken_since:
        raise WrongMoment(
            "A vote was taken since, and it went by who was checked in. So this cannot be taken back. "
            "Correct the times for the minutes instead, and say why."
        )


def moment_on(day: datetime, clock: time, was: datetime | None) -> datetime:
    """A time of the meeting's day. A minute that did not change keeps its second."""
    moment = datetime.combine(day.astimezone(LONDON).date(), clock, LONDON).astimezone(day.tzinfo)
    if was is not None and was.replace(second=0, microsecond=0) == moment:
        return was
    return moment


def check_stay(wanted: StayTimes, was: StayTimes, others: Sequence[StayTimes], at: datetime) -> None:
    """A stay put right: it ends after it began, not in the future, and nobody is here twice. Raises `NotValid`."""
    if wanted.in_at > at:
        raise NotValid("This time has not come yet. Type when they came.", field="came")
    if wanted.out_at is None and was.out_at is not None:
        raise NotValid("This stay has ended. If they are here again, check them in again.", field="left")
    if wanted.out_at is not None and wanted.out_at > at:
        raise NotValid("This time has not come yet. Type when they left.", field="left")
    if wanted.out_at is not None and wanted.out_at < wanted.in_at:
        raise NotValid("They cannot leave before they came. Check both times.", field="left")
    end = wanted.out_at or at
    for other in others:
        if wanted.in_at < (other.out_at or at) and other.in_at < end:
            raise NotValid("They were here at that time already, by another entry. Check both times.", field="came")
