"""The result as plain text for a terminal or a letter: who is elected, the table of votes, each stage in sentences.

No line is longer than 100 columns: sentences are folded, and a table with many stages goes on below itself. A star
stands after the votes with which somebody is elected.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from govern.ballots.count.result import Result
from govern.ballots.count.telling import wording
from govern.ballots.count.telling.figures import shown
from govern.ballots.count.telling.grid import Grid, grid
from govern.ballots.count.telling.speaking import Teller, one_line
from govern.sentences import Sentence

WIDEST = 100
LONGEST_NAME = 32
BETWEEN = 2


def as_text(result: Result, teller: Teller, title: str) -> str:
    say = teller.say
    table = grid(result)
    parts: list[list[str]] = [
        list(_folded(title, WIDEST)) if title else [],
        list(_folded(f"{say(wording.method(result.method))}. {_joined(wording.summary(result), teller)}", WIDEST)),
        list(_folded(say(wording.outcome(result)), WIDEST)),
    ]
    if (empty := wording.vacancies(result)) is not None:
        parts.append(list(_folded(say(empty), WIDEST)))
    parts.append(_fates(table, teller))
    parts.append([say(wording.counted(result.method)), *_votes(table, teller)])
    for stage in result.stages:
        heading = f"{say(wording.stage_name(stage.number))}: {say(wording.stage_title(stage, result))}"
        parts.append([*_folded(heading, WIDEST), *_indented(_joined(stage.why, teller))])
    if result.lot_order is not None:
        names = {candidate.id: candidate.name for candidate in result.candidates}
        order = wording.lot_order(tuple(names[name] for name in result.lot_order))
        parts.append(list(_folded(say(order), WIDEST)))
    return "\n\n".join("\n".join(map(one_line, lines)) for lines in parts if lines) + "\n"


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: wide signs take two, accents that stand on a letter none."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def _joined(sentences: Iterable[Sentence], teller: Teller) -> str:
    return " ".join(teller.say(sentence) for sentence in sentences)


def _folded(text: str, width: int) -> Iterator[str]:
    """Lines of at most `width` columns, broken between words; a word that is longer is cut."""
    line = ""
    for word in text.split():
        while columns(word) > width:
            if line:
                yield line
                line = ""
            at = next(at for at in range(len(word), 0, -1) if columns(word[:at]) <= width)
            yield word[:at]
            word = word[at:]  # noqa: PLW2901  what is left of it
        if line and columns(line) + 1 + columns(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    if line:
        yield line


def _indented(text: str) -> list[str]:
    return ["  " + line for line in _folded(text, WIDEST - 2)]


def _left(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _right(text: str, width: int) -> str:
    return " " * (width - columns(text)) + text


def _fates(table: Grid, teller: Teller) -> list[str]:
    """Everybody with what became of them: those elected as they came in, then the others as on the paper."""
    order = sorted(table.rows, key=lambda row: (row.elected_in is None, row.elected_in or 0))
    label = len(str(len(table.rows)))
    names = min(max((columns(row.name) for row in table.rows), default=0), LONGEST_NAME)
    lines = []
    for row in order:
        said = teller.say(Sentence("Stage {n}: {what}", n=row.entry.stage, what=wording.fate(row.entry)))
        name = list(_folded(row.name, names))
        texts = list(_folded(said, WIDEST - label - names - 2 * BETWEEN))
        for at in range(max(len(name), len(texts))):
            left = _left(name[at] if at < len(name) else "", names)
            number = str(row.number) if at == 0 else ""
            lines.append(f"{_right(number, label)}  {left}  {texts[at] if at < len(texts) else ''}".rstrip())
    return lines


def _votes(table: Grid, teller: Teller) -> list[str]:
    """The table of votes, folded into as many tables below one another as its stages need."""
    heads = [teller.say(wording.stage_name(number)) for number in table.stages]
    labels, cells = _cells(table, teller)
    numbers = len(str(len(table.rows))) + 1
    wide = min(max(columns(label) for _, label in labels), LONGEST_NAME)
    column = max(columns(cell) for row in (heads, *cells) for cell in row) + BETWEEN
    at_once = max(1, (WIDEST - wide - numbers) // column)
    lines: list[str] = []
    for first in range(0, len(heads), at_once):
        if first:
            lines.append("")
        some = slice(first, first + at_once)
        lines.append(_line("", heads[some], numbers + wide, column))
        for (number, label), row in zip(labels, cells, strict=True):
            starts = [_right(number, numbers - 1), *[" " * (numbers - 1)] * wide]
            folded = [f"{start} {part}" for start, part in zip(starts, _folded(label, wide), strict=False)]
            lines += folded[:-1]
            lines.append(_line(folded[-1], row[some], numbers + wide, column))
    lines.append("")
    lines += _folded(teller.say(wording.starred()), WIDEST)
    if table.rounded:
        lines += _folded(teller.say(wording.rounded()), WIDEST)
    return lines


def _cells(table: Grid, teller: Teller) -> tuple[list[tuple[str, str]], list[list[str]]]:
    """What stands before each row (number and name), and its cells with room for the star."""
    labels = [(str(row.number), row.name or "–") for row in table.rows]
    cells = [
        [
            ("–" if votes is None else shown(votes, table.places)) + ("*" if number == row.elected_in else " ")
            for number, votes in zip(table.stages, row.votes, strict=True)
        ]
        for row in table.rows
    ]
    for name, numbers in ((wording.NO_NEXT, table.lost), (wording.ALL, table.totals)):
        if numbers is not None:
            labels.append(("", teller.say(name)))
            cells.append([shown(votes, table.places) + " " for votes in numbers])
    return labels, cells


def _line(label: str, cells: Sequence[str], wide: int, column: int) -> str:
    return (_left(label, wide) + "".join(_right(cell, column) for cell in cells)).rstrip()
