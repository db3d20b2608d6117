"""Through the booth: a paper is handed out with a ticket, and comes back sealed (decisions 21 and 30, ADR 34).

The booth learns ballot, style and ticket. What ties the ticket to a voter, the handle and sixteen random bytes, goes
round with it sealed for the service alone and comes back with the envelope. One handed-out paper makes one envelope:
cast once, or tested once.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.casting import Posted
from govern.ballots.lifecycle.testing import note_test, tested_before
from govern.ballots.lifecycle.voting import cast, cast_before, place_of_voter
from govern.ballots.paper.sealing import TOKEN_BYTES, Sealing
from govern.ballots.queries.gathering import book_while_open, find_ballot
from govern.ballots.seal.canonical import NotCanonical, decode_object, encode
from govern.ballots.seal.documents import Channel, Envelope, Sealed, ticket_of
from govern.ballots.seal.envelope import NONCE
from govern.ballots.seal.fields import NotThisDocument
from govern.errors import AlreadyDone, NotValid
from govern.identity import lifecycle as identity
from govern.society import Society

HALF_AN_HOUR = timedelta(minutes=30)


class Handed(msgspec.Struct, frozen=True):
    """A paper on its way through the booth, as the service alone reads it again. `token` makes one envelope of it."""

    ballot_id: UUID
    manifest_hash: bytes
    style: str
    handle: str
    nonce: bytes
    token: bytes
    handed_at: datetime

    @property
    def ticket(self) -> bytes:
        return ticket_of(self.handle, self.nonce)

    @property
    def number(self) -> str:
        """What is used up when this paper was tested."""
        return f"paper/{self.token.hex()}"

    def to_bytes(self) -> bytes:
        return msgspec.msgpack.encode(self)

    @classmethod
    def from_bytes(cls, content: bytes) -> Handed:
        try:
            return msgspec.msgpack.decode(content, type=cls)
        except msgspec.MsgspecError:
            raise NotValid("We cannot read this paper. Go back to the vote and into the booth again.") from None


class UsedBefore(AlreadyDone):
    """Another envelope was cast or tested with this paper already."""


async def hand_out(reading: AsyncSession, ballot_id: UUID, voter_id: UUID, *, at: datetime) -> Handed:
    """A paper for the booth. Nothing is stored. Raises NotOnTheRoll, and WrongMoment before and after voting."""
    ballot = await find_ballot(reading, ballot_id)
    await book_while_open(reading, ballot, at)
    assert ballot.manifest_hash is not None
    handle, style = await place_of_voter(reading, ballot_id, voter_id)
    nonce, token = secrets.token_bytes(NONCE), secrets.token_bytes(TOKEN_BYTES)
    return Handed(ballot_id, ballot.manifest_hash, style, handle, nonce, token, at)


def put_together(handed: Handed, sealed: str) -> Sealing:
    """The envelope of what came back. Raises NotValid where it was not sealed with the ticket that was handed out."""
    try:
        inner = Sealed.from_document(decode_object(sealed.encode()))
        # Read back, because that is what holds the ticket against handle and nonce.
        envelope = Envelope(inner, handed.handle, handed.nonce, Channel.DIRECT)
        envelope = Envelope.from_document(envelope.to_document())
    except (NotThisDocument, NotCanonical, UnicodeEncodeError):
        raise NotValid(
            "This envelope was not sealed with your paper, so nothing was sent. Go into the booth again."
        ) from None
    written = encode(envelope.to_document())
    return Sealing(handed.ballot_id, (written,), handed.token, handed.handed_at, {})


async def cast_handed(
    society: Society, voter_id: UUID, handed: Handed, sealing: Sealing, *, at: datetime, by: UUID | None
) -> Posted:
    """Put it into the box by the caster of all votes. The same envelope again gives the same answer.

    Raises UsedBefore where another envelope was cast or tested with this paper, SealedTooLongAgo after 20 minutes.
    """
    async with society.store.reading() as reading:
        if await identity.is_used(reading, handed.number):
            raise _tested()
    posted = await cast(society, voter_id, sealing, at=at, by=by)
    if posted.code != sealing.code:
        raise _cast()
    return posted


async def open_handed_as_test(
    writing: AsyncSession, society: Society, handed: Handed, sealing: Sealing, *, at: datetime
) -> int:
    """Put into the log that it is a test, before the booth opens it. The same envelope again gives the same place.

    Raises UsedBefore, InTheBoxAlready, SealedTooLongAgo.
    """
    before = await tested_before(writing, sealing)
    if before is not None:
        return before
    place = await note_test(writing, society, sealing, at=at)
    try:
        await identity.use_number(writing, handed.number, until=at + HALF_AN_HOUR)
    except AlreadyDone:
        raise _tested() from None
    if await cast_before(writing, sealing) is not None:  # a tested envelope with the ticket of one that counts
        raise _cast()
    return place


def _tested() -> UsedBefore:
    return UsedBefore(
        "An envelope of this paper was opened as a test, so nothing more is sent with it. "
        "Go into the booth again: your choices wait there."
    )


def _cast() -> UsedBefore:
    return UsedBefore(
        "You sent another envelope with this paper before, and that one counts. Nothing was sent now. "
        "To change your vote, go into the booth again."
    )


__all__ = ["Handed", "UsedBefore", "cast_handed", "hand_out", "open_handed_as_test", "put_together"]
