"""What is no BLT file is refused with line and column, early, and never half read."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zlib
from unittest.mock import patch

import pytest

from govern.ballots.count.formats import blt, lines
from govern.ballots.count.formats.lines import BLOCK, LONGEST_LINE, Lines, Malformed

REST = '0\n"Ana"\n"Bo"\n"Cai"\n"Title"\n'


def refusal(content: bytes | str, quick_from: int = blt.QUICK_FROM) -> tuple[int, int, str]:
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    with pytest.raises(Malformed) as caught:
        blt.read(Lines(stream), quick_from=quick_from)
    error = caught.value
    assert str(error).startswith(f"Line {error.line}, column {error.column}: ")
    return error.line, error.column, str(error)


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("1 4 0", 3, "There is no candidate 4. Candidates have the numbers 1 to 3."),
        ("1 2 -1 0", 5, "There is no candidate -1."),
        ("1 2=1=9 0", 7, "There is no candidate 9."),
        ("-1 2 0", 1, "cannot be below zero"),
        ("-2.5 2 0", 1, "cannot be below zero"),
        ("x 2 0", 1, '"x" is no weight'),
        ("1/0 2 0", 1, '"1/0" is no weight'),
        ("1e3 2 0", 1, '"1e3" is no weight'),
        ("١ 2 0", 1, '"١" is no weight'),
        ("1 2 Bo 0", 5, '"Bo" is no number'),
        ("1 2= 0", 5, '"" is no number'),
        ("1 1=- 0", 5, '"-" is no number'),
        ("1 2 3", 6, "does not end with 0"),
        ("1", 2, "does not end with 0"),
        ("1 2 0 3 0", 7, "goes on after its 0"),
        ("(A17", 1, "in brackets"),
        ("(A17) # nothing", 1, "in brackets"),
        ("1 9999999999999999999999 0", 3, "is no number"),
        ("1 2 \0 0", 5, "NUL"),
        ("-4", 1, "There is no candidate 4."),
        ("-0", 1, "There is no candidate 0."),
        ("-1 -9", 4, "There is no candidate 9."),
        ("-1 x", 1, "cannot be below zero"),
    ],
)
@pytest.mark.parametrize("quick_from", [0, 10**9])
def test_a_line_that_is_wrong_is_named(line: str, column: int, words: str, quick_from: int) -> None:
    found = refusal(f"3 1\n# comment\n{line}\n1 2 0\n{REST}", quick_from)
    assert found[:2] == (3, column)
    assert words in found[2]


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        ("", (1, 1), "The file is empty"),
        ("\n\n# nothing\n", (3, 1), "The file is empty"),
        ("3\n" + REST, (1, 1), "two whole numbers"),
        ("3 -1\n" + REST, (1, 3), "two whole numbers"),
        ("3 1 1\n" + REST, (1, 5), "two whole numbers"),
        ("three 1\n" + REST, (1, 1), "two whole numbers"),
        ("3 1\n1 2 0\n", (3, 1), 'before the line "0"'),
        ('3 1\n1 2 0\n"Ana"\n"Bo"\n', (3, 1), "is no weight"),
        ("3 1\n1 2 0\n-2\n", (3, 1), "cannot be below zero"),
        ("3 1\n0\n", (3, 1), "The names of 3 candidates are missing"),
        ('3 1\n0\n"Ana"\n"Bo"\n', (5, 1), "The name of 1 candidate is missing"),
        ('999999999999 1\n0\n"Ana"\n', (4, 1), "The names of 999999999998 candidates are missing"),
        ("3 1\n0\nAna\n", (3, 1), "in quotes"),
        ('3 1\n0\n "Ana\n', (3, 6), "not closed"),
        ('3 1\n0\n"Ana" Jones\n', (3, 7), "more after the quote"),
        ('3 1\n0\n"Ana "Nan" Jones"\n', (3, 7), "more after the quote"),
        ('3 1\n0\n"Ana"\n""\n', (4, 1), "Candidate 2 has no name"),
        ("3 1\n" + REST + '"More"\n', (7, 1), "more after the title"),
        (b"3 1\n1 2 0\n1 \xff 0\n", (3, 3), "UTF-8"),
        ('3 1\n0\n"Ŵyn\0"\n', (3, 5), "NUL"),
        ('3 1\n0\n"Ŵyn'.encode() + b"\xc5\n", (3, 5), "UTF-8"),
        ("3 1\n".encode("utf-16"), (1, 1), "UTF-8"),
    ],
)
@pytest.mark.parametrize("quick_from", [0, 10**9])
def test_a_file_that_is_wrong_is_refused_where_it_is_wrong(
    content: bytes | str, place: tuple[int, int], words: str, quick_from: int
) -> None:
    found = refusal(content, quick_from)
    assert found[:2] == place
    assert words in found[2]


def test_a_wrong_line_far_down_a_large_file_has_its_number() -> None:
    usual = "1 1 2 3 0\n"
    assert refusal(f"3 1\n{usual * 70_000}1 7 0\n{usual * 70_000}{REST}")[:2] == (70_002, 3)
    crossing = f"3 1\r\n{usual * 70_000}1 2\r\n{usual * 70_000}{REST}"
    assert refusal(crossing)[:2] == (70_002, 4)


class Endless(io.RawIOBase):
    """A stream that goes on with the same bytes, and remembers how much was asked of it."""

    def __init__(self, begin: bytes, again: bytes) -> None:
        self.begin = begin
        self.again = again * (BLOCK // len(again))
        self.given = 0

    def read(self, size: int | None = -1) -> bytes:
        block = self.begin or self.again[:size]
        self.begin = b""
        self.given += len(block)
        return block


@pytest.mark.parametrize("begin", [b"", b"3 1\n", b"3 1\n1 2 0\n", b'3 1\n0\n"'])
def test_a_line_without_an_end_is_refused_early(begin: bytes) -> None:
    stream = Endless(begin, b"1 ")
    tracemalloc.start()
    with pytest.raises(Malformed, match="longer than 1000000 characters") as caught:
        blt.read(Lines(stream))  # type: ignore[arg-type]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (caught.value.line, caught.value.column) == (begin.count(b"\n") + 1, LONGEST_LINE + 1)
    assert stream.given <= 4 * BLOCK
    assert most < 16 * BLOCK


def test_a_packed_file_that_is_cut_off_or_damaged_is_refused() -> None:
    text = b"3 1\n" + b"".join(b"%d 1 2 3 0\n" % turn for turn in range(1, 60_000)) + REST.encode()
    packed = gzip.compress(text)
    line, _, words = refusal(packed[: len(packed) // 2])
    assert "damaged or cut off" in words and 1 < line < 60_000
    assert "damaged or cut off" in refusal(packed[:-4])[2]
    assert "damaged or cut off" in refusal(packed[:3])[2]
    spoiled = bytearray(packed)
    spoiled[len(spoiled) // 2] ^= 255
    refusal(bytes(spoiled))
    assert "damaged or cut off" in refusal(packed + b"more")[2]


def test_what_was_packed_very_tightly_is_refused_while_it_is_unpacked() -> None:
    packer = zlib.compressobj(9, wbits=31)
    comments = (b"#" * 999_999 + b"\n") * 64
    packed = packer.compress(b"3 1\n") + packer.compress(comments) + packer.flush()
    del comments
    tracemalloc.start()
    with patch.object(lines, "MOST_BYTES", 32 << 20):
        line, _, words = refusal(packed)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "larger than 32 megabytes" in words and line < 40
    assert most < 16 * BLOCK
