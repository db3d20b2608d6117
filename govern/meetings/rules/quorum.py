"""How many must be there and how many count, at any minute (invariants 24 to 30, W11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import ceil

import msgspec

from govern.constituencies.rulebook.book.tables.meeting import Quorum as QuorumRow
from govern.errors import WrongMoment
from govern.meetings.rules.stages import Mode
from govern.sentences import Sentence


def is_here(in_at: datetime, out_at: datetime | None, at: datetime) -> bool:
    """Whether a stay covers a moment: from its first instant, up to but not at its end."""
    return in_at <= at and (out_at is None or at < out_at)


class Quorum(msgspec.Struct, frozen=True):
    """How many are needed and how many count. `missing_groups` are groups with members, of whom too few are here."""

    entitled: int
    needed: int
    here: int
    represented: int
    represented_counted: int
    missing_groups: tuple[str, ...] = ()

    @property
    def counted(self) -> int:
        return self.here + self.represented_counted

    @property
    def holds(self) -> bool:
        return self.counted >= self.needed and not self.missing_groups

    def verdict(self) -> Sentence:
        if self.holds:
            return Sentence("The meeting can decide.")
        return Sentence("There are not enough people here for the meeting to decide.")

    def words(self) -> Sentence:
        """The numbers, in sentences (W11)."""
        if self.represented:
            return Sentence(
                "{counted} count. {needed} are needed. {here} people are here; {represented} are represented, "
                "and {may} of those may count.",
                counted=self.counted,
                needed=self.needed,
                here=self.here,
                represented=self.represented,
                may=self.represented_counted,
            )
        return Sentence("{counted} count. {needed} are needed.", counted=self.counted, needed=self.needed)


def needed_for(row: QuorumRow, entitled: int, *, adjourned: bool = False) -> int:
    """The greater or the lesser of number and share, the share rounded up (invariant 25). A meeting put off for want
    of a quorum may need only those present, but never fewer than two (CA 2006 s318 for companies; invariant 29)."""
    if adjourned and row.adjourned == "those_present":
        return 2
    if row.share is None or row.rule == "number":
        return row.number
    share = ceil(row.share * entitled)
    return max(row.number, share) if row.rule == "greater" else min(row.number, share)


def quorum(
    row: QuorumRow | None,
    roll: Mapping[str, int],
    *,
    modes: Mapping[Mode, int],
    groups: Mapping[str, int],
    represented: int = 0,
    adjourned: bool = False,
) -> Quorum:
    """The quorum of a meeting at one moment. `roll` is how many are entitled in each group, `modes` and `groups` how
    many are here in each way and from each group. `represented` people, none of them here (invariant 27), count up to
    their share of the number needed, rounded down (26). Early votes are nobody's presence (28). A body whose rules
    name no quorum needs one person.
    """
    entitled = sum(roll.values())
    if row is None:
        return Quorum(entitled, 1, sum(modes.values()), 0, 0)
    needed = needed_for(row, entitled, adjourned=adjourned)
    here = sum(number for mode, number in modes.items() if mode.value in row.counts)
    counts_represented = "proxy" in row.counts or "peer" in row.counts
    most = needed if row.max_represented_share is None else int(row.max_represented_share * needed)
    counted = min(represented, most) if counts_represented else 0
    missing = tuple(
        group
        for group, members in roll.items()
        if group and members and groups.get(group, 0) < min(row.each_constituency, members)
    )
    return Quorum(entitled, needed, here, represented, counted, missing)


def check_quorum(found: Quorum) -> None:
    """Without a quorum nothing is opened and nothing decided (invariant 24). Raises `WrongMoment`."""
    if found.holds:
        return
    if found.counted >= found.needed:
        raise WrongMoment("Somebody from every group must be here. Wait for them, or put the meeting off.")
    raise WrongMoment(
        "There are not enough people here: {counted} count and {needed} are needed. "
        "Wait for more people, or put the meeting off.",
        counted=found.counted,
        needed=found.needed,
    )
