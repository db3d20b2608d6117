"""Invariant 42 on random lives of a ballot: what members and tellers did, act by act, against `select` of the log.

The model reads no log: it keeps, for each member, what they and others did, and asks at the end which way comes
first. Papers, own votes from a screen and from the room, peers and proxies, in every order of arrival.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable

import pytest

from govern.ballots.seal.documents import (
    Appointed,
    Arrived,
    Channel,
    Closed,
    Leaf,
    Left,
    PaperIn,
    Revoked,
    Struck,
    Taken,
)
from govern.ballots.seal.manifest import Attending
from govern.ballots.seal.selecting import Why, select
from tests.ballots.seal.test_selecting import ANN, BEN, CAT, OPEN, cast, parts, reasons

HISTORIES = 10_000 if os.environ.get("GOVERN_SOAK") else 1_000
#: Invariant 42, strongest first; a paper stands after the member's own word (decision 19).
ORDER = ("room", "direct", "paper", "proxy_directed", "proxy_free", "peer")
FOR_OTHERS = ("proxy_directed", "proxy_free", "peer")


class Member:
    """What was done by one member and for them."""

    def __init__(self, handle: str) -> None:
        self.handle = handle
        self.here = self.struck = self.paper = False
        self.own: list[tuple[str, int]] = []
        self.paper_at = 0
        self.standing: dict[str, int] = {}
        self.cast: dict[str, dict[int, int]] = {way: {} for way in FOR_OTHERS}

    def counts(self) -> tuple[str, int] | None:
        """The way by which this member's vote counts, and its place in the log."""
        if self.struck:
            return None
        found: dict[str, int] = {}
        for way, at in self.own:
            found[way] = at
        if self.paper:
            found["paper"] = self.paper_at
        for way, appointment in self.standing.items():
            if appointment in self.cast[way]:
                found[way] = self.cast[way][appointment]
        return next(((way, found[way]) for way in ORDER if way in found), None)


class Life:
    """One ballot, lived by three members at random."""

    def __init__(self, dice: random.Random, attending: Attending) -> None:
        self.dice, self.attending = dice, attending
        self.log: list[Leaf] = [OPEN]
        self.members = [Member(handle) for handle in (ANN, BEN, CAT)]
        self.taken = False
        acts: tuple[Callable[[Member], None], ...] = (
            *(self.vote, self.vote, self.send_paper, self.send_paper, self.appoint, self.cast_for_another),
            *(self.cast_for_another, self.revoke, self.come_or_go, self.take, self.strike),
        )
        for _ in range(dice.randint(4, 24)):
            dice.choice(acts)(dice.choice(self.members))
        self.log.append(Closed())
        if dice.random() < 0.2:  # what no teller logs: a paper after the close
            self.log.append(PaperIn(dice.choice(self.members).handle, "late"))

    def enter(self, leaf: Leaf) -> int:
        self.log.append(leaf)
        return len(self.log) - 1

    def vote(self, member: Member) -> None:
        way = "room" if self.taken and member.here else "direct"
        member.own.append((way, self.enter(cast(member.handle, Channel(way)))))

    def send_paper(self, member: Member) -> None:
        if not member.paper:  # a second one is kept unopened
            member.paper, member.paper_at = True, self.enter(PaperIn(member.handle, "1"))

    def appoint(self, member: Member) -> None:
        way = self.dice.choice(FOR_OTHERS)
        if way not in member.standing:
            member.standing[way] = self.enter(Appointed(member.handle, Channel(way), bytes(32)))

    def cast_for_another(self, member: Member) -> None:
        if member.standing:
            way = self.dice.choice(sorted(member.standing))
            under = member.standing[way]
            member.cast[way][under] = self.enter(cast(member.handle, Channel(way), under))

    def revoke(self, member: Member) -> None:
        if member.standing:
            self.enter(Revoked(member.standing.pop(self.dice.choice(sorted(member.standing)))))

    def come_or_go(self, member: Member) -> None:
        self.enter(Left(member.handle) if member.here else Arrived(member.handle))
        member.here = not member.here

    def take(self, member: Member) -> None:
        if self.taken:
            return
        self.taken = True
        self.enter(Taken())
        for one in self.members:
            if one.here and self.attending is Attending.DISCOUNT:
                one.own = []  # whatever they cast early is cancelled

    def strike(self, member: Member) -> None:
        if self.dice.random() < 0.3:
            member.struck = True
            self.enter(Struck(member.handle, "r", ("a", "b")))


def test_random_lives_select_as_the_members_acts_say() -> None:
    """Invariants 42 to 44, 10,000 lives in the soak: one vote a member at most, and just the one that comes first."""
    ways: set[str] = set()
    for number in range(HISTORIES):
        attending = Attending.DISCOUNT if number % 2 else Attending.KEEP
        life = Life(random.Random(number), attending)
        selection = select(life.log, attending=attending)
        wanted = {one.handle: counts for one in life.members if (counts := one.counts()) is not None}
        said = {entry.handle: (entry.channel.value, entry.index) for entry in selection.counted}
        assert said == wanted, f"life {number}"
        ways |= {way for way, _ in wanted.values()}
        late = [entry for entry in selection.displaced if entry.why is Why.LATE]
        assert all(entry.channel is Channel.PAPER for entry in late)
    assert ways == set(ORDER), "every way was the one that counted in some life"


# --- A paper that a directed and a free proxy share -----------------------------------------------------------------


def test_a_directed_and_a_free_proxy_share_a_paper_where_each_has_questions_of_its_own() -> None:
    """Invariant 42 for a paper with items directed and others left: neither part displaces the other."""
    directed = Appointed(ANN, Channel.PROXY_DIRECTED, bytes(32), ("m1",))
    free = Appointed(ANN, Channel.PROXY_FREE, bytes(32), ("m2",))
    leaves: list[Leaf] = [OPEN, directed, free, cast(ANN, Channel.PROXY_FREE, 2)]
    leaves += [cast(ANN, Channel.PROXY_DIRECTED, 1), cast(ANN, Channel.PROXY_FREE, 2)]
    selection = select(leaves)
    assert parts(selection) == {ANN: {4, 5}} and reasons(selection) == {3: (Why.REPLACED, 5)}
    selection = select([*leaves, Revoked(1)])
    assert parts(selection) == {ANN: {5}} and reasons(selection)[4] == (Why.ENDED, 6)
    selection = select([*leaves, cast(ANN)])
    assert parts(selection) == {ANN: {6}}, "the member's own vote takes both out"


@pytest.mark.parametrize("free", [None, ("m1",), ("m1", "m2")], ids=["whole", "same", "more"])
def test_parts_that_overlap_are_no_shared_paper(free: tuple[str, ...] | None) -> None:
    leaves: list[Leaf] = [OPEN, Appointed(ANN, Channel.PROXY_DIRECTED, bytes(32), ("m1",))]
    leaves += [Appointed(ANN, Channel.PROXY_FREE, bytes(32), free)]
    leaves += [cast(ANN, Channel.PROXY_DIRECTED, 1), cast(ANN, Channel.PROXY_FREE, 2)]
    selection = select(leaves)
    assert parts(selection) == {ANN: {3}} and reasons(selection) == {4: (Why.OUTRANKED, 3)}
