"""Lists that leave the house as CSV: registers, rolls, exports of every list an officer sees.

A cell that begins like a formula is run by spreadsheets when the file is opened, so what a person typed into a form
could act on an officer's computer. Such cells get an apostrophe before them, and every cell is quoted (security.md).
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction

from govern.sentences import decimal

Cell = str | int | Fraction | date | datetime | None

# What starts a formula in Excel, LibreOffice or Google Sheets; the last four are the full-width forms = + - @.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
GUARD = "'"
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes ŵ and ŷ for something else


def csv_rows(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The file line by line, the header first, so that a long register never stands in memory whole."""
    yield BYTE_ORDER_MARK + csv_row(header)
    for row in rows:
        yield csv_row(row)


async def csv_stream(header: Sequence[str], rows: AsyncIterable[Sequence[Cell]]) -> AsyncIterator[bytes]:
    """The same for rows that come from the database as they are read."""
    yield (BYTE_ORDER_MARK + csv_row(header)).encode()
    async for row in rows:
        yield csv_row(row).encode()


def csv_row(cells: Sequence[Cell]) -> str:
    """One line by RFC 4180: every cell quoted, quotes doubled, ended by CR LF."""
    return ",".join('"' + guarded(cell).replace('"', '""') + '"' for cell in cells) + "\r\n"


def guarded(cell: Cell) -> str:
    """A cell as text that no spreadsheet runs. Our own numbers and dates are what they are; texts are guarded.

    Blanks before a formula do not make it harmless in every program, so they are looked past.
    """
    if cell is None:
        return ""
    if isinstance(cell, Fraction):
        return decimal(cell)
    if isinstance(cell, (int, date)):
        return cell.isoformat() if isinstance(cell, date) else str(cell)
    return GUARD + cell if _runs(cell) or _looks_guarded(cell) else cell


def unguarded(text: str) -> str:
    """The way back, for a file of ours that is read in again: the guard falls away, and nothing else changes."""
    return text[1:] if _looks_guarded(text) else text


def _runs(text: str) -> bool:
    return text.startswith(FORMULA) or text.lstrip(" \u00a0\u3000\ufeff").startswith(FORMULA)


def _looks_guarded(text: str) -> bool:
    """An apostrophe (or several) before a formula. Guarding these too keeps the way back exact."""
    return text.startswith(GUARD) and _runs(text.lstrip(GUARD))
