"""The table of a count for spreadsheets: a row for each candidate, then what counts for nobody, then the total.

Columns: candidate (number from 1), name, result (elected, or the word for why not), stage (in which that was
certain), and the votes at the end of each stage; empty once somebody is out. Votes have every decimal; where no
decimal ends they are cut to twelve, because 1/3 in a spreadsheet is the first of March. Names that look like formulas
are guarded with an apostrophe (see documents/spreadsheet.py). UTF-8, lines end with CR LF, every cell in quotes.
"""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.count.result import Elected, Result
from govern.ballots.count.telling.figures import decimals, exact
from govern.ballots.count.telling.grid import grid
from govern.documents.spreadsheet import csv_row

_CUT = 10**12


def as_csv(result: Result) -> str:
    """The same words and columns in every language, since programs read it too."""
    table = grid(result)
    lines = [csv_row(["candidate", "name", "result", "stage", *(f"stage {number}" for number in table.stages)])]
    for row in table.rows:
        what = "elected" if isinstance(row.entry, Elected) else row.entry.why.value
        lines.append(csv_row([row.number, row.name, what, row.entry.stage, *map(_cell, row.votes)]))
    if table.lost is not None:
        lines.append(csv_row(["", "non-transferable", "", "", *map(_cell, table.lost)]))
    if table.totals is not None:
        lines.append(csv_row(["", "total", "", "", *map(_cell, table.totals)]))
    return "".join(lines)


def _cell(votes: Fraction | None) -> str:
    if votes is None:
        return ""
    return exact(votes if decimals(votes) is not None else Fraction(int(votes * _CUT), _CUT))
