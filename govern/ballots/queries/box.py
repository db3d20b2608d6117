"""What the box shows: a receipt that proves an envelope is in it, and where an envelope stands. Never a choice."""

from __future__ import annotations

from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import casting
from govern.ballots.casting import heads
from govern.ballots.models import OWN, Ballot, CastEnvelope, LogHead, LogLeaf, MemberHandle
from govern.ballots.queries.views import BoxView, ReceiptView
from govern.ballots.rules import Stage
from govern.ballots.rules.secrecy import Guarded, level_in_short
from govern.ballots.seal import checkpoint, receipts, tree
from govern.ballots.seal.canonical import NotCanonical
from govern.ballots.seal.documents import Cast, Manifest, NotThisDocument, leaf_from_bytes, read_code
from govern.ballots.seal.envelope import LETTERS
from govern.ballots.seal.fingerprint import fingerprint
from govern.ballots.seal.receipts import Receipt
from govern.ballots.seal.selecting import select_placed
from govern.database import in_language
from govern.errors import NotFound, NotValid

STILL_OPEN = (Stage.OPEN,)
AFTER_THE_COUNT = (Stage.COUNTED, Stage.DECLARED, Stage.ARCHIVED)


class NotInTheBox(NotValid):
    """A receipt that is good, of a box that is not any more what it was."""


async def receipt(reading: AsyncSession, ballot_id: UUID, person_id: UUID, *, language: str) -> ReceiptView:
    """The receipt for the latest envelope this person cast themself, verified as anybody could before it is shown.

    Raises NotFound where they have none in the box.
    """
    ballot, manifest = await _opened(reading, ballot_id)
    mine = list(
        await reading.scalars(
            select(CastEnvelope.leaf)
            .join(
                MemberHandle,
                (MemberHandle.ballot_id == CastEnvelope.ballot_id) & (MemberHandle.handle == CastEnvelope.handle),
            )
            .where(
                CastEnvelope.ballot_id == ballot_id,
                MemberHandle.person_id == person_id,
                CastEnvelope.channel.in_(OWN),
            )
            .order_by(CastEnvelope.leaf.desc())
            .limit(2)
        )
    )
    if not mine:
        raise NotFound("There is no envelope of yours in this box. You have not voted here.")
    made, size = await proven(reading, manifest, ballot_id, mine[0])
    return ReceiptView(
        ballot_id=ballot_id,
        number=ballot.number,
        title=in_language(ballot.title, language),
        code=made.code,
        place=made.index,
        size=size,
        head=made.note,
        file=made.to_bytes(),
        closes_at=ballot.closes_at,
        voted_before=len(mine) > 1,
        still_open=ballot.stage is Stage.OPEN,
        level_said=level_in_short(Guarded.of(manifest)),
    )


async def proven(reading: AsyncSession, manifest: Manifest, ballot_id: UUID, leaf: int) -> tuple[Receipt, int]:
    """A receipt for one leaf and the size of the log it is proven in. The head is read first: the log only grows."""
    note = await reading.scalar(select(LogHead.checkpoint).where(LogHead.ballot_id == ballot_id))
    assert note is not None
    size = _size_in(note)
    body = await reading.scalar(select(LogLeaf.body).where(LogLeaf.ballot_id == ballot_id, LogLeaf.place == leaf))
    found = leaf_from_bytes(body or b"")
    assert isinstance(found, Cast)
    nodes = await heads.nodes_in(reading, ballot_id, tree.nodes_for_inclusion(leaf, size))
    proof = tree.inclusion_proof(lambda level, place: nodes[level, place], leaf, size)
    made = Receipt(found.envelope, leaf, note, proof)
    receipts.verify(made, manifest.hash(), manifest.log_origin, manifest.log_key)
    return made, size


def _size_in(note: str) -> int:
    """The size stands in the second line of a head; note and size are one value then."""
    return int(note.split("\n", 2)[1])


async def box(
    reading: AsyncSession, ballot_id: UUID, *, language: str, code: str | None = None, own: bool = False
) -> BoxView:
    """The box for anybody: its size and signed head, and where the envelope of this code stands.

    What became of it is told after the count; to its voter (`own`) before that too. Whoever else holds a code learns
    until then that it is in the box, and not whether its voter voted again (T20).
    Raises NotACode for what cannot be a code, NotFound before the ballot has opened.
    """
    ballot, manifest = await _opened(reading, ballot_id)
    head = await reading.scalar(select(LogHead.checkpoint).where(LogHead.ballot_id == ballot_id))
    envelopes = await reading.scalar(
        select(func.count()).select_from(CastEnvelope).where(CastEnvelope.ballot_id == ballot_id)
    )
    view = BoxView(
        ballot_id=ballot_id,
        number=ballot.number,
        title=in_language(ballot.title, language),
        stage=ballot.stage,
        size=_size_in(head or "\n0\n"),
        head=head or "",
        envelopes=None if ballot.stage in STILL_OPEN else envelopes or 0,
        fingerprint=fingerprint(manifest.hash()),
        asked_code=read_code(code) if code else None,
    )
    return await _found(reading, manifest, view, told=own or ballot.stage in AFTER_THE_COUNT)


