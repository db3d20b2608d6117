"""Opening together: each trustee's part of a decryption with its proof, and the parts put together.

Shuffle-proof 5.2 and 5.3. A trustee takes its share away from every ciphertext of the last mix and proves for all of
them at once that it was the share behind its public key. No share ever leaves its machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from govern.ballots.seal import cores, group, sharing, transcript
from govern.ballots.seal.elgamal import Ciphertext, points_of
from govern.ballots.seal.group import Point, Scalar
from govern.errors import NotValid


class NotAPartial(NotValid):
    """The proof does not show that these are this trustee's parts of just these ciphertexts."""


@dataclass(frozen=True, slots=True)
class PartialProof:
    """D_t = x_i A_t for every ciphertext, and one proof for all: challenge and answer."""

    parts: tuple[Point, ...]
    challenge: Scalar
    answer: Scalar


def context(manifest_hash: bytes, contest: str, style: str) -> bytes:
    return transcript.lp(manifest_hash, contest, style, "decrypt")


def decrypt(where: bytes, share: Scalar, ciphertexts: Sequence[Ciphertext], w: Scalar | None = None) -> PartialProof:
    """One trustee's parts with their proof (equations 19 and 20). `w` is drawn unless given. Raises NotAPartial."""
    if not ciphertexts or not all(cores.each(group.is_point, tuple(points_of(ciphertexts)))):
        raise NotAPartial("There is nothing to open here, or something that is not a sealed slip.")
    parts = tuple(cores.each(lambda one: group.times(share, one.a), ciphertexts))
    public = group.base_times(share)
    delta = _statement(where, public, ciphertexts, parts)
    a_bar, d_bar = _combined(delta, ciphertexts, parts)
    nonce = group.random_scalar() if w is None else w
    challenge = _challenge(delta, a_bar, d_bar, group.base_times(nonce), group.times(nonce, a_bar))
    return PartialProof(parts, challenge, (nonce + challenge * share) % group.L)


def check(where: bytes, public: Point, ciphertexts: Sequence[Ciphertext], proof: PartialProof) -> None:
    """Raises NotAPartial unless every part is this trustee's of just these ciphertexts. `public`: X_i, worked out."""
    number = len(ciphertexts)
    if number < 1 or len(proof.parts) != number:
        raise NotAPartial("There is one part for each slip, and at least one slip.")
    if not all(cores.each(group.is_point, (public, *proof.parts, *points_of(ciphertexts)))):
        raise NotAPartial("A partial decryption holds something that is not a point.")
    if not (0 <= proof.challenge < group.L and 0 <= proof.answer < group.L):
        raise NotAPartial("A partial decryption holds a number that is out of range.")
    delta = _statement(where, public, ciphertexts, proof.parts)
    a_bar, d_bar = _combined(delta, ciphertexts, proof.parts)
    first = group.subtract(group.base_times(proof.answer), group.times(proof.challenge, public))
    second = group.subtract(group.times(proof.answer, a_bar), group.times(proof.challenge, d_bar))
    if _challenge(delta, a_bar, d_bar, first, second) != proof.challenge:
        raise NotAPartial("A partial decryption is not proved. Ask this scrutineer to open the slips again.")


def combine(
    needed: int, ciphertexts: Sequence[Ciphertext], parts: Mapping[int, Sequence[Point]]
) -> tuple[Point, ...]:
    """M_t = B_t - Σ λ_i D_(i,t) over exactly k checked trustees, by number (21). Raises TooFewShares, NotAPartial."""
    numbers = sorted(parts)
    sharing.check_enough(numbers, needed)
    if any(len(parts[number]) != len(ciphertexts) for number in numbers):
        raise NotAPartial("There is one part for each slip, and at least one slip.")
    factors = sharing.lagrange(numbers)

    def opened(place: int) -> Point:
        known = group.weighted_sum((factors[number], parts[number][place]) for number in numbers)
        return group.subtract(ciphertexts[place].b, known)

    return tuple(cores.each(opened, range(len(ciphertexts))))


def _statement(where: bytes, public: Point, ciphertexts: Sequence[Ciphertext], parts: Sequence[Point]) -> bytes:
    """δ: everything that is fixed before the weights are drawn."""
    return transcript.hashed(
        "dleq-st",
        where,
        public,
        len(ciphertexts),
        transcript.joined(one.to_bytes() for one in ciphertexts),
        transcript.joined(parts),
    )


def _combined(delta: bytes, ciphertexts: Sequence[Ciphertext], parts: Sequence[Point]) -> tuple[Point, Point]:
    """Ā and D̄: all ciphertexts and all parts as one, with weights that depend on every part."""
    weights = [transcript.scalar("dleq-w", delta, place) for place in range(len(ciphertexts))]
    return (
        group.weighted_sum(zip(weights, (one.a for one in ciphertexts), strict=True)),
        group.weighted_sum(zip(weights, parts, strict=True)),
    )


def _challenge(delta: bytes, a_bar: Point, d_bar: Point, first: Point, second: Point) -> Scalar:
    return transcript.scalar("dleq", delta, a_bar, d_bar, first, second)
