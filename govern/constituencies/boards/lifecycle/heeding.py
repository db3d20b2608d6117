"""What a change in the register does to seats, and what every day does.

The register stands below and knows no board. So a step in the register that may cost somebody a seat is taken inside
`heeding`: it looks at all seats before and after, and empties those that the change has made impossible (invariants 7
and 12), also those held for an organisation by somebody who represents it no longer (M90). Where every member is a
director, who joins sits the same day (M26). The admission that makes the society large enough begins its elections
(W26).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.boards import queries, rules
from govern.constituencies.boards.lifecycle import vacancies
from govern.constituencies.boards.lifecycle.breaches import note_breaches, note_society_breaches
from govern.constituencies.boards.lifecycle.sitting import end, seat
from govern.constituencies.boards.models import ElectionsBegun, Tenure
from govern.constituencies.boards.queries.sitting import goes_on
from govern.constituencies.boards.rules import HowFilled
from govern.constituencies.register import queries as register
from govern.constituencies.register.rules import old_enough
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.database import locked
from govern.identity.rules import day_of
from govern.record import Event


@asynccontextmanager
async def heeding(writing: AsyncSession, on: date, *, by: UUID | None, at: datetime) -> AsyncIterator[None]:
    """Around a step of the register that takes effect on a day: seats it makes impossible fall vacant then."""
    days = sorted({on, max(on, day_of(at))})  # who took a seat since a step that is written down late is seen too
    before = {day: await _all_sitting(writing, day) for day in days}
    yield
    book = (await rulebook.in_force(writing, on)).rulebook
    for day in days:
        for body, was in before[day].items():
            there = await queries.sitting(writing, body, day)
            emptied = rules.vacated_by(book, body, [s.as_holder() for s in was], [s.as_holder() for s in there])
            tenures = {s.person_id: s.tenure_id for s in there}
            for vacated in emptied:
                tenure = await locked(writing, Tenure, tenures[vacated.holder.person_id])
                if tenure.to_on is None:
                    await end(writing, tenure, max(on, tenure.from_on), vacated.word, by=by, at=at)
    await recheck(writing, on, by=by, at=at)


async def _all_sitting(reading: AsyncSession, on: date) -> dict[str, tuple[queries.Sitting, ...]]:
    bodies = await reading.scalars(select(Tenure.body).distinct().where(goes_on(on)))
    return {body: await queries.sitting(reading, body, on) for body in sorted(bodies)}


async def recheck(writing: AsyncSession, on: date, *, by: UUID | None, at: datetime) -> None:
    """After any event, and once a day: who sits by membership, whether elections begin, whose vacancy has run out,
    how every cap and quota stands (invariants 10 and 14)."""
    book = (await rulebook.in_force(writing, on)).rulebook
    await _begin_elections(writing, book, on, by=by, at=at)
    await vacancies.expire_due(writing, book, on, by=by, at=at)
    for body in book.bodies:
        if body.selected_by == rules.EVERYBODY:
            await _seat_everybody(writing, book, body.id, on, by=by, at=at)
        if body.seats:
            await note_breaches(writing, body.id, on, by=by, at=at)
    await note_society_breaches(writing, on, by=by, at=at)


async def _seat_everybody(
    writing: AsyncSession, book: Rulebook, body: str, on: date, *, by: UUID | None, at: datetime
) -> None:
    """Every member of age is on this body from the day on which they are a member (M26)."""
    sitting = {one.person_id for one in await queries.sitting(writing, body, on)}
    for row in book.seats_of(body):
        members = [
            one for one in await register.members_of_group(writing, row.constituency, on) if one not in sitting
        ]
        born = await register.birthdays(writing, members)
        for person_id in members:
            if not old_enough(born.get(person_id), on, book.society.director_age):
                continue
            await seat(writing, body, row.constituency, person_id, on, None, HowFilled.BY_MEMBERSHIP, by=by, at=at)
            sitting.add(person_id)


async def _begin_elections(writing: AsyncSession, book: Rulebook, on: date, *, by: UUID | None, at: datetime) -> None:
    """The admission that makes the society large enough starts the clock of nominations; it never stops (W26)."""
    if not book.elections.trigger_members or await writing.get(ElectionsBegun, 1) is not None:
        return
    trigger = rules.elections_begin(book.elections, await register.count_members(writing, on), on)
    if trigger is None:
        return
    writing.add(
        ElectionsBegun(
            id=1,
            reached_on=trigger.reached_on,
            members=trigger.members,
            nominations_until=trigger.nominations_until,
        )
    )
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"members": trigger.members, "on": on.isoformat()}
    await record.add(writing, Event("elections.begun", "society", at, by, facts))
