"""From a file to rows: RFC 4180 as spreadsheets write it, streamed, so that memory does not grow with the file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import msgspec

from govern.errors import NotValid

LONGEST_LINE = 100_000  # characters; a line of members has some hundred


class FileNotValid(NotValid):
    """A file that is not a table of text at all; no line of it can be used."""


class Row(msgspec.Struct, frozen=True):
    """One row: the number of the line it begins on (from 1), and its cells."""

    line: int
    cells: list[str]


def rows_of(file: Path) -> Iterator[Row]:
    """The rows of a file that are not blank, the header's row first.

    Raises `FileNotValid` at the place where the file stops being UTF-8 text in columns.
    """
    delimiter = _delimiter(file)
    with file.open(encoding="utf-8-sig", errors="strict", newline="") as text:
        reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except UnicodeDecodeError:
                raise _not_utf8() from None
            except csv.Error:
                raise FileNotValid(
                    "Line {line} cannot be read: a quotation mark is not closed, or stands in a wrong place.",
                    line=line,
                ) from None
            if any(cell.strip() for cell in cells):
                yield Row(line, cells)


def _lines(text: TextIO) -> Iterator[str]:
    """Lines as they come, with two refusals that the reader of columns would not make."""
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if "\0" in line:
            raise FileNotValid(
                "Line {line} holds a character that no text has (NUL). Save the table again as “CSV UTF-8”.",
                line=number,
            )
        if len(line) == LONGEST_LINE:
            raise FileNotValid("Line {line} is longer than {longest} characters.", line=number, longest=LONGEST_LINE)
        yield line


def _delimiter(file: Path) -> str:
    """Comma or semicolon: whichever the first line has more of. Some spreadsheets write semicolons."""
    with file.open("rb") as raw:
        first = raw.readline(LONGEST_LINE)
    if not first.strip():
        raise FileNotValid("The first line is empty. It has to name the columns, as “number, name, group”.")
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _not_utf8()
    return ";" if first.count(b";") > first.count(b",") else ","


def _not_utf8() -> FileNotValid:
    return FileNotValid("This file is not in UTF-8. In your spreadsheet choose “Save as”, then “CSV UTF-8”.")
