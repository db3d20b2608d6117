"""One thing the rules or the law want by a day: what it is, where the day comes from, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid
from govern.permissions import Permission
from govern.sentences import Sentence

#: What is due within so many days stands at the top of the list of what comes.
SOON = timedelta(days=92)
#: Nothing before this day was ever done by a society that is here.
EARLIEST = date(1844, 1, 1)


class Standing(StrEnum):
    """How a duty stands on a day."""

    LATE = "late"
    SOON = "soon"
    LATER = "later"
    NO_DAY = "no_day"
    DONE = "done"


STANDING_WORDS = {
    Standing.LATE: Sentence("Late"),
    Standing.SOON: Sentence("To do"),
    Standing.LATER: Sentence("To do"),
    Standing.NO_DAY: Sentence("No day yet"),
    Standing.DONE: Sentence("Done"),
}


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """`key` names it for ever: a tick holds on to it. `title` and `words` name no person, for they go into calendars;
    `names` are seen on the page alone. `tick`: it may have been done outside, and may be ticked with its day."""

    key: str
    title: Sentence
    words: Sentence
    cites: tuple[Sentence, ...]
    due_on: date | None
    done_on: date | None = None
    ticked: bool = False
    tick: bool = False
    names: tuple[str, ...] = ()
    address: str = ""
    needs: Permission | None = None

    def standing(self, today: date) -> Standing:
        if self.done_on is not None:
            return Standing.DONE
        if self.due_on is None:
            return Standing.NO_DAY
        if self.due_on < today:
            return Standing.LATE
        return Standing.SOON if self.due_on <= today + SOON else Standing.LATER

    def days_late(self, today: date) -> int:
        return (today - self.due_on).days if self.due_on is not None and self.standing(today) is Standing.LATE else 0


def with_ticks(duties: Iterable[Duty], ticks: Mapping[str, date]) -> tuple[Duty, ...]:
    """What was ticked is done on the day that was said; what the database shows as done needs no tick."""
    return tuple(
        msgspec.structs.replace(one, done_on=ticks[one.key], ticked=True)
        if one.done_on is None and one.key in ticks
        else one
        for one in duties
    )


def in_order(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """By day; what has none comes last."""
    return tuple(sorted(duties, key=lambda one: (one.due_on or date.max, one.key)))


def within(duties: Iterable[Duty], first: date, last: date, today: date) -> tuple[Duty, ...]:
    """What is late however old it is, what is due until `last`, and what was done since `first`."""
    kept = []
    for one in duties:
        stands = one.standing(today)
        if stands is Standing.DONE:
            day = max(one.done_on or first, one.due_on or first)
            seen = first <= day and (one.due_on or today) <= last
        else:
            seen = one.due_on is None or one.due_on <= last
        if seen:
            kept.append(one)
    return tuple(kept)


def to_tick(duties: Sequence[Duty], key: str) -> Duty:
    """The duty that somebody ticks. Raises `NotFound`, `AlreadyDone`, or `NotAllowed` for what is done here."""
    for one in duties:
        if one.key == key:
            if one.done_on is not None:
                raise AlreadyDone("This is done already. Nothing was changed.")
            if not one.tick:
                raise NotAllowed("This cannot be ticked. It is done as soon as it is done in this service.")
            return one
    raise NotFound("There is no such thing in the year plan now. Go back to the plan and choose again.")


def check_done_on(done_on: date, today: date) -> None:
    """Raises `NotValid` for a day to come, and for one nobody can mean."""
    if done_on > today:
        raise NotValid("This day is still to come. Tick it once it is done.", field="done_on")
    if done_on < EARLIEST:
        raise NotValid("This day is too long ago. Check the year.", field="done_on")
