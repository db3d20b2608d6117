"""In how many decisions each group took part (M39), and who raised what was talked about (M85)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One decision: where, how many of each group took part, and how many there are of it. `least`: a group took
    part where so many of its people did."""

    where: str
    took: Mapping[str, int]
    there_are: Mapping[str, int]
    least: int


class Share(msgspec.Struct, frozen=True):
    """So many decisions out of so many."""

    part: int
    of: int


def shares(decisions: Iterable[Decision], groups: Collection[str]) -> dict[str, dict[str, Share | None]]:
    """By place and group. A group of which there are too few people for anybody to say that it took part has no
    number there: one would say of a person what they did."""
    found: dict[str, dict[str, Share | None]] = {}
    for one in decisions:
        row = found.setdefault(one.where, dict.fromkeys(groups))
        for group in groups:
            if one.there_are.get(group, 0) < one.least:
                continue
            had = row[group] or Share(0, 0)
            row[group] = Share(had.part + (one.took.get(group, 0) >= one.least), had.of + 1)
    return found


class Sources(msgspec.Struct, frozen=True):
    """How much of what was talked about came from members, and how much from those who lead or hold an office."""

    members: int
    officers: int

    @property
    def all(self) -> int:
        return self.members + self.officers
