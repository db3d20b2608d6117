"""Lists for spreadsheets: nothing in them runs, nothing in them is lost."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.documents.spreadsheet import FORMULA, Cell, csv_row, csv_rows, csv_stream, guarded, unguarded


@pytest.mark.parametrize(
    "typed",
    [
        "=1+1",
        "+44 1632 960123",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\0=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        '=HYPERLINK("http://example.org","here")',
        "  =1+1",
        "\u00a0=1+1",
    ],
)
def test_a_text_that_begins_like_a_formula_is_guarded(typed: str) -> None:
    assert guarded(typed) == "'" + typed
    assert csv_row([typed]).startswith("\"'")


@pytest.mark.parametrize("typed", ["Megan", "a=b", "o'r Bala", "'tis", "", "5", "Tŷ Nant"])
def test_other_texts_stay_as_they_are(typed: str) -> None:
    assert guarded(typed) == typed


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (-5, "-5"),
        (Fraction(225, 8), "28.125"),
        (date(2026, 12, 1), "2026-12-01"),
        (None, ""),
    ],
)
def test_our_own_numbers_and_dates_are_not_guarded(cell: Cell, text: str) -> None:
    assert guarded(cell) == text


def test_every_cell_is_quoted_and_quotes_are_doubled() -> None:
    assert csv_row(['Ana "Nan" Bowen', 3, None]) == '"Ana ""Nan"" Bowen","3",""\r\n'


def test_lines_come_one_by_one_with_the_header_first() -> None:
    rows: list[list[Cell]] = [["Tŷ", 1], ["Nant", 2]]
    lines = csv_rows(["Name", "Number"], iter(rows))
    assert next(lines) == '\ufeff"Name","Number"\r\n'
    assert list(lines) == ['"Tŷ","1"\r\n', '"Nant","2"\r\n']


async def test_rows_that_are_still_being_read_are_streamed() -> None:
    async def rows() -> AsyncIterator[list[Cell]]:
        yield ["=1", 2]

    parts = [part async for part in csv_stream(["A", "B"], rows())]
    assert parts == ['\ufeff"A","B"\r\n'.encode(), b'"\'=1","2"\r\n']


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(list("'=+-@ \t")))))
def test_what_goes_out_comes_back_and_never_runs(cells: list[str]) -> None:
    (row,) = csv.reader(io.StringIO(csv_row(cells), newline="")) if cells else ([],)
    assert [unguarded(cell) for cell in row] == cells
    assert not any(cell.lstrip(" \u00a0\u3000\ufeff").startswith(FORMULA) for cell in row)
