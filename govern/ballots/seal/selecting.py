"""Which envelope counts for each handle, and why the others do not: a pure function of the log.

Invariants 42 to 44, decisions 19 and 20, ballot-protocol 3.5 (Strip). Whoever has the log and the manifest gets the
same answer. Of an unfinished log it says what would count if voting ended now.

For each handle the strongest channel in the manifest's precedence wins; within a channel the last entry wins. One
paper may be shared by a directed and a free proxy, each appointed for questions of its own: then both parts count.
Set aside before that: what came after the close, what is struck, what has no standing appointment, and an early vote
whose owner is attending when the vote is taken.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govern.ballots.seal.envelope import APPOINTED
from govern.ballots.seal.leaves import (
    Appointed,
    Arrived,
    Cast,
    Leaf,
    Left,
    Opened,
    OpenedForTest,
    PaperIn,
    Revoked,
    Struck,
    Taken,
)
from govern.ballots.seal.leaves_after import CastingVote, Closed, FactsFixed, PaperBatch, Withdrawn
from govern.ballots.seal.manifest import PRECEDENCE, Attending, Channel, Manifest
from govern.errors import NotValid
from govern.sentences import Sentence


class LogOutOfOrder(NotValid):
    """The log does not begin with its opening, or something stands where it may not."""


class Why(enum.StrEnum):
    """Why an envelope or a paper does not count."""

    REPLACED = "replaced"
    OUTRANKED = "outranked"
    ATTENDING = "attending"
    ENDED = "ended"
    STRUCK = "struck"
    LATE = "late"
    WITHDRAWN = "withdrawn"


_SENTENCES = {
    Why.REPLACED: Sentence("A later vote in the same way replaced it."),
    Why.OUTRANKED: Sentence("Another vote by this member comes before it."),
    Why.ATTENDING: Sentence(
        "The member was at the meeting when the vote was taken, so the early vote was cancelled."
    ),
    Why.ENDED: Sentence("The member had not appointed anybody for it, or the appointment had ended."),
    Why.STRUCK: Sentence("Two officers struck this entry from the roll. The reason is in the log."),
    Why.LATE: Sentence("It came after the close."),
    Why.WITHDRAWN: Sentence("The ballot was withdrawn. Nothing was opened."),
}


@dataclass(frozen=True, slots=True)
class Displaced:
    """The entry at `index` does not count; `by` is the log index of what displaced it."""

    index: int
    handle: str
    channel: Channel
    why: Why
    by: int

    def sentence(self) -> Sentence:
        return _SENTENCES[self.why]


@dataclass(frozen=True, slots=True)
class Counted:
    """The entry at `index` is the one that counts for its handle. Channel PAPER: the paper in the batch counts.

    `authority` is the appointment under which somebody else cast it.
    """

    index: int
    handle: str
    channel: Channel
    authority: int | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """`counted` by handle, one each, or the two parts of a shared paper; `displaced` by log index, everything else
    that was cast."""

    counted: tuple[Counted, ...]
    displaced: tuple[Displaced, ...]

    def electronic(self) -> tuple[Counted, ...]:
        """The envelopes whose slips are opened."""
        return tuple(entry for entry in self.counted if entry.channel is not Channel.PAPER)

    def papers(self) -> tuple[Counted, ...]:
        """The papers that are taken out of their outer envelopes and counted by hand."""
        return tuple(entry for entry in self.counted if entry.channel is Channel.PAPER)


def select(
    leaves: Iterable[Leaf],
    precedence: Sequence[Channel] = PRECEDENCE,
    attending: Attending = Attending.DISCOUNT,
) -> Selection:
    """What counts in this log. Raises LogOutOfOrder for a log no honest server writes (ballot-protocol 3.8, V8)."""
    return select_placed(enumerate(leaves), precedence, attending)


def select_placed(
    leaves: Iterable[tuple[int, Leaf]],
    precedence: Sequence[Channel] = PRECEDENCE,
    attending: Attending = Attending.DISCOUNT,
) -> Selection:
    """As `select`, of a part of a log with each entry's place in the whole: everything on which some handles depend,
    the opening first."""
    log = _Reading(leaves)
    strength = {channel: place for place, channel in enumerate(precedence)}
    counted: list[Counted] = []
    displaced: list[Displaced] = []
    for handle in sorted(log.votes):
        standing: list[Counted] = []
        for vote in log.votes[handle]:
            reason = log.set_aside(vote, attending)
            if reason is None:
                standing.append(vote)
            else:
                displaced.append(Displaced(vote.index, handle, vote.channel, *reason))
        if not standing:
            continue
        best = min(standing, key=lambda vote: (strength[vote.channel], -vote.index))
        part = log.other_part(best, standing)
        counted.extend((best,) if part is None else (best, part))
        displaced.extend(
            _beaten(vote, part if part is not None and vote.channel is part.channel else best)
            for vote in standing
            if vote is not best and vote is not part
        )
    return Selection(tuple(counted), tuple(sorted(displaced, key=lambda entry: entry.index)))


def select_by(manifest: Manifest, leaves: Iterable[Leaf]) -> Selection:
    """`select` by the rules that the manifest fixed."""
    return select(leaves, manifest.precedence, manifest.attending)


def strip(
    manifest: Manifest, leaves: Sequence[Leaf], selection: Selection
) -> dict[tuple[str, str], tuple[bytes, ...]]:
    """The named covers taken off: for each (contest, style) the boxes that count, in the order of their bytes.

    A contest and style for which nothing was cast has an empty list, so that every pair is there.
    """
    boxes: dict[tuple[str, str], list[bytes]] = {
        (contest, style.id): [] for style in manifest.styles for contest in style.contests
    }
    for entry in selection.electronic():
        leaf = leaves[entry.index]
        if not isinstance(leaf, Cast):
            raise LogOutOfOrder("Entry {index} of the log is not an envelope.", index=entry.index)
        for slip in leaf.envelope.sealed.slips:
            if (slip.contest, leaf.envelope.sealed.style) not in boxes:
                raise LogOutOfOrder(
                    "Entry {index} of the log has a slip that is not in the ballot.", index=entry.index
                )
            boxes[slip.contest, leaf.envelope.sealed.style].append(slip.box)
    return {pair: tuple(sorted(found)) for pair, found in boxes.items()}


def _place(vote: Counted) -> int:
    return vote.index


def _beaten(vote: Counted, best: Counted) -> Displaced:
    why = Why.REPLACED if vote.channel is best.channel else Why.OUTRANKED
    return Displaced(vote.index, vote.handle, vote.channel, why, best.index)


_BEFORE_THE_CLOSE = (Closed, Taken, Revoked, Appointed, OpenedForTest, Arrived, Left)

#: The two ways that may share one paper.
SHARING = frozenset({Channel.PROXY_DIRECTED, Channel.PROXY_FREE})


class _Reading:
    """The log read once from the first entry to the last."""

    def __init__(self, leaves: Iterable[tuple[int, Leaf]]) -> None:
        self.votes: dict[str, list[Counted]] = {}
        self._appointed: dict[int, Appointed] = {}
        self._revoked: dict[int, int] = {}
        self._struck: dict[str, int] = {}
        self._here: set[str] = set()
        self._present: frozenset[str] = frozenset()
        self._taken: int | None = None
        self._closed: int | None = None
        self._withdrawn: int | None = None
        for number, (index, leaf) in enumerate(leaves):
            if number == 0 and not isinstance(leaf, Opened):
                raise LogOutOfOrder("This log does not begin with the opening of the ballot.")
            self._read(index, leaf)

    def set_aside(self, vote: Counted, attending: Attending) -> tuple[Why, int] | None:
        """Why this vote may not count at all, and the entry that says so."""
        if self._withdrawn is not None:
            return Why.WITHDRAWN, self._withdrawn
        if self._closed is not None and vote.index > self._closed:
            return Why.LATE, self._closed
        if vote.handle in self._struck:
            return Why.STRUCK, self._struck[vote.handle]
        return self._without_authority(vote) or self._attending(vote, attending)

    def other_part(self, best: Counted, standing: Iterable[Counted]) -> Counted | None:
        """The last envelope of a proxy's for the questions that the one that counts was not appointed for."""
        mine = self._part(best)
        others = [vote for vote in standing if vote.channel is not best.channel and self._part(vote)]
        return max((vote for vote in others if mine and not mine & self._part(vote)), key=_place, default=None)

    def _part(self, vote: Counted) -> frozenset[str]:
        """The questions of a proxy that is for a part of the paper; of every other way none."""
        if vote.channel not in SHARING or vote.authority is None:
            return frozenset()
        return frozenset(self._appointed[vote.authority].contests or ())

    def _attending(self, vote: Counted, rule: Attending) -> tuple[Why, int] | None:
        if rule is Attending.KEEP or self._taken is None or vote.channel is not Channel.DIRECT:
            return None
        early = vote.index < self._taken
        return (Why.ATTENDING, self._taken) if early and vote.handle in self._present else None

    def _without_authority(self, vote: Counted) -> tuple[Why, int] | None:
        if vote.channel not in APPOINTED:
            return None
        appointment = None if vote.authority is None else self._appointed.get(vote.authority)
        if appointment is None or vote.authority is None or vote.authority > vote.index:
            return Why.ENDED, vote.index
        if (appointment.handle, appointment.channel) != (vote.handle, vote.channel):
            return Why.ENDED, vote.index
        revoked = self._revoked.get(vote.authority)
        return None if revoked is None else (Why.ENDED, revoked)

    def _read(self, index: int, leaf: Leaf) -> None:
        self._refuse_order(index, leaf)
        match leaf:
            case Cast(envelope):
                vote = Counted(index, envelope.handle, envelope.channel, envelope.authority)
                self.votes.setdefault(envelope.handle, []).append(vote)
            case PaperIn(handle):
                self.votes.setdefault(handle, []).append(Counted(index, handle, Channel.PAPER))
            case Appointed():
                self._appointed[index] = leaf
            case Revoked(authority):
                self._revoked.setdefault(authority, index)
            case Struck(handle):
                self._struck.setdefault(handle, index)
            case Arrived(handle):
                self._here.add(handle)
            case Left(handle):
                self._here.discard(handle)
            case Taken():
                self._taken, self._present = index, frozenset(self._here)
            case Closed():
                self._closed = index
            case Withdrawn():
                self._withdrawn = index

    def _refuse_order(self, index: int, leaf: Leaf) -> None:
        """What no honest server writes. A late envelope is no such thing: it is in the log, and it does not count."""
        if isinstance(leaf, Opened) and index:
            raise LogOutOfOrder("Entry {index} of the log opens the ballot a second time.", index=index)
        if self._withdrawn is not None:
            raise LogOutOfOrder("Entry {index} of the log comes after the ballot was withdrawn.", index=index)
        if isinstance(leaf, Taken) and self._taken is not None:
            raise LogOutOfOrder("Entry {index} of the log takes the vote a second time.", index=index)
        if self._closed is not None and isinstance(leaf, _BEFORE_THE_CLOSE):
            raise LogOutOfOrder("Entry {index} of the log comes after the close.", index=index)
        if self._closed is None and isinstance(leaf, (PaperBatch, FactsFixed, CastingVote)):
            raise LogOutOfOrder("Entry {index} of the log comes before the close.", index=index)
