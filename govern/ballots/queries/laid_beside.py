"""Whether people were asked one by one about something that is being decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import PeopleAsked


class Asked(msgspec.Struct, frozen=True):
    """One consultation beside something. A link leads there once it is `told`; it is not decided until `cited`."""

    consultation_id: UUID
    told: bool
    cited: bool


async def people_asked(reading: AsyncSession, targets: Collection[UUID]) -> dict[UUID, tuple[Asked, ...]]:
    """What lies beside each of these, if anything does. One question."""
    found: defaultdict[UUID, list[Asked]] = defaultdict(list)
    rows = select(PeopleAsked).where(PeopleAsked.target_id.in_(targets)).order_by(PeopleAsked.consultation_id)
    for row in await reading.scalars(rows):
        found[row.target_id].append(Asked(row.consultation_id, row.told, row.cited))
    return {target: tuple(beside) for target, beside in found.items()}
