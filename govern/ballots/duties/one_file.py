"""The tools of those with a duty in one file, `govern-tools.pyz`: by `scripts/build_tools.py` and by the service.

It holds only the modules that the tools need and their Welsh, and runs with Python 3.11 or later and nothing else.
The same sources give the same bytes, on any machine and at any time: nothing is compressed, sorted names, one date.
This module is no part of it, so it alone of its room may stand on more than Python.
"""

from __future__ import annotations

import ast
import io
import stat
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from threading import Lock

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

NAME = "govern-tools.pyz"
ROOT = Path(__file__).parents[3]
ENTRY = "govern.ballots.duties.commands"
CATALOGUE = "govern/locale/cy/LC_MESSAGES/govern.mo"
EARLIEST = (1980, 1, 1, 0, 0, 0)
START = b"#!/usr/bin/env python3\n"
MAIN = '''"""Python 3.11 or later; nothing else is needed."""

import sys

if sys.version_info < (3, 11):
    sys.exit("These tools need Python 3.11 or later. Please install it from python.org.")

from govern.ballots.duties.commands import main

sys.exit(main())
'''


_building = Lock()


def once() -> bytes:
    """The whole file, built once a process: it takes half a second, and whoever asks meanwhile waits for the same."""
    with _building:
        return _kept()


@cache
def _kept() -> bytes:
    return built()


def built() -> bytes:
    """The whole file, from the sources as they are now."""
    files = {"__main__.py": MAIN.encode(), "LICENSE": (ROOT / "LICENSE").read_bytes()}
    sources = [path for name in needed() for path in _files_of(name)]
    files |= {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in sources}
    files[CATALOGUE] = welsh({text for path in sources for text in _texts(path)})
    packed = io.BytesIO()
    packed.write(START)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system = 3
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, content)
    return packed.getvalue()


def needed() -> list[str]:
    """The modules of the house that the tools import, however deep."""
    found: set[str] = set()
    waiting = [ENTRY]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        waiting.extend(_imported(_files_of(name)[0]))
    return sorted(found | {name.rsplit(".", up)[0] for name in found for up in range(1, name.count(".") + 1)})


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "govern":
            yield str(node.module)
            yield from (name for alias in node.names if _files_of(name := f"{node.module}.{alias.name}"))
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "govern")


def _files_of(name: str) -> list[Path]:
    path = ROOT / name.replace(".", "/")
    return [file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()]


def _texts(path: Path) -> Iterator[str]:
    """Every text that stands in a module: those that the catalogue knows are taken."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


class _Part(Catalog):
    """Its header says how to read it, and not when or by what it was made: that would be other bytes elsewhere."""

    read_as: list[tuple[str, str]]

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return self.read_as


def welsh(texts: set[str]) -> bytes:
    """The part of the Welsh catalogue that says these texts."""
    with (ROOT / CATALOGUE).with_suffix(".po").open("rb") as file:
        whole = read_po(file, locale="cy")
    part = _Part(locale="cy", charset="utf-8")
    part.read_as = [pair for pair in whole.mime_headers if pair[0] in ("Content-Type", "Plural-Forms")]
    for message in whole:
        one = message.id if isinstance(message.id, str) else message.id[0]
        if one and one in texts:
            part.add(message.id, message.string)
    compiled = io.BytesIO()
    write_mo(compiled, part)
    return compiled.getvalue()
