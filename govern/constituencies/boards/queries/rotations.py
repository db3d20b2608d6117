"""Who would stand down at a meeting, and who does by a lot that was drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import rules
from govern.constituencies.boards.models import Rotation, RotationPlace, Tenure
from govern.constituencies.boards.queries.sitting import sitting
from govern.constituencies.boards.rules import RotationStage, StandingDown, Why
from govern.constituencies.rulebook import queries as rulebook
from govern.errors import NotFound
from govern.identity import queries as identity

Draw = Callable[[Sequence[str]], Sequence[str]]


class Drawn(msgspec.Struct, frozen=True):
    """Somebody who stands down by a rotation."""

    name: str
    constituency: str
    why: Why


class RotationView(msgspec.Struct, frozen=True):
    """A rotation as its page shows it. `seed` only once it is drawn."""

    id: UUID
    body: str
    on: date
    stage: RotationStage
    commitment: str
    announced_at: datetime
    drawn_at: datetime | None
    seed: str | None
    base: int
    third: int
    leaving: tuple[Drawn, ...]


async def standing_down(reading: AsyncSession, body: str, on: date, draw: Draw | None = None) -> StandingDown:
    """Who stands down at the annual general meeting of a day. Without `draw` a lot that is due stays open."""
    book = (await rulebook.in_force(reading, on)).rulebook
    serving = [one.as_serving() for one in await sitting(reading, body, on)]
    return rules.who_stands_down(book.terms, serving, on, draw)


async def rotations(reading: AsyncSession, body: str) -> tuple[RotationView, ...]:
    """All rotations of a body, the latest meeting first."""
    rows = await reading.scalars(select(Rotation).where(Rotation.body == body).order_by(Rotation.on.desc()))
    return tuple([await _view(reading, row) for row in rows])


async def rotation(reading: AsyncSession, rotation_id: UUID) -> RotationView:
    """Raises `NotFound`."""
    row = await reading.get(Rotation, rotation_id)
    if row is None:
        raise NotFound("Nothing of this kind was announced. Go back to the board and choose again.")
    return await _view(reading, row)


async def _view(reading: AsyncSession, row: Rotation) -> RotationView:
    question = (
        select(Tenure.person_id, Tenure.constituency, RotationPlace.why)
        .join(Tenure, Tenure.id == RotationPlace.tenure_id)
        .where(RotationPlace.rotation_id == row.id)
    )
    places = [(place[0], place[1], place[2]) for place in await reading.execute(question)]
    people = await identity.people_by_id(reading, [place[0] for place in places])
    leaving = (Drawn(people[who].name, seat, why) for who, seat, why in places)
    drawn = row.stage is RotationStage.DRAWN
    return RotationView(
        row.id,
        row.body,
        row.on,
        row.stage,
        row.commitment.hex(),
        row.announced_at,
        row.drawn_at,
        row.seed.hex() if drawn else None,
        row.base,
        row.third,
        tuple(sorted(leaving, key=lambda one: one.name)),
    )
