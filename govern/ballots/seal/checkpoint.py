"""The signed head of the log: how many entries it has and what their root is, as a C2SP checkpoint.

Formats: C2SP tlog-checkpoint (origin, size, root, then a "time" extension line), C2SP signed-note (Ed25519, type 1).
Time stands here and not in the leaves, so that the log does not say when anybody voted.
Witnesses add lines of their own; a line by an unknown key is kept and not judged.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from govern.ballots.seal import signing
from govern.errors import NotValid

ED25519 = b"\x01"
LONGEST = 16_384
DASH = "\u2014 "
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class CheckpointRefused(NotValid):
    """This is not a checkpoint of that log, or nobody who may sign it has signed it."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`origin` names the log, `size` counts its leaves, `root` is 32 bytes, `at` the log's own time (seconds)."""

    origin: str
    size: int
    root: bytes
    at: datetime | None = None

    def text(self) -> str:
        """What is signed: three lines, four with the time, each ended by a newline."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode("ascii")]
        if self.at is not None:
            lines.append(f"time {int(self.at.timestamp())}")
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: who says they signed, the first four bytes of the key's hash, the signature's bytes."""

    name: str
    key_hash: bytes
    signature: bytes

    def line(self) -> str:
        return f"{DASH}{self.name} {base64.b64encode(self.key_hash + self.signature).decode('ascii')}\n"


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint with its signature lines, the log's own first."""

    checkpoint: Checkpoint
    signatures: tuple[NoteSignature, ...]

    def note(self) -> str:
        """The whole signed note, as it is published and kept."""
        return self.checkpoint.text() + "\n" + "".join(signature.line() for signature in self.signatures)


def sign(checkpoint: Checkpoint, private_key: bytes) -> SignedCheckpoint:
    """The checkpoint signed by the log. `private_key` is the 32-byte Ed25519 seed; the key's name is the origin."""
    if not is_name(checkpoint.origin) or len(checkpoint.root) != 32 or checkpoint.size < 0:
        raise CheckpointRefused("A log's name has no spaces and no plus sign, and its root has 32 bytes.")
    signature = signing.sign(private_key, checkpoint.text().encode())
    identity = key_hash(checkpoint.origin, signing.public_key_of(private_key))
    return SignedCheckpoint(checkpoint, (NoteSignature(checkpoint.origin, identity, signature),))


def key_hash(name: str, public_key: bytes) -> bytes:
    """C2SP signed-note: the first four bytes of SHA-256(name || newline || type || key)."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public_key).digest()[:4]


def read(note: str) -> SignedCheckpoint:
    """A signed note taken apart, not yet verified. Raises CheckpointRefused unless it would be written so again."""
    text, found, signatures = note.rpartition("\n\n")
    if not found or len(note) > LONGEST:
        raise CheckpointRefused("This is not the signed head of a log. Please ask for a fresh copy.")
    checkpoint = _read_text(text + "\n")
    lines = signatures.splitlines(keepends=True)
    signed = SignedCheckpoint(checkpoint, tuple(_read_signature(line) for line in lines))
    if not lines or signed.note() != note:
        raise CheckpointRefused(
            "This log head is not written in the one way that is allowed. It may have been changed."
        )
    return signed


def verify(note: str, origin: str, public_key: bytes) -> Checkpoint:
    """The checkpoint, when the log named `origin` has signed it with this key. Raises CheckpointRefused if not.

    Every line that claims to be by this key must be good, and there must be exactly one.
    """
    signed = read(note)
    if signed.checkpoint.origin != origin:
        raise CheckpointRefused("This is the head of another log. Please ask for the one of this ballot.")
    identity = key_hash(origin, public_key)
    own = [line for line in signed.signatures if (line.name, line.key_hash) == (origin, identity)]
    if len(own) != 1:
        raise CheckpointRefused("The log has not signed this head with its key. Please tell the scrutineer.")
    if not signing.is_signed(public_key, signed.checkpoint.text().encode(), own[0].signature):
        raise CheckpointRefused("The signature on this log head is wrong. Please tell the scrutineer.")
    return signed.checkpoint


def _read_text(text: str) -> Checkpoint:
    lines = text.split("\n")[:-1]
    if not 3 <= len(lines) <= 4 or not is_name(lines[0]) or not _SIZE.fullmatch(lines[1]):
        raise CheckpointRefused("This log head does not say which log, how many entries and which root.")
    root = _bytes_of(lines[2])
    if len(root) != 32:
        raise CheckpointRefused("The root in this log head does not have 32 bytes.")
    return Checkpoint(lines[0], int(lines[1]), root, _read_time(lines[3]) if len(lines) == 4 else None)


def _read_time(line: str) -> datetime:
    word, _, seconds = line.partition(" ")
    if word != "time" or not _SIZE.fullmatch(seconds) or int(seconds) > 253_402_300_799:  # the end of the year 9999
        raise CheckpointRefused("The time in this log head cannot be read.")
    return datetime.fromtimestamp(int(seconds), UTC)


def _read_signature(line: str) -> NoteSignature:
    name, _, coded = line.removeprefix(DASH).rstrip("\n").partition(" ")
    content = _bytes_of(coded)
    if not line.startswith(DASH) or not is_name(name) or len(content) < 5:
        raise CheckpointRefused("A signature line of this log head cannot be read.")
    return NoteSignature(name, content[:4], content[4:])


def _bytes_of(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise CheckpointRefused("A coded part of this log head cannot be read.") from None


def is_name(name: str) -> bool:
    """C2SP: not empty, no white space, no plus sign; and here no control characters either."""
    return bool(name) and name.isprintable() and not any(letter.isspace() or letter == "+" for letter in name)
