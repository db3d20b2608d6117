"""Caps and quotas beyond a body: on all members, on the workforce, on the groups that have members (W19, M38).

A cap on the membership refuses an admission that would break it. What people become, and who leaves, is a fact: it is
recorded, and a breach opens until it is put right.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import msgspec

from govern.constituencies.boards.rules.caps import CapReached, who_is_counted
from govern.constituencies.rulebook.book import Rulebook, cap_limit
from govern.constituencies.rulebook.book.tables import Cap

MEMBERSHIP, WORKFORCE, GROUPS = "membership", "workforce", "constituencies_with_members"
#: Who belongs to the workforce.
WORKER = "employee"


class Numbers(msgspec.Struct, frozen=True):
    """The register in numbers on a day: all members, how many of each group, of how many each thing is true, of how
    many workers. Each person counts once in each number."""

    members: int
    by_group: Mapping[str, int]
    by_attribute: Mapping[str, int]
    workers: int
    workers_by_attribute: Mapping[str, int]


class Reckoned(msgspec.Struct, frozen=True):
    """How a cap or quota beyond the bodies stands: `counted` of at most (or at least) `limit` of `places`."""

    cap: Cap
    limit: int | Fraction
    counted: int
    places: int

    @property
    def is_quota(self) -> bool:
        return self.cap.min is not None or self.cap.min_count is not None

    @property
    def is_kept(self) -> bool:
        return self.counted >= self.limit if self.is_quota else self.counted <= self.limit


def reckoned(book: Rulebook, numbers: Numbers) -> tuple[Reckoned, ...]:
    """Every active cap and quota whose scope is not a body."""
    return tuple(_reckon(cap, numbers) for cap in book.caps if cap.active and not cap.scope.startswith("body:"))


def _reckon(cap: Cap, numbers: Numbers) -> Reckoned:
    if cap.scope == GROUPS:
        counted = sum(count > 0 for count in numbers.by_group.values())
        return Reckoned(cap, cap_limit(cap, len(numbers.by_group)), counted, len(numbers.by_group))
    of_workers = cap.scope == WORKFORCE
    places = numbers.workers if of_workers else numbers.members
    by_attribute = numbers.workers_by_attribute if of_workers else numbers.by_attribute
    if cap.attribute is not None:
        counted = by_attribute.get(cap.attribute, 0)
    else:
        counted = sum(numbers.by_group.get(group, 0) for group in cap.constituencies or ())
    return Reckoned(cap, cap_limit(cap, places), counted, places)


def admission_keeps_caps(book: Rulebook, before: Numbers, after: Numbers) -> None:
    """Whether an admission keeps every cap that refuses admissions: one it breaks, or breaks further, refuses it.

    Raises `CapReached`. With 20 volunteers of 41 one more is admitted, with 20 of 40 not (W19).
    """
    was = {one.cap.id: one for one in reckoned(book, before)}
    for now in reckoned(book, after):
        if now.cap.on_breach != "block_admission" or now.is_quota or now.is_kept:
            continue
        if now.counted > was[now.cap.id].counted and after.members > before.members:
            raise CapReached(
                "This admission is not possible: {cap} may be at most {limit} of {members} members, and there would "
                "be {count}. Admit others first, or wait.",
                field="group",
                cap=who_is_counted(book, now.cap),
                limit=now.limit,
                members=now.places,
                count=now.counted,
            )
