"""The life of a casual vacancy: a seat falls empty before its time, is filled, or its time runs out (invariant 19).

    open ── by co-option, by-election or the next in the last election ──> filled
      └──── left until its term ends, or the rules have the seat no longer ──> expired

Whoever fills it passes the caps as anybody does (invariant 10).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.boards import rules
from govern.constituencies.boards.models import Tenure, Vacancy
from govern.constituencies.boards.rules import Holder, HowFilled, VacancyStage, VacancyStep, Way
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.database import locked
from govern.errors import NotFound
from govern.record import Event

#: Ways to a seat that leave no vacancy behind: the seat comes with something else, and goes with it.
TIED = frozenset({HowFilled.EX_OFFICIO, HowFilled.BY_MEMBERSHIP, HowFilled.NOMINATED})


async def open_after(writing: AsyncSession, tenure: Tenure, on: date, *, by: UUID | None, at: datetime) -> None:
    """A tenure that ended before its time leaves a vacancy, if the rules still have its seat."""
    book = (await rulebook.in_force(writing, on)).rulebook
    rows = [row for row in book.seats_of(tenure.body) if row.constituency == tenure.constituency]
    tied = tenure.how_filled in TIED or tenure.until_elections or tenure.through_id is not None
    if not rows or tied or not rules.is_casual(tenure.due_on, on):
        return
    if book.body(tenure.body).selected_by == rules.EVERYBODY:
        return
    if tenure.how_filled == HowFilled.CO_OPTED and not tenure.casual:
        return  # somebody from outside, beside the seats that are elected
    vacancy = Vacancy(
        id=uuid4(),
        body=tenure.body,
        constituency=tenure.constituency,
        unit=tenure.unit,
        tenure_id=tenure.id,
        open_on=on,
        due_on=tenure.due_on,
        way=_usual_way(book, tenure.body, [row.method for row in rows]),
        stage=VacancyStage.OPEN,
    )
    writing.add(vacancy)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"body": tenure.body, "seat": tenure.constituency, "way": vacancy.way}
    await record.add(writing, Event("vacancy.opened", f"vacancy:{vacancy.id}", at, by, facts))


def _usual_way(book: Rulebook, body: str, methods: Sequence[str]) -> str:
    """As the rules say for elected seats. What somebody appoints or selects, they appoint or select anew."""
    if all(method not in rules.ELECTED_METHODS for method in methods):
        return Way.APPOINTMENT
    return Way(book.terms.casual_vacancy)


async def filled_by(
    writing: AsyncSession,
    book: Rulebook,
    body: str,
    there: Sequence[Holder],
    newcomer: Holder,
    vacancy_id: UUID | None,
) -> Vacancy | None:
    """The vacancy that a newcomer fills: the one that is named; else the oldest of their row, where they are co-opted
    or the next in the election, or where no seat of the row is free but those that fell empty early."""
    if vacancy_id is not None:
        vacancy = await locked(writing, Vacancy, vacancy_id)
        rules.after(vacancy.stage, VacancyStep.FILL)
        return vacancy
    assert newcomer.from_on is not None
    question = select(Vacancy).where(
        Vacancy.body == body,
        Vacancy.constituency == newcomer.constituency,
        Vacancy.stage == VacancyStage.OPEN,
        Vacancy.open_on <= newcomer.from_on,
        Vacancy.due_on.is_(None) | (Vacancy.due_on > newcomer.from_on),
    )
    waiting = [
        one
        for one in await writing.scalars(question.order_by(Vacancy.open_on, Vacancy.id))
        if newcomer.unit is None or one.unit in (None, newcomer.unit)
    ]
    if not waiting or newcomer.how_filled in TIED:
        return None
    seats = sum(row.count for row in book.seats_of(body) if row.constituency == newcomer.constituency)
    taken = Counter(holder.constituency for holder in there)[newcomer.constituency]
    early = newcomer.how_filled in (HowFilled.CO_OPTED, HowFilled.NEXT_BEST)
    return waiting[0] if early or seats - taken <= len(waiting) else None


async def fill(writing: AsyncSession, vacancy: Vacancy, tenure: Tenure, *, by: UUID | None, at: datetime) -> None:
    """Somebody sits there again."""
    vacancy.stage = rules.after(vacancy.stage, VacancyStep.FILL)
    vacancy.filled_by_id, vacancy.closed_on = tenure.id, tenure.from_on
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"tenure": str(tenure.id)}
    await record.add(writing, Event("vacancy.filled", f"vacancy:{vacancy.id}", at, by, facts))


async def choose_way(writing: AsyncSession, vacancy_id: UUID, way: Way, *, by: UUID, at: datetime) -> None:
    """How it is to be filled, within what the rules allow. Raises `NotAllowed` or `WrongMoment`."""
    vacancy = await locked(writing, Vacancy, vacancy_id)
    rules.after(vacancy.stage, VacancyStep.FILL)
    book = (await rulebook.in_force(writing, vacancy.open_on)).rulebook
    if way != vacancy.way:
        rules.check_way_out(book.terms, way)
    vacancy.way = way
    await record.add(writing, Event("vacancy.way_chosen", f"vacancy:{vacancy_id}", at, by, {"way": way}))


async def expire_due(writing: AsyncSession, book: Rulebook, on: date, *, by: UUID | None, at: datetime) -> None:
    """Vacancies whose term is over are over too, and those of seats that the rules have no longer: the seat is filled
    when its turn comes."""
    question = select(Vacancy).where(Vacancy.stage == VacancyStage.OPEN, Vacancy.open_on <= on).with_for_update()
    for vacancy in tuple(await writing.scalars(question)):
        kept = any(row.constituency == vacancy.constituency for row in book.seats_of(vacancy.body))
        if kept and (vacancy.due_on is None or vacancy.due_on > on):
            continue
        vacancy.stage = rules.after(vacancy.stage, VacancyStep.EXPIRE)
        vacancy.closed_on = vacancy.due_on if kept else on
        await writing.flush()
        await record.add(writing, Event("vacancy.expired", f"vacancy:{vacancy.id}", at, by))


async def vacancy_of(reading: AsyncSession, vacancy_id: UUID) -> Vacancy:
    """Raises `NotFound`."""
    found = await reading.get(Vacancy, vacancy_id)
    if found is None:
        raise NotFound("There is no such empty seat. Go back to the boards and choose again.")
    return found
