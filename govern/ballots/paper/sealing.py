"""A paper's choices, sealed: what the check page keeps until the envelope is sent or opened as a test.

No database here and nobody's name: the service and the booth seal with this.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from govern.ballots.seal import covers, group, slips
from govern.ballots.seal.canonical import decode_object, encode
from govern.ballots.seal.documents import Channel, Envelope, Manifest, Sealed, Slip, ticket_of
from govern.ballots.seal.envelope import NONCE
from govern.ballots.seal.slips import Marks
from govern.errors import NotValid

TOKEN_BYTES = 16
BLOCK = 1024
"""The sealing state is filled up to a multiple of this many bytes, so that its length tells nothing of choices."""

Choices = dict[UUID, Marks]
"""Contest -> "yes", "no", or ids of candidates as text, in order for a ranking. Nothing marked is a blank slip."""


class Sealing(msgspec.Struct, frozen=True):
    """What the check page keeps in its hidden field, encrypted: the envelope, or one for each person somebody votes
    for; the one-time token, when it was sealed, and the choices in clear, so that it can be sealed again. It never
    goes into a database or a log.

    `openers`: the numbers that open one's own envelope, slip by slip, for the case that it is tested. `widest`: how
    many bytes the longest choices of this paper take.
    """

    ballot_id: UUID
    envelopes: tuple[bytes, ...]
    token: bytes
    sealed_at: datetime
    choices: dict[str, Marks]
    openers: tuple[bytes, ...] = ()
    widest: int = 0
    filling: str = ""

    def to_bytes(self) -> bytes:
        """The same number of bytes for all choices of a paper (T19)."""
        spare = max(self.widest - len(msgspec.json.encode(self.choices)), 0)
        whole = len(msgspec.json.encode(self)) + spare
        return msgspec.json.encode(msgspec.structs.replace(self, filling="." * (spare + -whole % BLOCK)))

    @classmethod
    def from_bytes(cls, content: bytes) -> Sealing:
        try:
            return msgspec.json.decode(content, type=cls)
        except msgspec.MsgspecError:
            raise NotValid("We cannot read your envelope. Please go back to your paper and vote again.") from None

    def opened(self) -> tuple[Envelope, ...]:
        """The envelopes themselves, still sealed."""
        return tuple(Envelope.from_document(decode_object(one)) for one in self.envelopes)

    @property
    def envelope(self) -> Envelope:
        """The one envelope of somebody's own paper."""
        (only,) = self.opened()
        return only

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that the page shows, in an order that names nobody."""
        return tuple(sorted(envelope.code for envelope in self.opened()))

    @property
    def code(self) -> str:
        """The code of somebody's own envelope."""
        return self.envelope.code

    def picked(self) -> Choices:
        """The choices, to show them or seal them again."""
        return {UUID(contest): marks for contest, marks in self.choices.items()}


def packed(
    manifest: Manifest, ballot_id: UUID, envelopes: Iterable[Envelope], choices: dict[str, Marks], at: datetime
) -> Sealing:
    """What was sealed at this moment, with a token of its own."""
    written = tuple(encode(envelope.to_document()) for envelope in envelopes)
    token = secrets.token_bytes(TOKEN_BYTES)
    return Sealing(ballot_id, written, token, at, choices, widest=widest_in(manifest, choices))


def widest_in(manifest: Manifest, contests: Iterable[str]) -> int:
    """How many bytes the longest choices in these contests take."""
    longest: dict[str, list[str]] = {}
    for contest in map(manifest.contest, contests):
        by_length = sorted((option.id for option in contest.options), key=len, reverse=True)
        longest[contest.id] = by_length[: contest.at_most]
    return len(msgspec.json.encode(longest))


def seal_envelope(manifest: Manifest, handle: str, style: str, paper: dict[str, Marks]) -> Envelope:
    """One slip a contest, sealed to the ballot's key, bound to its ticket (decision 21)."""
    return sealed_with_openers(manifest, handle, style, paper)[0]


def sealed_with_openers(
    manifest: Manifest, handle: str, style: str, paper: dict[str, Marks]
) -> tuple[Envelope, tuple[bytes, ...]]:
    """The same, with the number that opens each slip, for a test; none where it was sealed to one key."""
    nonce = secrets.token_bytes(NONCE)
    sealed, openers = sealed_for(manifest, ticket_of(handle, nonce), style, paper)
    return Envelope(sealed, handle, nonce, Channel.DIRECT), openers


def sealed_for(
    manifest: Manifest, ticket: bytes, style: str, paper: dict[str, Marks]
) -> tuple[Sealed, tuple[bytes, ...]]:
    """The sealed part alone, bound to a ticket whose handle need not be known (decision 21), and its openers."""
    covered = {
        contest: covers.cover(manifest, contest, style, ticket, slips.encode(manifest.contest(contest), marks))
        for contest, marks in paper.items()
    }
    closed_up = tuple(Slip(contest, one.box) for contest, one in covered.items())
    openers = tuple(group.scalar_to_bytes(one.opener) for one in covered.values() if one.opener is not None)
    return Sealed(manifest.hash(), style, ticket, closed_up), openers
