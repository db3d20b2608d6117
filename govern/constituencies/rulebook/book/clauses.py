"""Rule numbers for people: every table is a chapter, every key or row a rule in it: "Rule 3.5".

Schema 1 has no rule numbers of its own, so they are given by place: chapters in the order of the schema's tables,
which is the order all files keep; in a chapter of single keys, rules in the order of the schema's keys, whether or
not the file says them (a default is a rule too); in a chapter of rows, one rule a row in the file's order. So
"voting.vacant_college" has the same number in every society, and a number changes only when rows are put in another
order. Keys inside a row or a sub-table carry the number of the row or of the table's key.
"""

from __future__ import annotations

import tomllib

import msgspec
from msgspec import inspect

from govern.constituencies.rulebook.book.reading import SCHEMA
from govern.constituencies.rulebook.book.rulebook import Rulebook
from govern.errors import NotFound
from govern.sentences import Sentence


class Clause(msgspec.Struct, frozen=True):
    """One numbered rule: "3.5", its path "voting.vacant_college", and whether the society's file says it itself."""

    number: str
    path: str
    said: bool


class Chapter(msgspec.Struct, frozen=True):
    """One table: its number, its key in the file, and its rules in order."""

    number: int
    table: str
    clauses: tuple[Clause, ...]


def clause(path: str, book: Rulebook | None = None) -> str:
    """The number of a rule, as "3.5". Raises NotFound for a path that no rulebook has.

    `path` is "table", "table.key" or "table.row", as "voting.tie", "resolution.special" or "quorum.general"; a row
    is named by its id, its body, or its place from 1. A path to a row needs the book.

    >>> clause("voting.vacant_college")
    '3.5'
    """
    table, _, rest = path.partition(".")
    for number, field in enumerate(TABLES, 1):
        if field.encode_name == table:
            names = _names(field, book)
            name = rest.split(".")[0]
            if name in names:
                return f"{number}.{names.index(name) + 1}"
            if not rest:
                return str(number)
    raise NotFound("There is no rule “{path}”.", path=path)


def citation(path: str, book: Rulebook | None = None) -> Sentence:
    """The same as a text to print: "Rule 3.5"."""
    return Sentence("Rule {number}", number=clause(path, book))


def chapters(book: Rulebook) -> tuple[Chapter, ...]:
    """The whole book, numbered: what the pages of rules list."""
    raw = tomllib.loads(book.text)
    return tuple(_chapter(book, number, field, raw.get(field.encode_name)) for number, field in enumerate(TABLES, 1))


def _chapter(book: Rulebook, number: int, field: inspect.Field, said: object) -> Chapter:
    table = field.encode_name
    clauses = tuple(
        Clause(
            f"{number}.{at}", f"{table}.{name}", _rows(field) is not None or (isinstance(said, dict) and name in said)
        )
        for at, name in enumerate(_names(field, book), 1)
    )
    return Chapter(number, table, clauses)


def _names(field: inspect.Field, book: Rulebook | None) -> tuple[str, ...]:
    """What the rules of a chapter are called: keys of a single table, or the rows of a repeated one."""
    if _rows(field) is None:
        assert isinstance(field.type, inspect.StructType)
        return tuple(key.encode_name for key in field.type.fields)
    rows: tuple[msgspec.Struct, ...] = getattr(book, field.name, ())
    if field.encode_name == "seat":
        return tuple(str(place) for place in range(1, len(rows) + 1))
    named_by = "body" if field.encode_name == "quorum" else "id"
    return tuple(getattr(row, named_by) for row in rows)


def _rows(field: inspect.Field) -> inspect.VarTupleType | None:
    return field.type if isinstance(field.type, inspect.VarTupleType) else None


def _all_tables() -> tuple[inspect.Field, ...]:
    assert isinstance(SCHEMA, inspect.StructType)
    return tuple(field for field in SCHEMA.fields if field.name != "schema")


TABLES = _all_tables()
