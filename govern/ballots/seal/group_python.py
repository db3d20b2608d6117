"""ristretto255 in plain Python, by RFC 9496: slow and simple, for machines without libsodium, and to check it by.

Points are taken apart into extended coordinates of the Edwards curve (x = X/Z, y = Y/Z, T = XY/Z). Not constant in
time: a scrutineer's own machine is no place where somebody measures it, and the pages say what is assumed of it.
"""

from __future__ import annotations

from typing import Protocol

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
BASE = bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76")
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)

Coordinates = tuple[int, int, int, int]
ZERO: Coordinates = (0, 1, 1, 0)


class Backend(Protocol):
    """What does the arithmetic. Points are 32 canonical bytes, scalars in [0, L)."""

    @property
    def name(self) -> str: ...
    def is_valid(self, encoded: bytes) -> bool: ...
    def add(self, one: bytes, other: bytes) -> bytes: ...
    def subtract(self, one: bytes, other: bytes) -> bytes: ...
    def times(self, scalar: int, point: bytes) -> bytes: ...
    def base_times(self, scalar: int) -> bytes: ...
    def weighted_sum(self, terms: list[tuple[int, bytes]]) -> bytes: ...
    def from_hash(self, uniform: bytes) -> bytes: ...


# --- The field ------------------------------------------------------------------------------------------------------


def _is_negative(number: int) -> bool:
    return bool(number & 1)


def _absolute(number: int) -> int:
    return P - number if number & 1 else number


