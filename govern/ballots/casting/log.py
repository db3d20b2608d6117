"""A ballot's log while it grows: its end is held for one transaction, leaves are added, the new head is signed.

RFC 6962, sections 2.1 and 3.5; ballot-protocol 3.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.casting import heads
from govern.ballots.models import Ballot, LogHead, LogLeaf, LogNode, table_of
from govern.ballots.seal import checkpoint, tree
from govern.ballots.seal.documents import Leaf, Manifest, leaf_to_bytes
from govern.errors import NotFound

KEPT_MANIFESTS = 64
_head = table_of(LogHead).c
_EDGE = select(_head.frontier, _head.epoch).where(_head.ballot_id == bindparam("ballot_id")).with_for_update()


class Edge:
    """The end of a ballot's log, held for this transaction. `frontier` moves on with every leaf; `epoch` is how often
    the log has begun anew from an older copy."""

    def __init__(self, ballot_id: UUID, frontier: tree.Frontier, epoch: int = 0) -> None:
        self.ballot_id = ballot_id
        self.frontier = frontier
        self.epoch = epoch


async def held_edge(writing: AsyncSession, ballot_id: UUID) -> Edge | None:
    """The end of the log, held until this transaction ends; None before the ballot has opened.

    Raises `InRecovery` where the log does not go on from the last head that was kept outside the database.
    """
    edge = await edge_as_it_is(writing, ballot_id)
    if edge is not None and await heads.lost(writing, ballot_id, edge.epoch, edge.frontier) is not None:
        raise heads.InRecovery()
    return edge


async def edge_as_it_is(writing: AsyncSession, ballot_id: UUID) -> Edge | None:
    """The same without looking outside the database: for those who put a log right."""
    kept = (await writing.execute(_EDGE, {"ballot_id": ballot_id})).one_or_none()
    return None if kept is None else Edge(ballot_id, tree.Frontier.from_bytes(kept.frontier), kept.epoch)


async def begin_log(writing: AsyncSession, ballot_id: UUID) -> Edge:
    """A log with nothing in it yet. Raises `InRecovery` where a head was kept of one outside the database."""
    empty = tree.Frontier()
    if await heads.lost(writing, ballot_id, 0, empty) is not None:
        raise heads.InRecovery(heads.BEGUN_BEFORE)
    await writing.execute(
        insert(LogHead).values(ballot_id=ballot_id, size=0, frontier=empty.to_bytes(), checkpoint="", epoch=0)
    )
    return Edge(ballot_id, empty)


async def add_leaves(writing: AsyncSession, edge: Edge, leaves: Sequence[Leaf]) -> int:
    """Append leaves and the nodes they finish. Returns the place of the first. The head is signed afterwards."""
    first = edge.frontier.size
    rows, nodes = [], []
    for place, leaf in enumerate(leaves, start=first):
        body = leaf_to_bytes(leaf)
        leaf_hash = tree.leaf_hash(body)
        edge.frontier, finished = edge.frontier.append(leaf_hash)
        rows.append({"ballot_id": edge.ballot_id, "place": place, "hash": leaf_hash, "body": body})
        nodes += [
            {"ballot_id": edge.ballot_id, "level": node.level, "place": node.index, "hash": node.hash}
            for node in finished
        ]
    await writing.execute(insert(table_of(LogLeaf)), rows)
    if nodes:
        await writing.execute(insert(table_of(LogNode)), nodes)
    return first


async def sign_head(writing: AsyncSession, edge: Edge, origin: str, key: bytes, at: datetime) -> None:
    """Keep the new end of the log, signed with the society's log key: in the database, and once that is committed
    outside it too. The time is to the second."""
    frontier = edge.frontier
    head = checkpoint.Checkpoint(origin, frontier.size, frontier.root, at.replace(microsecond=0))
    note = checkpoint.sign(head, key).note()
    await writing.execute(
        update(LogHead)
        .where(LogHead.ballot_id == edge.ballot_id)
        .values(size=frontier.size, frontier=frontier.to_bytes(), checkpoint=note, epoch=edge.epoch)
    )
    heads.keep_once_committed(writing, edge.ballot_id, heads.Kept(edge.epoch, head.size, head.root, note))


async def append(writing: AsyncSession, ballot: Ballot, leaves: Sequence[Leaf], key: bytes, at: datetime) -> int:
    """Leaves that are no votes, at the end of an opened ballot's log, and the new head signed. Returns the first's
    place."""
    edge = await held_edge(writing, ballot.id)
    assert edge is not None and ballot.manifest_hash is not None
    manifest = await manifest_of(writing, ballot.id, ballot.manifest_hash)
    first = await add_leaves(writing, edge, leaves)
    await sign_head(writing, edge, manifest.log_origin, key, at)
    return first


_manifests: dict[bytes, Manifest] = {}


async def manifest_of(reading: AsyncSession, ballot_id: UUID, manifest_hash: bytes) -> Manifest:
    """The manifest, read once a process: it never changes."""
    if manifest_hash not in _manifests:
        content = await reading.scalar(select(Ballot.manifest).where(Ballot.id == ballot_id))
        if content is None:
            raise NotFound("This vote has no papers yet. Come back when it is open.")
        while len(_manifests) >= KEPT_MANIFESTS:
            _manifests.pop(next(iter(_manifests)))
        _manifests[manifest_hash] = Manifest.from_bytes(content)
    return _manifests[manifest_hash]
