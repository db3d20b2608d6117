"""What counts: `select` of docs/bundle.md, section 6, from the log alone.

MIT licence; standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from govern.ballots.verifier.reading import Doc
from govern.ballots.verifier.shapes import APPOINTED

PROXIES = ("proxy_directed", "proxy_free")


@dataclass(frozen=True, slots=True)
class Vote:
    """An envelope or a paper as it stands in the log."""

    index: int
    handle: str
    channel: str
    authority: int | None
    contests: tuple[str, ...] | None

    def row(self) -> dict[str, str | int]:
        row: dict[str, str | int] = {"index": self.index, "handle": self.handle, "channel": self.channel}
        return row if self.authority is None else {**row, "authority": self.authority}


@dataclass(slots=True)
class History:
    """What the log says about its votes, by the index of the leaf that says it."""

    leaves: list[Doc]
    appointments: dict[int, Doc] = field(default_factory=dict)
    revoked: dict[int, int] = field(default_factory=dict)
    struck: dict[str, int] = field(default_factory=dict)
    close: int | None = None
    taken: int | None = None
    there: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        now: set[str] = set()
        for index, leaf in enumerate(self.leaves):
            kind = leaf.text("kind")
            if kind == "appoint":
                self.appointments[index] = leaf
            elif kind == "revoke":
                self.revoked.setdefault(leaf.number("authority"), index)
            elif kind == "strike":
                self.struck.setdefault(leaf.text("handle"), index)
            elif kind == "close" and self.close is None:
                self.close = index
            elif kind == "taken" and self.taken is None:
                self.taken, self.there = index, frozenset(now)
            elif kind == "arrive":
                now.add(leaf.text("handle"))
            elif kind == "leave":
                now.discard(leaf.text("handle"))

    def appointment(self, vote: Vote) -> Doc | None:
        """The appointment that a vote stands on, if it is an earlier one of its handle and channel."""
        found = self.appointments.get(-1 if vote.authority is None else vote.authority)
        if found is None or vote.authority is None or vote.authority >= vote.index:
            return None
        right = found.text("handle") == vote.handle and found.text("channel") == vote.channel
        return found if right else None

    def votes(self) -> list[Vote]:
        votes = []
        for index, leaf in enumerate(self.leaves):
            kind = leaf.text("kind")
            if kind not in ("envelope", "paper-in"):
                continue
            channel = "paper" if kind == "paper-in" else leaf.text("channel")
            authority = leaf.number("authority") if leaf.has("authority") else None
            cited = self.appointments.get(-1 if authority is None else authority)
            contests = cited.texts("contests") if cited is not None and cited.has("contests") else None
            votes.append(Vote(index, leaf.text("handle"), channel, authority, contests))
        return votes

    def aside(self, vote: Vote, rule: str) -> tuple[str, int] | None:
        """Why a vote is set aside before votes are compared, and the leaf that does it."""
        if self.close is not None and vote.index > self.close:
            return "late", self.close
        if vote.handle in self.struck:
            return "struck", self.struck[vote.handle]
        if vote.channel in APPOINTED:
            if self.appointment(vote) is None:
                return "ended", vote.index
            assert vote.authority is not None
            if vote.authority in self.revoked:
                return "ended", self.revoked[vote.authority]
        early = self.taken is not None and vote.index < self.taken and vote.handle in self.there
        if rule == "discount" and vote.channel == "direct" and early and self.taken is not None:
            return "attending", self.taken
        return None


@dataclass(frozen=True, slots=True)
class Selection:
    """Which votes count, and what displaced each of the others."""

    counted: list[Vote]
    displaced: list[tuple[Vote, str, int]]


def select(history: History, precedence: tuple[str, ...], rule: str) -> Selection:
    standing: dict[str, list[Vote]] = {}
    counted: list[Vote] = []
    displaced: list[tuple[Vote, str, int]] = []
    for vote in history.votes():
        if reason := history.aside(vote, rule):
            displaced.append((vote, *reason))
        else:
            standing.setdefault(vote.handle, []).append(vote)
    for handle in sorted(standing):
        votes = standing[handle]
        winner = max(votes, key=lambda vote: (-precedence.index(vote.channel), vote.index))
        other = _other_part(votes, winner)
        counted += [winner] if other is None else [winner, other]
        for vote in votes:
            if vote in (winner, other):
                continue
            if other is not None and vote.channel == other.channel:
                displaced.append((vote, "replaced", other.index))
            else:
                displaced.append((vote, "replaced" if vote.channel == winner.channel else "outranked", winner.index))
    return Selection(counted, sorted(displaced, key=lambda one: one[0].index))


def _other_part(votes: list[Vote], winner: Vote) -> Vote | None:
    """The other proxy's part of a shared paper: the last one standing, if no contest is in both."""
    if winner.channel not in PROXIES or winner.contests is None:
        return None
    channel = PROXIES[1 - PROXIES.index(winner.channel)]
    last = max((vote for vote in votes if vote.channel == channel), key=lambda vote: vote.index, default=None)
    if last is None or last.contests is None or set(last.contests) & set(winner.contests):
        return None
    return last
