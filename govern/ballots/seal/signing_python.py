"""Ed25519 in plain Python by RFC 8032, for machines without libsodium; as strict as libsodium is.

Slow and simple; the arithmetic is that of `group_python`. A signature is not made in constant time: whoever signs
does it on a machine of their own.
"""

from __future__ import annotations

import hashlib

from govern.ballots.seal.group_python import SQRT_M1, ZERO, Coordinates, D, L, P, minus, multiple, plus, twice

_BASE_Y = 4 * pow(5, P - 2, P) % P


def decode(encoded: bytes) -> Coordinates | None:
    """5.1.3; None unless these are the one encoding of a point of the curve."""
    if len(encoded) != 32:
        return None
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return None
    squared = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(squared, (P + 3) // 8, P)
    if (x * x - squared) % P:
        x = x * SQRT_M1 % P
    if (x * x - squared) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def encode(point: Coordinates) -> bytes:
    """5.1.2."""
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _base() -> Coordinates:
    point = decode(_BASE_Y.to_bytes(32, "little"))
    assert point is not None
    return point


BASE = _base()


def _expanded(seed: bytes) -> tuple[int, bytes]:
    """5.1.5: the secret scalar, and the half from which nonces are made."""
    hashed = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(hashed[:32], "little")
    return scalar & (2**254 - 8) | 2**254, hashed[32:]


def public_key_of(seed: bytes) -> bytes:
    return encode(multiple(_expanded(seed)[0] % L, BASE))


def sign(seed: bytes, message: bytes) -> bytes:
    """5.1.6."""
    scalar, prefix = _expanded(seed)
    public = encode(multiple(scalar % L, BASE))
    nonce = _hash(prefix, message)
    commitment = encode(multiple(nonce, BASE))
    answer = (nonce + _hash(commitment, public, message) * scalar) % L
    return commitment + answer.to_bytes(32, "little")


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """5.1.7 without the cofactor; an S of L or more, and points of small order, are refused."""
    if len(signature) != 64:
        return False
    key, commitment = decode(public_key), decode(signature[:32])
    answer = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or answer >= L or _is_small(key) or _is_small(commitment):
        return False
    challenge = _hash(signature[:32], public_key, message)
    wanted = plus(multiple(answer, BASE), minus(multiple(challenge, key)))
    return encode(wanted) == signature[:32]


def _is_small(point: Coordinates) -> bool:
    for _ in range(3):
        point = twice(point)
    return encode(point) == encode(ZERO)


def _hash(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % L
