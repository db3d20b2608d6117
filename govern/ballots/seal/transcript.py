"""How proofs hash: SHA-512 over parts that say their own length, one layout a tag (shuffle-proof, section 2)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from govern.ballots.seal import group
from govern.ballots.seal.canonical import TAG
from govern.ballots.seal.group import Point, Scalar

Part = bytes | str | int


def lp(*parts: Part) -> bytes:
    """Each part as its length in four bytes (big-endian) and its bytes; a text in UTF-8, a number in eight bytes."""
    written = []
    for part in parts:
        content = _content(part)
        written.append(len(content).to_bytes(4, "big") + content)
    return b"".join(written)


def _content(part: Part) -> bytes:
    if isinstance(part, str):
        return part.encode()
    return part.to_bytes(8, "big") if isinstance(part, int) else part


def hashed(tag: str, *parts: Part) -> bytes:
    """H: 64 bytes."""
    return hashlib.sha512(lp(TAG + tag, *parts)).digest()


def scalar(tag: str, *parts: Part) -> Scalar:
    """Hs: the hash as a number modulo L; 512 bits leave a bias below 2^-259."""
    return int.from_bytes(hashed(tag, *parts), "little") % group.L


def point(tag: str, *parts: Part) -> Point:
    """Hp: a point whose logarithm nobody knows."""
    return group.from_hash(hashed(tag, *parts))


def joined(points: Iterable[Point]) -> bytes:
    """A list of points as one part: each has 32 bytes, so the length gives the number."""
    return b"".join(points)
