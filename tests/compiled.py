"""A question is put into SQL once in a process; else each test's database would have every question put anew.

SQLAlchemy keeps compiled statements by engine and by dialect, and nearly every test has engines of its own. Here all
engines keep them in one place, and dialects of one kind count as the same one: all are set up alike, in `open_store`.
"""

from __future__ import annotations

from sqlalchemy import Engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialectAsync_psycopg
from sqlalchemy.engine import Connection
from sqlalchemy.util import LRUCache

from govern.sqlite import OneHopDialect

ALIKE = (OneHopDialect, PGDialectAsync_psycopg)
KEPT: LRUCache[object, object] = LRUCache(10_000)


def share() -> None:
    """From now on, in this process."""
    for kind in ALIKE:
        kind.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
        kind.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
    event.listen(Engine, "engine_connect", _keep_together)


def _keep_together(connection: Connection) -> None:
    if isinstance(connection.dialect, ALIKE):
        connection.execution_options(compiled_cache=KEPT)
