"""Who at a meeting counts towards its quorum, and who is represented: each once (invariants 27, 28 and 30).

Who may speak for others comes with peers and proxies; here it is given: who represents whom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

import msgspec

from govern.meetings.rules.stages import Mode


class Place(StrEnum):
    """What somebody is at this meeting. Only the first counts."""

    MEMBER = "member"
    GUEST = "guest"
    OBSERVER = "observer"
    PARTNER = "partner"


class Attendee(msgspec.Struct, frozen=True):
    """Somebody who is here: in which way, from which group, as what. Who only voted early is not here (28)."""

    person: str
    mode: Mode
    group: str
    place: Place = Place.MEMBER


class Tally(msgspec.Struct, frozen=True):
    """How many count, in each way and from each group, and how many are represented by somebody who is here."""

    modes: Mapping[Mode, int]
    groups: Mapping[str, int]
    represented: int


def tally(
    here: Iterable[Attendee],
    *,
    represents: Mapping[str, Collection[str]] | None = None,
    recused: Collection[str] = (),
) -> Tally:
    """Count the people here. `represents`: holder -> the members they may speak for. `recused` declared an interest
    in this item: they are in neither quorum nor vote (invariant 31)."""
    counting = {
        one.person: one for one in here if one.place is Place.MEMBER and one.person not in recused
    }  # a person is counted once, however often they are on the list
    spoken_for = {
        member for holder, members in (represents or {}).items() if holder in counting for member in members
    }
    return Tally(
        modes=Counter(one.mode for one in counting.values()),
        groups=Counter(one.group for one in counting.values() if one.group),
        represented=len(spoken_for - counting.keys() - set(recused)),
    )
