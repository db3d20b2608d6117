"""BLT, as Hill, Wichmann and Woodall wrote it (Algorithm 123, 1987) and as OpenSTV and OpaVote write it.

    4 2                  candidates and seats
    -2 -3                these have withdrawn (also one on a line)
    3 1 - 4 0            weight, choices in order, 0; `-` is a rank that was skipped, and is passed over
    (A17) 1 2=3 1 0      a paper's number in brackets, which is passed over; `=` gives several the same rank
    2.5 1 0              a whole number says how many papers there are; a decimal or a fraction (5/2) is a weight
    0                    the end of the papers
    "Ana"                a name for each candidate; \\" and "" stand for a quote, \\\\ for a backslash
    "A title"            which may be missing; `#` begins a comment on any line

Candidates are known by their numbers. More seats than candidates are no error: the count says that they stay empty.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govern.ballots.count.election import Bundle, Candidate, Election, Paper
from govern.ballots.count.formats.lines import Lines, Malformed
from govern.ballots.count.formats.marks import WHOLE, Several, Word, nobody, paper_of
from govern.sentences import Sentence

if TYPE_CHECKING:
    from govern.ballots.count.columns import Rows

QUICK_FROM = 200_000
"""A smaller file (in bytes) is read before numpy is loaded."""
LARGEST_TRY = 1 << 18
SMALLEST_TRY = 1 << 12
"""So many bytes are looked at together: few enough to stay in the processor's cache."""
ENDS = (b"\n0\n", b"\n0\r\n")
WITHDRAWN = re.compile(r"-[0-9]{1,18}")
WORD = re.compile(r"\S+")


def read(lines: Lines, *, quick_from: int = QUICK_FROM) -> Election:
    """Raises Malformed with line and column. The papers of files from `quick_from` bytes on come in columns."""
    return _Reading(lines, quick=len(lines.text) >= quick_from).election()


def words_of(line: str) -> list[Word]:
    """The words before a comment, each with its column."""
    bare = line.partition("#")[0]
    return [Word(found.group(), found.start() + 1) for found in WORD.finditer(bare)]


