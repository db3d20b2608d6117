"""Second chapter: who is to be asked, by whom, in which way, under which code on paper."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries as register
from govern.database import locked
from govern.errors import AlreadyDone, NotValid
from govern.forums.consultations import rules
from govern.forums.consultations.models import Consultation, ConsultationAsker, ConsultationResponse
from govern.forums.consultations.rules import Adaptation, Heard, Stage
from govern.identity import queries as identity
from govern.identity.rules import ALPHABET, day_of
from govern.record import Event

CODE_LENGTH = 4


class Invited(msgspec.Struct, frozen=True):
    """Somebody to be asked, by whom, and the way that was thought of for them."""

    person_id: UUID
    asker_id: UUID | None = None
    planned: Adaptation | None = None


async def invite(
    writing: AsyncSession, consultation_id: UUID, people: Sequence[Invited], *, by: UUID, at: datetime
) -> int:
    """They are to be asked; who is on the list already stays as they are. Returns how many came to it.

    Raises `NotValid` where somebody is to be asked by a person who asks nobody here, and for somebody who has died.
    """
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, Stage.DRAFT, Stage.CHECKED, Stage.OPEN)
    there = select(ConsultationResponse.person_id, ConsultationResponse.code).where(
        ConsultationResponse.consultation_id == consultation_id
    )
    known = {known_one.person_id: known_one.code for known_one in await writing.execute(there)}
    codes, askers = set(known.values()), await _askers(writing, row)
    fresh = {one.person_id: one for one in people if one.person_id not in known}
    await _check_there(writing, fresh, at)
    for one in fresh.values():
        if one.asker_id is not None and one.asker_id not in askers:
            raise NotValid("This person asks nobody in this consultation. Name them first.", field="asker")
        writing.add(
            ConsultationResponse(
                consultation_id=consultation_id,
                person_id=one.person_id,
                code=_code(codes),
                asker_id=one.asker_id,
                planned=one.planned,
                heard=Heard.INVITED,
                invited_at=at,
                invited_by=by,
            )
        )
    if fresh:
        await writing.flush()
        facts: dict[str, str | int | bool | None] = {"people": len(fresh)}
        await record.add(writing, Event("consultation.invited", f"consultation:{row.id}", at, by, facts))
    return len(fresh)


async def _check_there(reading: AsyncSession, fresh: Collection[UUID], at: datetime) -> None:
    died, _ = await register.gone_among(reading, fresh, day_of(at))
    if died:
        names = await identity.people_by_id(reading, died)
        raise NotValid(
            "Nobody who has died is asked. Leave out: {names}.",
            names=", ".join(sorted(one.name for one in names.values())),
            field="people",
        )


def _code(taken: set[str]) -> str:
    """A short code without letters that look alike; it says nothing of who it stands for."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        if code not in taken:
            taken.add(code)
            return code


async def _askers(reading: AsyncSession, row: Consultation) -> set[UUID]:
    named = select(ConsultationAsker.person_id).where(
        ConsultationAsker.consultation_id == row.id, ConsultationAsker.ended_at.is_(None)
    )
    return {row.runs_id, *await reading.scalars(named)}


async def hand_to(
    writing: AsyncSession, consultation_id: UUID, person_id: UUID, asker_id: UUID, *, by: UUID, at: datetime
) -> None:
    """Somebody else asks this person. Raises `NotValid` as `invite`, `AlreadyDone` where they do already."""
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, Stage.DRAFT, Stage.CHECKED, Stage.OPEN)
    response = await locked(writing, ConsultationResponse, (consultation_id, person_id))
    if asker_id not in await _askers(writing, row):
        raise NotValid("This person asks nobody in this consultation. Name them first.", field="asker")
    if response.asker_id == asker_id:
        raise AlreadyDone("They are to be asked by this person already.")
    response.asker_id = asker_id
    await record.add(writing, Event("consultation.handed_to", f"consultation:{row.id}", at, by))
