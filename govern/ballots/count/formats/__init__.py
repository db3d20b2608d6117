"""Files of papers, read into an `Election` and written from one.

`blt` reads BLT in all its dialects (`quick` very many usual lines at a time), `table` CSV, `choices` JSON; `writing`
writes BLT. Any of them may be packed with gzip. What cannot be read is refused with line and column (`lines`), before
anything is counted; nothing is guessed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import BinaryIO

from govern.ballots.count.election import Election
from govern.ballots.count.formats import blt, choices, table
from govern.ballots.count.formats.lines import Lines, Malformed

__all__ = ["Malformed", "read"]

KINDS = {".blt": "blt", ".csv": "table", ".tsv": "table", ".json": "choices"}
FIRST_NUMBERS = re.compile(rb"\s*(?:#[^\n]*\n\s*)*-?[0-9]+[ \t]")


def read(source: Path | BinaryIO, *, scores: bool = False) -> Election:
    """The election in a file or stream, whatever its format: its name says, or else how it begins.

    `scores`: the numbers in a table are scores, not ranks. Raises Malformed, NotValid, OSError.
    """
    if isinstance(source, Path):
        with source.open("rb") as stream:
            return _read(stream, source.name, scores=scores)
    return _read(source, "", scores=scores)


def _read(stream: BinaryIO, name: str, *, scores: bool) -> Election:
    lines = Lines(stream)
    kind = KINDS.get(Path(name.lower().removesuffix(".gz")).suffix) or _kind(lines.text[lines.at :])
    if kind == "choices":
        return choices.read(lines)
    return table.read(lines, scores=scores) if kind == "table" else blt.read(lines)


def _kind(text: bytes) -> str:
    if text.lstrip()[:1] in {b"{", b"["}:
        return "choices"
    first = text.lstrip().partition(b"\n")[0]
    if FIRST_NUMBERS.match(text) or not any(delimiter in first for delimiter in (b",", b";", b"\t")):
        return "blt"
    return "table"
