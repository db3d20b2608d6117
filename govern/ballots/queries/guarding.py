"""By whom a ballot is guarded, as its manifest says it; before there is one, as the rules will have it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import casting
from govern.ballots.models import Ballot
from govern.ballots.rules.secrecy import Guarded, guarded
from govern.constituencies.rulebook.book import Rulebook


async def guards_of(reading: AsyncSession, ballot: Ballot, book: Rulebook) -> Guarded:
    if ballot.manifest_hash is None:
        return guarded("everyday" if ballot.on_demand else book.ballot.level, None)
    manifest = await casting.manifest_of(reading, ballot.id, ballot.manifest_hash)
    return guarded(manifest.level, manifest)
