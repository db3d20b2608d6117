"""A consultation is laid beside what is being decided: something raised in a forum, an item of an agenda, a vote, a
recommendation.

The rooms below are handed two numbers, and what is known of it (`ballots.lifecycle.laid_beside`). Whoever composes
checks that the target is there and opens to whoever lays the consultation beside it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import lifecycle as ballots
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed
from govern.forums.consultations import rules
from govern.forums.consultations.models import (
    AttachedTo,
    Consultation,
    ConsultationAttached,
    ConsultationSum,
)
from govern.forums.consultations.rules import Stage
from govern.forums.gatherings.models import Forum
from govern.record import Event

_LIVES = (Stage.DRAFT, Stage.CHECKED, Stage.OPEN, Stage.CLOSED, Stage.SUMMARISED, Stage.USED, Stage.ANSWERED)


async def attach(
    writing: AsyncSession,
    consultation_id: UUID,
    kind: AttachedTo,
    target_id: UUID,
    *,
    in_forum: UUID | None,
    by: UUID,
    at: datetime,
) -> None:
    """It lies beside this from now on. `in_forum` is whose item or point it is, None for the whole society's.

    Raises `AlreadyDone`, `WrongMoment` for one that was stopped, `NotAllowed` where a forum for certain people would
    be told of outside it (invariant 61).
    """
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, *_LIVES)
    if row.forum_id is not None and row.forum_id != in_forum:
        forum = await writing.get(Forum, row.forum_id)
        if forum is not None and forum.restricted:
            raise NotAllowed("This forum is for certain people. What it asks is not told outside it.", field="target")
    if await writing.get(ConsultationAttached, (consultation_id, kind, target_id)) is not None:
        raise AlreadyDone("It lies beside this already.", field="target")
    writing.add(
        ConsultationAttached(
            consultation_id=consultation_id, kind=kind, target_id=target_id, attached_by=by, attached_at=at
        )
    )
    told = await writing.get(ConsultationSum, consultation_id)
    await ballots.lay_beside(
        writing,
        target_id,
        consultation_id,
        told=told is not None and told.published_at is not None,
        cited=row.stage in (Stage.USED, Stage.ANSWERED),
    )
    await _note(writing, "attached", consultation_id, by, at, kind=kind.value)


async def detach(
    writing: AsyncSession, consultation_id: UUID, kind: AttachedTo, target_id: UUID, *, by: UUID, at: datetime
) -> None:
    """It lies beside this no longer. Raises `NotAllowed` once people were asked: what they showed is not put away
    before something is decided."""
    row = await locked(writing, Consultation, consultation_id)
    if row.stage not in (Stage.DRAFT, Stage.CHECKED):
        raise NotAllowed(
            "People were asked because of this. It stays beside it until the decision says what changed because of "
            "them."
        )
    found = await locked(writing, ConsultationAttached, (consultation_id, kind, target_id))
    await writing.delete(found)
    await ballots.take_from_beside(writing, consultation_id, target_id)
    await _note(writing, "detached", consultation_id, by, at, kind=kind.value)


async def beside_of(reading: AsyncSession, kind: AttachedTo, target_id: UUID) -> tuple[Consultation, ...]:
    """The consultations beside this, those that were stopped left out."""
    found = (
        select(Consultation)
        .join(ConsultationAttached, ConsultationAttached.consultation_id == Consultation.id)
        .where(
            ConsultationAttached.kind == kind,
            ConsultationAttached.target_id == target_id,
            Consultation.stage != Stage.STOPPED,
        )
        .order_by(Consultation.written_at, Consultation.id)
    )
    return tuple(await reading.scalars(found))


async def _note(
    writing: AsyncSession, done: str, consultation_id: UUID, by: UUID, at: datetime, *, kind: str
) -> None:
    facts: dict[str, str | int | bool | None] = {"kind": kind}
    await record.add(writing, Event(f"consultation.{done}", f"consultation:{consultation_id}", at, by, facts))
