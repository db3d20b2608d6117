"""What is on a slip: thirty bytes in a point of the group, and the marks in thirty bytes.

MIT licence; standard library only.
"""

from __future__ import annotations

from govern.ballots.verifier.group import Group

KINDS = {"resolution": 1, "ranking": 2, "set": 3}
VERSION = 1
BITS = 232
COUNTERS = 128

Marks = tuple[int, ...]


def point_of(group: Group, thirty: bytes) -> bytes:
    """The first of the candidates for these thirty bytes that is a point; empty where there is none."""
    for counter in range(COUNTERS):
        raw = bytes([counter << 1]) + thirty + b"\x00"
        if group.valid(raw):
            return raw
    return b""


def thirty_of(group: Group, point: bytes) -> bytes | None:
    """The thirty bytes that a point stands for, or None where it is not the one point for any."""
    thirty = point[1:31]
    return thirty if point_of(group, thirty) == point else None


def marks_of(kind: str, options: int, at_most: int, thirty: bytes) -> Marks | None:
    """The options marked, in order, or None where the slip is spoilt."""
    if thirty[0] != KINDS[kind] << 4 | VERSION:
        return None
    bits = int.from_bytes(thirty[1:], "big")
    marks = _set(bits) if kind == "set" else _row(bits)
    if marks is None or len(set(marks)) != len(marks) or len(marks) > at_most:
        return None
    return marks if all(1 <= mark <= options for mark in marks) else None


def _set(bits: int) -> Marks:
    return tuple(place + 1 for place in range(BITS) if bits >> place & 1)


def _row(bits: int) -> Marks | None:
    """Numbers of six bits from the highest bits down; then nothing but noughts."""
    marks: list[int] = []
    for place in range(BITS // 6):
        mark = bits >> (BITS - 6 * (place + 1)) & 63
        if mark == 0:
            return tuple(marks) if bits & ((1 << (BITS - 6 * place)) - 1) == 0 else None
        marks.append(mark)
    return tuple(marks) if bits & ((1 << (BITS % 6)) - 1) == 0 else None
