"""Somebody had a training: noted with who gave it and what was seen of it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries
from govern.constituencies.register.models import Training
from govern.constituencies.register.rules.training import TrainingKind
from govern.errors import AlreadyDone, NotAllowed
from govern.identity.rules import PersonKind, day_of


async def note_training(
    writing: AsyncSession,
    person_id: UUID,
    kind: TrainingKind,
    had_on: date,
    given_by: str,
    evidence: str,
    *,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Keep that somebody had it. Raises `NotAllowed` or `AlreadyDone`, each beside its field."""
    if await queries.kind_of(writing, person_id) is PersonKind.ORGANISATION:
        raise NotAllowed("An organisation learns nothing itself. Note it of the person who acts for it.")
    if had_on > day_of(at):
        raise NotAllowed("{day} has not come yet. Note it on the day.", field="training_on", day=had_on)
    same = select(Training.id).where(
        Training.person_id == person_id, Training.kind == kind, Training.had_on == had_on
    )
    if await writing.scalar(same) is not None:
        raise AlreadyDone("This is noted already.", field="training_kind")
    row = Training(
        id=uuid4(),
        person_id=person_id,
        kind=kind,
        had_on=had_on,
        given_by=given_by.strip(),
        evidence=evidence.strip(),
        checked_by=by,
        noted_at=at,
    )
    writing.add(row)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"kind": kind.value, "on": had_on.isoformat()}
    await record.add(writing, record.Event("training.noted", f"person:{person_id}", at, by, facts))
    return row.id
