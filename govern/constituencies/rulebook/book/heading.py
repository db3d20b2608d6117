"""The [society] table of a rulebook's text, changed line by line; comments and all other lines stay as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date

SECTION = re.compile(r"(?ms)^\[society\][^\n]*\n(?P<keys>.*?)(?=^\[|\Z)")


def with_society(text: str, lines: Mapping[str, str | date | None]) -> str:
    """The text with these keys of its [society] table; None takes a key out. Without such a table nothing changes."""
    text = text.replace("\r\n", "\n")
    found = SECTION.search(text)
    if found is None:
        return text
    keys = found["keys"]
    for key, value in lines.items():
        keys = _with_key(keys, key, value)
    return text[: found.start("keys")] + keys + text[found.end("keys") :]


def _with_key(keys: str, key: str, value: str | date | None) -> str:
    there = re.compile(rf"(?m)^{re.escape(key)}[ \t]*=.*\n?")
    if value is None:
        return there.sub("", keys, count=1)
    written = value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
    line = f"{key} = {written}\n"
    if there.search(keys):
        return there.sub(lambda _: line, keys, count=1)
    body = keys.rstrip("\n")
    return (body + "\n" if body else "") + line + keys[len(body) :].removeprefix("\n")
