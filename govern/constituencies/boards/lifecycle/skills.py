"""What people who sit can do, as they said, from one day to another (M36, M87)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.boards.models import Skill
from govern.database import locked
from govern.errors import AlreadyDone, NotValid
from govern.identity import queries as identity
from govern.record import Event
from govern.words import words_of


async def note_skill(
    writing: AsyncSession,
    person_id: UUID,
    skill: str,
    from_on: date,
    *,
    professional: bool = False,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Raises `NotValid` for no word, `AlreadyDone` where it is noted."""
    await identity.person(writing, person_id)
    plain = " ".join(skill.split())[:60]
    if not words_of(plain):
        raise NotValid("Write what they can do, for example “accounts”.", field="skill")
    known = await writing.scalars(select(Skill).where(Skill.person_id == person_id, Skill.to_on.is_(None)))
    if any(words_of(one.skill) == words_of(plain) for one in known):
        raise AlreadyDone("This is noted already.", field="skill")
    row = Skill(id=uuid4(), person_id=person_id, skill=plain, professional=professional, from_on=from_on)
    writing.add(row)
    await writing.flush()
    await record.add(writing, Event("skill.noted", f"skill:{row.id}", at, by, {"person": str(person_id)}))
    return row.id


async def end_skill(writing: AsyncSession, skill_id: UUID, to_on: date, *, by: UUID | None, at: datetime) -> None:
    """It is so no longer. Raises `AlreadyDone`, or `NotValid` for a day before it was noted."""
    row = await locked(writing, Skill, skill_id)
    if row.to_on is not None:
        raise AlreadyDone("This ended on {day}.", day=row.to_on)
    if to_on < row.from_on:
        raise NotValid("It has been so since {day}. It cannot end before.", field="to_on", day=row.from_on)
    row.to_on = to_on
    await record.add(writing, Event("skill.ended", f"skill:{skill_id}", at, by))