class _Reading:
    """One file on its way from the first line to the title."""

    def __init__(self, lines: Lines, *, quick: bool) -> None:
        self.lines = lines
        self.candidates = 0
        self.withdrawn: list[int] = []
        self.pieces: list[Rows] = []
        self.odd: dict[bytes, Several] = {}
        self.quick = quick
        self.size = LARGEST_TRY
        self.one_by_one_until = 0

    def election(self) -> Election:
        seats = self._head()
        self._withdrawals_and_papers()
        names = [self._name(number) for number in range(1, self.candidates + 1)]
        title = self._title()
        ids = tuple(str(number) for number in range(1, self.candidates + 1))
        return Election(
            candidates=tuple(Candidate(number, name) for number, name in zip(ids, names, strict=True)),
            seats=seats,
            papers=self._papers(ids),
            withdrawn=tuple(ids[number - 1] for number in dict.fromkeys(self.withdrawn)),
            title=title,
        )

    def _papers(self, ids: tuple[str, ...]) -> tuple[Paper, ...] | Bundle:
        odd = tuple(several.papers() for several in self.odd.values())
        if not self.pieces:
            return odd
        from govern.ballots.count.columns import Sheaf, joined  # noqa: PLC0415  # small counts do not wait for numpy

        return Sheaf(ids, joined(self.pieces, self.candidates), odd)

    # --- the lines in their order ---

    def _head(self) -> int:
        words = self._next_words()
        if not words:
            raise self._wrong(1, Sentence("The file is empty. It begins with two numbers: candidates and seats."))
        if len(words) != 2 or not all(WHOLE.fullmatch(word.text) for word in words):
            wrong = next((word for word in words if not WHOLE.fullmatch(word.text)), words[min(2, len(words) - 1)])
            what = Sentence("The first line has to give two whole numbers: candidates and seats.")
            raise self._wrong(wrong.column, what)
        self.candidates, seats = (int(word.text) for word in words)
        return seats

    def _withdrawals_and_papers(self) -> None:
        seen_paper = False
        while True:
            if self.quick and self._take_many():
                seen_paper = True
                continue
            raw = self.lines.next_raw()
            if raw is None:
                what = Sentence('The file ends before the line "0" that ends the papers. Look whether it is whole.')
                raise self._wrong(1, what, after=1)
            if raw in self.odd:
                self.odd[raw].lines += 1
                continue
            words = words_of(self.lines.decoded(raw))
            if not words:
                continue
            if len(words) == 1 and words[0].text == "0":
                return
            if not seen_paper and self._withdrawals(words):
                continue
            seen_paper = True
            self.odd[raw] = Several(paper_of(words, self.candidates, self._wrong))

    def _withdrawals(self, words: list[Word]) -> bool:
        """Whether this line is one of withdrawals."""
        if not all(WITHDRAWN.fullmatch(word.text) for word in words):
            return False
        for word in words:
            number = int(word.text[1:])
            if not 0 < number <= self.candidates:
                raise self._wrong(word.column, nobody(number, self.candidates))
            self.withdrawn.append(number)
        return True

    def _take_many(self) -> bool:
        """Many usual lines at once, if they are. After an unusual one fewer are tried, then more again."""
        lines = self.lines
        if lines.offset() < self.one_by_one_until:
            return False
        end = lines.whole(self.size)
        for over in (lines.text.find(mark, max(lines.at - 1, 0), end) for mark in ENDS):
            end = min(end, over + 1) if over >= 0 else end
        from govern.ballots.count.formats import quick  # noqa: PLC0415  # small counts do not wait for numpy

        rows = quick.rows(lines.text, lines.at, end, self.candidates)
        if rows is not None:
            lines.take(end)
            self.pieces.append(rows)
            self.size = min(self.size * 4, LARGEST_TRY)
            return True
        if end > lines.at and self.size > SMALLEST_TRY:
            self.size //= 4
            return self._take_many()
        self.one_by_one_until = lines.offset() + end - lines.at
        return False

    def _name(self, number: int) -> str:
        line = self._next_line()
        if line is None:
            missing = self.candidates - number + 1
            what = Sentence(
                "The name of {missing} candidate is missing. Put one name on a line, in quotes.",
                "The names of {missing} candidates are missing. Put one name on a line, in quotes.",
                missing,
                missing=missing,
            )
            raise self._wrong(1, what, after=1)
        name = self._quoted(line)
        if not name.strip():
            raise self._wrong(
                1, Sentence("Candidate {number} has no name. Put it between the quotes.", number=number)
            )
        return name

    def _title(self) -> str:
        line = self._next_line()
        title = "" if line is None else self._quoted(line)
        if self._next_line() is not None:
            what = Sentence("There is more after the title. Look whether there are more names than candidates.")
            raise self._wrong(1, what)
        return title

    def _quoted(self, line: str) -> str:
        """What stands between the quotes. Nothing but a comment may follow."""
        begin = len(line) - len(line.lstrip())
        if line[begin] != '"':
            raise self._wrong(begin + 1, Sentence("Here a name or a title has to stand in quotes."))
        found, at = [], begin + 1
        while at < len(line):
            if line[at : at + 2] in {'\\"', '""', "\\\\"}:
                found.append(line[at + 1])
                at += 2
            elif line[at] == '"':
                rest = words_of(line[at + 1 :])
                if rest:
                    what = Sentence('There is more after the quote. Write a quote within a name as \\".')
                    raise self._wrong(at + 1 + rest[0].column, what)
                return "".join(found)
            else:
                found.append(line[at])
                at += 1
        raise self._wrong(len(line) + 1, Sentence("The quote is not closed. Put a quote after the name."))

    # --- what all of them need ---

    def _next_words(self) -> list[Word]:
        line = self._next_line()
        return [] if line is None else words_of(line)

    def _next_line(self) -> str | None:
        """The next line that is not empty."""
        while (line := self.lines.next()) is not None:
            if words_of(line):
                return line
        return None

    def _wrong(self, column: int, what: Sentence, *, after: int = 0) -> Malformed:
        return Malformed(max(self.lines.line + after, 1), column, what)
