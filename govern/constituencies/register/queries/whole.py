"""The whole register of members for those who keep it (CCBSA 2014 s30(1)): the lines of the copy for inspection, and
with each the shares held and what was paid on them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.models import ShareHolding
from govern.constituencies.register.queries.holdings import goes_on
from govern.constituencies.register.queries.inspecting import AT_ONCE, Inspected, for_inspection
from govern.constituencies.register.queries.standing import portions


class WholeLine(msgspec.Struct, frozen=True):
    """A line of the register with shares held on the day, and the pence paid on them."""

    line: Inspected
    shares: int
    pence: int


async def whole_register(reading: AsyncSession, on: date, *, former: bool = False) -> AsyncIterator[WholeLine]:
    """Members on a day in the order of their names, or with `former` those who have ceased to be."""
    some: list[Inspected] = []
    async for line in for_inspection(reading, on, former=former):
        some.append(line)
        if len(some) == AT_ONCE:
            for whole in await _with_shares(reading, some, on):
                yield whole
            some.clear()
    for whole in await _with_shares(reading, some, on):
        yield whole


async def _with_shares(reading: AsyncSession, some: Collection[Inspected], on: date) -> list[WholeLine]:
    held: dict[UUID, tuple[int, int]] = {}
    for ids in portions([line.person_id for line in some]):
        sums = select(ShareHolding.person_id, func.sum(ShareHolding.shares), func.sum(ShareHolding.pence))
        theirs = ShareHolding.person_id.in_(ids) & goes_on(on)
        for person_id, shares, pence in await reading.execute(sums.where(theirs).group_by(ShareHolding.person_id)):
            held[person_id] = (int(shares), int(pence))
    return [WholeLine(line, *held.get(line.person_id, (0, 0))) for line in some]
