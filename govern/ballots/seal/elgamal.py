"""One slip sealed: ElGamal on ristretto255, with a proof that whoever sealed it knows what with (shuffle-proof 5.1).

A = kG, B = M + kY, where M is the slip's thirty bytes as a point and Y the ballot's key. The proof is bound to a
label (manifest, contest, style, ticket), so that a slip cannot be cast again as somebody else's. 128 bytes in all:
A, B, challenge, answer. Whoever tells k opens the slip, which is how an envelope is tested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from govern.ballots.seal import group, transcript
from govern.ballots.seal.group import NotAPoint, NotAScalar, Point, Scalar
from govern.ballots.seal.slips import SIZE as SLIP
from govern.errors import NotValid

BOX_SIZE = 4 * group.SIZE
COUNTERS = 128
"""A counter has seven bits: with the lowest bit of the encoding it fills the first byte, and a point has none set."""


class NotSealed(NotValid):
    """These bytes are no sealed slip, or its proof does not hold under this label."""


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """A = kG and B = M + kY."""

    a: Point
    b: Point

    def to_bytes(self) -> bytes:
        return self.a + self.b


def points_of(ciphertexts: Iterable[Ciphertext]) -> Iterator[Point]:
    for one in ciphertexts:
        yield one.a
        yield one.b


@dataclass(frozen=True, slots=True)
class SealedSlip:
    """A ciphertext with its proof of knowledge of k: challenge and answer."""

    ciphertext: Ciphertext
    challenge: Scalar
    answer: Scalar

    def to_bytes(self) -> bytes:
        return self.ciphertext.to_bytes() + group.scalar_to_bytes(self.challenge) + group.scalar_to_bytes(self.answer)

    @classmethod
    def from_bytes(cls, box: bytes) -> SealedSlip:
        """Raises NotSealed unless A and B are points other than 0 and both numbers are in range."""
        if len(box) != BOX_SIZE:
            raise NotSealed("A sealed slip has {size} bytes. Please vote again.", size=BOX_SIZE)
        a, b, challenge, answer = (box[at : at + group.SIZE] for at in range(0, BOX_SIZE, group.SIZE))
        try:
            numbers = group.scalar_from_bytes(challenge), group.scalar_from_bytes(answer)
            return cls(Ciphertext(group.checked(a), group.checked(b)), *numbers)
        except (NotAPoint, NotAScalar):
            raise NotSealed("These bytes are no sealed slip. Please vote again.") from None


def label(manifest_hash: bytes, contest: str, style: str, ticket: bytes) -> bytes:
    """What a slip's proof is bound to (decision 21)."""
    return transcript.lp(manifest_hash, contest, style, ticket)


# --- The slip as a point --------------------------------------------------------------------------------------------


def to_point(slip: bytes) -> Point:
    """Thirty bytes between a counter and a zero byte, with the first counter that makes a point (equation 15).

    A try succeeds one time in four, so 128 fail with about 10^-16; then the slip is refused.
    """
    if len(slip) != SLIP:
        raise NotSealed("A slip has {size} bytes.", size=SLIP)
    for counter in range(COUNTERS):
        encoded = bytes([counter << 1]) + slip + b"\x00"
        if group.is_point(encoded):
            return encoded
    raise NotSealed("This choice cannot be written on a slip. Please tell the returning officer.")


def from_point(point: Point) -> bytes | None:
    """The thirty bytes, or None where the point is not the one `to_point` makes: another counter could mark it."""
    slip = point[1 : 1 + SLIP]
    try:
        return slip if to_point(slip) == point else None
    except NotSealed:
        return None


# --- Sealing --------------------------------------------------------------------------------------------------------


def seal(key: Point, slip: bytes, bound_to: bytes) -> tuple[SealedSlip, Scalar]:
    """A slip sealed to the ballot's key, and the k that opens it, which is kept only until it is cast or tested."""
    k = group.random_scalar()
    return sealed_with(key, slip, bound_to, k, group.random_scalar()), k


def sealed_with(key: Point, slip: bytes, bound_to: bytes, k: Scalar, w: Scalar) -> SealedSlip:
    """As `seal`, with given secrets (equation 16)."""
    found = Ciphertext(group.base_times(k), group.add(to_point(slip), group.times(k, key)))
    challenge = _challenge(key, found, group.base_times(w), bound_to)
    return SealedSlip(found, challenge, (w + challenge * k) % group.L)


def is_sound(key: Point, sealed: SealedSlip, bound_to: bytes) -> bool:
    """Whether whoever sealed it knew k, under just this label (equation 16)."""
    a = sealed.ciphertext.a
    if not all(group.is_point(point) for point in (key, a, sealed.ciphertext.b)):
        return False
    if not (0 <= sealed.challenge < group.L and 0 <= sealed.answer < group.L):
        return False
    commitment = group.subtract(group.base_times(sealed.answer), group.times(sealed.challenge, a))
    return _challenge(key, sealed.ciphertext, commitment, bound_to) == sealed.challenge


def opened_by(key: Point, found: Ciphertext, k: Scalar) -> bytes | None:
    """The slip, if k is what it was sealed with and it holds one: the test of an envelope."""
    if not 0 < k < group.L or group.base_times(k) != found.a:
        return None
    if not (group.is_point(key) and group.is_point(found.b)):
        return None
    return from_point(group.subtract(found.b, group.times(k, key)))


def _challenge(key: Point, found: Ciphertext, commitment: Point, bound_to: bytes) -> Scalar:
    return transcript.scalar("pok", key, found.a, found.b, commitment, bound_to)
