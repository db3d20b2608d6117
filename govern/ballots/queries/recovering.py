"""Whether the box of a vote was put back to an older copy, and what became of that."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.casting import heads
from govern.ballots.models import Ballot, LogHead, LogRecovery
from govern.ballots.rules import Stage
from govern.ballots.seal import tree
from govern.identity import queries as identity

#: Stages in which something may still come into a log, or must not be counted before it is whole.
WATCHED = (Stage.FROZEN, Stage.OPEN, Stage.CLOSED, Stage.COUNTED)


class Recovery(msgspec.Struct, frozen=True, kw_only=True):
    """A box that does not go on from the last head that was signed. `lost` is how many entries are missing at least;
    0 where that is not known, because the whole folder was restored. `begun`: whether there is a log to go on from.

    `proposed_by` has proposed to go on from here, and somebody else has to agree.
    """

    size: int
    lost: int
    last_size: int
    last_note: str
    restored: bool
    begun: bool
    proposed_by: UUID | None = None
    proposed_name: str = ""
    proposed_at: datetime | None = None


async def recovery_of(reading: AsyncSession, ballot_id: UUID) -> Recovery | None:
    """None where the box goes on from the last head kept outside the database, or nothing comes into it any more."""
    stage = await reading.scalar(select(Ballot.stage).where(Ballot.id == ballot_id))
    if stage not in WATCHED:
        return None
    row = await reading.get(LogHead, ballot_id)
    epoch, frontier = (row.epoch, tree.Frontier.from_bytes(row.frontier)) if row else (0, tree.Frontier())
    kept = await heads.lost(reading, ballot_id, epoch, frontier)
    if kept is None:
        return None
    proposed = await reading.get(LogRecovery, (ballot_id, epoch + 1))
    names = await identity.people_by_id(reading, [proposed.proposed_by]) if proposed else {}
    return Recovery(
        size=frontier.size,
        lost=0 if kept.restored else max(kept.size - frontier.size, 1),
        last_size=kept.size,
        last_note=kept.note,
        restored=kept.restored,
        begun=row is not None,
        proposed_by=proposed.proposed_by if proposed else None,
        proposed_name=names[proposed.proposed_by].name if proposed and proposed.proposed_by in names else "",
        proposed_at=proposed.proposed_at if proposed else None,
    )


async def went_on(reading: AsyncSession, ballot_id: UUID) -> bool:
    """Whether officers had this box go on from an older copy, so that receipts of before can be handed in again."""
    epoch = await reading.scalar(select(LogHead.epoch).where(LogHead.ballot_id == ballot_id))
    return bool(epoch)


async def in_recovery(reading: AsyncSession) -> tuple[UUID, ...]:
    """Every vote whose box was put back: asked when the service starts."""
    watched = list(await reading.scalars(select(Ballot.id).where(Ballot.stage.in_(WATCHED))))
    return tuple([one for one in watched if await recovery_of(reading, one) is not None])


__all__ = ["Recovery", "in_recovery", "recovery_of", "went_on"]
