"""A box that was put back to an older copy goes on from there once two officers say so; what was lost comes in again.

Ballot-protocol 6. Until then no envelope is taken and no head is signed (`casting.heads`). The entry `epoch` names
the last head that was signed before: whoever holds it sees that the log was put back, and that two officers say so.
A voter whose receipt lies beyond has the whole envelope in it, and hands it in.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import casting, rules
from govern.ballots.casting import Edge, Posted, Vote, caster_of, heads
from govern.ballots.lifecycle import letters, upgrading
from govern.ballots.models import OWN, Ballot, CastEnvelope, LogRecovery, MemberHandle
from govern.ballots.rules import Stage
from govern.ballots.seal import receipts
from govern.ballots.seal.documents import Channel, Epoch
from govern.ballots.seal.receipts import Receipt
from govern.database import locked
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotValid, WrongMoment
from govern.identity.rules import Site
from govern.record import Event
from govern.society import Society

OFFICERS = ("first officer", "second officer")
RECEIPT_BYTES = 100_000


async def propose_recovery(writing: AsyncSession, ballot_id: UUID, *, by: UUID, at: datetime) -> None:
    """The first officer proposes to go on from the copy that is there. Raises `WrongMoment` where nothing is lost."""
    await locked(writing, Ballot, ballot_id)
    edge, kept = await _what_is_lost(writing, ballot_id)
    if await writing.get(LogRecovery, (ballot_id, edge.epoch + 1)) is not None:
        raise AlreadyDone("This was proposed already. Another officer has to agree to it.")
    writing.add(
        LogRecovery(
            ballot_id=ballot_id,
            epoch=edge.epoch + 1,
            lost_size=kept.size,
            lost_root=kept.root,
            size=edge.frontier.size,
            proposed_by=by,
            proposed_at=at,
        )
    )
    await record.add(
        writing, Event("ballot.recovery_proposed", f"ballot:{ballot_id}", at, by, _facts(edge.frontier.size, kept))
    )


async def approve_recovery(
    writing: AsyncSession, society: Society, ballot_id: UUID, *, by: UUID, at: datetime, site: Site | None = None
) -> None:
    """The second officer agrees: the log says so and goes on. With a `site` and while voting is open everybody on the
    roll is written to, for nobody knows any more whose envelope was lost."""
    ballot = await locked(writing, Ballot, ballot_id)
    edge, kept = await _what_is_lost(writing, ballot_id)
    proposed = await writing.get(LogRecovery, (ballot_id, edge.epoch + 1))
    if proposed is None:
        raise WrongMoment("Nobody has proposed this yet. Propose it first, then another officer agrees.")
    if proposed.proposed_by == by:
        raise NotAllowed("A second officer has to agree. You cannot agree with yourself.")
    if (proposed.lost_size, proposed.lost_root, proposed.size) != (kept.size, kept.root, edge.frontier.size):
        await writing.delete(proposed)
        raise WrongMoment("The box has changed since this was proposed. Look at it again and propose it anew.")
    assert ballot.manifest_hash is not None
    manifest = await casting.manifest_of(writing, ballot_id, ballot.manifest_hash)
    before = edge.frontier.size
    edge.epoch += 1
    leaf = await casting.add_leaves(writing, edge, [Epoch(kept.size, kept.root, OFFICERS)])
    if ballot.stage is Stage.OPEN:
        await upgrading.say_if_changed(writing, ballot, edge, at=at)
    await casting.sign_head(writing, edge, manifest.log_origin, society.key("log"), at)
    proposed.approved_by, proposed.approved_at, proposed.leaf = by, at, leaf
    if site is not None and ballot.stage is Stage.OPEN:
        await letters.tell_recovered(writing, ballot, site=site, at=at)
    await record.add(writing, Event("ballot.recovered", f"ballot:{ballot_id}", at, by, _facts(before, kept)))


async def _what_is_lost(writing: AsyncSession, ballot_id: UUID) -> tuple[Edge, heads.Kept]:
    edge = await casting.edge_as_it_is(writing, ballot_id)
    if edge is None:
        raise WrongMoment(heads.BEGUN_BEFORE)
    kept = await heads.lost(writing, ballot_id, edge.epoch, edge.frontier)
    if kept is None:
        raise WrongMoment("The box of this vote is whole, so there is nothing to put right. Go back to the vote.")
    return edge, kept


def _facts(size: int, kept: heads.Kept) -> dict[str, str | int | bool | None]:
    return {"size": size, "last_size": kept.size, "last_root": kept.root.hex()}


# --- A receipt of before --------------------------------------------------------------------------------------------


async def hand_in_receipt(
    society: Society, ballot_id: UUID, person_id: UUID, content: bytes, *, at: datetime, by: UUID | None = None
) -> Posted:
    """The envelope in a receipt goes into the log again, through the same caster and by the same rules. `by` is the
    human who votes for an organisation.

    `again` where it was there already. Raises `NotValid` for the field of a receipt that was changed, is of another
    vote or somebody else's, or was cast in another way; and what casting raises.
    """
    async with society.store.reading() as reading:
        ballot = await reading.get(Ballot, ballot_id)
        if ballot is None or ballot.manifest_hash is None:
            raise _refused("This receipt belongs to another ballot. Please check which ballot you want to look at.")
        manifest = await casting.manifest_of(reading, ballot_id, ballot.manifest_hash)
        mine = select(MemberHandle.handle).where(
            MemberHandle.ballot_id == ballot_id, MemberHandle.person_id == person_id
        )
        handle = await reading.scalar(mine)
        receipt = _read(content)
        try:
            receipts.verify(receipt, manifest.hash(), manifest.log_origin, manifest.log_key)
        except GovernError as refusal:
            raise NotValid(refusal.message, field="receipt") from None
        if handle is None:
            raise rules.not_on_the_roll()
        if receipt.envelope.handle != handle:
            raise _refused("This receipt is somebody else's. Please choose your own.")
        if receipt.envelope.channel.value not in OWN:
            raise _refused(
                "This envelope was cast through somebody you had asked, so a receipt is not enough. Please vote "
                "yourself, or ask them to send it again."
            )
        digest = receipt.envelope.sealed.hash()
        there = await reading.scalar(select(CastEnvelope.leaf).where(CastEnvelope.digest == digest))
    if there is not None:
        return Posted(ballot_id, there, receipt.code, again=True)
    envelope = receipt.envelope.sent_by(Channel.DIRECT)  # the caster says whether it comes from the room
    token = hashlib.sha256(b"govern/receipt/1" + receipt.to_bytes()).digest()
    return await caster_of(society).cast(Vote(ballot_id, person_id, envelope, token, at, at, by))


def _read(content: bytes) -> Receipt:
    try:
        return Receipt.from_bytes(content.strip())
    except (GovernError, ValueError, RecursionError):
        raise _refused(
            "This is not a receipt, or it was changed. Please choose the file that you saved after voting."
        ) from None


def _refused(words: str) -> NotValid:
    return NotValid(words, field="receipt")


__all__ = ["RECEIPT_BYTES", "approve_recovery", "hand_in_receipt", "propose_recovery"]
