"""Where a peer follows what members said (`style = "mandated_split"`): positions, sealed when they are noted.

    note_position ──> sealed, waits ──> follow_positions: the peer confirms ──> in the box, the waiting copy is gone

A position is a member's own words, noted with their consent while voting is open. It is sealed at once, so nothing
keeps it in clear, and the peer does not learn it. When the peer confirms, the system casts for each member carried an
envelope of their own: with the position, or blank where none is known (decision 20).
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import casting, rules
from govern.ballots.casting import Posted, Vote, caster_of
from govern.ballots.casting.senders import Standing, placed
from govern.ballots.models import Appointment, Ballot, CastEnvelope, KnownPosition, MemberHandle, RollEntry
from govern.ballots.paper.sealing import TOKEN_BYTES, Choices, seal_envelope
from govern.ballots.queries.carried import contests_of, held_by
from govern.ballots.queries.gathering import book_while_open, find_ballot
from govern.ballots.seal.canonical import decode_object, encode
from govern.ballots.seal.documents import Channel, Envelope, Manifest
from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation import queries as mandates
from govern.constituencies.rulebook import queries as rulebooks
from govern.database import locked
from govern.errors import GovernError, NotAllowed, NotFound, NotValid
from govern.identity.rules import day_of
from govern.record import Event
from govern.society import Society


async def note_position(
    writing: AsyncSession,
    ballot_id: UUID,
    member_id: UUID,
    choices: Choices,
    how: str,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """Seal what a member said they want, for their peer to bring. A later one takes the place of an earlier one.

    `how`: how they said it, and that it may be noted. Raises NotFound, WrongMoment, NotValid, NotAChoice.
    """
    if not how.strip():
        raise NotValid("Say how the member said it, and that they agreed to have it noted.", field="how")
    ballot = await locked(writing, Ballot, ballot_id)
    book = await book_while_open(writing, ballot, at)
    rules.check_follows(book)
    held = await _carried(writing, ballot_id, member_id)
    await representation.check_stands_apart(writing, by, member_id, held.holder_id, day_of(at))
    assert ballot.manifest_hash is not None
    manifest = await casting.manifest_of(writing, ballot_id, ballot.manifest_hash)
    part = contests_of(manifest, held)
    paper = rules.paper_of(part, {str(contest): marks for contest, marks in choices.items()})
    envelope = seal_envelope(manifest, held.handle, held.style, paper)
    row = await writing.get(KnownPosition, (ballot_id, held.handle))
    if row is None:
        row = KnownPosition(ballot_id=ballot_id, handle=held.handle, how=how.strip()[:400], noted_by=by, noted_at=at)
        writing.add(row)
    row.envelope, row.how, row.noted_by, row.noted_at = encode(envelope.to_document()), how.strip()[:400], by, at
    await writing.flush()
    await record.add(writing, Event("ballot.position-noted", f"ballot:{ballot_id}", at, by))


async def note_for_group(
    writing: AsyncSession,
    ballot_id: UUID,
    member_id: UUID,
    choices: Choices,
    how: str,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """As `note_position`, by a facilitator of the member's group. Raises what `check_noter` raises too."""
    await check_noter(writing, ballot_id, member_id, by, at)
    await note_position(writing, ballot_id, member_id, choices, how, by=by, at=at)


async def check_noter(reading: AsyncSession, ballot_id: UUID, member_id: UUID, noter_id: UUID, at: datetime) -> None:
    """Whether a facilitator may note here what this member wants: nobody outside the group, nobody who delivers the
    member's care, and not the peer who would bring it. Raises `NotAllowed`, `NotFound`."""
    on = day_of(at)
    rules.check_follows((await rulebooks.in_force(reading, on)).rulebook)
    held = await _carried(reading, ballot_id, member_id)
    carried = await mandates.carried_on(reading, on, [member_id])
    groups = [one.constituency for one in carried if one.peer_id == held.holder_id]
    if not groups:
        raise _nobody_votes()
    await representation.check_may_note(reading, noter_id, member_id, groups[0], held.holder_id, on)


