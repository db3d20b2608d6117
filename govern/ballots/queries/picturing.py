"""Photographs of what there is to choose from and of those who stand, as they lie in the society's folder."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import Ballot, Candidate, CandidatePhotograph, Contest, ContestOption
from govern.ballots.queries.results import DECLARED
from govern.documents.photographs import Photograph
from govern.errors import NotFound


async def is_declared(reading: AsyncSession, ballot_id: UUID) -> bool:
    """Whether the result is there for everybody. Raises `NotFound`."""
    stage = await reading.scalar(select(Ballot.stage).where(Ballot.id == ballot_id))
    if stage is None:
        raise NotFound("There is no such vote. Go back to the list of votes and choose again.")
    return stage in DECLARED


async def photograph_in(reading: AsyncSession, ballot_id: UUID, photograph_id: UUID) -> Photograph:
    """A photograph of this ballot, and of no other. Raises `NotFound`."""
    for one in (*await photographs_of(reading, ballot_id), *await faces_of(reading, ballot_id)):
        if one.id == photograph_id:
            return one
    raise NotFound("There is no such photograph. Look at the vote again.")


async def photographs_of(reading: AsyncSession, ballot_id: UUID) -> tuple[Photograph, ...]:
    """Every photograph on the papers of a ballot."""
    asked = (
        select(
            ContestOption.photograph_id,
            ContestOption.photograph_width,
            ContestOption.photograph_height,
            ContestOption.photograph_hash,
        )
        .join(Contest, Contest.id == ContestOption.contest_id)
        .where(Contest.ballot_id == ballot_id, ContestOption.photograph_id.is_not(None))
    )
    return tuple(
        Photograph(id, width, height, hash_)
        for id, width, height, hash_ in await reading.execute(asked)
        if id is not None and width is not None and height is not None and hash_ is not None
    )


async def printed_faces(reading: AsyncSession, candidates: Sequence[UUID]) -> dict[UUID, bytes]:
    """What papers print of each candidate's photograph, a JPEG of one shape, where there is one."""
    asked = select(CandidatePhotograph.candidate_id, CandidatePhotograph.printed).where(
        CandidatePhotograph.candidate_id.in_(candidates)
    )
    return {row[0]: row[1] for row in await reading.execute(asked)}


async def faces_of(reading: AsyncSession, ballot_id: UUID) -> tuple[Photograph, ...]:
    """Every photograph of somebody who stands, or stood, in a ballot."""
    asked = (
        select(CandidatePhotograph)
        .join(Candidate, Candidate.id == CandidatePhotograph.candidate_id)
        .join(Contest, Contest.id == Candidate.contest_id)
        .where(Contest.ballot_id == ballot_id)
    )
    return tuple(Photograph(one.id, one.width, one.height, one.hash) for one in await reading.scalars(asked))
