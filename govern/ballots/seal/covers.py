"""How a slip is put under its cover, by the way that the manifest names; and what may not come into a log twice.

SLIPS: to a key in shares, with a proof of knowledge bound to manifest, contest, style and ticket (`elgamal`). BOX: to
one key, as ballots were sealed that an earlier version opened (`box`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from govern.ballots.seal import box, elgamal
from govern.ballots.seal.elgamal import NotSealed, SealedSlip
from govern.ballots.seal.envelope import Sealed
from govern.ballots.seal.group import SIZE as POINT
from govern.ballots.seal.group import Scalar
from govern.ballots.seal.manifest import Manifest, Sealing


@dataclass(frozen=True, slots=True)
class Covered:
    """A slip under its cover, and the secret that opens this one cover in a test, where the way has one."""

    box: bytes
    opener: Scalar | None = field(default=None, repr=False)


def cover(manifest: Manifest, contest: str, style: str, ticket: bytes, slip: bytes) -> Covered:
    """The thirty bytes of a slip under their cover."""
    if manifest.sealing is Sealing.BOX:
        return Covered(box.seal(manifest.election_key, slip))
    bound_to = elgamal.label(manifest.hash(), contest, style, ticket)
    sealed, k = elgamal.seal(manifest.election_key, slip, bound_to)
    return Covered(sealed.to_bytes(), k)


def check_covers(manifest: Manifest, sealed: Sealed) -> None:
    """Raises NotSealed unless every slip is sealed for this paper, by somebody who knew what they sealed with."""
    if manifest.sealing is Sealing.BOX:
        return
    for slip in sealed.slips:
        bound_to = elgamal.label(sealed.manifest_hash, slip.contest, sealed.style, sealed.ticket)
        if not elgamal.is_sound(manifest.election_key, SealedSlip.from_bytes(slip.box), bound_to):
            raise NotSealed("This envelope was not sealed for this paper, so we did not take it. Please vote again.")


def once_only(manifest: Manifest, sealed: bytes) -> bytes:
    """The part of a cover that no other slip in the log may have (V11): all of it, or A of a ciphertext."""
    return sealed if manifest.sealing is Sealing.BOX else sealed[:POINT]
