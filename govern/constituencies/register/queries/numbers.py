"""The register in numbers on a day, each person once: what caps on the membership and the trigger of elections
ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from govern.constituencies.register.models import AttributeSpan, Membership
from govern.constituencies.register.queries.standing import holds, implied_by, is_noted
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook


async def count_members(reading: AsyncSession, on: date, attributes: Sequence[str] = ()) -> int:
    """How many people are members on a day; of those of whom all these things are true, noted or by their group."""
    book = (await rulebook.in_force(reading, on)).rulebook if attributes else None
    question = select(func.count(Membership.person_id.distinct())).where(holds(on))
    for attribute in attributes:
        assert book is not None
        question = question.where(_is_true_of(book, attribute, on))
    return await reading.scalar(question) or 0


def _is_true_of(book: Rulebook, attribute: str, on: date) -> ColumnElement[bool]:
    groups = [group for group, implied in implied_by(book).items() if attribute in implied]
    noted = select(AttributeSpan.person_id).where(AttributeSpan.attribute == attribute, is_noted(on))
    other = aliased(Membership)
    by_group = select(other.person_id).where(other.constituency.in_(groups), holds(on, other))
    return or_(Membership.person_id.in_(noted), Membership.person_id.in_(by_group))


async def members_of_group(reading: AsyncSession, group: str, on: date) -> tuple[UUID, ...]:
    """Everybody who belongs to a group on a day, in the order in which they came to it."""
    question = (
        select(Membership.person_id)
        .where(Membership.constituency == group, holds(on))
        .order_by(Membership.joined_on, Membership.person_id)
    )
    return tuple(dict.fromkeys(await reading.scalars(question)))
