"""The manifest's hash as twelve words, to be read aloud and printed on papers (decision 22).

The words are those of the SLIP-39 list, the same in both languages: 1,024 words, so ten bits each, 120 bits in all.
"""

from __future__ import annotations

from govern.ballots.seal.slip39 import WORDS
from govern.errors import NotValid

LENGTH = 12
BITS = 10


class NotAFingerprint(NotValid):
    """These are not twelve words of the list."""


def fingerprint(manifest_hash: bytes) -> tuple[str, ...]:
    """Twelve words for the first 120 bits of the hash."""
    number = int.from_bytes(manifest_hash[:15], "big")
    return tuple(WORDS[number >> shift & 1023] for shift in range(BITS * (LENGTH - 1), -1, -BITS))


def read_fingerprint(typed: str) -> tuple[str, ...]:
    """Twelve words as somebody typed them; four letters are enough for each. Raises NotAFingerprint."""
    words = tuple(_BEGINNINGS.get(word[:4], "") for word in typed.lower().replace(",", " ").split())
    if len(words) != LENGTH or not all(words):
        raise NotAFingerprint("The fingerprint has twelve words from the list. Please look at the notice again.")
    return words


_BEGINNINGS = {word[:4]: word for word in WORDS}
