"""Small tables that officers bring in from before: known columns in English and Welsh, a cell by its column.

What `columns.py` and `people.py` do for members, for any list whose columns are few: past minutes, mandates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import msgspec

from govern.constituencies.register.incoming.rows import FileNotValid, Row, rows_of
from govern.documents.spreadsheet import unguarded
from govern.sentences import Sentence
from govern.words import words_of

YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class Line(msgspec.Struct, frozen=True):
    """One row: the number of its line in the file, and its cells without spaces around them, by column."""

    number: int
    cells: Mapping[str, str]

    def cell(self, column: str) -> str:
        return self.cells.get(column, "")


def read_sheet(
    file: Path, columns: Mapping[str, tuple[str, ...]], required: tuple[str, ...], most: int
) -> Iterator[Line]:
    """The rows under the header. `columns` are the names we take for each column, the first one being its own.

    Raises `FileNotValid` for a header with an unknown, doubled or missing column, a row of another length, and for
    more than `most` rows.
    """
    rows = rows_of(file)
    header = next(rows, None)
    if header is None:
        raise FileNotValid("This table is empty. The first line names the columns.", field="file")
    order = _read_header(header, columns, required)
    for count, row in enumerate(rows, start=1):
        if count > most:
            raise FileNotValid("This table has more than {most} lines. Send it in parts.", field="file", most=most)
        if len(row.cells) != len(order):
            raise FileNotValid(
                "Line {line} has {found} cells, but the first line names {wanted} columns.",
                field="file",
                line=row.line,
                found=len(row.cells),
                wanted=len(order),
            )
        yield Line(
            row.line, {name: unguarded(" ".join(cell.split())) for name, cell in zip(order, row.cells, strict=True)}
        )


def _read_header(row: Row, columns: Mapping[str, tuple[str, ...]], required: tuple[str, ...]) -> list[str]:
    known = {words_of(name): column for column, names in columns.items() for name in (column, *names)}
    order = [known.get(words_of(cell), "") for cell in row.cells]
    unknown = tuple(cell.strip()[:40] or "–" for cell, name in zip(row.cells, order, strict=True) if not name)
    if unknown:
        raise FileNotValid(
            "We do not take these columns: {unknown}. Take them out. We take: {allowed}.",
            field="file",
            unknown=unknown,
            allowed=tuple(columns),
        )
    twice = tuple(dict.fromkeys(name for name in order if order.count(name) > 1))
    if twice:
        raise FileNotValid("These columns are named twice: {twice}. Keep one of each.", field="file", twice=twice)
    missing = tuple(name for name in required if name not in order)
    if missing:
        raise FileNotValid(
            "These columns are missing: {missing}. Add them to the first line.", field="file", missing=missing
        )
    return order


def read_day(text: str) -> date | Sentence:
    """A day as 2026-11-27 or 27/11/2026, or what to say about a cell that is neither."""
    try:
        if found := YEAR_FIRST.fullmatch(text):
            year, month, day = found.groups()
            return date(int(year), int(month), int(day))
        if found := DAY_FIRST.fullmatch(text):
            day, month, year = found.groups()
            return date(int(year), int(month), int(day))
    except ValueError:
        pass
    return Sentence("“{text}” is no date we can read. Write it as 2026-11-27 or 27/11/2026.", text=text[:40])
