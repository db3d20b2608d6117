"""Papers to read before a vote: for a voter with what they said of each, for the office with how many read it."""

from __future__ import annotations

from uuid import UUID

import msgspec
from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import PaperRead, PaperToRead
from govern.ballots.rules.reading import HowRead, ReadCount, told
from govern.database import in_language


class PaperLine(msgspec.Struct, frozen=True):
    """One paper. `how`: what whoever asks said of it."""

    id: UUID
    title: str
    words: str
    how: HowRead | None = None


class PaperNumbers(msgspec.Struct, frozen=True):
    """One paper as the office sees it: how many have read it, and never who."""

    id: UUID
    title: str
    words: str
    count: ReadCount


async def papers_to_read(
    reading: AsyncSession, ballot_id: UUID, person_id: UUID, language: str
) -> tuple[PaperLine, ...]:
    rows = list(await reading.scalars(_papers(ballot_id)))
    if not rows:
        return ()
    mine = select(PaperRead.paper_id, PaperRead.how).where(
        PaperRead.ballot_id == ballot_id, PaperRead.person_id == person_id
    )
    how: dict[UUID, HowRead] = {}
    for paper, said in await reading.execute(mine):
        how[paper] = said
    return tuple(
        PaperLine(row.id, in_language(row.title, language), in_language(row.words, language), how.get(row.id))
        for row in rows
    )


async def papers_read(reading: AsyncSession, ballot_id: UUID, language: str, floor: int) -> tuple[PaperNumbers, ...]:
    """With numbers that say of nobody who they are."""
    rows = list(await reading.scalars(_papers(ballot_id)))
    numbers = await numbers_of(reading, ballot_id)
    return tuple(
        PaperNumbers(
            row.id,
            in_language(row.title, language),
            in_language(row.words, language),
            told(*_number(row, numbers.get(row.id, (0, 0))), floor),
        )
        for row in rows
    )


def _number(row: PaperToRead, now: tuple[int, int]) -> tuple[int, int]:
    """As it was written down when the readers were forgotten, else as it is."""
    if row.read_alone is None or row.read_to is None:
        return now
    return row.read_alone, row.read_to


async def numbers_of(reading: AsyncSession, ballot_id: UUID) -> dict[UUID, tuple[int, int]]:
    """Paper -> how many read it themselves, and to how many it was read."""
    asked = (
        select(PaperRead.paper_id, PaperRead.how, func.count(PaperRead.person_id.distinct()))
        .where(PaperRead.ballot_id == ballot_id)
        .group_by(PaperRead.paper_id, PaperRead.how)
    )
    found: dict[UUID, tuple[int, int]] = {}
    for paper, how, number in await reading.execute(asked):
        alone, read_to = found.get(paper, (0, 0))
        found[paper] = (number, read_to) if how is HowRead.ALONE else (alone, number)
    return found


def _papers(ballot_id: UUID) -> Select[PaperToRead]:
    return select(PaperToRead).where(PaperToRead.ballot_id == ballot_id).order_by(PaperToRead.position)
