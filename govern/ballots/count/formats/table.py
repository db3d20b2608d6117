"""Papers as a table, as spreadsheets save it, with commas, semicolons or tabs: a row for a paper, or for several.

    Ana,Bo,Cai,count         a column for each candidate:       rank 1,rank 2,rank 3      a column for each rank:
    1,2,,14                  their rank, or an x for a mark     Ana,Bo,                   names in cells
    ,x,x,1                                                      Cai,-,Ana

A column called count, papers or weight says how many papers a row stands for, or what its paper weighs, as in BLT;
one called id is passed over. In the first layout equal numbers are a shared rank; in the second, whoever stands in a
cell is a candidate. A table says nothing of seats: there is one, unless the caller knows better. Columns in refusals
are those of the table.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from govern.ballots.count.election import Candidate, Election, Number, Paper
from govern.ballots.count.formats.lines import Lines, Malformed
from govern.ballots.count.formats.marks import WHOLE, Several, Word, weight_of, weighted
from govern.sentences import Sentence

DELIMITERS = (",", ";", "\t")
WEIGHTS = {"weight", "weights", "count", "papers", "ballots", "pwysau", "nifer", "papurau"}
PASSED_OVER = {"id", "ballot id", "paper id"}
RANK = re.compile(
    r"(?:rank|choice|preference|pref\.?|dewis|safle) *([0-9]{1,4})"
    r"|([0-9]{1,4})(?:st|nd|rd|th|af|il|ydd|fed|eg|ain)?(?: +(?:rank|choice|preference|dewis))?"
)
NOTHING = {"", "-"}
MARKS = {"x", "✓", "✔", "✗", "✘"}


def read(lines: Lines, *, scores: bool = False) -> Election:
    """Raises Malformed with line and column. With `scores`, numbers in cells are scores from 0, not ranks."""
    return _Table(lines, scores=scores).election()


class _Table:
    """One table on its way from the headings to the last row."""

    def __init__(self, lines: Lines, *, scores: bool) -> None:
        self.lines = lines
        self.scores = scores
        self.delimiter = ","
        self.names: dict[str, int] = {}
        self.columns: list[tuple[int, str]] = []
        self.unnamed: list[int] = []
        self.weight: int | None = None
        self.seen: dict[tuple[str, ...], Several] = {}
        self.has_marks: bool | None = None

    def election(self) -> Election:
        rows = self._rows()
        headings = next(rows, ())
        self._headings(headings)
        by_rank = bool(self.columns) and all(RANK.fullmatch(heading.casefold()) for _, heading in self.columns)
        if by_rank:
            self._order_ranks()
        else:
            self._name_candidates()
        for row in rows:
            several = self.seen.get(row)
            if several is None:
                self._refuse_stray(row, len(headings))
                paper = self._by_rank(row) if by_rank else self._by_candidate(row)
                self.seen[row] = Several(weighted(paper, self._weight(row)))
            else:
                several.lines += 1
        return Election(
            candidates=tuple(Candidate(str(number), name) for name, number in self.names.items()),
            seats=1,
            papers=tuple(several.papers() for several in self.seen.values()),
        )

    def _rows(self) -> Iterator[tuple[str, ...]]:
        """Every row that has a cell, without the spaces around what stands in cells."""
        first = self.lines.next()
        if first is None:
            raise self._wrong(1, Sentence("The file is empty. It begins with a row of headings."))
        self.delimiter = max(DELIMITERS, key=first.count)
        reader = csv.reader(self._ended(first), delimiter=self.delimiter, strict=True)
        while True:
            try:
                row = next(reader, None)
            except csv.Error:
                what = Sentence("The quotes in this row do not match, or a cell is too long. Save the table again.")
                raise self._wrong(1, what) from None
            if row is None:
                return
            if row:
                yield tuple(cell.strip() for cell in row)

    def _ended(self, first: str) -> Iterator[str]:
        line: str | None = first
        while line is not None:
            yield f"{line}\n"
            line = self.lines.next()

    def _headings(self, headings: Sequence[str]) -> None:
        for column, heading in enumerate(headings):
            if heading.casefold() in WEIGHTS:
                if self.weight is not None:
                    what = Sentence("Two columns say how many papers there are. Keep only one of them.")
                    raise self._wrong(column + 1, what)
                self.weight = column
            elif not heading:
                self.unnamed.append(column)
            elif heading.casefold() not in PASSED_OVER:
                self.columns.append((column, heading))
        if not self.columns:
            raise self._wrong(1, Sentence("No heading names a candidate or a rank. Put one in the first row."))

    def _name_candidates(self) -> None:
        for column, heading in self.columns:
            if heading in self.names:
                what = Sentence('Two columns are called "{name}". Give each a name of its own.', name=heading)
                raise self._wrong(column + 1, what)
            self.names[heading] = len(self.names) + 1

    def _order_ranks(self) -> None:
        ranks: dict[int, tuple[int, str]] = {}
        for column, heading in self.columns:
            found = RANK.fullmatch(heading.casefold())
            rank = int(found[1] or found[2]) if found else 0
            if rank in ranks:
                what = Sentence("Two columns are for rank {rank}. Give each a rank of its own.", rank=rank)
                raise self._wrong(column + 1, what)
            ranks[rank] = (column, heading)
        self.columns = [ranks[rank] for rank in sorted(ranks)]

    def _refuse_stray(self, row: Sequence[str], headings: int) -> None:
        for column in (*self.unnamed, *range(headings, len(row))):
            if column < len(row) and row[column]:
                what = Sentence("This column has no heading. Put one in the first row, or leave the column empty.")
                raise self._wrong(column + 1, what)

    def _weight(self, row: Sequence[str]) -> Number:
        if self.weight is None:
            return 1
        cell = row[self.weight] if self.weight < len(row) else ""
        if self.delimiter == ";":
            cell = cell.replace(",", ".")
        return weight_of(Word(cell, self.weight + 1), self._wrong)

    def _by_rank(self, row: Sequence[str]) -> Paper:
        marks = []
        for column, _ in self.columns:
            name = row[column] if column < len(row) else ""
            if name not in NOTHING:
                marks.append(str(self.names.setdefault(name, len(self.names) + 1)))
        return Paper(tuple(marks))

    def _by_candidate(self, row: Sequence[str]) -> Paper:
        numbers: list[tuple[int, str]] = []
        for number, (column, _) in enumerate(self.columns, start=1):
            cell = row[column] if column < len(row) else ""
            if cell not in NOTHING:
                numbers.append((self._number(cell, column), str(number)))
        if self.has_marks:
            return Paper(tuple(mark for _, mark in numbers))
        numbers.sort(key=lambda each: -each[0] if self.scores else each[0])
        marks = tuple(mark for _, mark in numbers)
        if self.scores:
            return Paper(marks, scores=tuple(number for number, _ in numbers))
        ranks = [number for number, _ in numbers]
        shared = tuple(ranks.count(rank) for rank in dict.fromkeys(ranks))
        return Paper(marks, shared=shared if len(shared) < len(marks) else ())

    def _number(self, cell: str, column: int) -> int:
        """A rank or a score; 0 for a mark. All papers of a table have the one or the other."""
        is_mark = cell.casefold() in MARKS and not self.scores
        if not is_mark and not WHOLE.fullmatch(cell):
            what = Sentence('"{cell}" is no rank, no score and no mark. Put a whole number or an x.', cell=cell[:40])
            raise self._wrong(column + 1, what)
        if self.has_marks is not None and self.has_marks is not is_mark:
            what = Sentence("Some cells have numbers and others marks. Use only one of them.")
            raise self._wrong(column + 1, what)
        self.has_marks = is_mark
        if not is_mark and not self.scores and int(cell) == 0:
            what = Sentence("Ranks begin with 1. Leave the cell empty where there is none, and put an x for a mark.")
            raise self._wrong(column + 1, what)
        return 0 if is_mark else int(cell)

    def _wrong(self, column: int, what: Sentence) -> Malformed:
        return Malformed(max(self.lines.line, 1), column, what)
