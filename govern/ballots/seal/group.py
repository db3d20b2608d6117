"""The group ristretto255 (RFC 9496) behind one door: points of prime order, each with one encoding of 32 bytes.

Written additively, base point G, order L. A scalar is a whole number; on the wire 32 bytes, little-endian, below L.
libsodium does the work where it is present (`rbcl`, else the system's library); else plain Python does the same.
Whoever reads a point from outside asks `is_point` first: everything below it takes canonical points for granted.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import reduce

from govern.ballots.seal import group_libsodium, group_python
from govern.ballots.seal.cores import each_share
from govern.ballots.seal.group_python import Backend
from govern.errors import NotValid

L = group_python.L
SIZE = 32
HASH = 64

Point = bytes
Scalar = int

IDENTITY: Point = bytes(SIZE)
BASE: Point = group_python.BASE


class NotAPoint(NotValid):
    """These bytes are not a point that may stand in a document."""


class NotAScalar(NotValid):
    """These bytes are no number below the order of the group."""


_group: Backend = group_libsodium.found() or group_python.PLAIN


def works_with() -> str:
    """What does the arithmetic here: "libsodium" or "plain Python"."""
    return _group.name


def is_point(encoded: Point) -> bool:
    """Whether these are the 32 canonical bytes of a point other than 0 (libsodium alone would let 0 pass)."""
    return len(encoded) == SIZE and encoded != IDENTITY and _group.is_valid(encoded)


def checked(encoded: Point) -> Point:
    """The point itself. Raises NotAPoint."""
    if not is_point(encoded):
        raise NotAPoint("Some bytes are not a point of the group. Please ask for a fresh copy.")
    return encoded


def add(one: Point, other: Point) -> Point:
    return _group.add(one, other)


def subtract(one: Point, other: Point) -> Point:
    return _group.subtract(one, other)


def times(scalar: Scalar, point: Point) -> Point:
    """The multiple of a point; 0 where the scalar is a multiple of L or the point is 0."""
    reduced = scalar % L
    if reduced == 0 or point == IDENTITY:
        return IDENTITY
    return _group.times(reduced, point)


def base_times(scalar: Scalar) -> Point:
    """The multiple of G."""
    reduced = scalar % L
    return _group.base_times(reduced) if reduced else IDENTITY


def weighted_sum(terms: Iterable[tuple[Scalar, Point]]) -> Point:
    """The sum of multiples: one multiplication a term by libsodium, buckets (Pippenger) in plain Python."""
    return _group.weighted_sum([(scalar % L, point) for scalar, point in terms])


def total(points: Iterable[Point]) -> Point:
    """The plain sum, shared out over the cores."""
    return _one_by_one(each_share(_one_by_one, tuple(points)))


def _one_by_one(points: Iterable[Point]) -> Point:
    return reduce(_group.add, points, IDENTITY)


def from_hash(uniform: bytes) -> Point:
    """The map of RFC 9496, 4.3.4, from 64 uniform bytes: nobody knows its logarithm."""
    if len(uniform) != HASH:
        raise NotAPoint("A point is made from 64 bytes of hash.")
    return _group.from_hash(uniform)


def random_scalar() -> Scalar:
    """A secret number from 1 to L - 1, from the operating system."""
    return 1 + secrets.randbelow(L - 1)


def scalar_to_bytes(scalar: Scalar) -> bytes:
    return (scalar % L).to_bytes(SIZE, "little")


def scalar_from_bytes(encoded: bytes) -> Scalar:
    """Raises NotAScalar for another length and for L or more: a number has one encoding."""
    number = int.from_bytes(encoded, "little")
    if len(encoded) != SIZE or number >= L:
        raise NotAScalar("Some bytes are not a number of the group. Please ask for a fresh copy.")
    return number


def inverse(scalar: Scalar) -> Scalar:
    """1 / scalar modulo L."""
    return pow(scalar, -1, L)
