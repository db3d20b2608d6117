"""T8 and T9: nobody casts what another has sealed, whole or in part, as it is or made over, here or elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from govern.ballots import casting, lifecycle, queries
from govern.ballots.casting import Posted, Vote
from govern.ballots.paper.sealing import sealed_with_openers
from govern.ballots.seal import elgamal, group, slips
from govern.ballots.seal.documents import Envelope, Manifest, Sealed, Slip
from govern.ballots.seal.elgamal import Ciphertext, SealedSlip
from govern.ballots.seal.slips import Marks
from tests.ballots.given_ballots import OPENS, Given, a_society, an_open_ballot, motion, seal, yes

AT = OPENS + timedelta(hours=1)


class Copying:
    """A victim whose envelope is in the box, and a thief with an envelope of their own, as yet not sent."""

    def __init__(self, given: Given, ballot_id: UUID, other: UUID, contests: tuple[UUID, ...]) -> None:
        self.given, self.ballot_id, self.other, self.contests = given, ballot_id, other, contests
        self.victim, self.thief = given.people["staff"][:2]

    async def begin(self) -> None:
        manifest = (await self.given.ballot(self.ballot_id)).manifest
        self.manifest = Manifest.from_bytes(manifest or b"")
        choices: dict[UUID, Marks] = dict.fromkeys(self.contests, ("yes",))
        sealing = await seal(self.given, self.ballot_id, self.victim, choices, AT)
        await lifecycle.cast(self.given.society, self.victim, sealing, at=AT)
        self.seen = sealing.envelope
        self.own = (await seal(self.given, self.ballot_id, self.thief, choices, AT)).envelope
        elsewhere = await self._contest_of(self.other)
        self.before = (await seal(self.given, self.other, self.thief, yes(elsewhere), AT)).envelope

    async def _contest_of(self, ballot_id: UUID) -> UUID:
        async with self.given.society.store.reading() as reading:
            return (await queries.contest_ids(reading, ballot_id))[0]

    async def send(self, envelope: Envelope, token: bytes = b"a token of sixteen") -> Posted | Exception:
        vote = Vote(self.ballot_id, self.thief, envelope, token, AT, AT)
        (said,) = await casting.post(self.given.society.store, [vote], self.given.society.key("log"))
        return said

    def mine_with(self, *boxes: bytes) -> Envelope:
        """The thief's envelope, handle and ticket, with these slips in it."""
        contests = [slip.contest for slip in self.own.sealed.slips]
        inside = tuple(Slip(contest, box) for contest, box in zip(contests, boxes, strict=True))
        return replace(self.own, sealed=replace(self.own.sealed, slips=inside))

    @property
    def boxes(self) -> list[bytes]:
        return [slip.box for slip in self.own.sealed.slips]

    def made_over(self, box: bytes) -> bytes:
        """The victim's ciphertext with other randomness: looks new, holds the same, and nobody knows its k."""
        r, found = group.random_scalar(), SealedSlip.from_bytes(box)
        a = group.add(found.ciphertext.a, group.base_times(r))
        b = group.add(found.ciphertext.b, group.times(r, self.manifest.election_key))
        return replace(found, ciphertext=Ciphertext(a, b)).to_bytes()


@pytest.fixture
async def copying(tmp_path: Path) -> Copying:
    given = await a_society(tmp_path)
    ballot_id = await an_open_ballot(given, motion(title="Saturdays"), motion(title="Sundays"))
    other = await an_open_ballot(given)
    async with given.society.store.reading() as reading:
        contests = await queries.contest_ids(reading, ballot_id)
    made = Copying(given, ballot_id, other, contests)
    await made.begin()
    return made


COPIES: dict[str, Callable[[Copying], Envelope]] = {
    "the whole envelope": lambda c: c.seen,
    "its slips in one's own envelope": lambda c: c.mine_with(*(slip.box for slip in c.seen.sealed.slips)),
    "one of its slips beside one's own": lambda c: c.mine_with(c.seen.sealed.slips[0].box, c.boxes[1]),
    "a slip made over with new randomness": lambda c: c.mine_with(
        c.made_over(c.seen.sealed.slips[0].box), c.boxes[1]
    ),
    "one's own slip of another question": lambda c: c.mine_with(c.boxes[1], c.boxes[0]),
    "one's own slip twice": lambda c: c.mine_with(c.boxes[0], c.boxes[0]),
    "a slip of another vote": lambda c: c.mine_with(c.before.sealed.slips[0].box, c.boxes[1]),
    "an envelope of another vote": lambda c: c.before,
    "its ticket with one's own slips": lambda c: replace(
        c.own, sealed=replace(c.own.sealed, ticket=c.seen.sealed.ticket)
    ),
}


@pytest.mark.parametrize("copy", COPIES)
async def test_a_copy_of_what_is_in_the_box_is_refused_in_a_sentence(copying: Copying, copy: str) -> None:
    """T9: exact, in part, made over, across questions and votes."""
    said = await copying.send(COPIES[copy](copying))
    assert not isinstance(said, Posted), copy
    assert str(said).endswith(".")
    assert isinstance(await copying.send(copying.own), Posted), "one's own still goes in"


async def test_the_same_envelope_from_two_sessions_goes_in_once(copying: Copying) -> None:
    """T8: a receipt names one handle, one entry, one envelope; the second of two is refused."""
    assert isinstance(await copying.send(copying.own), Posted)
    again = await copying.send(copying.own, b"the token of another form")
    assert "in the box already" in str(again)


async def test_whoever_knows_the_number_of_a_slip_cannot_use_it_twice(copying: Copying) -> None:
    """T9: a thief who makes two envelopes round one A, with good proofs in both."""
    style = copying.own.sealed.style
    paper: dict[str, Marks] = dict.fromkeys(map(str, copying.contests), ("yes",))
    first, openers = sealed_with_openers(copying.manifest, copying.own.handle, style, paper)
    assert isinstance(await copying.send(first), Posted)
    second, _ = sealed_with_openers(copying.manifest, copying.own.handle, style, paper)
    contest = second.sealed.slips[0].contest
    bound_to = elgamal.label(copying.manifest.hash(), contest, style, second.sealed.ticket)
    k, slip = group.scalar_from_bytes(openers[0]), slips.encode(copying.manifest.contest(contest), ("no",))
    box = elgamal.sealed_with(copying.manifest.election_key, slip, bound_to, k, group.random_scalar()).to_bytes()
    twice = Sealed(
        second.sealed.manifest_hash, style, second.sealed.ticket, (Slip(contest, box), *second.sealed.slips[1:])
    )
    said = await copying.send(replace(second, sealed=twice), b"a second token here")
    assert "slip from another envelope" in str(said)
