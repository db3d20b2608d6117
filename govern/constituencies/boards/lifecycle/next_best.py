"""A seat that falls empty early goes to the next in the last election, passing the caps as anybody does.

Who stood and was not elected is handed down, in order, by whoever counted: this room knows no ballots.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.boards import rules
from govern.constituencies.boards.lifecycle.sitting import Particulars, seat
from govern.constituencies.boards.lifecycle.vacancies import vacancy_of
from govern.constituencies.boards.rules import HowFilled, VacancyStep, Way
from govern.constituencies.rulebook import queries as rulebook
from govern.errors import AlreadyDone, NotAllowed
from govern.record import Event
from govern.sentences import Sentence


class Unelected(msgspec.Struct, frozen=True):
    """Somebody who stood in the last election and was not elected."""

    person_id: UUID
    name: str
    organisation_id: UUID | None = None


class NextBest(msgspec.Struct, frozen=True):
    """What came of it: who sits now, or nobody; and who was passed over, with the reason."""

    tenure_id: UUID | None
    name: str | None
    passed_over: tuple[tuple[str, Sentence], ...]


Nearest = Callable[[Mapping[UUID, Sentence]], Unelected | None]
"""Who is next when these cannot sit (with the reason); nobody any more: None."""


async def seat_next_best(
    writing: AsyncSession,
    vacancy_id: UUID,
    candidates: Sequence[Unelected],
    elected_on: date,
    from_on: date,
    *,
    by: UUID | None,
    at: datetime,
) -> NextBest:
    """The first of them, in the order given, who may sit takes the seat. Raises what `seat_nearest` raises."""

    def nearest(passed: Mapping[UUID, Sentence]) -> Unelected | None:
        return next((one for one in candidates if one.person_id not in passed), None)

    return await seat_nearest(writing, vacancy_id, nearest, elected_on, from_on, by=by, at=at)


async def seat_nearest(
    writing: AsyncSession,
    vacancy_id: UUID,
    nearest: Nearest,
    elected_on: date,
    from_on: date,
    *,
    by: UUID | None,
    at: datetime,
) -> NextBest:
    """Whoever is next takes the seat; who may not sit is passed over, and it is asked again who is next. Where nobody
    is, the vacancy goes to a by-election.

    Raises `NotAllowed` where the rules fill seats in another way, `WrongMoment` where it is not empty any more.
    """
    vacancy = await vacancy_of(writing, vacancy_id)
    rules.after(vacancy.stage, VacancyStep.FILL)
    book = (await rulebook.in_force(writing, from_on)).rulebook
    rules.check_way_out(book.terms, Way.NEXT_BEST)
    passed: dict[UUID, Sentence] = {}
    names: list[tuple[str, Sentence]] = []
    while (one := nearest(passed)) is not None:
        special = Particulars(
            unit=vacancy.unit, organisation_id=one.organisation_id, elected_on=elected_on, vacancy_id=vacancy_id
        )
        try:
            tenure_id = await seat(
                writing,
                vacancy.body,
                vacancy.constituency,
                one.person_id,
                from_on,
                None,
                HowFilled.NEXT_BEST,
                special,
                by=by,
                at=at,
            )
        except (NotAllowed, AlreadyDone) as refusal:
            passed[one.person_id] = refusal.message
            names.append((one.name, refusal.message))
            continue
        return NextBest(tenure_id, one.name, tuple(names))
    vacancy.way = Way.BY_ELECTION
    await record.add(writing, Event("vacancy.nobody_next", f"vacancy:{vacancy_id}", at, by, {"asked": len(names)}))
    return NextBest(None, None, tuple(names))
