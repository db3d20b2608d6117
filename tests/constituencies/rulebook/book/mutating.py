"""An example rulebook with something changed in it, and what is said when it is refused."""

from __future__ import annotations

import copy
import tomllib
from typing import Any

import pytest

from govern.constituencies.rulebook.book import RulebookNotValid, example, load

Place = tuple[str | int, ...]


def written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return "[" + ", ".join(written(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {written(item)}" for key, item in value.items()) + " }"
    return str(value)


def as_toml(raw: dict[str, Any]) -> str:
    """The shape of the example files: plain keys, [tables], [[rows]], everything deeper inline."""
    lines = [f"{key} = {written(value)}" for key, value in raw.items() if not isinstance(value, (dict, list))]
    for table, value in raw.items():
        for row in value if isinstance(value, list) else [value] if isinstance(value, dict) else []:
            lines.append(f"[[{table}]]" if isinstance(value, list) else f"[{table}]")
            lines += [f"{key} = {written(item)}" for key, item in row.items()]
    return "\n".join(lines) + "\n"


def refused(text: str) -> list[str]:
    with pytest.raises(RulebookNotValid) as refusal:
        load(text)
    return [str(problem) for problem in refusal.value.problems]


def changed(name: str, *changes: tuple[Place, object]) -> str:
    raw = copy.deepcopy(tomllib.loads(example(name)))
    for path, value in changes:
        inside: Any = raw
        for part in path[:-1]:
            inside = inside[part]
        inside[path[-1]] = value
    return as_toml(raw)
