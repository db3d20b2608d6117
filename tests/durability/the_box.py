"""Everything that must hold of a ballot box at every moment, checked on the database itself, without the server."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots.models import Ballot, CastEnvelope, CastToken, LogHead, LogLeaf, LogNode, SlipSeen
from govern.ballots.seal import checkpoint
from govern.ballots.seal.documents import Cast, Leaf, Manifest, code_from_hash, leaf_from_bytes
from govern.record import RecordLine
from govern.society import Society

Row = TypeVar("Row", LogLeaf, LogNode, LogHead, CastEnvelope, CastToken)


class Box(msgspec.Struct, frozen=True):
    """A box as found: its leaves in order, the codes of its envelopes, and whatever is wrong, in words."""

    leaves: tuple[Leaf, ...]
    codes: tuple[str, ...]
    wrong: tuple[str, ...]


async def look_into(society: Society, ballot_id: UUID) -> Box:
    """Read everything in one transaction and check it all."""
    async with society.store.reading() as reading:
        wrong = await _database(society, reading)
        rows = list(await reading.scalars(_of(LogLeaf, ballot_id).order_by(LogLeaf.place)))
        leaves = tuple(leaf_from_bytes(row.body) for row in rows)
        casts = {place: leaf for place, leaf in enumerate(leaves) if isinstance(leaf, Cast)}
        wrong += [f"leaf {row.place} is number {n}" for n, row in enumerate(rows) if row.place != n]
        wrong += await _tree(reading, ballot_id, [row.body for row in rows], [row.hash for row in rows])
        wrong += await _around_the_envelopes(reading, ballot_id, casts)
        wrong += await _record(reading, ballot_id, len(casts))
    return Box(leaves, tuple(leaf.envelope.code for leaf in casts.values()), tuple(wrong))


async def codes_in(society: Society, ballot_id: UUID) -> list[str]:
    """The codes of the envelopes, in the order they came in."""
    async with society.store.reading() as reading:
        kept = select(CastEnvelope.digest).where(CastEnvelope.ballot_id == ballot_id).order_by(CastEnvelope.leaf)
        return [code_from_hash(digest) for digest in await reading.scalars(kept)]


async def _database(society: Society, reading: AsyncSession) -> list[str]:
    if society.store.kind != "sqlite":
        return []
    said = (await reading.scalars(text("PRAGMA integrity_check"))).all()
    return [] if said == ["ok"] else [f"integrity_check: {said}"]


async def _tree(reading: AsyncSession, ballot_id: UUID, bodies: Sequence[bytes], kept: Sequence[bytes]) -> list[str]:
    """Hashes, nodes, head and signature, against a tree made here straight from RFC 6962, section 2.1."""
    hashes = [hashlib.sha256(b"\x00" + body).digest() for body in bodies]
    wrong = [
        f"the hash of leaf {n} does not fit"
        for n, pair in enumerate(zip(hashes, kept, strict=True))
        if pair[0] != pair[1]
    ]
    nodes = {(n.level, n.place): n.hash for n in await reading.scalars(_of(LogNode, ballot_id))}
    if nodes != complete_nodes(hashes):
        wrong.append("the nodes are not those of the tree")
    head = (await reading.scalars(_of(LogHead, ballot_id))).one()
    ballot = await reading.get_one(Ballot, ballot_id)
    manifest = Manifest.from_bytes(ballot.manifest or b"")
    signed = checkpoint.verify(head.checkpoint, manifest.log_origin, manifest.log_key)
    if not head.size == signed.size == len(hashes):
        wrong.append(f"the head says {head.size} and {signed.size}, there are {len(hashes)} leaves")
    if signed.root != root_of(hashes):
        wrong.append("the head's root is not the tree's")
    return wrong


async def _around_the_envelopes(reading: AsyncSession, ballot_id: UUID, casts: dict[int, Cast]) -> list[str]:
    """Each cast leaf has its envelope, its slips and the token of the form that made it, and nothing else has."""
    wrong = []
    envelopes = {e.leaf: (e.digest, e.handle) for e in await reading.scalars(_of(CastEnvelope, ballot_id))}
    if envelopes != {n: (leaf.envelope.sealed.hash(), leaf.envelope.handle) for n, leaf in casts.items()}:
        wrong.append("envelopes and leaves do not fit")
    tokens = sorted((t.leaf, t.handle) for t in await reading.scalars(_of(CastToken, ballot_id)))
    if tokens != sorted((n, leaf.envelope.handle) for n, leaf in casts.items()):
        wrong.append("tokens and leaves do not fit")
    seen = set(await reading.scalars(select(SlipSeen.hash).where(SlipSeen.ballot_id == ballot_id)))
    slips = [hashlib.sha256(s.box[:32]).digest() for leaf in casts.values() for s in leaf.envelope.sealed.slips]
    if seen != set(slips) or len(seen) != len(slips):
        wrong.append("slips and leaves do not fit")
    return wrong


async def _record(reading: AsyncSession, ballot_id: UUID, casts: int) -> list[str]:
    verdict = await record.verify(reading)
    lines = select(func.count()).where(RecordLine.verb == "vote.cast", RecordLine.subject == f"ballot:{ballot_id}")
    number = await reading.scalar(lines)
    wrong = [] if verdict.holds else [f"the record breaks at line {verdict.first_broken}"]
    return wrong if number == casts else [*wrong, f"{number} lines of the record for {casts} casts"]


def root_of(hashes: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, over leaf hashes."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256().digest()
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + root_of(hashes[:split]) + root_of(hashes[split:])).digest()


def complete_nodes(hashes: Sequence[bytes]) -> dict[tuple[int, int], bytes]:
    """Every complete subtree above the leaves, by level and place."""
    found: dict[tuple[int, int], bytes] = {}
    level, row = 1, list(hashes)
    while len(row) > 1:
        row = [hashlib.sha256(b"\x01" + row[n] + row[n + 1]).digest() for n in range(0, len(row) - 1, 2)]
        found |= {(level, place): node for place, node in enumerate(row)}
        level += 1
    return found


def _of(kind: type[Row], ballot_id: UUID) -> Select[Row]:
    return select(kind).where(kind.ballot_id == ballot_id)
