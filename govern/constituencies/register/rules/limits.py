"""Limits on the membership itself: how many of some kind among all members, workers or groups (W19, M38).

Those with `on_breach = "block_admission"` refuse whoever would break them; all others, and what happens by people
leaving, are noted with their day. Nobody is ever removed by a limit.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import msgspec

from govern.constituencies.rulebook.book import Rulebook, cap_limit, citation
from govern.constituencies.rulebook.book.tables import Cap
from govern.errors import NotAllowed
from govern.sentences import Sentence, Value

MEMBERSHIP = "membership"
WORKFORCE = "workforce"
GROUPS = "constituencies_with_members"
SCOPES = (MEMBERSHIP, WORKFORCE, GROUPS)


class Level(msgspec.Struct, frozen=True):
    """How a limit stands: `counted` of `among`, and how many that may or must be.

    Where groups are counted, `missing` names those that the limit wants to have members and that have none.
    """

    cap: Cap
    counted: int
    among: int
    missing: tuple[str | Sentence, ...] = ()

    @property
    def is_quota(self) -> bool:
        return self.cap.min is not None or self.cap.min_count is not None

    @property
    def limit(self) -> int | Fraction:
        return cap_limit(self.cap, self.among)

    @property
    def is_kept(self) -> bool:
        """Nobody at all breaks no share of themselves: an empty society keeps its limits by share."""
        if self.among == 0 and (self.cap.max is not None or self.cap.min is not None):
            return True
        kept = self.counted >= self.limit if self.is_quota else self.counted <= self.limit
        return kept and not self.missing

    def with_one_more(self, *, counted: bool, new: bool = True) -> Level:
        """The same after somebody has joined; `new` where they were not counted among all before."""
        return Level(self.cap, self.counted + counted, self.among + new)


class LimitReached(NotAllowed):
    """An admission that would break a limit on the membership."""


def limits_of(book: Rulebook) -> tuple[Cap, ...]:
    """The active limits whose scope is the membership, the workforce or the groups."""
    return tuple(cap for cap in book.caps if cap.active and cap.scope in SCOPES and cap.per is None)


def blocks_admission(cap: Cap) -> bool:
    is_maximum = cap.max is not None or cap.max_count is not None
    return cap.scope == MEMBERSHIP and cap.on_breach == "block_admission" and is_maximum


def check_admission(book: Rulebook, after: Iterable[tuple[Level, bool]]) -> None:
    """Refuse whoever would break a blocking limit. `after` is how each stands with them, and whether it counts them.

    W19: with 20 of 40 one more volunteer is refused; with 20 of 39 (two have left) too, until it is cured. Somebody
    whom the limit does not count is never refused by it. Raises `LimitReached`.
    """
    for level, counts_them in after:
        if counts_them and blocks_admission(level.cap) and not level.is_kept:
            raise LimitReached(
                "The rules limit {who}: at most {limit} of {members} members ({rule}). With this person there would "
                "be {counted}. They can be admitted once there are more other members.",
                field="group",
                who=who_is_limited(level.cap),
                limit=level.limit,
                members=level.among,
                rule=citation(f"cap.{level.cap.id}", book),
                counted=level.counted,
            )


def not_kept(levels: Iterable[Level]) -> tuple[Level, ...]:
    return tuple(level for level in levels if not level.is_kept)


WHO = {
    "volunteer": Sentence("volunteers"),
    "employee": Sentence("employees"),
    "disadvantaged": Sentence("disadvantaged workers"),
    "mutual_member": Sentence("members by mutual exchange"),
}


def people_noted_as(attribute: str) -> Sentence:
    """Of whom something is noted, in words: caps of boards and limits of the register say it alike."""
    return WHO.get(attribute) or Sentence("people noted as “{attribute}”", attribute=attribute)


def who_is_limited(cap: Cap) -> Sentence:
    """Whom a limit is about, in words."""
    if cap.scope == GROUPS:
        return Sentence("groups that have members")
    if cap.attribute is not None:
        return people_noted_as(cap.attribute)
    return Sentence("members of {groups}", groups=tuple(cap.constituencies or ()))


def told(level: Level) -> Sentence:
    """How a limit stands, in a sentence."""
    gaps: dict[str, Value] = {"counted": level.counted, "limit": level.limit, "among": level.among}
    gaps["who"] = who_is_limited(level.cap)
    if level.missing:
        return Sentence("These groups must have members and have none: {groups}.", groups=level.missing)
    if level.cap.scope == GROUPS:
        return Sentence("{counted} groups have members. The rules ask for at least {limit}.", **gaps)
    if level.is_quota:
        return Sentence("{who}: {counted} of {among}. The rules ask for at least {limit}.", **gaps)
    return Sentence("{who}: {counted} of {among}. The rules allow at most {limit}.", **gaps)