async def _carried(writing: AsyncSession, ballot_id: UUID, member_id: UUID) -> Standing:
    row = (
        await writing.execute(
            select(Appointment, RollEntry.style)
            .join(
                MemberHandle,
                (MemberHandle.ballot_id == Appointment.ballot_id) & (MemberHandle.handle == Appointment.handle),
            )
            .join(
                RollEntry, (RollEntry.ballot_id == Appointment.ballot_id) & (RollEntry.handle == Appointment.handle)
            )
            .where(
                Appointment.ballot_id == ballot_id,
                Appointment.channel == Channel.PEER,
                Appointment.revoked_leaf.is_(None),
                MemberHandle.person_id == member_id,
            )
        )
    ).one_or_none()
    if row is None:
        raise _nobody_votes()
    return placed(row[0], row[1])


def _nobody_votes() -> NotFound:
    return NotFound("No peer votes for this member in this vote. The member votes themselves.")


async def follow_positions(society: Society, ballot_id: UUID, peer_id: UUID, *, at: datetime) -> int:
    """The peer confirms: what waits for each member carried goes in. Returns how many envelopes; again, none.

    Raises NotAllowed where nobody is carried, and the refusal where nothing could go in.
    """
    async with society.store.reading() as reading:
        ballot = await find_ballot(reading, ballot_id)
        book = await book_while_open(reading, ballot, at)
        rules.check_follows(book)
        held = await held_by(reading, ballot_id, peer_id, (Channel.PEER,))
        if not held:
            raise NotAllowed("You vote for nobody but yourself here. Use your own paper.")
        assert ballot.manifest_hash is not None
        manifest = await casting.manifest_of(reading, ballot_id, ballot.manifest_hash)
        votes = await _waiting(reading, ballot_id, held, manifest, peer_id, at)
    caster = caster_of(society)
    said = await asyncio.gather(*(caster.cast(vote) for vote in votes), return_exceptions=True)
    for fault in said:
        if isinstance(fault, BaseException) and not isinstance(fault, GovernError):
            raise fault
    done = [vote.envelope.handle for vote, one in zip(votes, said, strict=True) if isinstance(one, Posted)]
    refused = [one for one in said if isinstance(one, GovernError)]
    if refused and not done:
        raise refused[0]
    async with society.store.writing() as writing:
        gone = update(KnownPosition).where(KnownPosition.ballot_id == ballot_id, KnownPosition.handle.in_(done))
        await writing.execute(gone.values(envelope=None))
    return len(done)


async def _waiting(
    reading: AsyncSession, ballot_id: UUID, held: Sequence[Standing], manifest: Manifest, peer_id: UUID, at: datetime
) -> list[Vote]:
    handles = {one.handle for one in held}
    rows = await reading.scalars(
        select(KnownPosition).where(
            KnownPosition.ballot_id == ballot_id,
            KnownPosition.handle.in_(handles),
            KnownPosition.envelope.is_not(None),
        )
    )
    known = {row.handle: row.envelope or b"" for row in rows}
    cast = await reading.execute(
        select(CastEnvelope.handle, CastEnvelope.leaf).where(
            CastEnvelope.ballot_id == ballot_id,
            CastEnvelope.handle.in_(handles),
            CastEnvelope.channel == Channel.PEER.value,
        )
    )
    latest: dict[str, int] = {}
    for handle, leaf in cast:
        latest[handle] = max(leaf, latest.get(handle, -1))
    votes = []
    for one in held:
        if one.handle in known:
            kept = known[one.handle]
            envelope, token = Envelope.from_document(decode_object(kept)), hashlib.sha256(kept).digest()
            if tuple(slip.contest for slip in envelope.sealed.slips) != contests_of(manifest, one):
                continue  # the member has changed for what the peer may vote since: it is noted anew
        elif latest.get(one.handle, -1) < one.leaf:
            blank = rules.paper_of(contests_of(manifest, one), {})
            envelope = seal_envelope(manifest, one.handle, one.style, blank)
            token = hashlib.sha256(f"blank {one.leaf}".encode()).digest()
        else:
            continue
        sent = envelope.sent_by(one.channel, one.leaf)
        votes.append(Vote(ballot_id, None, sent, token[:TOKEN_BYTES], at, at, peer_id))
    return votes


__all__ = ["check_noter", "follow_positions", "note_for_group", "note_position"]
