"""Twelve words for a manifest."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.ballots.seal.fingerprint import NotAFingerprint, fingerprint, read_fingerprint
from govern.ballots.seal.slip39 import WORDS


def test_the_words_are_those_of_the_published_list() -> None:
    # satoshilabs/slips slip-0039/wordlist.txt, one word a line
    published = "".join(f"{word}\n" for word in WORDS).encode()
    assert len(published) == 7231
    assert hashlib.sha256(published).hexdigest() == "bcc4555340332d169718aed8bf31dd9d5248cb7da6e5d355140ef4f1e601eec3"
    assert len(WORDS) == len({word[:4] for word in WORDS}) == 1024 and list(WORDS) == sorted(WORDS)


def test_the_words_are_the_first_hundred_and_twenty_bits() -> None:
    assert fingerprint(bytes(32)) == ("academic",) * 12
    assert fingerprint(b"\xff" * 32) == ("zero",) * 12
    assert fingerprint(bytes(14) + b"\x01" + b"\xff" * 17) == ("academic",) * 11 + ("acid",)


@given(st.binary(min_size=32, max_size=32))
def test_words_read_aloud_and_typed_are_the_same_words(content: bytes) -> None:
    words = fingerprint(content)
    assert read_fingerprint(" ".join(words)) == words
    assert read_fingerprint(", ".join(word[:4].upper() for word in words)) == words
    assert sum(WORDS.index(word) << 10 * (11 - at) for at, word in enumerate(words)) == int.from_bytes(
        content[:15], "big"
    )


@pytest.mark.parametrize("typed", ["", "acid " * 11, "acid " * 13, "acid " * 11 + "zzzz"])
def test_anything_but_twelve_words_of_the_list_is_refused(typed: str) -> None:
    with pytest.raises(NotAFingerprint, match="twelve"):
        read_fingerprint(typed)
