"""How the limits on the membership stand on a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import rules
from govern.constituencies.register.models import AttributeSpan, Membership
from govern.constituencies.register.queries.standing import count_by_group, holds, is_noted
from govern.constituencies.register.rules import Level
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.book.tables import Cap
from govern.constituencies.rulebook.rules import called


async def levels(reading: AsyncSession, on: date) -> tuple[Level, ...]:
    """Every limit on membership, workforce or groups, with its numbers. Without limits nothing is asked."""
    book = (await rulebook.in_force(reading, on)).rulebook
    return tuple([await _level(reading, book, cap, on) for cap in rules.limits_of(book)])


async def not_kept(reading: AsyncSession, on: date) -> tuple[Level, ...]:
    return rules.not_kept(await levels(reading, on))


async def _level(reading: AsyncSession, book: Rulebook, cap: Cap, on: date) -> Level:
    if cap.scope == rules.GROUPS:
        counts = await count_by_group(reading, on)
        missing = tuple(
            called(book.constituency(group)) for group in cap.constituencies or () if not counts.get(group)
        )
        filled = sum(1 for group in book.constituencies if counts.get(group.id))
        return Level(cap, filled, len(book.constituencies), missing)
    among = [_is(book, "employee", on)] if cap.scope == rules.WORKFORCE else []
    counted = _in_groups(cap.constituencies or ()) if cap.attribute is None else _is(book, cap.attribute, on)
    return Level(cap, await _people(reading, on, [*among, counted]), await _people(reading, on, among))


async def _people(reading: AsyncSession, on: date, conditions: Sequence[ColumnElement[bool]]) -> int:
    """How many members there are of whom all of this is true, each once."""
    question = select(func.count(func.distinct(Membership.person_id))).where(holds(on), *conditions)
    return await reading.scalar(question) or 0


def _in_groups(groups: Collection[str]) -> ColumnElement[bool]:
    return Membership.constituency.in_(list(groups))


def _is(book: Rulebook, attribute: str, on: date) -> ColumnElement[bool]:
    """Noted of a member, or implied by a group of theirs."""
    noted = select(AttributeSpan.person_id).where(AttributeSpan.attribute == attribute, is_noted(on))
    implied = [group.id for group in book.constituencies if attribute in group.attributes]
    by_group = select(Membership.person_id).where(Membership.constituency.in_(implied), holds(on))
    return or_(Membership.person_id.in_(noted), Membership.person_id.in_(by_group))
