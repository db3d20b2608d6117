"""One scrutineer's share as 33 words for paper: SLIP-39 in one part (1 of 1), which tools of others read as well.

Only the writing is SLIP-39's. Its own way of sharing a secret is not used: it has no opening together (`sharing`).
Three of the words are a checksum (RS1024). It finds every wrong word, and mostly tells which it is; people are told
the place and look at their paper again. The tool never puts in the word itself: a guess could be another's share.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import pbkdf2_hmac
from typing import NoReturn

from govern.ballots.seal import group
from govern.ballots.seal.group import Scalar
from govern.ballots.seal.slip39 import WORDS
from govern.errors import NotValid

LENGTH = 33
_HEADER, _VALUE, _CHECKSUM = 4, 26, 3
_BITS, _RADIX = 10, 1024
_ROUNDS, _ITERATIONS, _HALF = 4, 2500, 16
_GENERATOR = (
    *(0xE0E040, 0x1C1C080, 0x3838100, 0x7070200, 0xE0E0009),
    *(0x1C0C2412, 0x38086C24, 0x3090FC48, 0x21B1F890, 0x3F3F120),
)
_OURS = b"shamir_extendable"
_ONE_OF_ONE = 0
"""Group 1 of 1, member 1 of 1: each of the five numbers is written less one or from nought, in twenty bits."""

_BEGINNINGS = {word[:4]: number for number, word in enumerate(WORDS)}


class NotWords(NotValid):
    """These are not the words of a share."""


def to_words(share: Scalar) -> tuple[str, ...]:
    """The 33 words. Each time others: fifteen bits are drawn, as SLIP-39 wants it."""
    return written(group.scalar_to_bytes(share), secrets.randbits(15))


def read_words(typed: str) -> Scalar:
    """The share that somebody typed from paper; four letters are enough for each word. Raises NotWords."""
    try:
        share = group.scalar_from_bytes(secret_of(typed))
    except group.NotAScalar:
        share = 0
    if share == 0:
        raise NotWords("These words belong together, and hold no share of a ballot. Please look for the other paper.")
    return share


# --- SLIP-39 --------------------------------------------------------------------------------------------------------


def written(secret: bytes, identifier: int, passphrase: bytes = b"", exponent: int = 0) -> tuple[str, ...]:
    """256 bits in one part, of the extendable kind. An exponent slows guessing: of no use without a passphrase."""
    hidden = _turned(secret, range(_ROUNDS), passphrase, b"", exponent)
    head = (identifier << 5 | 1 << 4 | exponent) << 20 | _ONE_OF_ONE
    values = [*_digits(head, _HEADER), *_digits(int.from_bytes(hidden, "big"), _VALUE)]
    values += _digits(_sum(_OURS, [*values, 0, 0, 0]) ^ 1, _CHECKSUM)
    return tuple(WORDS[value] for value in values)


def secret_of(typed: str, passphrase: bytes = b"") -> bytes:
    """The 256 bits of 33 words in one part, by whatever tool they were written. Raises NotWords."""
    values = _values(typed.lower().replace(",", " ").split())
    head = _number(values[:_HEADER])
    identifier, extendable, exponent = head >> 25, head >> 24 & 1, head >> 20 & 15
    if _sum(_OURS if extendable else b"shamir", values) != 1:
        _refuse_wrong(values)
    hidden = _number(values[_HEADER:-_CHECKSUM])
    if head & 0xFFFFF != _ONE_OF_ONE or hidden >> 256:
        raise NotWords("These words are one part of several, by another tool. Please look for the other paper.")
    salt = b"" if extendable else b"shamir" + identifier.to_bytes(2, "big")
    return _turned(hidden.to_bytes(32, "big"), reversed(range(_ROUNDS)), passphrase, salt, exponent)


def _turned(secret: bytes, rounds: Iterable[int], passphrase: bytes, salt: bytes, exponent: int) -> bytes:
    """SLIP-39's cipher of four rounds; with the rounds backwards it undoes itself."""
    left, right = secret[:_HALF], secret[_HALF:]
    for number in rounds:
        stream = pbkdf2_hmac(
            "sha256", bytes([number]) + passphrase, salt + right, _ITERATIONS << exponent, dklen=_HALF
        )
        left, right = right, bytes(a ^ b for a, b in zip(left, stream, strict=True))
    return right + left


