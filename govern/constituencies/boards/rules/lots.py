"""A lot among people with equal claims, that anybody can draw again (invariants 18 and 53).

A seed is committed to before anybody can know whom it meets, and revealed when the lot is drawn. Each person's luck
is a hash of seed, occasion and id, so the same inputs give the same order, however the list is ordered.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from govern.errors import NotValid

SEED_BYTES = 32


def commitment(seed: bytes) -> bytes:
    """32 bytes to publish beforehand."""
    return hashlib.sha256(b"govern/lot/commitment\x00" + seed).digest()


def reveal(seed: bytes, committed: bytes) -> bytes:
    """The seed, if it is the one that was committed to. Raises `NotValid` if not."""
    if not hmac.compare_digest(commitment(seed), committed):
        raise NotValid("This seed is not the one that was announced before. Look for the right one.")
    return seed


def drawn(seed: bytes, occasion: str, among: Iterable[str]) -> tuple[str, ...]:
    """All of them in the order in which they are drawn: the smallest hash first."""
    return tuple(sorted(among, key=lambda one: (_luck(seed, occasion, one), one)))


def _luck(seed: bytes, occasion: str, one: str) -> bytes:
    parts = (b"govern/lot", seed, occasion.encode(), one.encode())
    return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()
