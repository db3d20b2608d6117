"""Freezing the roll of a large society: seconds, and how much memory it takes."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from govern.ballots import lifecycle as ballots
from govern.clock import now
from govern.society import Society
from scripts.bench.figures import row
from scripts.bench.hall import a_hall, draft_ballot, fill

SIZES = (10_000, 100_000)


def main() -> None:
    print(row("members", "seconds", "memory before, MB", "most memory, MB"))
    print(row(*["---"] * 4))
    for size in SIZES:
        context = multiprocessing.get_context("spawn")
        with context.Pool(1) as alone:
            seconds, before, most = alone.apply(freeze, (size,))
        print(row(f"{size:,}", f"{seconds:.1f}", f"{before:.0f}", f"{most:.0f}"), flush=True)


def freeze(size: int) -> tuple[float, float, float]:
    """In a process of its own, so that its memory is its own."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("GOVERN_BENCH_FOLDER")) as name:
        return asyncio.run(_freeze(Path(name) / "home", size))


async def _freeze(home: Path, size: int) -> tuple[float, float, float]:
    hall = await a_hall(home, voters=60, ranked=False)
    society: Society = await hall.open()
    officer, at = hall.officers[0].person_id, now()
    await fill(society, [uuid4() for _ in range(size)], at - timedelta(days=30), known=60)
    ballot_id = await draft_ballot(society, officer, [], at)
    before, begun = _memory(), time.perf_counter()
    async with society.store.writing() as writing:
        await ballots.freeze(writing, society, ballot_id, by=officer, at=at - timedelta(hours=3))
    seconds = time.perf_counter() - begun
    await society.store.close()
    return seconds, before, _memory()


def _memory() -> float:
    """Peak megabytes of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