def _digits(number: int, length: int) -> list[int]:
    return [number >> _BITS * place & (_RADIX - 1) for place in reversed(range(length))]


def _number(values: Sequence[int]) -> int:
    found = 0
    for value in values:
        found = found << _BITS | value
    return found


def _step(check: int, value: int) -> int:
    """RS1024: one more word."""
    high = check >> 20
    check = (check & 0xFFFFF) << _BITS ^ value
    for bit, term in enumerate(_GENERATOR):
        if high >> bit & 1:
            check ^= term
    return check


def _sum(customization: bytes, values: Sequence[int]) -> int:
    """RS1024 over all words; 1 where they belong together."""
    check = 1
    for value in (*customization, *values):
        check = _step(check, value)
    return check


# --- What is wrong with the words -----------------------------------------------------------------------------------


def _values(words: Sequence[str]) -> list[int]:
    values = []
    for place, word in enumerate(words, start=1):
        number = _BEGINNINGS.get(word[:4])
        if number is None or not WORDS[number].startswith(word):
            raise NotWords(
                "Word {place}, “{word}”, is not on the list of words. Please look at the paper again.",
                place=place,
                word=word,
            )
        values.append(number)
    if len(values) != LENGTH:
        _refuse_number(values)
    return values


def _refuse_number(values: list[int]) -> NoReturn:
    if len(values) == LENGTH - 1:
        for place in range(LENGTH):
            wrong = _sum(_OURS, [*values[:place], 0, *values[place:]]) ^ 1
            if wrong == 0 or wrong in _effects()[place]:
                raise NotWords("Word {place} is missing. Please look at the paper again.", place=place + 1)
    if len(values) == LENGTH + 1:
        for place, value in enumerate(values):
            if _sum(_OURS, [*values[:place], *values[place + 1 :]]) == 1:
                raise NotWords(
                    "Word {place}, “{word}”, is one too many. Please look at the paper again.",
                    place=place + 1,
                    word=WORDS[value],
                )
    raise NotWords(
        "A share has {length} words, and these are {found}. Please look at the paper again.",
        length=LENGTH,
        found=len(values),
    )


def _refuse_wrong(values: list[int]) -> NoReturn:
    wrong = _sum(_OURS, values) ^ 1
    for place, effects in enumerate(_effects()):
        if wrong in effects:
            raise NotWords(
                "Word {place}, “{word}”, is not the one that was written down. Please look at the paper again.",
                place=place + 1,
                word=WORDS[values[place]],
            )
    exchanged = list(_exchanged(values))
    if len(exchanged) == 1:
        one, other = exchanged[0]
        raise NotWords(
            "Words {one} and {other} have changed places. Please look at the paper again.", one=one, other=other
        )
    raise NotWords("Two or more of these words are not those that were written down. Please look at the paper again.")


@lru_cache(maxsize=1)
def _effects() -> tuple[frozenset[int], ...]:
    """For each place: what any other word there does to the whole checksum. No two places share one."""
    found, effects = [], list(range(1, _RADIX))
    for _ in range(LENGTH):
        found.append(frozenset(effects))
        effects = [_step(effect, 0) for effect in effects]
    return tuple(reversed(found))


def _exchanged(values: list[int]) -> Iterable[tuple[int, int]]:
    """From 1: two words that belong together once they have changed places."""
    for one in range(LENGTH):
        for other in range(one):
            turned = list(values)
            turned[one], turned[other] = turned[other], turned[one]
            if turned != values and _sum(_OURS, turned) == 1:
                yield other + 1, one + 1
