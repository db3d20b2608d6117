"""The figures of the annual return, counted from spans of membership: exact, and the same again for any past year.

Somebody is a member from the day they joined until the day before theirs ended. Who moves from one group to another
goes on being a member; who comes back after a time away has joined again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from govern.errors import NotValid, WrongMoment
from govern.minutes.returns.rules.years import SocietyYear
from govern.sentences import Sentence

MONEY = re.compile(r"£?\s*(?P<pounds>\d{1,3}(,\d{3})+|\d{1,9})(\.(?P<pence>\d{2}))?")


class Span(msgspec.Struct, frozen=True):
    """One membership of one person in one group, as the register has it."""

    person: str
    group: str
    joined: date
    ended: date | None = None
    why: str = ""


class Move(msgspec.Struct, frozen=True):
    """Somebody who joined or left on a day; `why` is the register's word for leaving."""

    person: str
    on: date
    why: str = ""


class Count(msgspec.Struct, frozen=True):
    """Members of one kind over a year: at the start and the end, and who came and went between."""

    start: frozenset[str]
    joined: tuple[Move, ...]
    left: tuple[Move, ...]
    end: frozenset[str]

    @property
    def agrees(self) -> bool:
        """Start, and joined, less left, is the end."""
        return len(self.start) + len(self.joined) - len(self.left) == len(self.end)

    @property
    def left_by_reason(self) -> dict[str, int]:
        """By the register's words, the most frequent first."""
        found: dict[str, int] = {}
        for one in self.left:
            found[one.why] = found.get(one.why, 0) + 1
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def count(spans: Iterable[Span], year: SocietyYear) -> Count:
    """Of all these spans together, however many groups they are of."""
    before = year.first - timedelta(days=1)
    start, end = set[str](), set[str]()
    joined, left = [], []
    for one in _joined_up(spans):
        if _holds(one, before):
            start.add(one.person)
        if _holds(one, year.last):
            end.add(one.person)
        if year.has(one.joined):
            joined.append(Move(one.person, one.joined))
        if one.ended is not None and year.has(one.ended):
            left.append(Move(one.person, one.ended, one.why))
    order = sorted(joined, key=_by_day), sorted(left, key=_by_day)
    return Count(frozenset(start), tuple(order[0]), tuple(order[1]), frozenset(end))


def by_group(spans: Iterable[Span], year: SocietyYear) -> dict[str, Count]:
    """Each group for itself: somebody who moves has left the one and joined the other."""
    found: dict[str, list[Span]] = {}
    for one in spans:
        found.setdefault(one.group, []).append(one)
    return {group: count(those, year) for group, those in found.items()}


def _by_day(move: Move) -> tuple[date, str]:
    return move.on, move.person


def _holds(span: Span, day: date) -> bool:
    return span.joined <= day and (span.ended is None or span.ended > day)


def _joined_up(spans: Iterable[Span]) -> list[Span]:
    """Spans of one person that touch or overlap are one; its reason is that of whichever ends it."""
    found: list[Span] = []
    latest: dict[str, Span] = {}
    for one in sorted((one for one in spans if one.ended is None or one.ended > one.joined), key=_in_time):
        so_far = latest.get(one.person)
        if so_far is None or (so_far.ended is not None and one.joined > so_far.ended):
            if so_far is not None:
                found.append(so_far)
            latest[one.person] = one
        elif so_far.ended is not None and (one.ended is None or one.ended >= so_far.ended):
            latest[one.person] = msgspec.structs.replace(so_far, ended=one.ended, why=one.why)
    return [*found, *latest.values()]


def _in_time(span: Span) -> tuple[str, date, date]:
    return span.person, span.joined, span.ended or date.max


class Typed(StrEnum):
    """What the accounts and the board say, and the register cannot know."""

    SHARES_ISSUED = "shares_issued"
    PENCE_ISSUED = "pence_issued"
    SHARES_WITHDRAWN = "shares_withdrawn"
    PENCE_WITHDRAWN = "pence_withdrawn"
    BENEFIT = "benefit"
    TAKING_PART = "taking_part"
    STAKEHOLDERS = "stakeholders"
    STATEMENT = "statement"


TYPED_WORDS = {
    Typed.SHARES_ISSUED: Sentence("Shares issued in the year"),
    Typed.PENCE_ISSUED: Sentence("What was paid for them"),
    Typed.SHARES_WITHDRAWN: Sentence("Shares withdrawn in the year"),
    Typed.PENCE_WITHDRAWN: Sentence("What was paid back for them"),
    Typed.BENEFIT: Sentence("How members benefit"),
    Typed.TAKING_PART: Sentence("How members take part"),
    Typed.STAKEHOLDERS: Sentence("How those whom it concerns were consulted, and what came of it (CIC34)"),
    Typed.STATEMENT: Sentence("Registered office and changes for the confirmation statement"),
}


def pence_in(typed: str, field: str) -> int:
    """An amount as people type it, in pence. Raises `NotValid`.

    >>> pence_in("£1,204.50", "x"), pence_in("300", "x")
    (120450, 30000)
    """
    found = MONEY.fullmatch(typed.strip())
    if found is None:
        raise NotValid("Type an amount in pounds, like 1,204.50.", field=field)
    return int(found["pounds"].replace(",", "")) * 100 + int(found["pence"] or 0)


def pounds(pence: int) -> str:
    """£1,204.50"""
    return f"£{pence // 100:,}.{pence % 100:02d}"


def share_of(part: int, whole: int) -> str:
    """A share in tenths of a hundredth part, rounded half up, from whole numbers alone: "62.1%"."""
    if not whole:
        return "–"
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


def check_over(year: SocietyYear, today: date) -> None:
    """Raises `WrongMoment` for a year that still goes on."""
    if today <= year.last:
        raise WrongMoment("This year goes on until {day}. The return is sent after its end.", day=year.last)


def check_open(filed_on: date | None) -> None:
    """Raises `WrongMoment` for a year whose return was sent."""
    if filed_on is not None:
        raise WrongMoment("This return was sent on {day}. What was sent is kept as it was.", day=filed_on)


def check_sent_on(sent_on: date, year: SocietyYear, today: date) -> None:
    """Raises `NotValid` for a day on which it cannot have been sent."""
    if sent_on > today:
        raise NotValid("This day is still to come. Note it once the return is sent.", field="filed_on")
    if sent_on <= year.last:
        raise NotValid("The year ended on {day}. The return was sent after that.", field="filed_on", day=year.last)


def differences(kept: Mapping[str, str], now: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Where a return that was sent says something else than would be counted today: what, then, now."""
    names = [*kept, *(name for name in now if name not in kept)]
    return tuple((name, kept.get(name, "–"), now.get(name, "–")) for name in names if kept.get(name) != now.get(name))
