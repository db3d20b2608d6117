"""The log's Merkle tree, exactly as RFC 6962 section 2.1: leaf SHA-256(0x00||leaf), node SHA-256(0x01||left||right).

Whole pairs ("complete nodes") never change once made. They are kept by (level, index): level 0 are the leaf hashes,
node (level, index) covers the leaves index·2^level up to (index+1)·2^level. A proof asks only for such nodes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from govern.errors import NotValid

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
LARGEST_SIZE = 2**63 - 1
Lookup = Callable[[int, int], bytes]


class NotATree(NotValid):
    """A size, an index or a stored frontier that cannot be one."""


@dataclass(frozen=True, slots=True)
class Node:
    """A complete node: `level` 1 and up, `index` counted from the left at that level, and its 32-byte hash."""

    level: int
    index: int
    hash: bytes


def leaf_hash(leaf: bytes) -> bytes:
    """RFC 6962 2.1: the hash of one leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 2.1: the hash of two subtrees put together."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right-hand edge of a tree: its size and the hashes of its complete subtrees, largest first.

    This is all that an append needs: there is one subtree for each 1 in the binary form of the size.
    """

    size: int = 0
    subtrees: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> tuple[Frontier, tuple[Node, ...]]:
        """The frontier with one more leaf (given by its leaf hash), and the complete nodes that this leaf finished.

        The new leaf's index is the old size. Nodes come lowest level first; level 0, the leaf itself, is not listed.
        """
        subtrees, current = list(self.subtrees), leaf
        finished = []
        level, index = 0, self.size
        while index & 1:
            current = node_hash(subtrees.pop(), current)
            level, index = level + 1, index >> 1
            finished.append(Node(level, index, current))
        return Frontier(self.size + 1, (*subtrees, current)), tuple(finished)

    @property
    def root(self) -> bytes:
        """RFC 6962 MTH of all leaves so far."""
        if not self.subtrees:
            return EMPTY_ROOT
        return _joined(self.subtrees)

    def to_bytes(self) -> bytes:
        """Eight bytes of size, then 32 bytes a subtree, largest first."""
        return self.size.to_bytes(8, "big") + b"".join(self.subtrees)

    @classmethod
    def from_bytes(cls, kept: bytes) -> Frontier:
        """The way back. Raises NotATree if the size and the number of hashes do not belong together."""
        size, rest = int.from_bytes(kept[:8], "big"), kept[8:]
        if len(kept) < 8 or size > LARGEST_SIZE or len(rest) != size.bit_count() * HASH_SIZE:
            raise NotATree("The kept edge of the log is damaged. Restore the log from its leaves before going on.")
        return cls(size, tuple(rest[at : at + HASH_SIZE] for at in range(0, len(rest), HASH_SIZE)))


def inclusion_proof(lookup: Lookup, index: int, size: int) -> tuple[bytes, ...]:
    """RFC 6962 2.1.1: the path from the leaf at `index` to the root of the first `size` leaves, from the leaf up."""
    if not 0 <= index < size:
        raise NotATree("The log has {size} entries, so there is no entry {index} in it.", size=size, index=index)
    return _path(lookup, index, 0, size)


def consistency_proof(lookup: Lookup, old: int, new: int) -> tuple[bytes, ...]:
    """RFC 6962 2.1.2: that the tree of `new` leaves begins with the tree of `old` leaves. Empty if old is 0."""
    if not 0 <= old <= new:
        raise NotATree("A log of {new} entries cannot continue a log of {old}.", new=new, old=old)
    return _subproof(lookup, old, 0, new, whole=True) if old else ()


def root_of_first(lookup: Lookup, size: int) -> bytes:
    """RFC 6962 MTH of the first `size` leaves of a tree that has at least so many."""
    return _root_of(lookup, 0, size) if size else EMPTY_ROOT


def nodes_for_root(size: int) -> tuple[tuple[int, int], ...]:
    """The (level, index) of every node that `root_of_first` will ask for."""
    wanted: list[tuple[int, int]] = []
    root_of_first(_noting(wanted), size)
    return tuple(wanted)


def nodes_for_inclusion(index: int, size: int) -> tuple[tuple[int, int], ...]:
    """The (level, index) of every node that `inclusion_proof` will ask for, so that they can be fetched at once."""
    wanted: list[tuple[int, int]] = []
    inclusion_proof(_noting(wanted), index, size)
    return tuple(wanted)


def nodes_for_consistency(old: int, new: int) -> tuple[tuple[int, int], ...]:
    """The (level, index) of every node that `consistency_proof` will ask for."""
    wanted: list[tuple[int, int]] = []
    consistency_proof(_noting(wanted), old, new)
    return tuple(wanted)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162 2.1.3.2: whether the leaf hash stands at `index` in the tree of `size` leaves with this root."""
    if not 0 <= index < size or any(len(step) != HASH_SIZE for step in proof):
        return False
    position, last, current = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            current = node_hash(step, current)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            current = node_hash(current, step)
        position, last = position >> 1, last >> 1
    return last == 0 and current == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """RFC 9162 2.1.4.2: whether the tree of `new` leaves with `new_root` begins with the one of `old` leaves."""
    if not 0 <= old <= new or any(len(step) != HASH_SIZE for step in proof):
        return False
    if old == 0:
        return not proof and old_root == EMPTY_ROOT and (new > 0 or new_root == EMPTY_ROOT)
    if old == new:
        return not proof and old_root == new_root
    return _continues(old, new, old_root, new_root, proof)


