"""`govern verify-record` and `verify-minutes`: 0 when all holds, 1 when something was altered, 2 when it cannot be
read."""

from __future__ import annotations

import argparse
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from govern import record
from govern.minutes.book.commands import add_commands
from govern.record import Event
from tests.given import a_bare_society
from tests.meetings.scene import a_society
from tests.minutes.book.live_scene import signed

AT = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)


def verify(short: str, command: str = "verify-record") -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    arguments = parser.parse_args([command, short])
    code = arguments.run(arguments)
    assert isinstance(code, int)
    return code


async def write_lines(home: Path) -> Path:
    """A society with three lines in its record; its database file."""
    society = await a_bare_society(home)
    async with society.store.writing() as writing:
        await record.add_all(writing, [Event("society.founded", f"society:{n}", AT) for n in range(3)])
    await society.store.close()
    return society.folder / "society.sqlite"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GOVERN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_record_that_holds(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import asyncio

    asyncio.run(write_lines(home))
    assert verify("tair-nant") == 0
    assert "The record holds: 3 lines" in capsys.readouterr().out


def test_an_altered_line_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import asyncio

    file = asyncio.run(write_lines(home))
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE record_line SET subject = 'society:9' WHERE number = 2")
    connection.close()
    assert verify("tair-nant") == 1
    assert "broken at line 2" in capsys.readouterr().out


def test_a_society_that_is_not_there(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify("nowhere") == 2
    assert "no society of that name" in capsys.readouterr().err


def test_a_database_that_cannot_be_read(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import asyncio

    file = asyncio.run(write_lines(home))
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE record_line")
    connection.close()
    assert verify("tair-nant") == 2
    assert "could not be read" in capsys.readouterr().err


def test_minute_books_that_hold_and_one_that_is_broken(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import asyncio

    file = asyncio.run(sign_minutes(home))
    assert verify("tair-nant", "verify-minutes") == 0
    assert "The minute book of general holds: 1 sets of minutes" in capsys.readouterr().out
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TRIGGER minutes_presence_signed_update")
        connection.execute("UPDATE minutes_presence SET name = 'Somebody else'")
    connection.close()
    assert verify("tair-nant", "verify-minutes") == 1
    assert "The minute book of general is broken at number 1." in capsys.readouterr().out
    assert verify("nobody-here", "verify-minutes") == 2


async def sign_minutes(home: Path) -> Path:
    """A society whose chair signed minutes; its database file."""
    society = await a_bare_society(home)
    await signed(await a_society(society.store))
    await society.store.close()
    return society.folder / "society.sqlite"
