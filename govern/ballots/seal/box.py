"""Sealing a slip and opening it, by libsodium's sealed box (X25519, XSalsa20-Poly1305).

What this protects: the database, its backups and its logs hold no choice that can be read; a changed box does not
open; every box of a ballot has the same length. The private key is kept in a file outside the database.
What it does not protect: whoever has that file and the log can read who voted how, and nothing proves to others that
the slips that were opened are the ones that were cast. The running server sees a choice at the moment of sealing.
A box copied whole from another envelope would open too: the log must refuse a box that it has already seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from govern.ballots.seal.slips import SIZE
from govern.errors import NotValid

BOX_SIZE = SIZE + 48


class NotSealed(NotValid):
    """This cannot be sealed, or the key is not one."""


class NotOpened(NotValid):
    """This key does not open this box, or the box was changed."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """The key of one ballot: 32 bytes each. `public` goes into the manifest; `private` never into a database."""

    public: bytes
    private: bytes

    def __repr__(self) -> str:
        return f"KeyPair(public={self.public.hex()})"


def make_key() -> KeyPair:
    """A new key from the operating system's randomness."""
    private = PrivateKey.generate()
    return KeyPair(bytes(private.public_key), bytes(private))


def key_from_private(private: bytes) -> KeyPair:
    """The pair again, from what the key file keeps. Raises NotSealed if it is not 32 bytes."""
    if len(private) != PrivateKey.SIZE:
        raise NotSealed("The file does not hold the key of a ballot. Please fetch the right file.")
    return KeyPair(bytes(PrivateKey(private).public_key), private)


def seal(public: bytes, slip: bytes) -> bytes:
    """The slip's thirty bytes sealed: 78 bytes, different each time. Raises NotSealed for another length."""
    if len(slip) != SIZE or len(public) != PublicKey.SIZE:
        raise NotSealed("A slip of {size} bytes can be sealed, to a key of 32. This is something else.", size=SIZE)
    return SealedBox(PublicKey(public)).encrypt(slip)


def open_(private: bytes, box: bytes) -> bytes:
    """The slip in the box. Raises NotOpened if the box is for another key, was changed, or has another length."""
    pair = key_from_private(private)
    if len(box) == BOX_SIZE:
        try:
            return SealedBox(PrivateKey(pair.private)).decrypt(box)
        except CryptoError:
            pass
    raise NotOpened("This envelope cannot be opened with this key. It counts as spoilt.")


@dataclass(frozen=True, slots=True)
class OpenedBoxes:
    """Slips in the order of their bytes, so that nothing ties them to their boxes; and how many would not open."""

    slips: tuple[bytes, ...]
    unopened: int


def open_all(private: bytes, boxes: Iterable[bytes]) -> OpenedBoxes:
    """All boxes of one contest and style, opened together and sorted. Each that does not open is one spoilt paper."""
    slips, unopened = [], 0
    for box in boxes:
        try:
            slips.append(open_(private, box))
        except NotOpened:
            unopened += 1
    return OpenedBoxes(tuple(sorted(slips)), unopened)
