"""Fourth chapter, by the clock: people are reminded before the day, and after it nobody knows what they needed."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.forums.activities import rules
from govern.forums.activities.lifecycle.telling import tell
from govern.forums.activities.models import Activity, SignUp
from govern.forums.activities.rules import News
from govern.identity.rules import LONDON, Site, day_of
from govern.record import Event
from govern.society import Society


async def keep_days(society: Society, *, site: Site, at: datetime) -> None:
    """What is due now, and nothing is written where nothing is."""
    async with society.store.reading() as reading:
        waits = bool(await _needs_kept(reading, at)) or bool(await _to_remind(reading, at))
    if waits:
        async with society.store.writing() as writing:
            await remind_due(writing, site=site, at=at)
            await forget_needs(writing, at=at)


async def remind_due(writing: AsyncSession, *, site: Site, at: datetime) -> int:
    """Everybody who has a place and whose reminder is due is told. Returns how many."""
    told: dict[Activity, list[SignUp]] = {}
    for signed, row, days in await _to_remind(writing, at):
        signed.reminded = days
        told.setdefault(row, []).append(signed)
    for row, people in told.items():
        await tell(writing, row, people, News.REMINDER, site=site, at=at)
        facts: dict[str, str | int | bool | None] = {"people": len(people)}
        await record.add(writing, Event("activity.reminded", f"activity:{row.id}", at, None, facts))
    return sum(len(people) for people in told.values())


async def _to_remind(reading: AsyncSession, at: datetime) -> list[tuple[SignUp, Activity, int]]:
    if not rules.writes_now(at):
        return []
    last = at + timedelta(days=max(rules.REMINDERS) + 1)
    question = (
        select(SignUp, Activity)
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(
            Activity.starts_at > at,
            Activity.starts_at < last,
            Activity.called_off_at.is_(None),
            SignUp.taken_back_at.is_(None),
            SignUp.waits.is_(False),
        )
        .order_by(Activity.starts_at, SignUp.turn)
    )
    found = []
    for signed, row in await reading.execute(question):
        due = rules.reminder_due(row.starts_at, signed.signed_at, signed.reminded, at) if row.starts_at else None
        if due is not None:
            found.append((signed, row, due))
    return found


async def forget_needs(writing: AsyncSession, *, at: datetime) -> int:
    """What people needed on a day that is over goes. Returns of how many."""
    rows = await _needs_kept(writing, at)
    for signed in rows:
        signed.support = None
    if rows:
        facts: dict[str, str | int | bool | None] = {"people": len(rows)}
        await record.add(writing, Event("activity.needs_forgotten", "activities", at, None, facts))
    return len(rows)


async def _needs_kept(reading: AsyncSession, at: datetime) -> list[SignUp]:
    over = Activity.id.in_(select(Activity.id).where(_over(at)))
    question = (
        select(SignUp).join(Activity, Activity.id == SignUp.activity_id).where(SignUp.support.is_not(None), over)
    )
    return list(await reading.scalars(question))


def _over(at: datetime) -> ColumnElement[bool]:
    """As `rules.day_is_over`."""
    midnight = datetime.combine(day_of(at), time(), LONDON)
    return Activity.called_off_at.is_not(None) | Activity.held_on.is_not(None) | (Activity.starts_at < midnight)
