"""What identity decides about offices: who may give one, which days it may have, who is left. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from govern.errors import AlreadyDone, NotAllowed, NotValid

#: A first day further away than this is a year mistyped.
A_YEAR = timedelta(days=366)
A_DAY = timedelta(days=1)


def may_appoint(person_id: object, by: object) -> None:
    """Nobody adds to their own powers."""
    if person_id == by:
        raise NotAllowed(
            "You cannot give yourself an office. Ask another secretary, or whoever runs the server.", field="role"
        )


def check_first_day(from_on: date, today: date) -> None:
    if abs(from_on - today) > A_YEAR:
        raise NotValid("Choose a first day within a year of today.", field="from_on")


def check_last_day(to_on: date, *, from_on: date, held_to: date | None) -> None:
    """An office that is not wanted after all is taken back: its last day is then the one before its first."""
    if held_to is not None and held_to <= to_on:
        raise AlreadyDone(
            "The last day of this office is {day} already. Choose an earlier day, or leave it.",
            field="to_on",
            day=held_to,
        )
    if to_on < from_on - A_DAY:
        raise NotValid("An office cannot end before it begins. Choose a later day.", field="to_on")


def check_not_long_over(to_on: date, today: date) -> None:
    """What an officer did stays done by an officer: no office ends earlier than yesterday."""
    if to_on < today - A_DAY:
        raise NotValid("The last day can be yesterday at the earliest. Choose a later day.", field="to_on")


def day_without(spans: Iterable[tuple[date, date | None]], day: date) -> date | None:
    """The first day from this one on that lies in none of the spans, or None when they go on for ever."""
    known = tuple(spans)
    while True:
        reached = [to_on for from_on, to_on in known if from_on <= day and (to_on is None or to_on >= day)]
        if not reached:
            return day
        if None in reached:
            return None
        day = max(to_on for to_on in reached if to_on is not None) + A_DAY


def may_speak_for(locked_out: object, by: object) -> None:
    """Nobody speaks for themself."""
    if locked_out == by:
        raise NotAllowed("Two other officers have to let you in. You cannot speak for yourself.")
