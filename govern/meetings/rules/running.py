"""The running time of an agenda: when each item begins, as far as the minutes before it are known. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from govern.errors import NotValid

#: No item and no break is longer than a working day.
LONGEST_MINUTES = 480


class StandingItem(StrEnum):
    """Items that stand on every agenda of a body: the minutes of its last meeting, and what came of them."""

    MINUTES_BEFORE = "minutes_before"
    MATTERS_ARISING = "matters_arising"


class Timed(msgspec.Struct, frozen=True):
    """How long an item takes, if anybody said so, and the break after it."""

    minutes: int | None
    break_after: int | None = None


def begins(starts_at: datetime, items: Iterable[Timed]) -> tuple[datetime | None, ...]:
    """When each item begins; none from the first on whose time cannot be known."""
    moment: datetime | None = starts_at
    found = []
    for item in items:
        found.append(moment)
        if moment is not None:
            moment = (
                None if item.minutes is None else moment + timedelta(minutes=item.minutes + (item.break_after or 0))
            )
    return tuple(found)


def runs_until(starts_at: datetime, items: Iterable[Timed]) -> datetime | None:
    """When the last item ends; none where any of them has no minutes. A break after the last is no part of it."""
    timed = list(items)
    if not timed or any(item.minutes is None for item in timed):
        return None
    whole = sum((item.minutes or 0) + (item.break_after or 0) for item in timed) - (timed[-1].break_after or 0)
    return starts_at + timedelta(minutes=whole)


def check_minutes(minutes: int | None, break_after: int | None) -> None:
    """Raises `NotValid` beside the field."""
    for field, number in (("minutes", minutes), ("break_after", break_after)):
        if number is not None and not 1 <= number <= LONGEST_MINUTES:
            raise NotValid("Type minutes from 1 to {most}.", field=field, most=LONGEST_MINUTES)
