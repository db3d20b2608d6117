"""What a circle may decide and what it decided: the record that everybody may read who may see the circle (M21)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.rules import body_name
from govern.database import in_language
from govern.forums.circles.models import Circle, CircleDecision, CircleMatter, CircleThere
from govern.forums.circles.rules import Holder, Matter
from govern.identity import queries as identity


class DecisionLine(msgspec.Struct, frozen=True, kw_only=True):
    """One decision: what, about which matter, on which day, who was there, when it is looked at again."""

    id: UUID
    number: int
    matter: str
    title: str
    words: str
    decided_on: date
    review_on: date | None
    reviewed_words: str
    ended_on: date | None
    from_before: bool
    there: tuple[str, ...]

    def due(self, today: date) -> bool:
        return self.ended_on is None and self.review_on is not None and today >= self.review_on


async def decisions_of(reading: AsyncSession, circle_id: UUID, language: str) -> tuple[DecisionLine, ...]:
    """All of them, the newest first."""
    rows = list(
        await reading.scalars(
            select(CircleDecision)
            .where(CircleDecision.circle_id == circle_id)
            .order_by(CircleDecision.decided_on.desc(), CircleDecision.number.desc())
        )
    )
    there = await who_was_there(reading, circle_id)
    return tuple(
        DecisionLine(
            id=row.id,
            number=row.number,
            matter=in_language(row.matter, language),
            title=in_language(row.title, language),
            words=row.words,
            decided_on=row.decided_on,
            review_on=row.review_on,
            reviewed_words=row.reviewed_words or "",
            ended_on=row.ended_on,
            from_before=row.from_before,
            there=tuple(row.there.split("\n")) if row.there else there.get(row.id, ()),
        )
        for row in rows
    )


async def who_was_there(reading: AsyncSession, circle_id: UUID) -> dict[UUID, tuple[str, ...]]:
    """By decision, the names of who was there."""
    rows = (
        await reading.execute(
            select(CircleThere.decision_id, CircleThere.person_id)
            .join(CircleDecision, CircleDecision.id == CircleThere.decision_id)
            .where(CircleDecision.circle_id == circle_id)
        )
    ).all()
    people = await identity.people_by_id(reading, {person for _, person in rows})
    found: dict[UUID, list[str]] = defaultdict(list)
    for decision, person in rows:
        found[decision].append(people[person].name)
    return {decision: tuple(sorted(names)) for decision, names in found.items()}


async def own_matters(reading: AsyncSession, circle_id: UUID) -> tuple[Matter, ...]:
    """A circle's domain, as the rules ask it."""
    rows = await reading.scalars(
        select(CircleMatter)
        .where(CircleMatter.circle_id == circle_id, CircleMatter.to_on.is_(None))
        .order_by(CircleMatter.from_on, CircleMatter.id)
    )
    return tuple(Matter(row.id, row.topic, row.words) for row in rows)


async def holders(reading: AsyncSession, but: UUID, language: str) -> tuple[Holder, ...]:
    """What the other circles decide that everybody may know of. A private one is never named."""
    rows = await reading.execute(
        select(Circle.id, Circle.name, CircleMatter)
        .join(CircleMatter, CircleMatter.circle_id == Circle.id)
        .where(Circle.id != but, Circle.private.is_(False), Circle.ended_on.is_(None), CircleMatter.to_on.is_(None))
        .order_by(Circle.began_on, Circle.id)
    )
    named: dict[UUID, tuple[str, list[Matter]]] = {}
    for circle_id, name, row in rows:
        named.setdefault(circle_id, (in_language(name, language), []))[1].append(Matter(row.id, row.topic, row.words))
    return tuple(Holder(name, tuple(matters)) for name, matters in named.values())


async def above_name(reading: AsyncSession, circle_id: UUID, on: date, language: str) -> str:
    """The circle or the body above, by name."""
    row = await reading.get_one(Circle, circle_id)
    if row.parent_id is not None:
        return in_language((await reading.get_one(Circle, row.parent_id)).name, language)
    return body_name((await rulebook.in_force(reading, on)).rulebook.body(row.parent_body or ""), language)
