"""The quorum from minute to minute: people come and go, each a small change to the numbers (invariants 26 to 30)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime

import msgspec

from govern.meetings.rules.presence import Attendee, Place, Tally
from govern.meetings.rules.quorum import Quorum
from govern.meetings.rules.stages import Mode


class Attended(msgspec.Struct, frozen=True):
    """One stay of somebody: what they are here as, and from when to when."""

    attendee: Attendee
    in_at: datetime
    out_at: datetime | None


class Standing(msgspec.Struct, frozen=True):
    """The quorum now, and since when the answer has been what it is. None: since before anybody came."""

    quorum: Quorum
    since: datetime | None


def standing(
    stays: Collection[Attended],
    represents: Mapping[str, Collection[str]],
    judge: Callable[[Tally], Quorum],
    at: datetime,
) -> Standing:
    """The quorum at a moment, and the last moment before it at which yes became no or no became yes."""
    now = judge(Tally({}, {}, 0))
    since: datetime | None = None
    for moment, tally in tallies(stays, represents, at):
        then = judge(tally)
        if then.holds != now.holds:
            since = moment
        now = then
    return Standing(now, since)


def tallies(
    stays: Collection[Attended], represents: Mapping[str, Collection[str]], at: datetime
) -> Iterator[tuple[datetime, Tally]]:
    """What `presence.tally` would say after each moment at which somebody came or went, none later than `at`."""
    counting: dict[str, Attendee] = {}
    modes: Counter[Mode] = Counter()
    groups: Counter[str] = Counter()
    spoken_for: Counter[str] = Counter()
    for moment, went, came in _changes(stays, at):
        for one, step in (*((one, -1) for one in went), *((one, 1) for one in came)):
            if step == 1:
                counting[one.person] = one
            else:
                counting.pop(one.person, None)
            modes[one.mode] += step
            if one.group:
                groups[one.group] += step
            for member in represents.get(one.person, ()):
                spoken_for[member] += step
        represented = sum(number > 0 and member not in counting for member, number in spoken_for.items())
        yield (
            moment,
            Tally(
                {mode: number for mode, number in modes.items() if number},
                {group: number for group, number in groups.items() if number},
                represented,
            ),
        )


def _changes(stays: Iterable[Attended], at: datetime) -> Iterator[tuple[datetime, list[Attendee], list[Attendee]]]:
    moments: dict[datetime, tuple[list[Attendee], list[Attendee]]] = {}
    for stay in stays:
        if stay.attendee.place is not Place.MEMBER or stay.in_at > at or stay.in_at == stay.out_at:
            continue
        moments.setdefault(stay.in_at, ([], []))[1].append(stay.attendee)
        if stay.out_at is not None and stay.out_at <= at:
            moments.setdefault(stay.out_at, ([], []))[0].append(stay.attendee)
    for moment in sorted(moments):
        yield moment, *moments[moment]
