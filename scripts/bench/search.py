"""The search over twenty years of minutes: how long the index takes to make, and how long a question takes."""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from govern import founding, record
from govern.clock import now
from govern.meetings.models import Meeting
from govern.meetings.rules import MeetingKind
from govern.meetings.rules import Stage as MeetingStage
from govern.minutes.book.models import Entry, Minutes
from govern.minutes.book.rules import EntryKind, Stage
from govern.minutes.search import lifecycle, queries
from govern.minutes.search.rules import Reader, asked
from govern.settings import Settings
from govern.society import Societies, Society
from scripts.bench.figures import row
from scripts.bench.hall import SHORT, fill

YEARS, A_YEAR, ENTRIES, WORDS = 20, 13, 15, 60
QUESTIONS = ("minibus", "minibus roof garden", "word1", "nothing of this")
ROUNDS = 20


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("GOVERN_BENCH_FOLDER")) as name:
        asyncio.run(_measure(Path(name) / "home"))


async def _measure(home: Path) -> None:
    at = now()
    new = founding.Founding("Cartrefi Bach", SHORT, "cartrefi_like", "Nerys Tudur", "nerys@example.org")
    await founding.found(Settings(home=home), new, at=at - timedelta(days=60))
    society = await Societies(Settings(home=home)).find(SHORT)
    people = [uuid4() for _ in range(50)]
    await fill(society, people, at - timedelta(days=50), groups=("supported", "employee", "community"))
    await _write(society)
    begun = time.perf_counter()
    read = await lifecycle.begin_again(society.store)
    print(f"{read} things read, the index made in {time.perf_counter() - begun:.1f} s\n")
    print(row("asked for", "found", "p50, ms", "p95, ms"))
    print(row(*["---"] * 4))
    for question in QUESTIONS:
        await _ask(society, question, people[0])
    await society.store.close()


async def _ask(society: Society, question: str, person: UUID) -> None:
    took, found = [], 0
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        async with society.store.reading() as reading:
            hits = await queries.find(reading, asked(question), Reader(person, now()), "en", kind=None)
        took.append(1000 * (time.perf_counter() - begun))
        found = hits.all
    took.sort()
    print(row(question, found, f"{took[ROUNDS // 2]:.1f}", f"{took[ROUNDS * 95 // 100]:.1f}"))


async def _write(society: Society) -> None:
    """Thirteen meetings a year, fifteen entries each, sixty words an entry, in two languages."""
    draw = random.Random(20)
    vocabulary = [f"word{n}" for n in range(3_000)] + ["minibus", "roof", "garden"] * 20
    at = now()
    async with society.store.writing() as writing:
        for number in range(YEARS * A_YEAR):
            await _minutes(writing, at - timedelta(days=28 * number), draw, vocabulary)


async def _minutes(writing: AsyncSession, at: datetime, draw: random.Random, vocabulary: list[str]) -> None:
    meeting = Meeting(
        id=uuid4(),
        kind=MeetingKind.BOARD,
        body="board",
        stage=MeetingStage.CLOSED,
        title={"en": "Board", "cy": "Bwrdd"},
        starts_at=at,
        place={},
        access={},
        drafted_at=at,
    )
    minutes = Minutes(id=uuid4(), meeting_id=meeting.id, stage=Stage.CIRCULATED, drafted_at=at)
    writing.add_all([meeting, minutes])
    await writing.flush()
    for position in range(1, ENTRIES + 1):
        said = {code: " ".join(draw.choices(vocabulary, k=WORDS)) for code in ("en", "cy")}
        heading = {"en": f"{position}. Item", "cy": f"{position}. Eitem"}
        entry = Entry(minutes_id=minutes.id, position=position, kind=EntryKind.ITEM, heading=heading, text=said)
        entry.decision = {}
        writing.add(entry)
    await record.add(writing, record.Event("minutes.circulated", f"minutes:{minutes.id}", at))
