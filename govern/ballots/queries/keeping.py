"""Until when it can be told whose envelope is whose in a vote, and whether that is over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import Ballot
from govern.ballots.rules.keeping import Keeping, keeping
from govern.constituencies.rulebook import queries as rulebooks


class Kept(msgspec.Struct, frozen=True):
    """Of a vote that is over: its times, when it went to the archive, and whether an officer may put it there now."""

    times: Keeping
    archived_at: datetime | None
    may_go: bool


async def kept(reading: AsyncSession, ballot_id: UUID, at: datetime) -> Kept | None:
    """None where the vote is not over."""
    ballot = await reading.get_one(Ballot, ballot_id)
    book = (await rulebooks.version(reading, ballot.rulebook_version_id)).rulebook
    days = book.ballot.challenge_days, book.retention.handles_days
    times = keeping(ballot.declared_at, ballot.withdrawn_at, *days)
    if times is None:
        return None
    return Kept(times, ballot.archived_at, ballot.archived_at is None and at >= times.may_from)


__all__ = ["Kept", "kept"]
