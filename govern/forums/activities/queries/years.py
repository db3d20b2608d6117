"""A forum's year in numbers. Counts and sums only, so nobody is named."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.forums.activities.models import Activity, GivenHours, Offer
from govern.forums.activities.rules import YearSummary, is_late
from govern.forums.gatherings.models import ForumItem
from govern.forums.gatherings.rules import ItemKind
from govern.identity.rules import LONDON, day_of


async def year_of(reading: AsyncSession, forum_id: UUID, year: int, at: datetime) -> YearSummary:
    """A calendar year of one forum. An hour is worth what the rules of its last day say; of today while it goes on.

    The same number of questions, however much there was. The gate is the page's.
    """
    today, last = day_of(at), date(year, 12, 31)
    begins, ends = _midnight(date(year, 1, 1)), _midnight(date(year + 1, 1, 1))
    items = await _items(reading, forum_id, begins, ends)
    held = Activity.held_on.between(date(year, 1, 1), last)
    own = Activity.forum_id == forum_id
    sums = select(func.count(), func.coalesce(func.sum(Activity.came), 0)).where(own, held)
    activities, came = (await reading.execute(sums)).one()
    unnoted = select(func.count()).where(
        own,
        Activity.held_on.is_(None),
        Activity.called_off_at.is_(None),
        Activity.starts_at >= begins,
        Activity.starts_at < min(ends, at),
    )
    offers, late = await _offers(reading, forum_id, begins, ends, today)
    return YearSummary(
        year=year,
        items=sum(items.values()),
        items_activities=items.get(ItemKind.ACTIVITY, 0),
        activities=activities,
        without_outcome=await reading.scalar(unnoted) or 0,
        came=int(came),
        hour_pence=(await rulebook.in_force(reading, min(last, today))).rulebook.funds.unpaid_hour_pence,
        minutes=await _minutes(reading, forum_id, year),
        money=await _money(reading, forum_id, year),
        offers=offers,
        offers_late=late,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


async def _items(reading: AsyncSession, forum_id: UUID, begins: datetime, ends: datetime) -> dict[ItemKind, int]:
    """What was raised for an agenda and not taken back, by kind; answers that were owed are on agendas too."""
    question = (
        select(ForumItem.kind, func.count().label("number"))
        .where(
            ForumItem.forum_id == forum_id,
            ForumItem.raised_at >= begins,
            ForumItem.raised_at < ends,
            ForumItem.taken_back_at.is_(None),
        )
        .group_by(ForumItem.kind)
    )
    return {row.kind: row.number for row in await reading.execute(question)}


async def _minutes(reading: AsyncSession, forum_id: UUID, year: int) -> tuple[tuple[str, int], ...]:
    question = (
        select(GivenHours.constituency, func.sum(GivenHours.minutes))
        .join(Activity, Activity.id == GivenHours.activity_id)
        .where(Activity.forum_id == forum_id, Activity.held_on.between(date(year, 1, 1), date(year, 12, 31)))
        .group_by(GivenHours.constituency)
        .order_by(GivenHours.constituency)
    )
    return tuple([(group, int(minutes)) for group, minutes in await reading.execute(question)])


async def _money(reading: AsyncSession, forum_id: UUID, year: int) -> tuple[tuple[str, int], ...]:
    """Pence by who got them; the same name written with other capitals is the same name."""
    question = (
        select(Activity.raised_for, Activity.raised_pence)
        .where(
            Activity.forum_id == forum_id,
            Activity.raised_pence > 0,
            Activity.held_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .order_by(Activity.held_on, Activity.id)
    )
    names: dict[str, str] = {}
    sums: dict[str, int] = {}
    for name, pence in await reading.execute(question):
        key = " ".join(name.split()).casefold()
        names.setdefault(key, name)
        sums[key] = sums.get(key, 0) + pence
    return tuple((names[key], pence) for key, pence in sums.items())


async def _offers(
    reading: AsyncSession, forum_id: UUID, begins: datetime, ends: datetime, today: date
) -> tuple[tuple[tuple[str, int], ...], int]:
    """How many offers came from which group ("" is from outside), and how many were not answered in time."""
    question = select(Offer.constituency, Offer.due_on, Offer.answered_at).where(
        Offer.forum_id == forum_id,
        Offer.offered_at >= begins,
        Offer.offered_at < ends,
        Offer.taken_back_at.is_(None),
    )
    numbers: dict[str, int] = {}
    late = 0
    for group, due_on, answered_at in await reading.execute(question):
        numbers[group or ""] = numbers.get(group or "", 0) + 1
        late += is_late(due_on, day_of(answered_at) if answered_at else None, today)
    return tuple(sorted(numbers.items())), late
