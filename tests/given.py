"""Given … : the societies, people and moments that tests begin with. Told through the rooms' own steps."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Awaitable, Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

from litestar import Litestar
from sqlalchemy import make_url

from govern.clock import Clock
from govern.database import Base, Store, open_store, sqlite_url
from govern.settings import Settings, SocietyFile
from govern.society import Society, make_folder
from govern.tables import ALL_TABLES

T = TypeVar("T")
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
    if url.startswith("sqlite"):
        await _copy_empty_tables(Path(make_url(url).database or ""))
        return open_store(url)
    store = open_store(url)
    async with store.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    return store


async def _copy_empty_tables(file: Path) -> None:
    """Making every table takes a twentieth of a second; most tests want them, so they are made once and copied."""
    empty = _workshop() / "empty.sqlite"
    if not empty.exists():
        store = open_store(sqlite_url(empty))
        async with store.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        await store.close()
    shutil.copyfile(empty, file)


@cache
def _workshop() -> Path:
    """A folder of this process."""
    kept = tempfile.TemporaryDirectory(prefix="govern-tests-")
    _KEPT.append(kept)
    return Path(kept.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


async def a_bare_society(home: Path, short: str = "tair-nant", url: str | None = None) -> Society:
    """A society's folder, keys and empty tables; nobody in it and no rulebook yet."""
    folder = make_folder(home, short)
    if url is not None:
        (folder / "society.toml").write_text(f'[database]\nurl = "{url}"\n')
    society = Society(folder, SocietyFile() if url is None else _file(url))
    if url is None:
        await (await make_tables(sqlite_url(folder / "society.sqlite"))).close()
    else:
        async with society.store.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
    return society


class _Founded:
    """A society that was founded: the folder nobody touches, what was told of it, and where its last copy went."""

    def __init__(self, society: Society, told: object) -> None:
        self.folder, self.told = society.folder, told
        self.copied = Path("nowhere yet")


_FOUNDED: dict[object, _Founded] = {}


async def a_founded_society(home: Path, key: object, found: Callable[[Society], Awaitable[T]]) -> tuple[Society, T]:
    """What `found` makes of a bare society, and what it tells; made once for each `key` in a process, and copied.

    `found` goes by the key alone, so the key names whatever differs, such as the moment. While a copy stands, the
    next society is founded anew: two at a time never have the same people.
    """
    kept = _FOUNDED.get(key)
    if kept is None:
        society = await a_bare_society(_workshop() / "founded" / str(len(_FOUNDED)))
        kept = _FOUNDED[key] = _Founded(society, await found(society))
        await society.store.close()
    elif kept.copied.exists():
        society = await a_bare_society(home)
        return society, await found(society)
    kept.copied = home / kept.folder.name
    shutil.copytree(kept.folder, kept.copied)
    return Society(kept.copied, SocietyFile()), cast(T, deepcopy(kept.told))


def _file(url: str) -> SocietyFile:
    from govern.settings import Database

    return SocietyFile(database=Database(url))


def a_home() -> Path:
    """An empty home for `the_service`; what the test before left there is gone."""
    home = _workshop() / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    return home


class _Clock:
    """The clock of the one service: it shows what the clock of the running test shows."""

    shows: Clock

    def __call__(self) -> datetime:
        return self.shows()


@cache
def _one_service() -> tuple[Litestar, _Clock]:
    from govern.app import create_app

    clock = _Clock()
    return create_app(settings(_workshop() / "home"), clock), clock


def the_service(clock: Clock) -> Litestar:
    """The service over `a_home()`. Laying out its addresses takes a quarter of a second: once in a process."""
    service, shown = _one_service()
    shown.shows = clock
    return service


def settings(home: Path) -> Settings:
    return Settings(home=home, address="http://testserver.local")
