"""Votes of one forum: which there are, one that is being written, and who is on the roll."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.ballots.models import Ballot, ContestOption, CountRun, Declaration, MemberHandle
from govern.ballots.queries import OfficeBallot
from govern.ballots.rules import Stage
from govern.ballots.rules.outcome import outcomes_from_text
from govern.database import in_language
from govern.errors import NotFound
from govern.forums.gatherings.models import Belonging
from govern.forums.gatherings.rules import Standing
from govern.sentences import Sentence

OVER = (Stage.DECLARED, Stage.ARCHIVED)


class VoteLine(msgspec.Struct, frozen=True, kw_only=True):
    """A vote of the forum. `outcome` once it is declared; `on_the_roll`: whoever asks votes in it."""

    id: UUID
    number: str
    title: str
    stage: Stage
    asked_at: datetime | None
    opens_at: datetime
    closes_at: datetime
    on_the_roll: bool
    outcome: Sentence | None = None


async def votes_of(
    reading: AsyncSession, forum_id: UUID, person_id: UUID, language: str, *, drafts: bool = False
) -> tuple[VoteLine, ...]:
    """Votes of this forum, the latest first; those that are being written for whoever leads it."""
    asked = select(Ballot).where(Ballot.forum_id == forum_id).order_by(Ballot.drafted_at.desc())
    rows = list(await reading.scalars(asked if drafts else asked.where(Ballot.stage != Stage.DRAFT)))
    mine = select(MemberHandle.ballot_id).where(
        MemberHandle.person_id == person_id, MemberHandle.ballot_id.in_([row.id for row in rows])
    )
    on_the_roll = set(await reading.scalars(mine))
    outcomes = await _outcomes(reading, [row.id for row in rows if row.stage in OVER], language)
    return tuple(
        [
            VoteLine(
                id=row.id,
                number=row.number,
                title=in_language(row.title, language),
                stage=row.stage,
                asked_at=row.asked_at,
                opens_at=row.opens_at,
                closes_at=row.closes_at,
                on_the_roll=row.id in on_the_roll,
                outcome=outcomes.get(row.id),
            )
            for row in rows
        ]
    )


async def _outcomes(reading: AsyncSession, declared: list[UUID], language: str) -> dict[UUID, Sentence]:
    """What came of each, from the count that was declared."""
    asked = (
        select(Declaration.ballot_id, CountRun.result)
        .join(CountRun, CountRun.id == Declaration.count_run_id)
        .where(Declaration.ballot_id.in_(declared))
    )
    found = {}
    for ballot_id, result in await reading.execute(asked):
        told = outcomes_from_text(result)
        came = (told.get(language) or next(iter(told.values()))).contests[0].option
        if came is not None:
            found[ballot_id] = came.outcome
    return found


async def vote_of(
    reading: AsyncSession, forum_id: UUID, ballot_id: UUID, language: str, at: datetime
) -> tuple[OfficeBallot, datetime | None]:
    """One vote of this forum as it is written, and when it was asked for. Raises `NotFound`."""
    row = await reading.get(Ballot, ballot_id)
    if row is None or row.forum_id != forum_id:
        raise NotFound("There is no such vote of this forum. Go back to its votes.")
    return await ballots.office_ballot(reading, ballot_id, language=language, at=at), row.asked_at


async def options_there(reading: AsyncSession, contest_id: UUID) -> int:
    there = select(func.count()).select_from(ContestOption).where(ContestOption.contest_id == contest_id)
    return (await reading.execute(there)).scalar_one()


async def voters_on(reading: AsyncSession, forum_id: UUID, on: date) -> frozenset[UUID]:
    """Who was a member of the forum on a day. Who of them votes in the society, the register says."""
    there = select(Belonging.person_id).where(
        Belonging.forum_id == forum_id,
        Belonging.standing == Standing.MEMBER,
        Belonging.from_on <= on,
        or_(Belonging.to_on.is_(None), Belonging.to_on > on),
    )
    return frozenset(await reading.scalars(there))
