"""What anybody may take who has a duty in a vote, or checks one: the tools, the checker, and how both are used.

None of it is secret and none of it is of one society. It is read, and the tools are built, once a process. The
service runs from its sources (README.md), so the pages under `docs/` are there.
"""

from __future__ import annotations

import hashlib
from functools import cache

import msgspec

from govern.ballots.duties import one_file
from govern.ballots.queries.checkers import CHECKER
from govern.errors import NotFound

PROGRAM, TEXT = "application/octet-stream", "text/plain; charset=utf-8"
IN_WORDS = ("ceremony.md", "ceremony-files.md", "bundle.md")
"""Each duty step by step; the files between them; every file of a bundle. In English, as they are written."""


class Offered(msgspec.Struct, frozen=True):
    """A file that anybody may take, and its SHA-256 in hexadecimal."""

    name: str
    kind: str
    content: bytes
    sha256: str

    @property
    def in_fours(self) -> str:
        """The SHA-256 in sixteen groups of four, as two people compare it aloud."""
        return " ".join(self.sha256[start : start + 4] for start in range(0, 64, 4))


@cache
def _read(name: str) -> Offered:
    if name == one_file.NAME:
        content, kind = one_file.once(), PROGRAM
    elif name == CHECKER.name:
        content, kind = CHECKER.read_bytes(), PROGRAM
    else:
        content, kind = (one_file.ROOT / "docs" / name).read_bytes(), TEXT
    return Offered(name, kind, content, hashlib.sha256(content).hexdigest())


def offered(name: str) -> Offered:
    """The file of this name. The first who asks for the tools waits for them: half a second. Raises NotFound."""
    if name not in (one_file.NAME, CHECKER.name, *IN_WORDS):
        raise NotFound("There is no such file. Go back to the page of the tools and choose again.")
    return _read(name)


__all__ = ["IN_WORDS", "Offered", "offered"]
