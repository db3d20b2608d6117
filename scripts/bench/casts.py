"""Durable casts a second with 50 voters at once, beside what disk and empty requests allow in the same run."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
import time
from pathlib import Path

import msgspec
import psycopg

from scripts.bench.figures import median, milliseconds, row
from scripts.bench.hall import a_hall
from scripts.bench.load import Measured, Sending, measure
from scripts.bench.ready import ready
from tests.servers.postgres import Cluster
from tests.servers.service import Service

VOTERS = 2_000
AT_ONCE = 50
COMMITS = 500


class Run(msgspec.Struct, frozen=True):
    """One run on one database: bare commits a second, empty POSTs a second, and the casts."""

    commits: float
    empty: Measured
    casts: Measured
    server_seconds: float

    @property
    def aim(self) -> float:
        return min(self.commits, self.empty.rate) / 2


def bare_commits_sqlite(folder: Path, seconds: float = 2.0) -> float:
    """One-row transactions a second, set as the service sets SQLite."""
    with sqlite3.connect(folder / "bare.sqlite", isolation_level=None) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB)")
        return _commits(lambda: connection.execute("INSERT INTO row (body) VALUES (?)", (b"x" * 500,)), seconds)


def bare_commits_postgresql(url: str, seconds: float = 2.0) -> float:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE TABLE bare_row (id SERIAL PRIMARY KEY, body BYTEA)")
        return _commits(lambda: connection.execute("INSERT INTO bare_row (body) VALUES (%s)", (b"x" * 500,)), seconds)


def _commits(commit: object, seconds: float) -> float:
    assert callable(commit)
    begun, done = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds:
        commit()
        done += 1
    return done / (time.perf_counter() - begun)


async def _prepared(home: Path, url: str | None) -> list[Sending]:
    hall = await a_hall(home, voters=VOTERS, url=url)
    society = await hall.open()
    try:
        return [(await ready(society, hall, voter, n)).sending for n, voter in enumerate(hall.voters)]
    finally:
        await society.store.close()


def run_once(folder: Path, url: str | None = None) -> Run:
    """Found a society, prepare its voters, and measure everything one after the other."""
    home = folder / "home"
    home.mkdir(parents=True)
    sendings = asyncio.run(_prepared(home, url))
    commits = bare_commits_sqlite(folder) if url is None else bare_commits_postgresql(url)
    with Service(home) as service:
        empty = measure(service.port, [Sending("/healthz", b"", "", 204)] * VOTERS, AT_ONCE)
        before = service.cpu_seconds()
        casts = measure(service.port, sendings, AT_ONCE)
        spent = service.cpu_seconds() - before
    if casts.refused or empty.refused:
        raise RuntimeError(f"{casts.refused} casts and {empty.refused} empty requests were refused")
    return Run(commits, empty, casts, spent)


def main(rounds: int = 3) -> None:
    print(f"{VOTERS:,} votes, {AT_ONCE} voters at once; {rounds} runs, the medians:")
    print(row("", "(a) commits/s", "(b) empty POST/s", "casts/s", "aim", "a cast takes", "server CPU a cast"))
    print(row(*["---"] * 7))
    with tempfile.TemporaryDirectory(dir=os.environ.get("GOVERN_BENCH_FOLDER")) as name:
        folder = Path(name)
        folder.chmod(0o755)
        _show("SQLite", [run_once(folder / f"sqlite{number}") for number in range(rounds)])
        (folder / "cluster").mkdir()
        with Cluster(folder / "cluster", fsync="on") as cluster:
            runs = [run_once(folder / f"pg{number}", cluster.new_database()) for number in range(rounds)]
        _show("PostgreSQL", runs)


def _show(name: str, runs: list[Run]) -> None:
    rates = [run.casts.rate for run in runs]
    print(
        row(
            name,
            f"{median([run.commits for run in runs]):,.0f}",
            f"{median([run.empty.rate for run in runs]):,.0f}",
            f"{median(rates):,.0f} ({min(rates):,.0f} to {max(rates):,.0f})",
            f"{median([run.aim for run in runs]):,.0f}",
            milliseconds([seconds for run in runs for seconds in run.casts.each]),
            f"{median([run.server_seconds for run in runs]) / VOTERS * 1000:.2f} ms",
        ),
        flush=True,
    )
