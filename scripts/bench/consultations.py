"""A consultation of 400 people by 12 facilitators: how long the server takes for its pages, and how much it asks.

The sum is counted in the database, so the number of questions is the same for four people and for four hundred; that
is measured too.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import event, insert
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncSession

from govern import founding
from govern.clock import now
from govern.forums.consultations import lifecycle as consultations
from govern.forums.consultations import queries
from govern.forums.consultations.lifecycle import Cited, QuestionDraft
from govern.forums.consultations.models import Consultation, ConsultationResponse
from govern.forums.consultations.rules import Asks, Confidence, Evidence, Heard, Stage, Stance
from govern.identity import lifecycle as identity
from govern.identity.rules import Proof
from govern.permissions import Role
from govern.settings import Settings
from govern.society import Societies, Society
from scripts.bench.figures import row
from scripts.bench.hall import SHORT, fill, signed_in
from scripts.bench.http import Client
from scripts.bench.pages import Page, show
from tests.servers.service import Service

PEOPLE, ASKERS, FEW = 400, 12, 4
STANCES = (Stance.FOR, Stance.AGAINST, Stance.NOT_SURE, Stance.NO_CLEAR_VIEW)


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("GOVERN_BENCH_FOLDER")) as name:
        asyncio.run(_measure(Path(name) / "home"))


async def _measure(home: Path) -> None:
    pages = await _asked(home)
    print(row("page", "time p50, ms", "p95, ms", "HTML, KB", "with all it loads, KB"))
    print(row(*["---"] * 5))
    with Service(home) as service:
        client = Client(service.port)
        for page in pages:
            await show(client, page)
        await client.close()


async def _asked(home: Path) -> list[Page]:
    """The society, a small and a large consultation, and the pages of whoever runs the large one."""
    at = now()
    new = founding.Founding("Cartrefi Bach", SHORT, "cartrefi_like", "Nerys Tudur", "nerys@example.org")
    await founding.found(Settings(home=home), new, at=at - timedelta(days=60))
    society = await Societies(Settings(home=home)).find(SHORT)
    people = [uuid4() for _ in range(PEOPLE + ASKERS)]
    await fill(society, people, at - timedelta(days=50), groups=("supported", "employee", "community"))
    askers, asked = people[:ASKERS], people[ASKERS:]
    small = await _consultation(society, askers, asked[:FEW], at)
    large = await _consultation(society, askers, asked, at)
    for name, one in ((FEW, small), (PEOPLE, large)):
        with counted() as asked_of:
            async with society.store.reading() as reading:
                await queries.the_sum(reading, one)
                await queries.people_beside(reading, one)
                await queries.answers_back(reading, one)
        print(f"The sum, who stands beside it and the answers of {name} people: {asked_of[0]} questions.")
    print()
    async with society.store.writing() as writing:
        group = "supported"
        await identity.appoint(writing, askers[0], Role.FACILITATOR, at.date(), constituency=group, by=None, at=at)
    (leader,) = await signed_in(society, [askers[0]], Proof.LINK)
    await society.store.close()
    stem = f"/en/{SHORT}"
    paths = {
        "the sum, every cell": f"{stem}/facilitate/consultations/{large}/sum",
        "answers to bring back": f"{stem}/facilitate/consultations/{large}/answers",
        "what everybody reads": f"{stem}/consultations/{large}?easy=0",
        "all that is published": f"{stem}/consultations",
        "a facilitator's start page": f"{stem}/facilitate",
    }
    return [Page(name, path, leader.cookies) for name, path in paths.items()]


async def _consultation(society: Society, askers: list[UUID], asked: list[UUID], at: datetime) -> UUID:
    """Everybody was asked, every tenth not reached; summed up, published, decided on, and nobody has heard yet."""
    wanted = QuestionDraft(
        asks=Asks.PROPOSAL,
        title={"en": "Swimming"},
        question={"en": "Move swimming to Thursday evening?"},
        context={"en": "The pool is quieter then."},
        can_change={"en": "The day."},
        who_decides={"en": "The board"},
        decide_by=at.date() + timedelta(days=30),
        ask_until=at.date() + timedelta(days=20),
    )
    runs = askers[0]
    async with society.store.writing() as writing:
        made = await consultations.draft(writing, None, wanted, by=runs, at=at)
        for asker in askers[1:]:
            await consultations.name_asker(writing, made, asker, by=runs, at=at)
        await _answers(writing, made, askers, asked, at)
        (await writing.get_one(Consultation, made)).stage = Stage.CLOSED
        await consultations.summarise(writing, made, {"en": "We were not always sure."}, {}, by=runs, at=at)
        await consultations.publish(writing, made, by=runs, at=at)
        decision = Cited(
            decided_on=at.date(),
            decided_by={"en": "The board"},
            decision={"en": "Thursday for six weeks."},
            changed={"en": "The day."},
        )
        await consultations.use(writing, made, decision, by=runs, at=at)
    return made


async def _answers(writing: AsyncSession, made: UUID, askers: list[UUID], asked: list[UUID], at: datetime) -> None:
    rows = []
    for number, person in enumerate(asked):
        reached = number % 10 != 9
        rows.append(
            {
                "consultation_id": made,
                "person_id": person,
                "code": f"{number:04}",
                "asker_id": askers[number % len(askers)],
                "heard": Heard.FINAL if reached else Heard.NOT_REACHED,
                "why_not": "" if reached else "In hospital",
                "stance": STANCES[number % 4] if reached else None,
                "evidence": list(Evidence)[number % 3] if reached else None,
                "confidence": list(Confidence)[number % 3] if reached else None,
                "leaning": False,
                "doubts": "",
                "released": "",
                "release_agreed": "",
                "seen_agreed": "",
                "checked_back_how": "",
                "invited_at": at,
            }
        )
    await writing.execute(insert(ConsultationResponse), rows)


@contextmanager
def counted() -> Iterator[list[int]]:
    """How many questions the database is asked meanwhile."""
    found = [0]

    def count(*_: object) -> None:
        found[0] += 1

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", count)


if __name__ == "__main__":
    main()
