"""The usual lines of a BLT file (`weight preference ... 0`, whole numbers and spaces), very many at a time.

What stands here reads only what it is sure of, and reads it as `blt` does; for anything else it gives nothing back,
and `blt` reads those lines one by one. It says nothing of errors.

The text is a column of bytes. A number's value stands where its last digit is: the digit, and ten times the digit
before it. Of each line the weight becomes the gap before its paper, so that what is left is already the column of
`count.columns`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from govern.ballots.count.columns import MOST_CANDIDATES, Chosen, Rows, gap, narrow

Bytes = NDArray[np.uint8]

TAB, NEWLINE, SPACE, HYPHEN, ZERO, NINE = (np.uint8(ord(sign)) for sign in "\t\n -09")
MOST_DIGITS = 9
"""Of a weight. See `columns.MOST_TIMES`."""


def rows(text: bytes, begin: int, end: int, candidates: int) -> Rows | None:
    """The papers of these whole lines, each of which ends with a newline; none if any of them is unusual."""
    if candidates > MOST_CANDIDATES or begin == end:
        return None
    if text.find(b"\r", begin, end) >= 0:
        text = text[begin:end].replace(b"\r\n", b"\n")
        begin, end = 0, len(text)
    signs = np.frombuffer(text, np.uint8, end - begin, begin)
    digit = signs >= ZERO
    newlines = np.flatnonzero(signs == NEWLINE)
    if not _only_numbers(signs, digit, len(newlines)):
        return None
    lines = np.zeros(len(newlines), np.intp)
    lines[1:] = newlines[:-1] + 1
    if not digit[lines].all():
        return None
    times, weight_ends = _weights(signs, digit, lines)
    width = len(str(candidates))
    if times is None or _longer(digit, width) != np.maximum(weight_ends - lines + 1 - width, 0).sum():
        return None
    return _papers(signs, digit, weight_ends, candidates, times)


def _only_numbers(signs: Bytes, digit: Chosen, newlines: int) -> bool:
    """Whether there is nothing but digits, spaces, newlines, and hyphens with a space on both sides."""
    other = len(signs) - np.count_nonzero(digit) - np.count_nonzero(signs == SPACE) - newlines
    if other:
        other -= np.count_nonzero(signs == TAB)
        hyphens = np.flatnonzero(signs == HYPHEN)
        if (signs[hyphens - 1] != SPACE).any() or (signs[hyphens + 1] != SPACE).any():
            return False
        other -= len(hyphens)
    return not other and bool(signs.max() <= NINE)


def _longer(digit: Chosen, width: int) -> int:
    """In how many places a digit stands after `width` others."""
    long = digit[width:].copy()
    for back in range(1, width + 1):
        long &= digit[width - back : len(digit) - back]
    return int(np.count_nonzero(long))


def _weights(
    signs: Bytes, digit: Chosen, lines: NDArray[np.intp]
) -> tuple[NDArray[np.int64] | None, NDArray[np.intp]]:
    """What each line begins with, and where its last digit is; none if one has too many digits."""
    values = (signs[lines] - ZERO).astype(np.int64)
    ends = lines.copy()
    going = np.arange(len(lines))
    for _ in range(MOST_DIGITS):
        going = going[digit[ends[going] + 1]]
        if not len(going):
            return values, ends
        ends[going] += 1
        values[going] = values[going] * 10 + (signs[ends[going]] - ZERO)
    return None, ends


def _papers(
    signs: Bytes, digit: Chosen, weight_ends: NDArray[np.intp], candidates: int, times: NDArray[np.int64]
) -> Rows | None:
    column = narrow(candidates)
    digits = (signs & np.uint8(15)) * digit.view(np.uint8)
    values = digits.astype(column)
    for power in range(1, len(str(candidates))):
        before = digits[:-power] * column.type(10**power)
        for back in range(1, power):
            before *= digit[power - back : -back]
        values[power:] += before
    values[weight_ends] = gap(column)
    ends = digit.copy()
    ends[:-1] &= ~digit[1:]
    flat = values.compress(ends)
    zeros = np.flatnonzero(flat == 0)
    papers = len(weight_ends)
    if len(zeros) != papers or flat[-1] != 0 or (flat[zeros[:-1] + 1] != gap(column)).any():
        return None
    if np.count_nonzero(flat > candidates) != papers:
        return None
    at = np.ones(papers, np.int32)
    at[1:] = zeros[:-1] + 2
    return Rows(flat, at, None if (times == 1).all() else times)
