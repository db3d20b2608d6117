"""At which line of a TOML text a table or a key stands. The standard reader does not say, so the text is walked once.

It is used only after the standard reader has accepted the text, so it may trust that brackets and quotes are closed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from govern.constituencies.rulebook.book.problems import Path

OPENING, CLOSING = "[{", "]}"
NOTABLE = re.compile(r"""\"{3}|'{3}|["'\n\[\]{}]|\#[^\n]*""")


def lines_of(text: str) -> dict[Path, int]:
    """Path -> line number from 1, for each table header and each key. The text has LF line ends.

    Keys inside an inline table have no entry of their own; `line_at` falls back to the key that holds it.
    """
    lines: dict[Path, int] = {(): 1}
    rows: dict[Path, int] = {}
    table: Path = ()
    for line, statement in _statements(text):
        if statement.startswith("[["):
            table = _within_rows(_keys(statement[2 : _sign(statement, "]", 2)]), rows)
            rows[table] = rows.get(table, -1) + 1
            lines.setdefault(table, line)
            table = (*table, rows[table])
            lines[table] = line
        elif statement.startswith("["):
            table = _within_rows(_keys(statement[1 : _sign(statement, "]", 1)]), rows)
            lines.setdefault(table, line)
        else:
            key = _keys(statement[: _sign(statement, "=", 0)])
            for end in range(1, len(key) + 1):
                lines.setdefault(table + key[:end], line)
    return lines


def line_at(lines: dict[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest thing that holds it."""
    while path not in lines:
        path = path[:-1]
    return lines[path]


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each header or `key = value`, however many lines it takes, with the line it begins on."""
    start, depth, line = 0, 0, 1
    sign = NOTABLE.search(text)
    while sign is not None:
        at = sign.end()
        if sign[0][0] in "\"'":
            at = _after_string(text, sign.start(), sign[0])
        elif sign[0] in OPENING:
            depth += 1
        elif sign[0] in CLOSING:
            depth -= 1
        elif sign[0] == "\n" and depth == 0:
            yield from _statement(text[start:at], line)
            line += text.count("\n", start, at)
            start = at
        sign = NOTABLE.search(text, at)
    yield from _statement(text[start:], line)


def _statement(said: str, line: int) -> Iterator[tuple[int, str]]:
    """Blank lines and comment lines say nothing."""
    if said.strip() and not said.lstrip().startswith("#"):
        yield line, said.strip()


def _after_string(text: str, at: int, quote: str) -> int:
    """The position after the string that begins at `at`. Only double quotes know the backslash."""
    at += len(quote)
    while not text.startswith(quote, at):
        at += 2 if text[at] == "\\" and quote[0] == '"' else 1
    at += len(quote)
    while len(quote) == 3 and text.startswith(quote[0], at):  # up to two more quotes belong to the string
        at += 1
    return at


def _sign(statement: str, sign: str, at: int) -> int:
    """Where a sign stands outside quotation marks, from `at` on."""
    while statement[at] != sign:
        at = _after_string(statement, at, statement[at]) if statement[at] in "\"'" else at + 1
    return at


def _keys(dotted: str) -> Path:
    """The parts of a dotted key, quoted or bare: TOML's own reader takes it apart."""
    found: dict[str, object] = tomllib.loads(f"{dotted} = 0")
    parts: list[str] = []
    inner: object = found
    while isinstance(inner, dict):
        (name, inner), *_ = inner.items()
        parts.append(name)
    return tuple(parts)


def _within_rows(names: Path, rows: dict[Path, int]) -> Path:
    """`[resolution.electronic]` belongs to the latest `[[resolution]]`: put that row's number in between."""
    path: Path = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in rows:
            path = (*path, rows[path])
    return (*path, names[-1])
