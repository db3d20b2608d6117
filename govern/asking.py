"""How one question by itself reaches a database in the shortest way, for what every request asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, Executable, Row
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

Rows = Sequence[Row[Any]]


class Asker(Protocol):
    """Answers one question outside any transaction."""

    async def ask(self, question: Executable, values: Mapping[str, object]) -> Rows: ...

    async def close(self) -> None: ...


class OnTheLoop:
    """SQLite, asked on the event loop's own thread: a look into an index takes less time than the way to another
    thread and back, and in WAL a reader waits for nobody. One connection, kept open."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: Connection | None = None

    async def ask(self, question: Executable, values: Mapping[str, object]) -> Rows:
        if self._held is None:
            self._held = self._engine.connect()
        return self._held.execute(question, values).all()

    async def close(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None
        self._engine.dispose()


class OverTheNetwork:
    """PostgreSQL. A kept connection is not asked first whether it is still there, which would be a journey more for
    every request; where it turns out to be gone, the question is asked once more on a new one."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def ask(self, question: Executable, values: Mapping[str, object]) -> Rows:
        try:
            return await self._asked(question, values)
        except DBAPIError as gone:
            if not gone.connection_invalidated:
                raise
        return await self._asked(question, values)

    async def _asked(self, question: Executable, values: Mapping[str, object]) -> Rows:
        async with self._engine.connect() as connection:
            return (await connection.execute(question, values)).all()

    async def close(self) -> None:
        await self._engine.dispose()
