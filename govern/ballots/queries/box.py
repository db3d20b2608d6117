"""What the box shows: a receipt that proves an envelope is in it, and where an envelope stands. Never a choice."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import casting
from govern.ballots.casting import heads
from govern.ballots.models import OWN, Ballot, CastEnvelope, LogHead, LogLeaf, MemberHandle
from govern.ballots.queries.views import BoxView, ReceiptView
from govern.ballots.rules import Secrecy, Stage
from govern.ballots.rules.levels import level_in_short
from govern.ballots.seal import receipts, tree
from govern.ballots.seal.documents import Cast, Manifest, leaf_from_bytes, read_code
from govern.ballots.seal.envelope import LETTERS
from govern.ballots.seal.fingerprint import fingerprint
from govern.ballots.seal.receipts import Receipt
from govern.ballots.seal.selecting import select_placed
from govern.database import in_language
from govern.errors import NotFound
from govern.sentences import Sentence

STILL_OPEN = (Stage.OPEN,)


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
        level_said=level_in_short(Secrecy.of(manifest)),
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


async def box(reading: AsyncSession, ballot_id: UUID, *, language: str, code: str | None = None) -> BoxView:
    """The box for anybody: its size and signed head, and where the envelope of this code stands.

    Raises NotACode for what cannot be a code, NotFound before the ballot has opened.
    """
    ballot, manifest = await _opened(reading, ballot_id)
    head = await reading.scalar(select(LogHead.checkpoint).where(LogHead.ballot_id == ballot_id))
    envelopes = await reading.scalar(
        select(func.count()).select_from(CastEnvelope).where(CastEnvelope.ballot_id == ballot_id)
    )
    asked = read_code(code) if code else None
    place, counts, why_not = await _found(reading, ballot, manifest, asked) if asked else (None, None, None)
    return BoxView(
        ballot_id=ballot_id,
        number=ballot.number,
        title=in_language(ballot.title, language),
        stage=ballot.stage,
        size=_size_in(head or "\n0\n"),
        head=head or "",
        envelopes=None if ballot.stage in STILL_OPEN else envelopes or 0,
        fingerprint=fingerprint(manifest.hash()),
        asked_code=asked,
        found_place=place,
        counts=counts,
        why_not=why_not,
    )


async def _found(
    reading: AsyncSession, ballot: Ballot, manifest: Manifest, code: str
) -> tuple[int | None, bool | None, Sentence | None]:
    """Where the envelope of a code stands, and whether it is the one that counts, and if not why."""
    low, high = _range_of(code)
    row = (
        await reading.execute(
            select(CastEnvelope.leaf, CastEnvelope.handle).where(
                CastEnvelope.ballot_id == ballot.id, CastEnvelope.digest >= low, CastEnvelope.digest <= high
            )
        )
    ).first()
    if row is None:
        return None, None, None
    history = await _history_of(reading, ballot.id, row.handle)
    selection = select_placed(
        [(place, leaf_from_bytes(body)) for place, body in history], manifest.precedence, manifest.attending
    )
    counted = {entry.index for entry in selection.counted}
    why = {entry.index: entry.sentence() for entry in selection.displaced}
    return row.leaf, row.leaf in counted, why.get(row.leaf)


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
