"""Who stands down at an annual general meeting: announced, drawn, written down (invariant 18).

    announce (the commitment to the lot) ──> draw (the lot is revealed; those who stand down are due that day)

Between the two steps everybody can read the commitment, so that nobody can choose the lot by when they draw it. From
the draw on the seats of those who stand down are among the seats the meeting fills.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.boards import queries, rules
from govern.constituencies.boards.models import Rotation, RotationPlace, Tenure
from govern.constituencies.boards.rules import RotationStage, StandingDown
from govern.constituencies.rulebook import queries as rulebook
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, WrongMoment
from govern.identity.rules import day_of
from govern.record import Event


async def announce(writing: AsyncSession, body: str, on: date, *, by: UUID | None, at: datetime) -> UUID:
    """Say for which meeting, and commit to a lot. Raises `NotAllowed` for a meeting that is over, `AlreadyDone`."""
    rules.check_may_draw(on, day_of(at))
    book = (await rulebook.in_force(writing, on)).rulebook
    book.body(body)
    known = select(Rotation.id).where(Rotation.body == body, Rotation.on == on)
    if await writing.scalar(known) is not None:
        raise AlreadyDone("Who stands down at the meeting of {day} is being worked out already.", field="on", day=on)
    seed = secrets.token_bytes(rules.SEED_BYTES)
    rotation = Rotation(
        id=uuid4(),
        body=body,
        on=on,
        stage=RotationStage.ANNOUNCED,
        commitment=rules.commitment(seed),
        seed=seed,
        base=0,
        third=0,
        announced_at=at,
    )
    writing.add(rotation)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"body": body, "on": on.isoformat()}
    facts["commitment"] = rotation.commitment.hex()
    await record.add(writing, Event("rotation.announced", f"rotation:{rotation.id}", at, by, facts))
    return rotation.id


async def draw(writing: AsyncSession, rotation_id: UUID, *, by: UUID | None, at: datetime) -> StandingDown:
    """Reveal the lot and write down who stands down: their term is due on the day of the meeting.

    Raises `AlreadyDone`, or `NotAllowed` where nobody sits there on the day.
    """
    rotation = await locked(writing, Rotation, rotation_id)
    if rotation.stage is not RotationStage.ANNOUNCED:
        raise AlreadyDone("The lot has been drawn. It is drawn once.")
    seed = rules.reveal(rotation.seed, rotation.commitment)
    found = await queries.standing_down(writing, rotation.body, rotation.on, _drawing(rotation, seed))
    if not found.leaving and not found.base:
        raise NotAllowed("Nobody who was elected sits there on that day, so nobody stands down.")
    for leaving in found.leaving:
        tenure = await locked(writing, Tenure, UUID(leaving.serving.key))
        tenure.due_on = rotation.on
        writing.add(RotationPlace(rotation_id=rotation_id, tenure_id=tenure.id, why=leaving.why))
    rotation.stage, rotation.drawn_at = RotationStage.DRAWN, at
    rotation.base, rotation.third = found.base, found.third
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"base": found.base, "third": found.third, "leave": found.seats}
    facts["seed"] = seed.hex()
    await record.add(writing, Event("rotation.drawn", f"rotation:{rotation_id}", at, by, facts))
    return found


def _drawing(rotation: Rotation, seed: bytes) -> queries.Draw:
    occasion = f"{rotation.body} {rotation.on.isoformat()}"
    return lambda keys: rules.drawn(seed, occasion, keys)


async def withdraw(writing: AsyncSession, rotation_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """The meeting is held on another day: what was announced is taken back before its lot is drawn.

    The record keeps that it was announced. Raises `WrongMoment` once it is drawn.
    """
    rotation = await locked(writing, Rotation, rotation_id)
    if rotation.stage is not RotationStage.ANNOUNCED:
        raise WrongMoment("The lot has been drawn and stands. Nothing can be taken back.")
    await record.add(
        writing, Event("rotation.withdrawn", f"rotation:{rotation_id}", at, by, {"seed": rotation.seed.hex()})
    )
    await writing.delete(rotation)
    await writing.flush()
