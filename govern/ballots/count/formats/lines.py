"""Lines of a file, a packed file or standard input, with their numbers, never more than a block or two in memory.

Whatever is wrong is said as a `Malformed` with line and column, both counted from one, columns in characters.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from govern.errors import NotValid
from govern.sentences import Sentence

BLOCK = 1 << 20
LONGEST_LINE = 1_000_000
"""In bytes. A line that goes on is refused without reading it to its end."""
MOST_BYTES = 1 << 29
"""As unpacked: some 25 million papers. A packed file that would grow beyond is refused while it grows."""
GZIP = b"\x1f\x8b"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Malformed(NotValid):
    """The file cannot be read as what it should be: where, and what can be done."""

    def __init__(self, line: int, column: int, what: Sentence) -> None:
        self.line = line
        self.column = column
        super().__init__(Sentence("Line {line}, column {column}: {what}", line=line, column=column, what=what))


class _Damaged(Exception):
    """What was packed cannot be unpacked."""


class Lines:
    """One line after the other. `line` is the number of the one last given.

    Whole lines at hand can also be looked at together: `text` from `at` to `whole()`, and be taken with `take`.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.line = 0
        self.text = b""
        self.at = 0
        self._blocks = _blocks(stream)
        self._read = 0
        self._fill()
        if self.text.startswith(BYTE_ORDER_MARK):
            self.at = len(BYTE_ORDER_MARK)

    def next(self) -> str | None:
        """The next line, without its end; none after the last. Raises Malformed if it is no text."""
        raw = self.next_raw()
        return None if raw is None else self.decoded(raw)

    def next_raw(self) -> bytes | None:
        """The same, as bytes."""
        end = self.text.find(b"\n", self.at)
        while end < 0:
            if len(self.text) - self.at > LONGEST_LINE:
                self._refuse_length()
            if not self._fill():
                end = len(self.text)
                break
            end = self.text.find(b"\n", self.at)
        if end - self.at > LONGEST_LINE:
            self._refuse_length()
        if end == self.at == len(self.text):
            return None
        self.line += 1
        raw = self.text[self.at : end]
        self.at = min(end + 1, len(self.text))
        return raw.removesuffix(b"\r")

    def decoded(self, raw: bytes) -> str:
        """The line last given as text. Raises Malformed for bytes that are no UTF-8, and for a NUL."""
        return _decoded(raw, self.line)

    def everything(self, most: int) -> str:
        """All that is left, where lines mean nothing. Raises Malformed for more than `most` bytes, and as `next`."""
        parts = [self.text[self.at :]]
        while self._fill():
            parts.append(self.text)
            self.at = len(self.text)
            if self._read > most:
                what = Sentence("Here the file is larger than {most} megabytes. Divide it.", most=most >> 20)
                raise Malformed(sum(part.count(b"\n") for part in parts) + 1, 1, what)
        return _decoded(b"".join(parts), self.line + 1)

    def offset(self) -> int:
        """How many bytes stand before `at` in the file."""
        return self._read - len(self.text) + self.at

    def whole(self, most: int = BLOCK) -> int:
        """Where the last whole line at hand ends, of those within the next `most` bytes; `at` if there is none."""
        return max(self.text.rfind(b"\n", self.at, self.at + most) + 1, self.at)

    def take(self, end: int) -> None:
        """Takes all lines up to there."""
        self.line += self.text.count(b"\n", self.at, end)
        self.at = end

    def _fill(self) -> bool:
        try:
            more = next(self._blocks, b"")
        except _Damaged:
            raise Malformed(
                self.line + 1,
                len(self.text) - self.at + 1,
                Sentence("Here the packed file is damaged or cut off. Get it again from where it comes."),
            ) from None
        self._read += len(more)
        if self._read > MOST_BYTES:
            what = Sentence("Here the file is larger than {most} megabytes. Divide it.", most=MOST_BYTES >> 20)
            raise Malformed(self.line + 1, 1, what)
        self.text = self.text[self.at :] + more
        self.at = 0
        return bool(more)

    def _refuse_length(self) -> None:
        what = Sentence("This line is longer than {most} characters. Look whether it ends.", most=LONGEST_LINE)
        raise Malformed(self.line + 1, LONGEST_LINE + 1, what)


def _decoded(raw: bytes, line: int) -> str:
    """Bytes that begin with this line as text."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        what = Sentence("This is not text in UTF-8. Save the file as UTF-8, then read it again.")
        raise _at_end_of(before, line, what) from None
    if "\0" in text:
        what = Sentence("There is a NUL where there should be text. Look where the file comes from.")
        raise _at_end_of(text[: text.index("\0")], line, what)
    return text


def _at_end_of(before: str, line: int, what: Sentence) -> Malformed:
    return Malformed(line + before.count("\n"), len(before) - before.rfind("\n"), what)


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    first = _block(stream)
    packed = first.startswith(GZIP)
    yield from _unpacked(first, stream) if packed else _plain(first, stream)


def _plain(block: bytes, stream: BinaryIO) -> Iterator[bytes]:
    while block:
        yield block
        block = _block(stream)


def _block(stream: BinaryIO) -> bytes:
    """As much as a block, also of a pipe that gives little at a time; less only at the end."""
    block = stream.read(BLOCK)
    while block and len(block) < BLOCK:
        more = stream.read(BLOCK - len(block))
        if not more:
            break
        block += more
    return block


def _unpacked(packed: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """Never more than a block at a time, however tightly it was packed."""
    unpacker = zlib.decompressobj(wbits=31)
    while packed:
        try:
            text = unpacker.decompress(packed, BLOCK)
        except zlib.error:
            raise _Damaged from None
        if text:
            yield text
        if unpacker.eof:
            packed = unpacker.unused_data.lstrip(b"\0") or _block(stream).lstrip(b"\0")
            if packed:
                unpacker = zlib.decompressobj(wbits=31)
        else:
            packed = unpacker.unconsumed_tail or _block(stream)
    if not unpacker.eof:
        rest = unpacker.flush()
        if rest:
            yield rest
        if not unpacker.eof:
            raise _Damaged
