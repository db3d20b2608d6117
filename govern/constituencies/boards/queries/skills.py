"""What those who sit can do, and whether one kind of people is the majority (M36, M87)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import rules
from govern.constituencies.boards.models import Skill
from govern.constituencies.boards.queries.sitting import Sitting
from govern.constituencies.boards.rules import Share


class SkillView(msgspec.Struct, frozen=True):
    """Something somebody can do, and whether it is their profession."""

    id: UUID
    person_id: UUID
    skill: str
    professional: bool
    from_on: date


class Balance(msgspec.Struct, frozen=True):
    """Of those who sit: how many can do what, how many have a profession among their skills, how many of each group
    and of whom what is noted."""

    skills: tuple[Share, ...]
    professional: Share
    groups: tuple[Share, ...]
    attributes: tuple[Share, ...]

    @property
    def majorities(self) -> tuple[Share, ...]:
        """Kinds of people who are more than half: told, never forbidden."""
        return tuple(share for share in (*self.groups, *self.attributes) if share.is_majority)


async def skills_of(reading: AsyncSession, person_ids: Collection[UUID], on: date) -> tuple[SkillView, ...]:
    """What these people can do on a day."""
    question = select(Skill).where(
        Skill.person_id.in_(list(person_ids)), Skill.from_on <= on, or_(Skill.to_on.is_(None), Skill.to_on > on)
    )
    rows = await reading.scalars(question.order_by(Skill.skill, Skill.id))
    return tuple(SkillView(row.id, row.person_id, row.skill, row.professional, row.from_on) for row in rows)


def balance(sitting: Collection[Sitting], skills: Collection[SkillView]) -> Balance:
    """How a body is balanced."""
    people = [one.person_id for one in sitting]
    tags: dict[UUID, list[str]] = defaultdict(list)
    for one in skills:
        tags[one.person_id].append(one.skill)
    professional = {one.person_id: ["professional"] for one in skills if one.professional}
    found = rules.shares(professional, people)
    return Balance(
        rules.shares(tags, people),
        found[0] if found else Share("professional", 0, len(people)),
        rules.shares({one.person_id: one.groups for one in sitting}, people),
        rules.shares({one.person_id: one.attributes for one in sitting}, people),
    )
