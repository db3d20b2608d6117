"""From text to rulebook: read the TOML, hold it against the tables, check what must agree, or say all that is wrong.

The form comes first: while a key is unknown, missing or ill-written, what the tables say together cannot be judged.
"""

from __future__ import annotations

import re
import tomllib

from govern.constituencies.rulebook.book.checks import problems_of_sense
from govern.constituencies.rulebook.book.places import line_at, lines_of
from govern.constituencies.rulebook.book.problems import Path, Problem, RulebookNotValid
from govern.constituencies.rulebook.book.reading import problems_of_form, tables_from
from govern.constituencies.rulebook.book.rulebook import Rulebook
from govern.sentences import Sentence

LARGEST_TEXT = 262_144  # characters; the longest example has 14,000
SPOT = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


def load(text: str) -> Rulebook:
    """The rulebook that a TOML text says. A byte-order mark and CRLF line ends are tolerated.

    Raises RulebookNotValid, whose `problems` name line, table, key and what would be right, all at once.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    raw = _parsed(text)
    problems = problems_of_form(raw)
    if not problems:
        tables = tables_from(raw)
        problems = problems_of_sense(tables)
    if problems:
        raise RulebookNotValid(_placed(problems, raw, lines_of(text)))
    return Rulebook(text=text, **{name: getattr(tables, name) for name in tables.__struct_fields__})


def _parsed(text: str) -> dict[str, object]:
    if len(text) > LARGEST_TEXT:
        raise RulebookNotValid(
            (Sentence("The text is too long for a rulebook. At most {most} characters are read.", most=LARGEST_TEXT),)
        )
    try:
        return tomllib.loads(text)
    except ValueError as fault:  # TOMLDecodeError, or a number of more digits than Python reads
        raise RulebookNotValid((_unreadable(str(fault), text),)) from None
    except RecursionError:
        raise RulebookNotValid((Sentence("The brackets are nested too deeply to be read."),)) from None


def _unreadable(fault: str, text: str) -> Sentence:
    spot = SPOT.search(fault)
    line = int(spot["line"]) if spot and spot["line"] else text.count("\n") + 1
    return Sentence(
        "Line {line} cannot be read as TOML. Look there and in the line before: a quote, a bracket, a comma or an "
        "equals sign may be missing or too many.",
        line=line,
    )


def _placed(problems: list[Problem], raw: dict[str, object], lines: dict[Path, int]) -> tuple[Sentence, ...]:
    """Each problem with its line and its place in words, in the order of the lines."""
    placed = sorted(((line_at(lines, problem.path), problem) for problem in problems), key=lambda pair: pair[0])
    return tuple(
        Sentence("Line {line}, {place}: {wrong}", line=line, place=_place(problem.path, raw), wrong=problem.wrong)
        for line, problem in placed
    )


def _place(path: Path, raw: dict[str, object]) -> str:
    """A path as people find it in the file: rows by their id where they have one: `constituency staff, weight`."""
    words: list[str] = []
    inside: object = raw
    for part in path:
        if isinstance(part, int):
            inside = inside[part] if isinstance(inside, list) else None
            words[-1] += f" {_row_name(inside, part)}"
        else:
            inside = inside.get(part) if isinstance(inside, dict) else None
            words.append(part)
    return ", ".join(words)


def _row_name(row: object, number: int) -> str:
    named = row.get("id") if isinstance(row, dict) else None
    return named if isinstance(named, str) and named.strip() else str(number + 1)
