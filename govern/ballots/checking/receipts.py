"""V7: whether an envelope that somebody has a receipt of is in this log, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from govern.ballots.checking.log_checks import Finding
from govern.ballots.checking.published import Published, need
from govern.ballots.seal import receipts, tree
from govern.ballots.seal.documents import Cast, Epoch, leaf_to_bytes
from govern.ballots.seal.receipts import Receipt
from govern.ballots.seal.selecting import Counted, Displaced

LARGEST = 2**20


def v7(p: Published, given: Sequence[bytes]) -> Finding:
    """Raises Fails and what a receipt that proves nothing raises."""
    if not given:
        return Finding("no receipt was given")
    return Finding(" ".join(_told(p, content) for content in given))


def _told(p: Published, content: bytes) -> str:
    need(len(content) <= LARGEST, "a receipt is too large to be one")
    receipt = Receipt.from_bytes(content.strip())
    head = receipts.verify(receipt, p.manifest_hash, p.manifest.log_origin, p.manifest.log_key)
    if p.roots([head.size]).get(head.size) != head.root:
        need(False, f"{receipt.code}: the log never had the head of this receipt. {_lost(p, head.size, head.root)}")
    there = p.leaf_hashes[receipt.index] == tree.leaf_hash(leaf_to_bytes(Cast(receipt.envelope)))
    need(
        there, f"{receipt.code}: another leaf stands at {receipt.index}, where the receipt says that its envelope is"
    )
    where = f"The envelope {receipt.code} is leaf {receipt.index} of the log,"
    if any(entry.index == receipt.index for entry in p.selection.counted):
        return f"{where} and it was counted."
    found = next(entry for entry in p.selection.displaced if entry.index == receipt.index)
    return f"{where} and it was not counted. {found.sentence()} ({_by(p, found)})"


def _by(p: Published, found: Displaced) -> str:
    """Which leaf displaced it, and in words what that leaf is."""
    winner = next((entry for entry in p.selection.counted if entry.index == found.by), None)
    what = p.leaves[found.by].kind if winner is None else f"a vote by “{_way(winner)}” that counts"
    return f"{found.why.value}: leaf {found.by}, {what}"


def _way(entry: Counted) -> str:
    return entry.channel.value.replace("_", " ")


def _lost(p: Published, size: int, root: bytes) -> str:
    for place, leaf in enumerate(p.leaves):
        if isinstance(leaf, Epoch) and (leaf.lost_size, leaf.lost_root) == (size, root):
            return f"Leaf {place} says that it was lost when the server was restored: hand the receipt in again."
    return "Show it to a scrutineer: the server showed you another log than this one."
