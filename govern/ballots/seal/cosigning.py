"""A witness's signature on a head of the log, and heads that carry several (C2SP tlog-cosignature v1).

The line of a witness holds eight bytes of time, big-endian seconds, and an Ed25519 signature over
"cosignature/v1", the time and the head's text. The log's own line is left as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from govern.ballots.seal import checkpoint, signing
from govern.ballots.seal.checkpoint import CheckpointRefused, NoteSignature, SignedCheckpoint
from govern.ballots.seal.manifest import Signer

COSIGNATURE = b"\x04"
_TIME = 8


def cosign(note: str, name: str, seed: bytes, at: datetime) -> str:
    """The note with this witness's line at its end; a line it had of them before is replaced.

    Whether the log may be signed at all is for the caller to have checked. Raises CheckpointRefused for a bad note.
    """
    signed = checkpoint.read(note)
    seconds = int(at.timestamp())
    identity = cosigner_hash(name, signing.public_key_of(seed))
    signature = signing.sign(seed, _message(seconds, signed.checkpoint.text()))
    line = NoteSignature(name, identity, seconds.to_bytes(_TIME, "big") + signature)
    return _with(signed, [line]).note()


def cosigner_hash(name: str, public_key: bytes) -> bytes:
    """C2SP signed-note's key hash, of the type that cosignatures have."""
    return hashlib.sha256(name.encode() + b"\n" + COSIGNATURE + public_key).digest()[:4]


def cosigned_at(note: str, witness: Signer) -> datetime | None:
    """When this witness signed the head, or None if they have not. Raises CheckpointRefused for a wrong signature."""
    signed = checkpoint.read(note)
    identity = cosigner_hash(witness.name, witness.key)
    lines = [line for line in signed.signatures if (line.name, line.key_hash) == (witness.name, identity)]
    if not lines:
        return None
    content = lines[0].signature
    seconds = int.from_bytes(content[:_TIME], "big")
    good = signing.is_signed(witness.key, _message(seconds, signed.checkpoint.text()), content[_TIME:])
    if len(lines) != 1 or not good or seconds > 253_402_300_799:  # the end of the year 9999
        raise CheckpointRefused("The signature of the witness {name} on this log head is wrong.", name=witness.name)
    return datetime.fromtimestamp(seconds, UTC)


def merged(note: str, others: Iterable[str]) -> str:
    """One head with the lines that others add to it. Raises CheckpointRefused for heads of another text."""
    signed = checkpoint.read(note)
    for other in others:
        more = checkpoint.read(other)
        if more.checkpoint != signed.checkpoint:
            raise CheckpointRefused("These are two different heads of the log, so they cannot be joined.")
        signed = _with(signed, more.signatures)
    return signed.note()


def _with(signed: SignedCheckpoint, lines: Iterable[NoteSignature]) -> SignedCheckpoint:
    """The log's own line stays first and as it is; of everybody else the newest line stands."""
    own, *rest = signed.signatures
    kept = {(line.name, line.key_hash): line for line in rest}
    kept |= {(line.name, line.key_hash): line for line in lines if line != own}
    return replace(signed, signatures=(own, *(kept[who] for who in sorted(kept))))


def _message(seconds: int, text: str) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
