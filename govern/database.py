"""The two ways to reach a society's database: reading, and writing in one transaction."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import DateTime, Enum, Executable, Text, TypeDecorator, create_engine, event
from sqlalchemy.engine import Connection, Dialect, Engine, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.schema import MetaData

from govern import sqlite
from govern.asking import Asker, OnTheLoop, OverTheNetwork
from govern.errors import NotFound

Row = TypeVar("Row", bound="Base")
T = TypeVar("T")
#: Connections of one process to one society's database.
READERS, WRITERS, ASKERS = 20, 10, 4
KEPT: dict[str, Any] = {"max_overflow": 0, "hide_parameters": True}

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of a society. Constraint names are stable so that migrations and refusals can name them."""

    metadata = MetaData(naming_convention=NAMES)


class UtcTime(TypeDecorator[datetime]):
    """A moment. In Python always aware and in UTC; a naive time is refused before it can be stored."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without its zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment if dialect.name != "sqlite" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[dict[str, str]]):
    """One text in the society's languages: {"en": "...", "cy": "..."}."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, str] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, str] | None:
        return None if value is None else dict(json.loads(value))


def in_language(words: dict[str, str], language: str) -> str:
    """The text in the language asked for, else in English, else in whatever there is."""
    return words.get(language) or words.get("en") or next(iter(words.values()), "")


def one_of(kind: type[StrEnum], name: str) -> Enum:
    """A column that holds one of an enum's values, by value, with a CHECK that says so."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


#: What a session knows: the folder beside the database, and what is done once it is committed.
BESIDE, AFTERWARDS, REHEARSAL = "beside", "afterwards", "rehearsal"


def folder_beside(session: AsyncSession) -> Path | None:
    """The society's folder, where files lie that are not in the database; None for a database alone."""
    folder: Path | None = session.info.get(BESIDE)
    return folder


def is_rehearsal(session: AsyncSession) -> bool:
    """Whether this is the database of a rehearsal, in which nothing counts."""
    return bool(session.info.get(REHEARSAL, False))


def once_committed(writing: AsyncSession, name: object, act: Callable[[], Awaitable[None]]) -> None:
    """Do this after the commit and before the block of `writing()` ends; of acts of one name the last alone."""
    writing.info.setdefault(AFTERWARDS, {})[name] = act


class Store:
    """`reading()` for questions, `writing()` for one transaction: COMMIT is done when its block ends."""

    def __init__(self, engine: AsyncEngine, writer: AsyncEngine, asker: Asker, known: dict[str, object]) -> None:
        self.engine = engine
        self._writer = writer
        self._reading = async_sessionmaker(engine, expire_on_commit=False, autoflush=False, info=known)
        self._writing = async_sessionmaker(writer, expire_on_commit=False, info=known)
        self._asker = asker

    def reading(self) -> AsyncSession:
        return self._reading()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """One transaction. On SQLite it takes the writer's lock at its start (BEGIN IMMEDIATE), so what is read
        inside cannot change before it is written; on PostgreSQL rows are locked by `locked()`. Never one inside
        another: the inner one would wait for the outer. What was handed to `once_committed` is done before the block
        ends, so before anybody is told."""
        async with self._writing.begin() as session:
            yield session
        for act in session.info.pop(AFTERWARDS, {}).values():
            await act()

    async def ask(self, question: Executable, kind: Callable[..., T], **values: object) -> list[T]:
        """One question by itself, such as every request asks at the door; each row's columns make one `kind`.

        No mapped objects and no transaction, which would cost more than the question. Ask nothing here that reads a
        table through. Make `question` once, with a `bindparam` for each value.
        """
        return [kind(*row) for row in await self._asker.ask(question, values)]

    async def wipe(self, tables: Sequence[str]) -> bool:
        """Let what was deleted from these tables go from the files too. False where a reader keeps it for now.

        SQLite: a deleted row is overwritten in the file (secure_delete), and stands in the WAL until that is emptied.
        PostgreSQL: it stands in the table until it is vacuumed. Neither reaches a backup or an archive of the WAL.
        """
        if self.kind == "sqlite":
            return await asyncio.to_thread(_emptied_wal, str(self.engine.url.database))
        async with self._writer.connect() as connection:
            alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
            for table in tables:
                await alone.exec_driver_sql(f"VACUUM {table}")
        return True

    @property
    def kind(self) -> str:
        return self.engine.dialect.name

    async def close(self) -> None:
        await self.engine.dispose()
        await self._writer.dispose()
        await self._asker.close()


def open_store(url: str, beside: Path | None = None, *, rehearsal: bool = False) -> Store:
    """A store for `sqlite:///file` or `postgresql+psycopg://...`; `beside` is the society's folder.

    Connections are kept, never made for a moment: making one costs more than what is asked through it. Writers have
    their own, so that pages which hold a reading connection while they write never wait for each other in a ring.
    """
    known: dict[str, object] = {BESIDE: beside, REHEARSAL: rehearsal}
    return _on_sqlite(url, known) if url.startswith("sqlite") else _on_postgresql(url, known)


def _on_postgresql(url: str, known: dict[str, object]) -> Store:
    reader = create_async_engine(url, pool_size=READERS, pool_pre_ping=True, **KEPT)
    writer = create_async_engine(url, pool_size=WRITERS, pool_pre_ping=True, **KEPT)
    alone = create_async_engine(url, pool_size=ASKERS, isolation_level="AUTOCOMMIT", **KEPT)
    return Store(reader, writer, OverTheNetwork(alone), known)


def _on_sqlite(url: str, known: dict[str, object]) -> Store:
    """One writer a process: writers take turns in any case, and here they wait in order and not by trying again."""
    file = make_url(url)
    through = file.set(drivername=sqlite.DRIVER)
    reader = create_async_engine(through, pool_size=READERS, **KEPT)
    writer = create_async_engine(through, pool_size=1, **KEPT)
    alone = create_engine(file.set(drivername="sqlite"), isolation_level="AUTOCOMMIT", hide_parameters=True)
    for engine in (reader.sync_engine, writer.sync_engine, alone):
        _set_sqlite(engine)
    _begin_with(reader, "BEGIN")
    _begin_with(writer, "BEGIN IMMEDIATE")
    return Store(reader, writer, OnTheLoop(alone), known)


def _emptied_wal(file: str) -> bool:
    with contextlib.closing(sqlite3.connect(file, timeout=5)) as connection:
        answer: tuple[int, int, int] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return answer[0] == 0


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


def _set_sqlite(engine: Engine) -> None:
    """WAL and full sync, so that an answered vote survives a power cut; our own BEGIN, so that writers wait.

    The driver's own transaction handling lets ten read-then-write coroutines lose nine updates without an error.
    """

    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=20000",
            "secure_delete=ON",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _begin_with(engine: AsyncEngine, words: str) -> None:
    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Connection) -> None:
        held = connection.connection.dbapi_connection
        assert isinstance(held, sqlite.OneHopConnection)
        held.begin(words)


async def locked(writing: AsyncSession, kind: type[Row], key: object) -> Row:
    """The row, held until this transaction ends, so that two officers cannot both take the same step.

    Raises `NotFound` where there is none.
    """
    # Not against rows that only refer to this one: a vote refers to its ballot, and would wait for an officer who
    # waits for the vote.
    row = await writing.get(kind, key, with_for_update={"key_share": True}, populate_existing=True)
    if row is None:
        raise NotFound("We cannot find what you asked for. It may have been removed. Go back and choose again.")
    return row
