"""Papers to read before a vote: the office lists them, voters say that they have read them, who did is forgotten.

Apart from the vote: nothing here knows a handle, and saying it or not changes nothing about who may vote.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.models import Ballot, MemberHandle, PaperRead, PaperToRead
from govern.ballots.queries.reading import numbers_of
from govern.ballots.rules import Step
from govern.ballots.rules.reading import HowRead, check_paper, check_reads
from govern.constituencies.rulebook import queries as rulebooks
from govern.database import locked
from govern.errors import NotFound
from govern.record import Event

Words = dict[str, str]


async def add_paper(
    writing: AsyncSession, ballot_id: UUID, title: Words, words: Words, *, by: UUID | None, at: datetime
) -> UUID:
    """One more paper, last in the list. Raises `NotValid`, and `WrongMoment` once published."""
    ballot = await locked(writing, Ballot, ballot_id)
    rules.after(ballot.stage, Step.EDIT)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    there = select(func.count(), func.max(PaperToRead.position)).where(PaperToRead.ballot_id == ballot_id)
    number, last = (await writing.execute(there)).one()
    check_paper(title, words, number, book.society.languages)
    row = PaperToRead(id=uuid4(), ballot_id=ballot_id, position=(last or 0) + 1, title=title, words=words)
    writing.add(row)
    await writing.flush()
    await record.add(writing, Event("ballot.reading_added", f"ballot:{ballot_id}", at, by))
    return row.id


async def remove_paper(
    writing: AsyncSession, ballot_id: UUID, paper_id: UUID, *, by: UUID | None, at: datetime
) -> None:
    """It is not in the list any more. Raises `NotFound`, and `WrongMoment` once published."""
    ballot = await locked(writing, Ballot, ballot_id)
    rules.after(ballot.stage, Step.EDIT)
    await writing.delete(await _paper(writing, ballot_id, paper_id))
    await writing.flush()
    await record.add(writing, Event("ballot.reading_removed", f"ballot:{ballot_id}", at, by))


async def _paper(writing: AsyncSession, ballot_id: UUID, paper_id: UUID) -> PaperToRead:
    row = await writing.get(PaperToRead, paper_id)
    if row is None or row.ballot_id != ballot_id:
        raise NotFound("There is no such paper. Look at the vote again.")
    return row


async def say_read(
    writing: AsyncSession, ballot_id: UUID, paper_id: UUID, person_id: UUID, how: HowRead | None, *, at: datetime
) -> None:
    """Somebody has read it, or it was read to them; or, with None, they take that back. It leaves no line in the
    record: that would tell for ever who read what. Raises `NotFound`, `WrongMoment`."""
    ballot = await locked(writing, Ballot, ballot_id)
    await _paper(writing, ballot_id, paper_id)
    mine = select(MemberHandle.handle).where(MemberHandle.ballot_id == ballot_id, MemberHandle.person_id == person_id)
    on_the_roll = await writing.scalar(mine) is not None
    check_reads(ballot.stage, on_the_roll=on_the_roll, frozen=ballot.frozen_at is not None)
    theirs = delete(PaperRead).where(PaperRead.paper_id == paper_id, PaperRead.person_id == person_id)
    await writing.execute(theirs)
    if how is not None:
        book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
        on = rules.local_day(at, book.ballot.time_zone)
        writing.add(PaperRead(ballot_id=ballot_id, paper_id=paper_id, person_id=person_id, how=how, on=on))
    await writing.flush()


async def forget_readers(writing: AsyncSession, ballot_id: UUID) -> None:
    """The time for challenge is over: numbers stay, and who they were is forgotten."""
    numbers = await numbers_of(writing, ballot_id)
    for row in await writing.scalars(select(PaperToRead).where(PaperToRead.ballot_id == ballot_id)):
        row.read_alone, row.read_to = numbers.get(row.id, (0, 0))
    await writing.execute(delete(PaperRead).where(PaperRead.ballot_id == ballot_id))


__all__ = ["add_paper", "forget_readers", "remove_paper", "say_read"]
