"""Who has had which training, and who lacks what the rules ask of those who stand for a seat (M68)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.models import Training
from govern.constituencies.register.rules.training import (
    TrainingKind,
    asked_of_candidates,
    asked_of_facilitators,
    lacking,
)
from govern.constituencies.rulebook import queries as rulebook
from govern.identity import queries as identity


class TrainingView(msgspec.Struct, frozen=True):
    """One training: what it was, when, who gave it, what was seen of it, and by whom."""

    kind: TrainingKind
    had_on: date
    given_by: str
    evidence: str
    checker: str


async def trainings_of(reading: AsyncSession, person_id: UUID) -> tuple[TrainingView, ...]:
    """Everything somebody has learned for a role, the latest first."""
    rows = list(
        await reading.scalars(
            select(Training).where(Training.person_id == person_id).order_by(Training.had_on.desc())
        )
    )
    checkers = await identity.people_by_id(reading, [row.checked_by for row in rows if row.checked_by is not None])
    names = {one: person.name for one, person in checkers.items()}
    return tuple(
        TrainingView(
            row.kind, row.had_on, row.given_by, row.evidence, names.get(row.checked_by, "") if row.checked_by else ""
        )
        for row in rows
    )


async def facilitator_lacks(reading: AsyncSession, person_id: UUID, on: date) -> tuple[TrainingKind, ...]:
    """What somebody has still to learn before the agenda of a forum they lead goes out (M16)."""
    book = (await rulebook.in_force(reading, on)).rulebook
    asked = asked_of_facilitators(book)
    if not asked:
        return ()
    had = select(Training.kind).where(Training.person_id == person_id, Training.had_on <= on)
    learned = frozenset(await reading.scalars(had))
    return tuple(kind for kind in asked if kind not in learned)


async def untrained(
    reading: AsyncSession, person_ids: Collection[UUID], on: date
) -> dict[UUID, tuple[TrainingKind, ...]]:
    """Those of these people who lack what the rules ask of candidates on a day, and what it is."""
    book = (await rulebook.in_force(reading, on)).rulebook
    if not asked_of_candidates(book) or not person_ids:
        return {}
    learned: dict[UUID, set[TrainingKind]] = defaultdict(set)
    had = select(Training.person_id, Training.kind).where(Training.person_id.in_(person_ids), Training.had_on <= on)
    for person_id, kind in await reading.execute(had):
        learned[person_id].add(kind)
    found = {person_id: lacking(book, learned[person_id]) for person_id in person_ids}
    return {person_id: kinds for person_id, kinds in found.items() if kinds}