def _continues(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    steps = list(proof)
    if old & (old - 1) == 0:  # a whole power of two: its root is itself the first node
        steps.insert(0, old_root)
    if not steps:
        return False
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    then = now = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            then, now = node_hash(step, then), node_hash(step, now)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            now = node_hash(now, step)
        position, last = position >> 1, last >> 1
    return last == 0 and then == old_root and now == new_root


def _joined(subtrees: Sequence[bytes]) -> bytes:
    """Subtrees from left to right, folded from the right into one hash."""
    current = subtrees[-1]
    for left in reversed(subtrees[:-1]):
        current = node_hash(left, current)
    return current


def _root_of(lookup: Lookup, start: int, end: int) -> bytes:
    """MTH of the leaves start..end, where start is a multiple of the largest power of two not above end - start."""
    parts = []
    while start < end:
        level = (end - start).bit_length() - 1
        parts.append(lookup(level, start >> level))
        start += 1 << level
    return _joined(parts)


def _split(count: int) -> int:
    """The largest power of two smaller than `count` (RFC 6962's k)."""
    return 1 << ((count - 1).bit_length() - 1)


def _path(lookup: Lookup, index: int, start: int, end: int) -> tuple[bytes, ...]:
    if end - start == 1:
        return ()
    middle = start + _split(end - start)
    if index < middle:
        return (*_path(lookup, index, start, middle), _root_of(lookup, middle, end))
    return (*_path(lookup, index, middle, end), _root_of(lookup, start, middle))


def _subproof(lookup: Lookup, old: int, start: int, end: int, *, whole: bool) -> tuple[bytes, ...]:
    """`old` is the end of the older tree, counted from the first leaf of all; `whole` is RFC 6962's b."""
    if old == end:
        return () if whole else (_root_of(lookup, start, end),)
    middle = start + _split(end - start)
    if old <= middle:
        return (*_subproof(lookup, old, start, middle, whole=whole), _root_of(lookup, middle, end))
    return (*_subproof(lookup, old, middle, end, whole=False), _root_of(lookup, start, middle))


def _noting(wanted: list[tuple[int, int]]) -> Lookup:
    def note(level: int, index: int) -> bytes:
        wanted.append((level, index))
        return bytes(HASH_SIZE)

    return note
