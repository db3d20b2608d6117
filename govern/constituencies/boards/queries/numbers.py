"""The register in the numbers that caps beyond a body ask about, and how those caps stand."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import rules
from govern.constituencies.boards.rules import Numbers, Reckoned
from govern.constituencies.boards.rules.society import WORKER
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook


async def numbers(reading: AsyncSession, on: date) -> Numbers | None:
    """What the caps beyond the bodies ask for, or None where the rules have none: a large register is then not
    read."""
    book = (await rulebook.in_force(reading, on)).rulebook
    caps = [cap for cap in book.caps if cap.active and not cap.scope.startswith("body:")]
    if not caps:
        return None
    asked = sorted({cap.attribute for cap in caps if cap.attribute is not None})
    counted = await register.count_by_group(reading, on)
    return Numbers(
        members=await register.count_members(reading, on),
        by_group={group.id: counted.get(group.id, 0) for group in book.constituencies},
        by_attribute={what: await register.count_members(reading, on, [what]) for what in asked},
        workers=await register.count_members(reading, on, [WORKER]),
        workers_by_attribute={what: await register.count_members(reading, on, [what, WORKER]) for what in asked},
    )


async def reckoned(reading: AsyncSession, on: date) -> tuple[Reckoned, ...]:
    """How every cap and quota beyond the bodies stands."""
    found = await numbers(reading, on)
    return rules.reckoned((await rulebook.in_force(reading, on)).rulebook, found) if found is not None else ()
