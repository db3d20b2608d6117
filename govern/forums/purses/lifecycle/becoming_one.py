"""Two records of one person that each have money, or a voice, in the same place do not simply become one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotAllowed
from govern.forums.purses.models import PanelSeat, PanelVote, PotShare, StoodAside


async def check_may_become_one(reading: AsyncSession, kept: UUID, gone: UUID) -> None:
    """Raises `NotAllowed` where both have a share of one pot, or both sit or sat on the panel of the fund."""
    there = select(PotShare.pot_id).where(PotShare.person_id == kept)
    twice = select(PotShare.pot_id).where(PotShare.person_id == gone, PotShare.pot_id.in_(there))
    if await reading.scalar(twice.limit(1)) is not None:
        raise NotAllowed(
            "Both records have a share of one pot of money. They cannot become one without changing its ledger. "
            "Leave them as they are, and end the memberships of one of them."
        )
    both = set()
    for table in (PanelSeat, PanelVote, StoodAside):
        both |= set(await reading.scalars(select(table.person_id).where(table.person_id.in_((kept, gone)))))
    if both == {kept, gone}:
        raise NotAllowed(
            "Both records sit or sat on the panel of the fund. They cannot become one without changing its votes. "
            "Leave them as they are, and end the memberships of one of them."
        )
