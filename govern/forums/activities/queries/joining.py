"""Days out to join: what all forums plan that are there for somebody."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.forums.activities.models import Activity
from govern.forums.activities.queries.activities import ActivityLine, line, lines, to_come
from govern.forums.activities.rules import NEEDED
from govern.forums.gatherings import queries as gatherings
from govern.forums.gatherings.models import Belonging
from govern.forums.gatherings.rules import reach_of
from govern.identity.rules import day_of


async def days_out(
    reading: AsyncSession, person_id: UUID, at: datetime, language: str
) -> tuple[tuple[ActivityLine, str], ...]:
    """What somebody signed up for or may sign up for, by its day, each with the name of its forum.

    The same number of questions, however many forums and days there are.
    """
    today = day_of(at)
    there = {one.id: one for one in await gatherings.forums(reading, person_id, today, language)}
    led = {one.id for one in await gatherings.forums_led_by(reading, person_id, today, language)}
    belongs = select(Belonging.forum_id, Belonging.standing).where(
        Belonging.person_id == person_id, Belonging.to_on.is_(None)
    )
    standings = {row.forum_id: row.standing for row in await reading.execute(belongs)}
    member = bool(await register.constituencies_of(reading, person_id, today))
    question = (
        lines(person_id)
        .where(Activity.forum_id.in_(there), to_come(at), Activity.called_off_at.is_(None))
        .order_by(Activity.starts_at.is_(None), Activity.starts_at, Activity.planned_at)
    )
    found = []
    for row, going, waiting, waits in await reading.execute(question):
        reach = reach_of(
            restricted=there[row.forum_id].restricted,
            leads=row.forum_id in led,
            standing=standings.get(row.forum_id),
            of_the_society=member,
        )
        if waits is not None or reach >= NEEDED[row.open_to]:
            found.append((line(row, going, waiting, waits, language), there[row.forum_id].name))
    return tuple(found)
