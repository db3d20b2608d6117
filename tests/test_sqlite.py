"""SQLite's short way: a transaction begins with its first statement, and nothing travels for nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from govern import sqlite
from govern.database import Store
from govern.identity.models import Person
from tests.given import START, a_database_url, make_tables


@pytest.fixture
async def store(tmp_path: Path) -> Store:
    return await make_tables(a_database_url(tmp_path))


class Journeys:
    """What was carried out on the connection's thread, one entry a journey."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[str] = []
        import aiosqlite

        stock = aiosqlite.Connection._execute

        async def noted(connection: aiosqlite.Connection, step: object, *given: object, **named: object) -> object:
            self.made.append(str(given[1]) if given and step is sqlite._answer else getattr(step, "__name__", "?"))
            return await stock(connection, step, *given, **named)  # type: ignore[no-untyped-call]  # as it is there

        monkeypatch.setattr(aiosqlite.Connection, "_execute", noted)


async def test_a_question_and_its_rows_are_one_journey_and_begin_travels_with_the_first(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with store.reading() as reading, store.writing() as writing:
        await reading.scalars(select(Person))
        await writing.scalars(select(Person))
    journeys = Journeys(monkeypatch)
    async with store.reading() as reading:
        assert (await reading.scalars(select(Person))).all() == []
        assert await reading.scalar(text("SELECT 40 + 2")) == 42
    assert journeys.made == ["BEGIN", "None", "rollback"]
    journeys.made.clear()
    async with store.writing():
        pass
    assert journeys.made == []
    async with store.writing() as writing:
        writing.add(Person(name="Siân Elis", first_name="Siân", added_at=START))
    assert journeys.made == ["BEGIN IMMEDIATE", "commit"]


async def test_what_a_transaction_did_before_it_failed_is_undone_and_the_next_begins_anew(store: Store) -> None:
    async def broken() -> None:
        async with store.writing() as writing:
            writing.add(Person(name="Siân Elis", first_name="Siân", added_at=START))
            await writing.flush()
            await writing.execute(text("INSERT INTO person (id) VALUES (NULL)"))

    with pytest.raises(IntegrityError):
        await broken()
    async with store.writing() as writing:
        assert (await writing.scalars(select(Person))).all() == []
        writing.add(Person(name="Tomos Elis", first_name="Tomos", added_at=START))
    async with store.reading() as reading:
        assert [person.name for person in await reading.scalars(select(Person))] == ["Tomos Elis"]


async def test_rows_that_are_streamed_are_read_inside_a_transaction_too(store: Store) -> None:
    async with store.writing() as writing:
        for number in range(30):
            writing.add(Person(name=f"Voter {number}", first_name="Voter", added_at=START))
    async with store.reading() as reading:
        rows = await reading.stream_scalars(select(Person.name).execution_options(yield_per=7))
        seen = [name async for name in rows]
    assert len(seen) == 30


async def test_a_writer_who_finds_the_database_held_by_another_process_is_told_and_nothing_is_half_done(
    store: Store, tmp_path: Path
) -> None:
    async with store._writer.connect() as connection:  # the one connection that writers of this process share
        await connection.exec_driver_sql("PRAGMA busy_timeout=50")
    other = sqlite3.connect(tmp_path / "society.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def write() -> None:
        async with store.writing() as writing:
            writing.add(Person(name="Siân Elis", first_name="Siân", added_at=START))

    with pytest.raises(OperationalError, match="locked"):
        await write()
    other.execute("COMMIT")
    other.close()
    await write()
    async with store.reading() as reading:
        assert len((await reading.scalars(select(Person))).all()) == 1


async def test_pages_that_hold_a_reading_connection_while_they_write_do_not_wait_in_a_ring(store: Store) -> None:
    """More of them at once than there are connections of either kind."""

    async def page(number: int) -> None:
        async with store.reading() as reading:
            await reading.scalars(select(Person))
            async with store.writing() as writing:
                writing.add(Person(name=f"Voter {number}", first_name="Voter", added_at=START))

    await asyncio.wait_for(asyncio.gather(*map(page, range(60))), timeout=20)
    async with store.reading() as reading:
        assert len((await reading.scalars(select(Person))).all()) == 60
