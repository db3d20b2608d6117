"""Given … : an open ballot with thirty people of one group, and two tellers of its papers."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from govern.ballots import lifecycle
from govern.ballots.models import CountRun, MemberHandle
from govern.ballots.queries.paper_batches import Read
from govern.ballots.rules import Outcome
from govern.ballots.rules.outcome import outcomes_from_text
from govern.ballots.seal.documents import Manifest
from govern.ballots.seal.slips import Marks
from govern.sentences import Sentence
from tests.ballots.given_ballots import (
    CLOSES,
    OPENS,
    Given,
)

AT = OPENS + timedelta(hours=1)
AFTER = CLOSES + timedelta(hours=1)
YES: Marks = ("yes",)
NO: Marks = ("no",)


class Counting:
    """An open ballot, and what two tellers do with its papers: the returning officer and the secretary."""

    def __init__(self, given: Given, ballot_id: UUID, contest: UUID) -> None:
        self.given, self.ballot_id, self.contest = given, ballot_id, contest
        self.first, self.second = given.officer, given.second

    async def handle(self, person: UUID) -> str:
        async with self.given.society.store.reading() as reading:
            found = select(MemberHandle.handle).where(
                MemberHandle.ballot_id == self.ballot_id, MemberHandle.person_id == person
            )
            return await reading.scalar(found) or ""

    async def pile(self, *, by: UUID | None = None) -> int:
        async with self.given.society.store.writing() as writing:
            return await lifecycle.begin_pile(writing, self.ballot_id, by=by or self.first, at=AT)

    async def log(self, pile: int, code: str, *, by: UUID | None = None, at: datetime = AT) -> Sentence | None:
        async with self.given.society.store.writing() as writing:
            return await lifecycle.log_paper(writing, self.ballot_id, pile, code, by=by or self.first, at=at)

    async def confirm(self, pile: int, counted: int, *, by: UUID | None = None) -> int:
        async with self.given.society.store.writing() as writing:
            return await lifecycle.confirm_pile(
                writing, self.given.society, self.ballot_id, pile, counted, by=by or self.second, at=AT
            )

    async def arrive(self, *people: UUID) -> None:
        """Papers of these members come, are logged and confirmed."""
        pile = await self.pile()
        for person in people:
            await self.log(pile, await self.handle(person))
        await self.confirm(pile, len(people))

    async def batch(self, size: int, style: str = "supported") -> int:
        """Both tellers begin a batch of papers."""
        async with self.given.society.store.writing() as writing:
            number = await lifecycle.begin_batch(writing, self.ballot_id, style, size, by=self.first, at=AFTER)
        async with self.given.society.store.writing() as writing:
            await lifecycle.join_batch(writing, self.ballot_id, number, by=self.second, at=AFTER)
        return number

    async def enter(self, batch: int, paper: int, marks: Marks | None, by: UUID, *, missing: bool = False) -> None:
        read: Read | None = None if missing else {str(self.contest): marks}
        async with self.given.society.store.writing() as writing:
            await lifecycle.enter(writing, self.given.society, self.ballot_id, batch, paper, read, by=by, at=AFTER)

    async def finish(self, batch: int, by: UUID) -> tuple[int, ...]:
        async with self.given.society.store.writing() as writing:
            return await lifecycle.finish(writing, self.given.society, self.ballot_id, batch, by=by, at=AFTER)

    async def read_alike(self, batch: int, *papers_read: Marks | None) -> None:
        for teller in (self.first, self.second):
            for number, marks in enumerate(papers_read, start=1):
                await self.enter(batch, number, marks, teller)
            assert await self.finish(batch, teller) == ()

    async def count(self) -> Outcome:
        await lifecycle.count(self.given.society, self.ballot_id, by=self.first, at=AFTER)
        async with self.given.society.store.reading() as reading:
            text = await reading.scalar(
                select(CountRun.result).where(CountRun.ballot_id == self.ballot_id).order_by(CountRun.run.desc())
            )
        return outcomes_from_text(text or "{}")["en"]

    async def numbers(self, model: type[object]) -> int:
        async with self.given.society.store.reading() as reading:
            return await reading.scalar(select(func.count()).select_from(model)) or 0


async def ways_of(outcome: Outcome) -> list[str]:
    return [str(way) for way in outcome.ways]


async def manifest_of(counting: Counting) -> Manifest:
    ballot = await counting.given.ballot(counting.ballot_id)
    assert ballot.manifest is not None
    return Manifest.from_bytes(ballot.manifest)
