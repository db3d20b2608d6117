"""Given … : the societies, people and moments that tests begin with. Told through the rooms' own steps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from govern.database import Base, Store, open_store, sqlite_url
from govern.settings import Settings, SocietyFile
from govern.society import Society, make_folder
from govern.tables import ALL_TABLES

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 11, 9, 9, 0, tzinfo=LONDON).astimezone(UTC)


class Moments:
    """A clock for tests: stands still until told to move."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **how_long: float) -> datetime:
        """`clock.pass_(days=3)`"""
        self.at += timedelta(**how_long)
        return self.at


def a_database_url(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    return sqlite_url(folder / "society.sqlite")


async def make_tables(url: str) -> Store:
    """A store with every table of the house."""
    assert ALL_TABLES
    store = open_store(url)
    async with store.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    return store


async def a_bare_society(home: Path, short: str = "tair-nant", url: str | None = None) -> Society:
    """A society's folder, keys and empty tables; nobody in it and no rulebook yet."""
    folder = make_folder(home, short)
    if url is not None:
        (folder / "society.toml").write_text(f'[database]\nurl = "{url}"\n')
    society = Society(folder, SocietyFile() if url is None else _file(url))
    async with society.store.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    return society


def _file(url: str) -> SocietyFile:
    from govern.settings import Database

    return SocietyFile(database=Database(url))


def settings(home: Path) -> Settings:
    return Settings(home=home, address="http://testserver.local")
