"""Who delivers somebody's care: noted for consultations, a tie in the register, or their support worker (M94)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.constituencies.register.rules import TieKind
from govern.constituencies.representation import queries as representation
from govern.constituencies.representation.rules import SupporterKind
from govern.forums.consultations.models import CareLink
from govern.identity import queries as identity


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


class CareView(msgspec.Struct, frozen=True):
    """Who delivers somebody's care, as it was noted for consultations. `to_on` once it has ended."""

    id: UUID
    carer_id: UUID
    carer: str
    from_on: date
    to_on: date | None


async def carers_of(reading: AsyncSession, person_id: UUID) -> tuple[CareView, ...]:
    """Those noted, the ones who do it now first. Two questions."""
    rows = list(
        await reading.scalars(
            select(CareLink)
            .where(CareLink.person_id == person_id)
            .order_by(CareLink.to_on.is_not(None), CareLink.from_on.desc(), CareLink.id)
        )
    )
    people = await identity.people_by_id(reading, {row.carer_id for row in rows})
    return tuple(
        CareView(row.id, row.carer_id, people[row.carer_id].name, row.from_on, row.to_on)
        for row in rows
        if row.carer_id in people
    )
