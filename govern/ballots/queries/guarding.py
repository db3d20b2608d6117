"""By whom a ballot is guarded, as its manifest says it; before there is one, its level alone."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import casting
from govern.ballots.models import Ballot
from govern.ballots.rules.secrecy import Guarded


async def guards_of(reading: AsyncSession, ballot: Ballot) -> Guarded:
    if ballot.manifest_hash is None:
        return Guarded(ballot.level)
    return Guarded.of(await casting.manifest_of(reading, ballot.id, ballot.manifest_hash))