async def _found(reading: AsyncSession, manifest: Manifest, view: BoxView, *, told: bool) -> BoxView:
    """The view with the place of the envelope asked for, proven; and what became of it, where it is told."""
    if view.asked_code is None:
        return view
    low, high = _range_of(view.asked_code)
    row = (
        await reading.execute(
            select(CastEnvelope.leaf, CastEnvelope.handle).where(
                CastEnvelope.ballot_id == view.ballot_id, CastEnvelope.digest >= low, CastEnvelope.digest <= high
            )
        )
    ).first()
    if row is None:
        return view
    await proven(reading, manifest, view.ballot_id, row.leaf)
    found = replace(view, found_place=row.leaf)
    if not told:
        return found
    history = await _history_of(reading, view.ballot_id, row.handle)
    selection = select_placed(
        [(place, leaf_from_bytes(body)) for place, body in history], manifest.precedence, manifest.attending
    )
    counts = row.leaf in {entry.index for entry in selection.counted}
    aside = next((entry for entry in selection.displaced if entry.index == row.leaf), None)
    if aside is None:
        return replace(found, counts=counts)
    return replace(found, counts=counts, why_not=aside.sentence(), displaced_by=aside.by)


async def code_of_receipt(reading: AsyncSession, ballot_id: UUID, content: bytes) -> str:
    """The code of a receipt that holds: signed by this ballot's log, and its end goes on to the box as it is now.

    Raises ReceiptFails or CheckpointRefused where it proves nothing; NotInTheBox where it does, and the box changed.
    """
    _, manifest = await _opened(reading, ballot_id)
    try:
        one = Receipt.from_bytes(content)
    except (NotCanonical, NotThisDocument):
        raise NotValid("This file is not a receipt. Choose the file that you kept after voting.") from None
    before = receipts.verify(one, manifest.hash(), manifest.log_origin, manifest.log_key)
    note = await reading.scalar(select(LogHead.checkpoint).where(LogHead.ballot_id == ballot_id))
    now = checkpoint.verify(note or "", manifest.log_origin, manifest.log_key)
    proof = await consistency(reading, ballot_id, before.size, now.size) if before.size <= now.size else ()
    if before.size > now.size or not tree.verify_consistency(before.size, now.size, before.root, now.root, proof):
        raise NotInTheBox(
            "This receipt is good, and the box does not go on from it: the box was put back or changed. Keep the "
            "receipt, and show it to the returning officer and to a scrutineer today."
        )
    return one.code


async def consistency(reading: AsyncSession, ballot_id: UUID, old: int, new: int) -> tuple[bytes, ...]:
    """The proof of RFC 6962 that the log of `new` entries goes on from that of `old`."""
    if not 0 < old < new:
        return ()
    nodes = await heads.nodes_in(reading, ballot_id, tree.nodes_for_consistency(old, new))
    return tree.consistency_proof(lambda level, place: nodes[level, place], old, new)


async def _history_of(reading: AsyncSession, ballot_id: UUID, handle: str) -> list[tuple[int, bytes]]:
    """The part of a log on which one handle depends: its own envelopes, and every leaf that is no envelope."""
    rows = await reading.execute(
        select(LogLeaf.place, LogLeaf.body)
        .outerjoin(CastEnvelope, (CastEnvelope.ballot_id == LogLeaf.ballot_id) & (CastEnvelope.leaf == LogLeaf.place))
        .where(LogLeaf.ballot_id == ballot_id, CastEnvelope.digest.is_(None) | (CastEnvelope.handle == handle))
        .order_by(LogLeaf.place)
    )
    return [(place, body) for place, body in rows]


def _range_of(code: str) -> tuple[bytes, bytes]:
    """The hashes of which a code is the beginning: its 80 bits, then anything."""
    number = 0
    for letter in code.replace("-", ""):
        number = number << 5 | LETTERS.index(letter)
    start = number.to_bytes(10, "big")
    return start + bytes(22), start + b"\xff" * 22


async def _opened(reading: AsyncSession, ballot_id: UUID) -> tuple[Ballot, Manifest]:
    """A ballot that has a log. Raises NotFound."""
    ballot = await reading.get(Ballot, ballot_id)
    if ballot is None or ballot.opened_at is None or ballot.manifest_hash is None:
        raise NotFound("There is no box for this vote yet. Come back when voting is open.")
    return ballot, await casting.manifest_of(reading, ballot_id, ballot.manifest_hash)
