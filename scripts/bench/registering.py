"""A large register: a page of it, a search, the copy for inspection, a roll freeze, a cap check, on both databases.

100,000 members, unless GOVERN_BENCH_MEMBERS says another number (the aim is 1,000,000). PostgreSQL is measured where
its server's programs are installed.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle as ballots
from govern.clock import now
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards import queries as seats
from govern.constituencies.register import queries as register
from govern.desks import lifecycle as desks
from govern.society import Society
from scripts.bench.figures import median, row
from scripts.bench.hall import Hall, a_hall, draft_ballot, fill
from tests.servers.postgres import Cluster, missing_binaries

MEMBERS = int(os.environ.get("GOVERN_BENCH_MEMBERS", "100000"))
TIMES = 5
Question = Callable[[AsyncSession], Awaitable[object]]


def main() -> None:
    print(row("what", *(f"{kind}, ms" for kind in kinds())))
    print(row("---", *("---" for _ in kinds())))
    figures = [asyncio.run(measure_on(kind)) for kind in kinds()]
    for what in figures[0]:
        print(row(what, *(f"{found[what] * 1000:,.1f}" for found in figures)), flush=True)


def kinds() -> tuple[str, ...]:
    return ("SQLite",) if missing_binaries() else ("SQLite", "PostgreSQL")


async def measure_on(kind: str) -> dict[str, float]:
    """Seconds by what was done, in the order in which a register is used."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("GOVERN_BENCH_FOLDER")) as name:
        if kind == "SQLite":
            return await measure(Path(name) / "home", None)
        with tempfile.TemporaryDirectory(prefix="govern-postgres-") as folder, Cluster(Path(folder)) as cluster:
            return await measure(Path(name) / "home", cluster.new_database())


async def measure(home: Path, url: str | None) -> dict[str, float]:
    hall = await a_hall(home, voters=60, url=url, ranked=False)
    society = await hall.open()
    people = [uuid4() for _ in range(MEMBERS - 60)]
    await fill(society, people, now() - timedelta(days=30), known=60)
    async with society.store.writing() as writing:
        await writing.execute(text("ANALYZE"))
    found = {what: await asked(society, question) for what, question in questions(people).items()}
    found |= await written(society, hall, people)
    await society.store.close()
    return found


def questions(people: list[UUID]) -> dict[str, Question]:
    today = now().date()

    async def inspected(reading: AsyncSession, after: str) -> object:
        lines = register.for_inspection(reading, today, after=after, limit=100)
        return [line async for line in lines]

    return {
        "first page of the list": lambda r: register.members(r, today),
        "the next page": lambda r: register.members(r, today, page=2),
        "a page in the middle": lambda r: register.members(r, today, page=MEMBERS // 100),
        "a group's first page": lambda r: register.members(r, today, group="staff"),
        "those without an address": lambda r: register.members(r, today, unreached=True),
        "a search by name": lambda r: register.members(r, today, words=f"voter number{MEMBERS // 2}"),
        "a search for a number": lambda r: register.members(r, today, words=f"{MEMBERS // 2}"),
        "a search that finds nobody": lambda r: register.members(r, today, words="zebedee"),
        "a page of the copy for inspection": lambda r: inspected(r, str(people[len(people) // 2])),
        "how many belong to each group": lambda r: register.count_by_group(r, today),
        "likely doubles": register.likely_doubles,
        "one entry": lambda r: register.member_page(r, people[0], today),
    }


async def asked(society: Society, question: Question) -> float:
    """The middle of a few times, the first of which warms the caches and is left out."""
    taken = []
    for _ in range(TIMES + 1):
        async with society.store.reading() as reading:
            begun = time.perf_counter()
            await question(reading)
            taken.append(time.perf_counter() - begun)
    return median(taken[1:])


async def written(society: Society, hall: Hall, people: list[UUID]) -> dict[str, float]:
    """A seat with its caps checked, a death, the clearing of the clock, a roll."""
    officer, at, found = hall.officers[0].person_id, now(), {}
    async with society.store.writing() as writing:
        begun = time.perf_counter()
        await boards.seat(writing, "board", "volunteers", people[2], at.date(), by=None, at=at)
        await seats.breaches(writing, "board", at.date())
        found["a seat taken, caps checked"] = time.perf_counter() - begun
    async with society.store.writing() as writing:
        begun = time.perf_counter()
        await desks.note_death(writing, society, people[2], at.date(), "bench", by=officer, at=at)
        found["a death"] = time.perf_counter() - begun
    async with society.store.writing() as writing:
        begun = time.perf_counter()
        await desks.clear(writing, at=at)
        found["the clock's clearing"] = time.perf_counter() - begun
    ballot_id = await draft_ballot(society, officer, [], at)
    async with society.store.writing() as writing:
        begun = time.perf_counter()
        await ballots.freeze(writing, society, ballot_id, by=officer, at=at - timedelta(hours=3))
        found["a roll frozen"] = time.perf_counter() - begun
    async with society.store.writing() as writing:
        begun = time.perf_counter()
        await desks.note_death(writing, society, people[3], at.date(), "bench", by=officer, at=at)
        found["a death with an entry struck"] = time.perf_counter() - begun
    return found
