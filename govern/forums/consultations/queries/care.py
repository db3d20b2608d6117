"""Who delivers somebody's care: noted for consultations, a tie in the register, or their support worker (M94)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.constituencies.register.rules import TieKind
from govern.constituencies.representation import queries as representation
from govern.constituencies.representation.rules import SupporterKind
from govern.forums.consultations.models import CareLink


async def delivers_care(reading: AsyncSession, carer_id: UUID, person_id: UUID, on: date) -> bool:
    """Whether one of the two delivers the other's care on a day. Three questions at most."""
    if carer_id == person_id:
        return False
    link = select(CareLink.id).where(
        CareLink.person_id == person_id,
        CareLink.carer_id == carer_id,
        CareLink.from_on <= on,
        CareLink.to_on.is_(None) | (CareLink.to_on > on),
    )
    if await reading.scalar(link) is not None:
        return True
    if person_id in await register.tied(reading, carer_id, TieKind.DELIVERS_CARE_TO, on):
        return True
    return any(
        one.supporter_id == carer_id and one.holds and one.kind is SupporterKind.WORKER
        for one in await representation.supporters_of(reading, person_id, on)
    )
