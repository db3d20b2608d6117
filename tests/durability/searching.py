"""Everything that a server keeps, and whatever a choice may look like in it.

A choice is an order of five people. It is looked for in words, as a slip and as the point that is sealed, and each of
them in every encoding one might find it in.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import os
import sqlite3
import urllib.parse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from uuid import UUID

from govern.ballots.seal import elgamal, slips
from govern.ballots.seal.contests import ContestEntry

VOTERS = 1_000 if os.environ.get("GOVERN_SOAK") else 30
SHORTEST = 12
#: Steps from one voter's order to the next: it has no factor in common with the 120 orders, so all of them come.
STEP = 7

Marks = tuple[str, ...]
Needles = Mapping[str, Sequence[bytes]]


def order_of(standing: Sequence[UUID], number: int) -> Marks:
    """The order that a voter gives: another one for each of the first hundred and twenty."""
    orders = list(itertools.permutations(standing))
    return tuple(map(str, orders[(number * STEP + 1) % len(orders)]))


def needles(election: ContestEntry, standing: Sequence[UUID], voters: int) -> dict[str, list[bytes]]:
    """Each order that was given, in every form one might find it, by the number of the first who gave it."""
    found: dict[str, list[bytes]] = {}
    for number in range(min(voters, len(list(itertools.permutations(standing))))):
        marks = order_of(standing, number)
        slip = slips.encode(election, marks)
        plain = [
            slip,
            elgamal.to_point(slip),
            json.dumps(list(marks)).encode(),
            json.dumps(list(marks), separators=(",", ":")).encode(),
            *(separator.join(marks[:3]).encode() for separator in (",", " ", ";", "\n", "&answer=")),
            b"".join(bytes.fromhex(mark.replace("-", "")) for mark in marks[:2]),
        ]
        found[f"voter {number}"] = [needle for text in plain if len(text) >= SHORTEST for needle in encoded(text)]
    return found


def encoded(text: bytes) -> Iterator[bytes]:
    yield text
    yield text.hex().encode()
    yield text.hex().upper().encode()
    yield urllib.parse.quote(text).encode()
    for shift in range(3):
        # Inside longer base64 a text stands at one of three offsets; its middle is the same whatever is around it.
        whole = base64.b64encode(b"\x00" * shift + text)
        middle = whole[4 : len(whole) - 4]
        if len(middle) >= 16:
            yield middle
            yield middle.replace(b"+", b"-").replace(b"/", b"_")


def hits(kept: Mapping[str, bytes], sought: Needles) -> list[str]:
    """Whose choice stands where. Needles that begin alike are looked for together: a database is searched for a few
    beginnings, and not for thousands of needles."""
    beginnings: defaultdict[bytes, list[tuple[str, bytes]]] = defaultdict(list)
    for whose, forms in sought.items():
        for needle in forms:
            beginnings[needle[:SHORTEST]].append((whose, needle))
    return sorted(
        {
            f"{whose} in {where}"
            for where, content in kept.items()
            for beginning, ending in beginnings.items()
            for at in _places(content, beginning)
            for whose, needle in ending
            if content.startswith(needle, at)
        }
    )


def _places(content: bytes, beginning: bytes) -> Iterator[int]:
    at = content.find(beginning)
    while at >= 0:
        yield at
        at = content.find(beginning, at + 1)


def files_under(*folders: Path) -> dict[str, bytes]:
    """Every file below these folders, by its path."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {str(path): path.read_bytes() for path in files}


def a_backup(database: Path, to: Path) -> bytes:
    """A copy of a SQLite database made while the server runs."""
    with contextlib.closing(sqlite3.connect(database)) as source, contextlib.closing(sqlite3.connect(to)) as target:
        source.backup(target)
    return to.read_bytes()


class Untouched:
    """A folder for temporary files. Whoever makes a file there, and be it for a moment, changes the folder's time;
    Python tries the folder out so before it makes the first, also one without a name."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self._made = folder.stat().st_mtime_ns

    @property
    def is_so(self) -> bool:
        return self.folder.stat().st_mtime_ns == self._made and not list(self.folder.iterdir())


def told_of(cookies: Iterable[str]) -> dict[str, bytes]:
    """What stands in cookies, as they are and decoded."""
    every = list(cookies)
    return {"cookies": "\n".join(every).encode(), "cookies, decoded": b"\n".join(map(_bytes_in, every))}


def _bytes_in(cookie: str) -> bytes:
    with contextlib.suppress(ValueError):
        return base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
    return b""
