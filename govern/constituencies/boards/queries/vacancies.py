"""Seats that fell empty before their time, caps that are not kept, and whether elections have begun."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from uuid import UUID

import msgspec
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import rules
from govern.constituencies.boards.models import CapBreach, ElectionsBegun, Tenure, Vacancy
from govern.constituencies.boards.queries.bodies import seat_name
from govern.constituencies.boards.rules import Trigger, VacancyStage, Way
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import body_name
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.sentences import Sentence


class VacancyView(msgspec.Struct, frozen=True):
    """A seat that fell empty early, as its page shows it."""

    id: UUID
    body: str
    body_name: str
    constituency: str
    seat: Sentence | str
    unit: str | None
    who_left: str
    why: str | None
    open_on: date
    due_on: date | None
    way: Way
    ways: tuple[Way, ...]
    stage: VacancyStage
    filled_by: str | None
    closed_on: date | None


async def vacancies(
    reading: AsyncSession, on: date, language: str, body: str | None = None
) -> tuple[VacancyView, ...]:
    """Those that are open, the oldest first."""
    question = select(Vacancy).where(Vacancy.stage == VacancyStage.OPEN)
    if body is not None:
        question = question.where(Vacancy.body == body)
    rows = tuple(await reading.scalars(question.order_by(Vacancy.open_on, Vacancy.id)))
    book = (await rulebook.in_force(reading, on)).rulebook
    return tuple([await _view(reading, book, row, language) for row in rows])


async def vacancy(reading: AsyncSession, vacancy_id: UUID, on: date, language: str) -> VacancyView:
    """One of them, whatever became of it. Raises `NotFound`."""
    row = await reading.get(Vacancy, vacancy_id)
    if row is None:
        raise NotFound("There is no such empty seat. Go back to the boards and choose again.")
    return await _view(reading, (await rulebook.in_force(reading, on)).rulebook, row, language)


async def _view(reading: AsyncSession, book: Rulebook, row: Vacancy, language: str) -> VacancyView:
    left = await reading.get(Tenure, row.tenure_id)
    filled = await reading.get(Tenure, row.filled_by_id) if row.filled_by_id is not None else None
    people = await identity.people_by_id(reading, [t.person_id for t in (left, filled) if t is not None])
    body = next((one for one in book.bodies if one.id == row.body), None)
    usual = Way(row.way)
    others = rules.ways_for(book.terms) if usual is not Way.APPOINTMENT else (Way.LEAVE,)
    return VacancyView(
        row.id,
        row.body,
        body_name(body, language) if body is not None else row.body,
        row.constituency,
        seat_name(book, row.constituency, language),
        row.unit,
        people[left.person_id].name if left is not None else "–",
        left.ended_why if left is not None else None,
        row.open_on,
        row.due_on,
        usual,
        tuple(dict.fromkeys((usual, *others))),
        row.stage,
        people[filled.person_id].name if filled is not None else None,
        row.closed_on,
    )


class Left(msgspec.Struct, frozen=True):
    """Somebody whose seat this was, and the election by which they had it, if one is known."""

    person_id: UUID
    elected_on: date | None


async def whose_seat(reading: AsyncSession, vacancy_id: UUID) -> tuple[Left, ...]:
    """Whose seat it was: who left last, then whom they had followed on it, back to whoever sat there first."""
    found: list[Left] = []
    row = await reading.get(Vacancy, vacancy_id)
    while row is not None:
        tenure = await reading.get_one(Tenure, row.tenure_id)
        found.append(Left(tenure.person_id, tenure.elected_on))
        row = await reading.scalar(select(Vacancy).where(Vacancy.filled_by_id == tenure.id).limit(1))
    return tuple(found)


class BreachView(msgspec.Struct, frozen=True):
    """A cap or quota that is not kept: since when, whom it counts, how many there were and what the limit was."""

    scope: str
    cap: str
    who: Sentence
    is_quota: bool
    opened_on: date
    limit: Fraction
    counted: int
    cured_on: date | None


async def open_breaches(reading: AsyncSession, on: date, scope: str | None = None) -> tuple[BreachView, ...]:
    """Breaches that are not cured, the oldest first; of one body or of everything."""
    question = select(CapBreach).where(CapBreach.cured_on.is_(None))
    return await _breaches(reading, on, question if scope is None else question.where(CapBreach.scope == scope))


async def breach_history(reading: AsyncSession, on: date, scope: str) -> tuple[BreachView, ...]:
    """Breaches of a body that were cured."""
    question = select(CapBreach).where(CapBreach.cured_on.is_not(None), CapBreach.scope == scope)
    return await _breaches(reading, on, question)


async def _breaches(reading: AsyncSession, on: date, question: Select[CapBreach]) -> tuple[BreachView, ...]:
    book = (await rulebook.in_force(reading, on)).rulebook
    caps = {cap.id: cap for cap in book.caps}
    rows = await reading.scalars(question.order_by(CapBreach.opened_on, CapBreach.id))
    found = []
    for row in rows:
        cap = caps.get(row.cap)
        who = rules.who_is_counted(book, cap) if cap is not None else Sentence("{cap}", cap=row.cap)
        is_quota = cap is not None and (cap.min is not None or cap.min_count is not None)
        found.append(
            BreachView(
                row.scope, row.cap, who, is_quota, row.opened_on, Fraction(row.limit), row.counted, row.cured_on
            )
        )
    return tuple(found)


class ElectionsView(msgspec.Struct, frozen=True):
    """Whether members elect yet: how many members there are, how many are needed, when it began (M18, W26)."""

    needed: int
    members: int
    begun: Trigger | None


async def elections(reading: AsyncSession, on: date) -> ElectionsView | None:
    """None where the rules hold elections from the beginning."""
    book = (await rulebook.in_force(reading, on)).rulebook
    if not book.elections.trigger_members:
        return None
    row = await reading.get(ElectionsBegun, 1)
    begun = Trigger(row.reached_on, row.members, row.nominations_until) if row is not None else None
    members = await register.count_members(reading, on)
    return ElectionsView(book.elections.trigger_members, members, begun)
