"""ristretto255 (RFC 9496): points as their 32 canonical bytes, and many multiples summed at once.

MIT licence. Plain Python by itself; where libsodium is there it multiplies single points, which is some ten times
faster. Large sums are made by Pippenger's buckets either way. No point is ever taken on trust: `Group.decode` refuses
whatever is not the one spelling of a point, and the identity too.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import hashlib

from govern.ballots.verifier.ed25519 import IDENTITY, ORDER, ROOT_OF_MINUS_ONE, D, P, Point
from govern.ballots.verifier.reading import Refusal

BASE = bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76")
NOTHING = bytes(32)
D2 = 2 * D % P
ONE_MINUS_D_SQUARED = (1 - D * D) % P
D_MINUS_ONE_SQUARED = (D - 1) * (D - 1) % P
SODIUM_NAMES = ("sodium", "libsodium")

#: y+x, y-x and 2dxy of an affine point: what adding it needs.
Ready = tuple[int, int, int]


def root_of_ratio(u: int, v: int) -> tuple[bool, int]:
    """RFC 9496, 4.2: whether u/v is a square, and the root of it or of it times the root of minus one."""
    v3 = v * v * v % P
    r = u * v3 * pow(u * v3 * v3 * v % P, (P - 5) // 8, P) % P
    check = v * r * r % P
    u %= P
    if check in (-u % P, -u * ROOT_OF_MINUS_ONE % P):
        r = r * ROOT_OF_MINUS_ONE % P
    return check in (u, -u % P), P - r if r & 1 else r


_, ONE_OVER_ROOT_A_MINUS_D = root_of_ratio(1, (-1 - D) % P)
_ROOT = root_of_ratio((-D - 1) % P, 1)[1]
ROOT_AD_MINUS_ONE = P - _ROOT if (P - _ROOT) % 2 else _ROOT


def ristretto(raw: bytes) -> Point | None:
    """RFC 9496, 4.3.1: the point of 32 bytes, or None where they are not the one spelling of a point."""
    s = int.from_bytes(raw, "little")
    if len(raw) != 32 or s >= P or s & 1:
        return None
    square = s * s % P
    u1, u2 = (1 - square) % P, (1 + square) % P
    u2_square = u2 * u2 % P
    v = (-(D * u1 % P * u1) - u2_square) % P
    good, inverse = root_of_ratio(1, v * u2_square % P)
    den_x = inverse * u2 % P
    x = 2 * s * den_x % P
    x = P - x if x & 1 else x
    y = u1 * (inverse * den_x % P * v % P) % P
    t = x * y % P
    return None if not good or t & 1 or y == 0 else (x, y, 1, t)


def spelling(point: Point) -> bytes:
    """RFC 9496, 4.3.2."""
    x0, y0, z0, t0 = point
    u1, u2 = (z0 + y0) * (z0 - y0) % P, x0 * y0 % P
    _, inverse = root_of_ratio(1, u1 * u2 % P * u2 % P)
    den1, den2 = inverse * u1 % P, inverse * u2 % P
    z_inverse = den1 * den2 % P * t0 % P
    x, y, den = x0, y0, den2
    if t0 * z_inverse % P & 1:
        x, y, den = y0 * ROOT_OF_MINUS_ONE % P, x0 * ROOT_OF_MINUS_ONE % P, den1 * ONE_OVER_ROOT_A_MINUS_D % P
    if x * z_inverse % P & 1:
        y = P - y
    s = den * (z0 - y) % P
    return (P - s if s & 1 else s).to_bytes(32, "little")


def _mapped(raw: bytes) -> Point:
    """RFC 9496, 4.3.4, MAP."""
    t = int.from_bytes(raw, "little") & (2**255 - 1)
    r = ROOT_OF_MINUS_ONE * t % P * t % P
    u = (r + 1) * ONE_MINUS_D_SQUARED % P
    v = (-1 - r * D) * (r + D) % P
    square, s = root_of_ratio(u, v)
    c = P - 1
    if not square:
        s = s * t % P
        s, c = (s if s & 1 else P - s), r
    n = (c * (r - 1) % P * D_MINUS_ONE_SQUARED - v) % P
    w0, w1 = 2 * s * v % P, n * ROOT_AD_MINUS_ONE % P
    w2, w3 = (1 - s * s) % P, (1 + s * s) % P
    return w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P


def plus(a: Point, b: Point) -> Point:
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    e, f = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    g, h = t1 * D2 % P * t2 % P, 2 * z1 * z2 % P
    e, h, f, g = f - e, f + e, h - g, h + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def twice(a: Point) -> Point:
    x, y, z, _ = a
    xx, yy, zz = x * x % P, y * y % P, 2 * z * z % P
    h = xx + yy
    e, g = h - (x + y) * (x + y) % P, xx - yy
    f = zz + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def _plus_ready(a: Point, b: Ready) -> Point:
    x, y, z, t = a
    c, d = (y - x) * b[1] % P, (y + x) * b[0] % P
    k, z = t * b[2] % P, z + z
    e, h, f, g = d - c, d + c, z - k, z + k
    return e * f % P, g * h % P, f * g % P, e * h % P


def _minus_ready(a: Point, b: Ready) -> Point:
    x, y, z, t = a
    c, d = (y - x) * b[0] % P, (y + x) * b[1] % P
    k, z = t * b[2] % P, z + z
    e, h, f, g = d - c, d + c, z + k, z - k
    return e * f % P, g * h % P, f * g % P, e * h % P


def _digits(scalar: int, width: int, count: int) -> list[int]:
    """The number in digits of `width` bits, each from -2^(width-1) to 2^(width-1)."""
    mask, half, digits = (1 << width) - 1, 1 << (width - 1), []
    for _ in range(count):
        digit = scalar & mask
        scalar >>= width
        if digit > half:
            digit -= mask + 1
            scalar += 1
        digits.append(digit)
    return digits


def summed(terms: list[tuple[int, Ready]]) -> Point:
    """The sum of all multiples, by Pippenger's buckets. Scalars are from 0 to the order."""
    if not terms:
        return IDENTITY
    width = max(3, min(13, len(terms).bit_length() - 1))
    longest = max(scalar.bit_length() for scalar, _ in terms)
    count = longest // width + 1
    written = [(_digits(scalar, width, count), point) for scalar, point in terms]
    total = IDENTITY
    for place in range(count - 1, -1, -1):
        for _ in range(width):
            total = twice(total)
        buckets: list[Point | None] = [None] * ((1 << (width - 1)) + 1)
        for digits, point in written:
            if digit := digits[place]:
                size = digit if digit > 0 else -digit
                at = buckets[size] or IDENTITY
                buckets[size] = _plus_ready(at, point) if digit > 0 else _minus_ready(at, point)
        running: Point | None = None
        for bucket in reversed(buckets[1:]):
            if bucket is not None:
                running = bucket if running is None else plus(running, bucket)
            if running is not None:
                total = plus(total, running)
    return total


