"""The life of a tenure, and what a change in the register does to it.

    seat ──> sits ──┬── vacate (resigned, removed, term over) ──> over
                    └── a change of status ──> vacated the same day, the change itself always recorded (invariant 12)

The register stands below and knows no board. So a step in the register that may cost somebody a seat is taken inside
`heeding`: it looks at all seats before and after, and empties those that the change has made impossible.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.boards import queries, rules
from govern.constituencies.boards.models import Tenure
from govern.constituencies.boards.rules import Holder, HowFilled
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotValid
from govern.identity import queries as identity
from govern.record import Event, RecordHead

Facts = dict[str, str | int | bool | None]


async def seat(
    writing: AsyncSession,
    body: str,
    constituency: str,
    person_id: UUID,
    from_on: date,
    due_on: date | None = None,
    how_filled: str = HowFilled.ELECTED,
    *,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Put somebody on a seat from a day on. `due_on` is worked out from the rules unless given.

    Raises what `rules.may_sit` raises: a cap, a full row, another group's seat, a second seat, an age.
    """
    book = (await rulebook.in_force(writing, from_on)).rulebook
    due_on = due_on or rules.end_of_term(from_on, book.terms.years)
    rules.span_is_right(from_on, due_on)
    await _hold_seats(writing)
    there = [s.as_holder() for s in await queries.sitting(writing, body, from_on)]
    await _refuse_who_comes_later(writing, body, person_id, from_on)
    person = await identity.person(writing, person_id)
    newcomer = Holder(
        person_id,
        person.name,
        constituency,
        frozenset(await register.constituencies_of(writing, person_id, from_on)),
        (await register.attributes_on(writing, [person_id], from_on)).get(person_id, frozenset()),
        HowFilled(how_filled),
        from_on,
    )
    rules.may_sit(book, body, there, newcomer, await register.born_on(writing, person_id))
    tenure = Tenure(
        id=uuid4(),
        body=body,
        constituency=constituency,
        person_id=person_id,
        from_on=from_on,
        due_on=due_on,
        how_filled=how_filled,
    )
    writing.add(tenure)
    await writing.flush()
    facts: Facts = {"body": body, "seat": constituency, "person": str(person_id), "how": str(how_filled)}
    facts["from"] = from_on.isoformat()
    await record.add(writing, Event("tenure.began", f"tenure:{tenure.id}", at, by, facts))
    await _note_breaches(writing, body, from_on, by=by, at=at)
    return tenure.id


async def vacate(
    writing: AsyncSession, tenure_id: UUID, on: date, why: str, *, by: UUID | None, at: datetime
) -> None:
    """Somebody leaves a seat: from this day on it is free. `why` is a word: resigned, removed, term_over, died …

    Raises `AlreadyDone`, or `NotValid` for a day before they sat.
    """
    tenure = await locked(writing, Tenure, tenure_id)
    if tenure.to_on is not None:
        raise AlreadyDone("This seat was left on {day}.", day=tenure.to_on)
    if on < tenure.from_on:
        raise NotValid("They have sat since {day}. They cannot leave before.", field="on", day=tenure.from_on)
    await _end(writing, tenure, on, why, by=by, at=at)
    await _note_breaches(writing, tenure.body, on, by=by, at=at)


@asynccontextmanager
async def heeding(writing: AsyncSession, on: date, *, by: UUID | None, at: datetime) -> AsyncIterator[None]:
    """Around a step of the register that takes effect on a day: seats it makes impossible fall vacant then."""
    bodies = list(await writing.scalars(select(Tenure.body).distinct().where(_goes_on(on))))
    before = {body: await queries.sitting(writing, body, on) for body in bodies}
    yield
    book = (await rulebook.in_force(writing, on)).rulebook
    for body, was in before.items():
        now = await queries.sitting(writing, body, on)
        emptied = rules.vacated_by(book, body, [s.as_holder() for s in was], [s.as_holder() for s in now])
        tenures = {s.person_id: s.tenure_id for s in now}
        for vacated in emptied:
            tenure = await locked(writing, Tenure, tenures[vacated.holder.person_id])
            await _end(writing, tenure, on, "status_changed", by=by, at=at)
        if emptied:
            await _note_breaches(writing, body, on, by=by, at=at)


async def _end(writing: AsyncSession, tenure: Tenure, on: date, why: str, *, by: UUID | None, at: datetime) -> None:
    tenure.to_on = on
    facts: Facts = {"body": tenure.body, "seat": tenure.constituency, "person": str(tenure.person_id)}
    facts |= {"on": on.isoformat(), "why": why}
    await record.add(writing, Event("tenure.ended", f"tenure:{tenure.id}", at, by, facts))


async def _note_breaches(writing: AsyncSession, body: str, on: date, *, by: UUID | None, at: datetime) -> None:
    """A cap of the seats filled, or a quota, that is no longer kept removes nobody; it is written down with its day.

    The duty is to cure it at the next general meeting (invariant 14).
    """
    for now in await queries.breaches(writing, body, on):
        facts: Facts = {"cap": now.cap.id, "limit": str(now.limit), "counted": len(now.counted), "on": on.isoformat()}
        await record.add(writing, Event("cap.not_kept", f"body:{body}", at, by, facts))


async def _hold_seats(writing: AsyncSession) -> None:
    """Two officers cannot both fill the last place: whoever seats somebody holds the end of the record until done."""
    await writing.execute(select(RecordHead).with_for_update())


async def _refuse_who_comes_later(writing: AsyncSession, body: str, person_id: UUID, from_on: date) -> None:
    later = select(Tenure.from_on).where(
        Tenure.body == body, Tenure.person_id == person_id, Tenure.from_on > from_on, Tenure.to_on.is_(None)
    )
    day = await writing.scalar(later.limit(1))
    if day is not None:
        raise NotAllowed("This person takes a seat on {day} already.", field="person", day=day)


def _goes_on(on: date) -> ColumnElement[bool]:
    return and_(Tenure.from_on <= on, or_(Tenure.to_on.is_(None), Tenure.to_on > on))