def sqrt_ratio(above: int, below: int) -> tuple[bool, int]:
    """RFC 9496, 4.2: whether above/below is a square, and its root that is not negative (else that of i times it)."""
    root = above * pow(below, 3, P) * pow(above * pow(below, 7, P), (P - 5) // 8, P) % P
    check = below * root * root % P
    above %= P
    right, flipped = check == above, check == -above % P
    flipped_i = check == -above * SQRT_M1 % P
    if flipped or flipped_i:
        root = root * SQRT_M1 % P
    return right or flipped, _absolute(root)


_INVSQRT_A_MINUS_D = sqrt_ratio(1, (-1 - D) % P)[1]
_SQRT_AD_MINUS_ONE = P - sqrt_ratio(-D - 1, 1)[1]  # the root that RFC 9496 fixes is the other one
_ONE_MINUS_D_SQ = (1 - D * D) % P
_D_MINUS_ONE_SQ = (D - 1) ** 2 % P


# --- The curve ------------------------------------------------------------------------------------------------------


def plus(one: Coordinates, other: Coordinates) -> Coordinates:
    """RFC 8032, 5.1.4."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def twice(point: Coordinates) -> Coordinates:
    """RFC 8032, 5.1.4, for a point with itself."""
    a, b = point[0] * point[0] % P, point[1] * point[1] % P
    c = 2 * point[2] * point[2] % P
    h = a + b
    e = h - (point[0] + point[1]) ** 2 % P
    g = a - b
    f = c + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def minus(point: Coordinates) -> Coordinates:
    return -point[0] % P, point[1], point[2], -point[3] % P


def multiple(scalar: int, point: Coordinates) -> Coordinates:
    """Four bits at a time."""
    table = [ZERO, point]
    for _ in range(14):
        table.append(plus(table[-1], point))
    found = ZERO
    for shift in range(252, -1, -4):
        for _ in range(4):
            found = twice(found)
        digit = scalar >> shift & 15
        if digit:
            found = plus(found, table[digit])
    return found


# --- Encoding (RFC 9496, 4.3) ---------------------------------------------------------------------------------------


def decode(encoded: bytes) -> Coordinates | None:
    """4.3.1; None for anything that is not the one encoding of a point."""
    s = int.from_bytes(encoded, "little")
    if len(encoded) != 32 or s >= P or _is_negative(s):
        return None
    ss = s * s % P
    u1, u2 = (1 - ss) % P, (1 + ss) % P
    u2_sqr = u2 * u2 % P
    v = (-(D * u1 * u1) - u2_sqr) % P
    was_square, invsqrt = sqrt_ratio(1, v * u2_sqr % P)
    den_x = invsqrt * u2 % P
    den_y = invsqrt * den_x * v % P
    x = _absolute(2 * s * den_x % P)
    y = u1 * den_y % P
    t = x * y % P
    if not was_square or _is_negative(t) or y == 0:
        return None
    return x, y, 1, t


def encode(point: Coordinates) -> bytes:
    """4.3.2."""
    x0, y0, z0, t0 = point
    u1 = (z0 + y0) * (z0 - y0) % P
    u2 = x0 * y0 % P
    _, invsqrt = sqrt_ratio(1, u1 * u2 * u2 % P)
    den1, den2 = invsqrt * u1 % P, invsqrt * u2 % P
    z_inv = den1 * den2 * t0 % P
    if _is_negative(t0 * z_inv % P):
        x, y = y0 * SQRT_M1 % P, x0 * SQRT_M1 % P
        den_inv = den1 * _INVSQRT_A_MINUS_D % P
    else:
        x, y, den_inv = x0, y0, den2
    if _is_negative(x * z_inv % P):
        y = -y % P
    return _absolute(den_inv * (z0 - y) % P).to_bytes(32, "little")


def mapped(half: bytes) -> Coordinates:
    """4.3.4, MAP of one half of a hash; the highest bit is left out."""
    t = int.from_bytes(half, "little") & (2**255 - 1)
    r = SQRT_M1 * t * t % P
    u = (r + 1) * _ONE_MINUS_D_SQ % P
    c = P - 1
    v = (c - r * D) * (r + D) % P
    was_square, s = sqrt_ratio(u, v)
    if not was_square:
        s, c = -_absolute(s * t % P) % P, r
    n = (c * (r - 1) * _D_MINUS_ONE_SQ - v) % P
    w0, w1 = 2 * s * v % P, n * _SQRT_AD_MINUS_ONE % P
    w2, w3 = (1 - s * s) % P, (1 + s * s) % P
    return w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P


# --- Sums -----------------------------------------------------------------------------------------------------------


def sum_of(terms: list[tuple[int, Coordinates]]) -> Coordinates:
    """Pippenger's buckets: for each window of bits, points are gathered by their digit and added up once."""
    width = max(2, len(terms).bit_length() - 2)
    longest = max((scalar.bit_length() for scalar, _ in terms), default=0)
    found = ZERO
    for shift in range((longest // width) * width, -1, -width):
        for _ in range(width):
            found = twice(found)
        found = plus(found, _of_window(terms, shift, width))
    return found


def _of_window(terms: list[tuple[int, Coordinates]], shift: int, width: int) -> Coordinates:
    buckets: list[Coordinates | None] = [None] * (1 << width)
    for scalar, point in terms:
        digit = scalar >> shift & ((1 << width) - 1)
        if digit:
            there = buckets[digit]
            buckets[digit] = point if there is None else plus(there, point)
    running = window = ZERO
    for bucket in reversed(buckets[1:]):
        if bucket is not None:
            running = plus(running, bucket)
        window = plus(window, running)
    return window


class _Plain:
    """The backend of plain Python. What is given to it has been looked at with `is_valid`."""

    name = "plain Python"

    def is_valid(self, encoded: bytes) -> bool:
        return decode(encoded) is not None

    def add(self, one: bytes, other: bytes) -> bytes:
        return encode(plus(self._read(one), self._read(other)))

    def subtract(self, one: bytes, other: bytes) -> bytes:
        return encode(plus(self._read(one), minus(self._read(other))))

    def times(self, scalar: int, point: bytes) -> bytes:
        return encode(multiple(scalar, self._read(point)))

    def base_times(self, scalar: int) -> bytes:
        return encode(multiple(scalar, _BASE))

    def weighted_sum(self, terms: list[tuple[int, bytes]]) -> bytes:
        return encode(sum_of([(scalar, self._read(point)) for scalar, point in terms]))

    def from_hash(self, uniform: bytes) -> bytes:
        return encode(plus(mapped(uniform[:32]), mapped(uniform[32:])))

    def _read(self, encoded: bytes) -> Coordinates:
        point = decode(encoded)
        if point is None:
            raise ValueError("not a point of ristretto255")
        return point


_base = decode(BASE)
assert _base is not None
_BASE: Coordinates = _base
PLAIN: Backend = _Plain()