def few(terms: list[tuple[int, Ready]]) -> Point:
    """The sum of a few multiples, with doublings in common. A scalar next to the order is a small one below 0."""
    terms = [(s, r) if 2 * s < ORDER else (ORDER - s, (r[1], r[0], P - r[2])) for s, r in terms]
    count = max((scalar.bit_length() for scalar, _ in terms), default=0) // 4 + 1
    tables, written = [], []
    for scalar, point in terms:
        table = [IDENTITY, _plus_ready(IDENTITY, point)]
        for _ in range(7):
            table.append(_plus_ready(table[-1], point))
        tables.append(table)
        written.append(_digits(scalar, 4, count))
    total = IDENTITY
    for place in range(count - 1, -1, -1):
        total = twice(twice(twice(twice(total)))) if total is not IDENTITY else total
        for table, digits in zip(tables, written, strict=True):
            if (digit := digits[place]) > 0:
                total = plus(total, table[digit])
            elif digit:
                x, y, z, t = table[-digit]
                total = plus(total, (P - x, y, z, P - t))
    return total


def _base_table() -> list[list[Ready]]:
    """The multiples 1 to 8 of 16^i G, for every i."""
    start, rows = ristretto(BASE), []
    assert start is not None
    for _ in range(64):
        row, point = [], start
        for _ in range(8):
            inverse = pow(point[2], -1, P)
            x, y = point[0] * inverse % P, point[1] * inverse % P
            row.append(((y + x) % P, (y - x) % P, x * y % P * D2 % P))
            point = plus(point, start)
        rows.append(row)
        start = twice(twice(twice(twice(start))))
    return rows


