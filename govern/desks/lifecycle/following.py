"""Steps of the register may cost a seat, end a mandate, and say that somebody is asked no more: seats, open votes and
consultations follow in the same transaction.

The register knows none of them; the boards know no votes. So whoever changes the register stands inside `heeding` of
this room: boards empty what the change made impossible, votes that are open say of peers what holds now, and whoever
is gone is asked no more.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.lifecycle import follow_mandates
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.representation import queries as representation
from govern.forums.consultations import lifecycle as consultations
from govern.society import Society


@asynccontextmanager
async def heeding(
    writing: AsyncSession,
    society: Society,
    on: date,
    people: Collection[UUID] | None = None,
    *,
    by: UUID | None,
    at: datetime,
) -> AsyncIterator[None]:
    """Around a step that takes effect on a day, about these people, or about anybody. A step that takes effect later
    reaches open votes on its day, by the clock."""
    async with boards.heeding(writing, on, by=by, at=at):
        yield
    await follow(writing, society, people, by=by, at=at)


async def follow(
    writing: AsyncSession,
    society: Society,
    people: Collection[UUID] | None = None,
    *,
    by: UUID | None,
    at: datetime,
) -> int:
    """Open votes say what holds now of these people's mandates: those they gave, and those they carry as peers.
    Consultations ask no more who died or left."""
    await consultations.follow_register(writing, people, by=by, at=at)
    touched = None if people is None else await representation.touched_by(writing, people)
    return await follow_mandates(writing, society, touched, at=at)
