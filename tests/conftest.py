"""What every test may ask for: a store on SQLite and on PostgreSQL, and a clock that is told the time."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

from govern.database import Store, open_store
from tests import compiled, scheduling
from tests.given import Moments, a_database_url, make_tables
from tests.servers.postgres import Cluster, missing_binaries

CI = os.environ.get("CI") == "true"
MEMORY, ROOM = Path("/dev/shm"), 2 * 2**30


def files_in_memory() -> None:
    """Files of tests are kept in memory where there is room, unless TMPDIR says where else.

    Each step of a society waits until the disk has it; tests take many thousand steps and no power fails meanwhile.
    """
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


files_in_memory()
compiled.share()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        scheduling.in_order(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling | None:
    if config.getoption("dist") != "loadscope":
        return None
    config.option.loadscopereorder = False
    return scheduling.LongestFirst(config, log)


def pytest_collection_finish() -> None:
    """What has been imported stays till the end; the collector need not walk over it after every test's rubbish."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server of our own, started for this run and thrown away after it."""
    missing = missing_binaries()
    if missing and not CI:
        pytest.skip(f"PostgreSQL is missing: {missing}")
    with tempfile.TemporaryDirectory(prefix="govern-postgres-") as folder, Cluster(Path(folder)) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgres_with_tables(postgres: Cluster) -> str:
    """A database with every table, to be copied; making them anew for each test would take most of the time."""
    url = postgres.new_database()
    asyncio.run(_make_tables(url))
    return url


async def _make_tables(url: str) -> None:
    await (await make_tables(url)).close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database with every table and no rows, on each of the two kinds."""
    if request.param == "sqlite":
        url = a_database_url(tmp_path)
        asyncio.run(_make_tables(url))
        yield url
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    url = cluster.new_database(like=request.getfixturevalue("postgres_with_tables"))
    yield url
    cluster.drop(url)


@pytest.fixture
def society_url(request: pytest.FixtureRequest) -> str | None:
    """Where a whole society of a test keeps what it knows. None: in its own folder. A room that wants both databases
    says so in its conftest, with `either_database`; GOVERN_TOWN_ON=postgresql in the environment puts all there."""
    if os.environ.get("GOVERN_TOWN_ON") != "postgresql":
        return None
    cluster: Cluster = request.getfixturevalue("postgres")
    return cluster.new_database(like=request.getfixturevalue("postgres_with_tables"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def either_database(request: pytest.FixtureRequest) -> str | None:
    """None for the society's own folder, and again a database of PostgreSQL with every table."""
    if request.param == "sqlite":
        return None
    cluster: Cluster = request.getfixturevalue("postgres")
    return cluster.new_database(like=request.getfixturevalue("postgres_with_tables"))


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """A store with all tables made, on SQLite and again on PostgreSQL."""
    made = open_store(database_url)
    yield made
    await made.close()


@pytest.fixture
def clock() -> Moments:
    """A clock that stands at Monday 9 November 2026, 9 in the morning, until it is moved."""
    return Moments()