class Group:
    """The group on 32-byte points. What was decoded once is remembered until `forget`."""

    def __init__(self, *, plain: bool) -> None:
        self._ready: dict[bytes, Ready] = {}
        self._base: list[list[Ready]] = []
        self._sodium = None if plain else _library()
        self.words = "plain Python" if self._sodium is None else "Python with libsodium"

    def forget(self) -> None:
        self._ready.clear()

    def valid(self, raw: bytes) -> bool:
        """Whether these are the canonical bytes of a point other than the identity."""
        if raw in self._ready:
            return True
        if self._sodium is not None and (
            raw == NOTHING or not self._sodium.crypto_core_ristretto255_is_valid_point(raw)
        ):
            return False
        point = None if raw == NOTHING else ristretto(raw)
        if point is not None:
            x, y, _, t = point
            self._ready[raw] = ((y + x) % P, (y - x) % P, t * D2 % P)
        return point is not None

    def ready(self, raw: bytes) -> Ready:
        if not self.valid(raw):
            raise Refusal("a point is not written canonically, or is the identity")
        return self._ready[raw]

    def sum(self, terms: list[tuple[int, bytes]]) -> bytes:
        """The sum of the multiples, as bytes."""
        if len(terms) >= 8:
            return spelling(self.point(terms))
        if self._sodium is not None:
            return self._small(terms)
        total = few([(scalar % ORDER, self.ready(raw)) for scalar, raw in terms if raw != BASE])
        for scalar in (scalar for scalar, raw in terms if raw == BASE):
            total = plus(total, self._of_base(scalar % ORDER))
        return spelling(total)

    def _of_base(self, scalar: int) -> Point:
        self._base = self._base or _base_table()
        total = IDENTITY
        for row, digit in zip(self._base, _digits(scalar, 4, 64), strict=True):
            if digit:
                total = _plus_ready(total, row[digit - 1]) if digit > 0 else _minus_ready(total, row[-digit - 1])
        return total

    def point(self, terms: list[tuple[int, bytes]]) -> Point:
        return summed([(scalar % ORDER, self.ready(raw)) for scalar, raw in terms])

    def vanishes(self, terms: list[tuple[int, bytes]]) -> bool:
        """Whether the sum is the identity of the group, whichever of its four curve points stands for it."""
        x, y, _, _ = self.point(terms)
        return x == 0 or y == 0

    def mapped(self, raw: bytes) -> bytes:
        """RFC 9496, 4.3.4: the point of 64 bytes."""
        if self._sodium is not None:
            out = ctypes.create_string_buffer(32)
            self._sodium.crypto_core_ristretto255_from_hash(out, raw)
            return out.raw
        return spelling(plus(_mapped(raw[:32]), _mapped(raw[32:])))

    def _small(self, terms: list[tuple[int, bytes]]) -> bytes:
        assert self._sodium is not None
        total, out = ctypes.create_string_buffer(32), ctypes.create_string_buffer(32)
        for scalar, raw in terms:
            number = (scalar % ORDER).to_bytes(32, "little")
            if raw == BASE:
                failed = self._sodium.crypto_scalarmult_ristretto255_base(out, number)
            else:
                self.ready(raw)
                failed = self._sodium.crypto_scalarmult_ristretto255(out, number, raw)
            if failed:
                continue
            if self._sodium.crypto_core_ristretto255_add(total, total.raw, out.raw):
                raise Refusal("points cannot be added")
        return total.raw


def _library() -> ctypes.CDLL | None:
    """libsodium with the functions that are needed, or None. An option only: every check stands without it."""
    for name in SODIUM_NAMES:
        found = ctypes.util.find_library(name)
        if found is None:
            continue
        try:
            library = ctypes.CDLL(found)
            for needed in ("from_hash", "add", "is_valid_point"):
                getattr(library, f"crypto_core_ristretto255_{needed}")
            if library.sodium_init() >= 0 and library.crypto_scalarmult_ristretto255_base:
                return library
        except (OSError, AttributeError):
            continue
    return None


def number_of(raw: bytes) -> int:
    """A scalar of 32 bytes, which has to be below the order."""
    number = int.from_bytes(raw, "little")
    if len(raw) != 32 or number >= ORDER:
        raise Refusal("a number of a proof is not below the order of the group")
    return number


def wide(raw: bytes) -> int:
    return int.from_bytes(raw, "little") % ORDER


def hash_of(tag: str, *parts: bytes | int) -> bytes:
    """H: SHA-512 over the tag and the parts, each with its length before it."""
    return hashlib.sha512(joined_parts("covote/v1/" + tag, *parts)).digest()


def joined_parts(*parts: str | bytes | int) -> bytes:
    """lp: each part with its length in four bytes before it; a number is eight bytes."""
    out = []
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part if isinstance(part, bytes) else part.to_bytes(8, "big")
        out += [len(raw).to_bytes(4, "big"), raw]
    return b"".join(out)
