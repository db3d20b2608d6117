"""The words inside of a file, so that a search finds it: the text layer of a PDF, the paragraphs of a DOCX.

Only so much is read, for only so long: a file that is made to be endless ends here. A scan without a text layer has
no words. What cannot be read has none either: the file itself is kept all the same.
"""

from __future__ import annotations

import asyncio
import io
import re
import zipfile
from collections.abc import Iterator
from time import monotonic

import docx
import msgspec
import pikepdf
from fontTools.agl import toUnicode  # type: ignore[import-untyped]

from govern.documents.attachments import Cleaned, Kind

MOST_LETTERS = 400_000
MOST_PAGES = 1_000
MOST_SECONDS = 20.0
#: A document's own part is not read when it is larger than this.
MOST_BYTES_OF_A_PART = 30 * 1024 * 1024
DEEPEST = 4
_HEX = rb"<([0-9A-Fa-f\s]*)>"
_PAIR = re.compile(_HEX + rb"\s*" + _HEX)
_RANGE = re.compile(_HEX + rb"\s*" + _HEX + rb"\s*(?:" + _HEX + rb"|\[(.*?)\])", re.DOTALL)
_BLOCK = re.compile(rb"begin(bfchar|bfrange|codespacerange)(.*?)end\1", re.DOTALL)
#: A gap in a line as wide as this (thousandths of the letters' size) is one between words.
GAP = 180


async def read(paper: Cleaned) -> Cleaned:
    """The same paper with its words. It may take seconds, so it is done before a transaction begins."""
    words = await asyncio.to_thread(text_of, paper.kind, paper.content)
    return msgspec.structs.replace(paper, words=words)


def text_of(kind: Kind, content: bytes) -> str:
    """The words of a file, its lines one below the other; "" where there are none."""
    try:
        if kind is Kind.PDF:
            parts = _pdf(content)
        elif kind is Kind.DOCX:
            parts = _docx(content)
        else:
            return ""
        return _cut(parts)
    except Exception:  # a file may be wrong in a thousand ways; then it is found by its title
        return ""


def _cut(parts: Iterator[str]) -> str:
    """So much of it as is kept, without what no database takes."""
    end, size, kept = monotonic() + MOST_SECONDS, 0, []
    for part in parts:
        kept.append(part)
        size += len(part)
        if size >= MOST_LETTERS or monotonic() > end:
            break
    lines = (" ".join(line.replace("\0", " ").split()) for line in "".join(kept)[:MOST_LETTERS].splitlines())
    whole = "\n".join(line for line in lines if line)
    return whole.encode("utf-8", "ignore").decode()


def _docx(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if parts.getinfo("word/document.xml").file_size > MOST_BYTES_OF_A_PART:
            return
    for block in docx.Document(io.BytesIO(content)).element.body.iter():
        if block.tag.endswith("}t"):
            yield block.text or ""
        elif block.tag.endswith(("}p", "}br", "}tab")):
            yield "\n" if block.tag.endswith("}p") else " "


# --- PDF ------------------------------------------------------------------------------------------------------------


def _pdf(content: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(content)) as file:
        fonts: dict[tuple[int, int], _Font] = {}
        for number, page in enumerate(file.pages):
            if number >= MOST_PAGES:
                return
            yield from _drawn(page, page.resources, fonts, 0)
            yield "\n"


def _drawn(
    what: pikepdf.Page | pikepdf.Object, resources: pikepdf.Object, fonts: dict[tuple[int, int], _Font], depth: int
) -> Iterator[str]:
    """The text that a page or a part of one draws, in the order in which it does."""
    own = resources.get("/Font", pikepdf.Dictionary())
    inside = resources.get("/XObject", pikepdf.Dictionary())
    font: _Font | None = None
    for one in pikepdf.parse_content_stream(what):
        operator, operands = str(one.operator), one.operands
        if operator == "Tf":
            font = _font(own.get(str(operands[0])), fonts)
        elif operator in ("Tj", "'", '"') and font is not None:
            yield ("" if operator == "Tj" else "\n") + font.words(bytes(operands[-1]))
        elif operator == "TJ" and font is not None:
            for part in operands[0]:
                if isinstance(part, pikepdf.String):
                    yield font.words(bytes(part))
                elif float(part) < -GAP:
                    yield " "
        elif operator in ("Td", "TD", "T*", "Tm", "ET"):
            yield "\n" if operator != "Td" or float(operands[1]) else " "
        elif operator == "Do" and depth < DEEPEST:
            form = inside.get(str(operands[0]))
            if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == pikepdf.Name.Form:
                yield from _drawn(form, form.get("/Resources", resources), fonts, depth + 1)


def _font(found: pikepdf.Object | None, fonts: dict[tuple[int, int], _Font]) -> _Font | None:
    if found is None:
        return None
    key = found.objgen
    if key not in fonts or key == (0, 0):
        fonts[key] = _Font(found)
    return fonts[key]


class _Font:
    """Which letters the numbers in a text stand for."""

    def __init__(self, font: pikepdf.Object) -> None:
        self._wide = font.get("/Subtype") == pikepdf.Name.Type0
        self._letters: dict[int, str] = {}
        if "/ToUnicode" in font and isinstance(font.ToUnicode, pikepdf.Stream):
            self._read(font.ToUnicode.read_bytes())
        elif not self._wide:
            self._letters = _encoding(font.get("/Encoding"))

    def words(self, drawn: bytes) -> str:
        if not self._wide:
            return "".join(self._letters.get(number, "") for number in drawn)
        pairs = zip(drawn[::2], drawn[1::2], strict=False)
        return "".join(self._letters.get(high << 8 | low, "") for high, low in pairs)

    def _read(self, table: bytes) -> None:
        for name, body in _BLOCK.findall(table):
            if name == b"codespacerange":
                widths = {len(bytes.fromhex(end.decode())) for _, end in _PAIR.findall(body)}
                self._wide = widths == {2}
            elif name == b"bfchar":
                for source, target in _PAIR.findall(body):
                    self._letters[int(source, 16)] = _letters(target)
            else:
                for first, last, target, listed in _RANGE.findall(body):
                    self._range(int(first, 16), min(int(last, 16), 0xFFFF), target, listed)

    def _range(self, first: int, last: int, target: bytes, listed: bytes) -> None:
        if listed:
            for number, one in zip(range(first, last + 1), re.findall(_HEX, listed), strict=False):
                self._letters[number] = _letters(one)
        elif target:
            begin = _letters(target)
            for number in range(first, last + 1):
                code = ord(begin[-1]) + number - first if begin else 0
                if begin and code < 0x110000:
                    self._letters[number] = begin[:-1] + chr(code)


def _letters(target: bytes) -> str:
    return bytes.fromhex(target.decode()).decode("utf-16-be", "ignore")


def _encoding(said: pikepdf.Object | None) -> dict[int, str]:
    """A simple font's letters: a known table, and where the file says so, others by their names."""
    base = said.get("/BaseEncoding") if isinstance(said, pikepdf.Dictionary) else said
    table = "mac_roman" if base == pikepdf.Name.MacRomanEncoding else "cp1252"
    letters = {number: bytes([number]).decode(table, "ignore") for number in range(32, 256)}
    if isinstance(said, pikepdf.Dictionary):
        number = 0
        for one in said.get("/Differences", pikepdf.Array()):
            if isinstance(one, pikepdf.Name):
                letters[number] = toUnicode(str(one)[1:])
                number += 1
            else:
                number = int(one)
    return letters
