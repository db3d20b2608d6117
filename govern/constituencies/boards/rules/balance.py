"""Balance on a body: whether one kind of people is the majority. It is said, and stops nobody (M36, M87)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec


class Share(msgspec.Struct, frozen=True):
    """How many of those who sit have something in common: a skill, a group, something noted of them."""

    what: str
    count: int
    seats: int

    @property
    def is_majority(self) -> bool:
        return self.count * 2 > self.seats


def shares(tags: Mapping[UUID, Iterable[str]], sitting: Iterable[UUID]) -> tuple[Share, ...]:
    """Each tag with how many of those who sit carry it, the most frequent first."""
    people = list(sitting)
    counts: dict[str, int] = {}
    for person in people:
        for tag in set(tags.get(person, ())):
            counts[tag] = counts.get(tag, 0) + 1
    found = (Share(what, count, len(people)) for what, count in counts.items())
    return tuple(sorted(found, key=lambda share: (-share.count, share.what)))
