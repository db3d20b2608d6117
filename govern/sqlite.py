"""SQLite through its thread with one hop a statement, and none for a BEGIN or an END that has nothing to do.

`aiosqlite` keeps each connection on a thread of its own, and the stock dialect goes there and back for the cursor,
for the statement, for the rows and for the closing: a page's ten questions made fifty journeys, which cost more than
the questions. Here a statement and its rows are one journey, a BEGIN travels with the first statement of its
transaction, and a connection in no transaction is not told to roll back.
"""

from __future__ import annotations

import collections
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util import EMPTY_DICT
from sqlalchemy.util.concurrency import await_

DRIVER = "sqlite+onehop"


class Answered(msgspec.Struct, frozen=True):
    """What is left of a statement once its cursor is closed; stands where the adapter keeps its cursor."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    rows: Sequence[Any] = ()
    arraysize: int = 1

    def close(self) -> None:
        """Closed already, on the connection's own thread."""


Step = Callable[[sqlite3.Connection], sqlite3.Cursor]


def _answer(connection: sqlite3.Connection, begin: str | None, step: Step) -> Answered:
    """On the connection's thread: the transaction's beginning where one is due, the statement, its rows."""
    if begin is not None:
        connection.execute(begin)
    cursor = step(connection)
    try:
        rows = cursor.fetchall() if cursor.description else ()
        return Answered(cursor.description, cursor.rowcount, cursor.lastrowid, rows)
    finally:
        cursor.close()


class OneHopCursor(AsyncAdapt_aiosqlite_cursor):
    """A statement and all its rows in one journey to the thread."""

    __slots__ = ()
    _awaitable_cursor_close = False
    _adapt_connection: OneHopConnection

    def __init__(self, adapt_connection: OneHopConnection) -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._cursor = Answered()  # type: ignore[assignment]  # it has all that the adapter asks of a cursor
        self._soft_closed_memoized = EMPTY_DICT
        self._rows = collections.deque()

    async def _execute_async(self, operation: Any, parameters: Any) -> Any:
        await self._take(lambda connection: connection.execute(operation, parameters or ()))

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> Any:
        await self._take(lambda connection: connection.executemany(operation, seq_of_parameters))

    async def _take(self, step: Step) -> None:
        held = self._adapt_connection
        async with held._execute_mutex:
            # The driver's one door to its thread; the stock dialect uses it too.
            answered = await self._connection._execute(_answer, self._connection._conn, held.due(), step)
        self._cursor = answered
        self._rows = collections.deque(answered.rows)


class OneHopConnection(AsyncAdapt_aiosqlite_connection):
    """Knows whether it is in a transaction, so that nothing is sent to the thread for nothing."""

    __slots__ = ("_begin", "_begun")
    _cursor_cls = OneHopCursor  # type: ignore[assignment]  # the stock cursor, with another way to be made

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self._begin: str | None = None
        self._begun = False

    def begin(self, words: str) -> None:
        """`BEGIN` or `BEGIN IMMEDIATE`, carried out with the first statement that follows."""
        self._begin = words

    def due(self) -> str | None:
        """The BEGIN to carry out now, if one waits; from here on there is something to end."""
        words, self._begin = self._begin, None
        self._begun = self._begun or words is not None
        return words

    def cursor(self, server_side: bool = False) -> Any:
        if server_side and (words := self.due()) is not None:
            await_(self._connection.execute(words))
        return super().cursor(server_side)

    def commit(self) -> None:
        if self._ends():
            super().commit()

    def rollback(self) -> None:
        if self._ends():
            super().rollback()

    def _ends(self) -> bool:
        """Whether a transaction has begun that now ends; a BEGIN that nothing followed is forgotten."""
        begun, self._begun, self._begin = self._begun, False, None
        return begun


class OneHopDriver(AsyncAdapt_aiosqlite_dbapi):
    def connect(self, *arg: Any, **kw: Any) -> OneHopConnection:
        stock = super().connect(*arg, **kw)
        return OneHopConnection(self, stock._connection)


class OneHopDialect(SQLiteDialect_aiosqlite):
    """`sqlite+onehop:///file`."""

    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> OneHopDriver:
        stock = super().import_dbapi()
        return OneHopDriver(stock.aiosqlite, stock.sqlite)


registry.register("sqlite.onehop", __name__, "OneHopDialect")
