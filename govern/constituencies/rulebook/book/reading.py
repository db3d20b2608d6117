"""A parsed TOML text against the tables of schema 1: every wrong or missing key is found, not only the first.

The tables themselves say what is right; nothing here knows a key by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction

import msgspec
from msgspec import inspect

from govern.constituencies.rulebook.book.problems import Path, Problem
from govern.constituencies.rulebook.book.ratios import read_ratio
from govern.constituencies.rulebook.book.tables import Tables
from govern.errors import NotValid
from govern.sentences import Sentence

LARGEST = 10_000_000
SCHEMA = inspect.type_info(Tables)


def problems_of_form(raw: dict[str, object]) -> list[Problem]:
    """Unknown, missing and ill-written keys, anywhere. `raw` is what TOML's reader returned."""
    return list(_struct(SCHEMA, raw, ()))


def tables_from(raw: dict[str, object]) -> Tables:
    """The tables, once `problems_of_form` has found none."""
    return msgspec.convert(raw, Tables, dec_hook=_own_kinds)


def _own_kinds(kind: type, value: object) -> object:
    if kind is Fraction and isinstance(value, str):
        return read_ratio(value)
    raise NotImplementedError(kind)  # msgspec's own signal that a hook does not know a type


def _struct(kind: inspect.Type, value: object, path: Path) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(path, Sentence("This needs to be a table with keys of its own."))
        return
    assert isinstance(kind, inspect.StructType)
    known = {field.encode_name: field for field in kind.fields}
    for key in value:
        if key not in known:
            names = tuple(known)
            yield Problem(
                (*path, key), Sentence("“{key}” is not known here. Known are: {names}.", key=key, names=names)
            )
    for key, field in known.items():
        if key in value:
            yield from _value(field.type, value[key], (*path, key))
        elif field.required:
            yield Problem((*path, key), Sentence("“{key}” is missing. {right}", key=key, right=_right(field.type)))


def _value(kind: inspect.Type, value: object, path: Path) -> Iterator[Problem]:
    kind = _without_none(kind)
    if isinstance(kind, inspect.StructType):
        yield from _struct(kind, value, path)
    elif isinstance(kind, inspect.VarTupleType) and isinstance(kind.item_type, inspect.StructType):
        yield from _rows(kind.item_type, value, path)
    elif isinstance(kind, inspect.VarTupleType):
        yield from _list(kind.item_type, value, path)
    else:
        wrong = _wrong_with(kind, value)
        if wrong is not None:
            yield Problem(path, wrong)


def _rows(kind: inspect.StructType, value: object, path: Path) -> Iterator[Problem]:
    if not isinstance(value, list) or not value:
        yield Problem(path, Sentence("At least one table [[{name}]] is needed.", name=str(path[-1])))
        return
    for number, row in enumerate(value):
        yield from _struct(kind, row, (*path, number))


def _list(kind: inspect.Type, value: object, path: Path) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem(path, Sentence("This needs to be a list in square brackets."))
        return
    for item in value:
        wrong = _wrong_with(kind, item)
        if wrong is not None:
            yield Problem(path, wrong)


def _wrong_with(kind: inspect.Type, value: object) -> Sentence | None:
    """What is wrong with one plain value, or None."""
    shown = _shown(value)
    match kind:
        case inspect.StrType():
            right = isinstance(value, str) and value.strip() != ""
        case inspect.BoolType():
            right = isinstance(value, bool)
        case inspect.IntType():
            right = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST
        case inspect.DateType():
            right = isinstance(value, date) and not isinstance(value, datetime)
        case inspect.LiteralType():
            right = value in kind.values
        case _:
            return _wrong_with_share(value)
    return None if right else Sentence("{shown} does not fit here. {right}", shown=shown, right=_right(kind))


def _wrong_with_share(value: object) -> Sentence | None:
    if not isinstance(value, str):
        shown = _shown(value)
        return Sentence("{shown} is not a share. Write it like “1/3” or “10%”, in quotation marks.", shown=shown)
    try:
        read_ratio(value)
    except NotValid as refusal:
        return refusal.message
    return None


def _right(kind: inspect.Type) -> Sentence:
    """What would be right at a place of this kind."""
    match _without_none(kind):
        case inspect.StrType():
            return Sentence("Write a text in quotation marks.")
        case inspect.BoolType():
            return Sentence("Write true or false.")
        case inspect.IntType():
            return Sentence("Write a whole number from 0 to {largest}.", largest=LARGEST)
        case inspect.DateType():
            return Sentence("Write a day like 2026-04-01.")
        case inspect.LiteralType(values=values):
            return Sentence("Write one of: {choices}.", choices=tuple(str(choice) for choice in values))
        case inspect.StructType(fields=fields):
            needed = tuple(field.encode_name for field in fields if field.required)
            return Sentence("Write a table with: {keys}.", keys=needed)
        case inspect.VarTupleType(item_type=inspect.StructType()):
            return Sentence("Write at least one table in double square brackets.")
        case inspect.VarTupleType():
            return Sentence("Write a list in square brackets.")
        case _:
            return Sentence("Write a share like “1/3” or “10%”, in quotation marks.")


def _without_none(kind: inspect.Type) -> inspect.Type:
    if isinstance(kind, inspect.UnionType):
        return next(part for part in kind.types if not isinstance(part, inspect.NoneType))
    return kind


def _shown(value: object) -> str:
    """A value as it might stand in the file, cut short."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"
