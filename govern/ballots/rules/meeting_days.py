"""A vote on when and where to meet (M67): each thing to choose is a day by its name, with a time and place behind it.

The name stood on the paper and is bound by the manifest: the day is read from it, and nothing else is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time

import msgspec

from govern.ballots.rules.outcome import OptionOutcome
from govern.errors import WrongMoment
from govern.languages import month_called

_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? +(?:of +|o +)?(\w+) +(\d{4})\b")
_PART = r"am|pm|noon|in the (?:morning|afternoon|evening)|y bore|y prynhawn|yr hwyr|hanner dydd"
_TIME = re.compile(
    rf"[\s,;]*(?:(?:at|am) +)?(\d{{1,2}})(?:[:.](\d{{2}})(?: *({_PART})\b)?| *({_PART})\b)", re.IGNORECASE
)
_LATER = frozenset({"pm", "noon", "in the afternoon", "in the evening", "y prynhawn", "yr hwyr", "hanner dydd"})
_APART = " \t\n,;:.–-"


class DayAndPlace(msgspec.Struct, frozen=True):
    """When and where a meeting could be, behind one thing to choose. What its name does not say is left out."""

    day: date
    begins: time | None = None
    place: dict[str, str] = {}


def day_and_place(came: OptionOutcome, days: Mapping[str, DayAndPlace]) -> DayAndPlace:
    """What a vote on when and where to meet puts into the draft of the notice (M67). `days` says what each option is.

    Raises `WrongMoment` where the vote chose nothing: several have the most, or it advises and the board decides.
    """
    if came.chosen is None:
        raise WrongMoment(
            "This vote has chosen no day by itself: {said} Write one into the notice once it is decided.",
            said=came.outcome,
        )
    return days[came.chosen]


def days_of(titles: Mapping[str, Mapping[str, str]]) -> dict[str, DayAndPlace] | None:
    """What each thing to choose says of a day. None where one of them names no day: then it is no vote on one."""
    found = {option: day_in(said) for option, said in titles.items()}
    days = {option: day for option, day in found.items() if day is not None}
    return days if days and len(days) == len(found) else None


def day_in(title: Mapping[str, str]) -> DayAndPlace | None:
    """The day in the name of one thing to choose, with the time and place behind it; the place in each language.

    >>> day_in({"en": "Saturday 12 June 2027, 14:00, Village hall"})
    DayAndPlace(day=datetime.date(2027, 6, 12), begins=datetime.time(14, 0), place={'en': 'Village hall'})
    """
    read = {code: found for code, words in title.items() if (found := _read(words)) is not None}
    if len({found[0] for found in read.values()}) != 1:
        return None
    day = next(iter(read.values()))[0]
    times = {found[1] for found in read.values() if found[1] is not None}
    place = {code: found[2] for code, found in read.items() if found[2]}
    return DayAndPlace(day, times.pop() if len(times) == 1 else None, place)


def _read(words: str) -> tuple[date, time | None, str] | None:
    """Day, time and place as one language says them. None where there is no day of the calendar."""
    found = _DAY.search(words)
    month = month_called(found[2]) if found else None
    if found is None or month is None:
        return None
    try:
        day = date(int(found[3]), month, int(found[1]))
    except ValueError:
        return None
    rest = words[found.end() :]
    clock = _TIME.match(rest)
    begins = _clock(clock) if clock else None
    if clock is not None and begins is not None:
        rest = rest[clock.end() :]
    return day, begins, rest.strip(_APART)


def _clock(found: re.Match[str]) -> time | None:
    hour, minute = int(found[1]), int(found[2] or 0)
    part = (found[3] or found[4] or "").lower()
    if part and hour <= 12:
        hour = hour % 12 + (12 if part in _LATER else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
