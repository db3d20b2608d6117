"""Given … : a member who named somebody to help them vote."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.representation import lifecycle
from govern.constituencies.representation.rules import HowChosen, HowConsented, SupporterKind, WantedSupporter
from govern.identity.rules import day_of


async def a_supporter(writing: AsyncSession, member: UUID, supporter: UUID, at: datetime) -> UUID:
    """From this day on, by the member's own act."""
    day = day_of(at)
    wanted = WantedSupporter(SupporterKind.FRIEND, day, None, HowChosen.OWN_ACT, day, HowConsented.OWN_PAGE)
    return await lifecycle.name_supporter(writing, member, supporter, wanted, by=member, at=at)
