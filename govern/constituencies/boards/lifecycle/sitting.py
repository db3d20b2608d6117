"""The life of a tenure: somebody takes a seat, sits, leaves it.

    seat ──> sits ──┬── vacate (resigned, removed, term over, died) ──> over
                    ├── the seat it is held through ends (a council's seat on the board, M53) ──> over the same day
                    ├── elections begin (seats of founders, M60) ──> over the same day
                    └── a change of status (`heeding`) ──> over the same day

A seat that falls empty before its term ends leaves a vacancy (`vacancies`). After every step the caps are reckoned
anew (`breaches`, invariant 10).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.boards import queries, rules
from govern.constituencies.boards.lifecycle import vacancies
from govern.constituencies.boards.lifecycle.breaches import note_breaches
from govern.constituencies.boards.models import Tenure, Vacancy
from govern.constituencies.boards.rules import Holder, HowFilled
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.book.tables import Seat
from govern.constituencies.rulebook.rules import called
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.record import Event, RecordHead

Facts = dict[str, str | int | bool | None]
#: Whose terms in a row are limited. An office, a membership or a nomination brings its seat for as long as it lasts.
LIMITED = frozenset(
    {HowFilled.ELECTED, HowFilled.NEXT_BEST, HowFilled.CO_OPTED, HowFilled.APPOINTED, HowFilled.SELECTED}
)
#: Who stays until the office, the membership or whoever chose them ends it.
WITHOUT_TERM = frozenset({HowFilled.EX_OFFICIO, HowFilled.BY_MEMBERSHIP})
TERM_OVER, FIRST_ELECTIONS, SEAT_ENDED = "term_over", "first_elections", "seat_ended"


class Particulars(msgspec.Struct, frozen=True):
    """What is special about a seat; `Tenure` says what each of them means."""

    unit: str | None = None
    organisation_id: UUID | None = None
    through_id: UUID | None = None
    office: str | None = None
    nominated_by: str | None = None
    until_elections: bool = False
    elected_on: date | None = None
    terms_before: int = 0
    vacancy_id: UUID | None = None


NOTHING_SPECIAL = Particulars()


async def take_seat(
    writing: AsyncSession,
    body: str,
    row_key: str,
    person_id: UUID,
    from_on: date,
    due_on: date | None,
    how: HowFilled,
    particulars: Particulars = NOTHING_SPECIAL,
    *,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """The secretary puts somebody on a seat in a way its row allows. Raises what `seat` raises, and for a way or a
    particular that the row does not take."""
    book = (await rulebook.in_force(writing, from_on)).rulebook
    row = rules.row_named(book, body, row_key)
    rules.check_way(book, body, row, how)
    rules.check_team(row, particulars.unit)
    if how is HowFilled.NOMINATED:
        particulars = _nominated(book, row, particulars)
    if how is HowFilled.EX_OFFICIO and not particulars.office:
        raise NotValid("Write which office brings this seat.", field="office")
    if how is HowFilled.SELECTED:
        particulars = await _selected(writing, book, body, particulars, from_on)
    if row.ends_at == FIRST_ELECTIONS or (how is HowFilled.FIRST and book.elections.trigger_members):
        particulars = msgspec.structs.replace(particulars, until_elections=True)
    return await seat(
        writing, body, row.constituency, person_id, from_on, due_on, how, particulars, by=by, at=at
    )  # fmt: skip


def _nominated(book: Rulebook, row: Seat, particulars: Particulars) -> Particulars:
    """By whom: as the rules name them, where they name anybody (M40, M60)."""
    who = particulars.nominated_by or (row.nominated_by[0] if len(row.nominated_by) == 1 else None)
    if not who:
        raise NotValid("Write who nominates them.", field="nominated_by")
    if row.nominated_by and who not in row.nominated_by:
        raise NotValid(
            "The rules let these nominate somebody for this seat: {names} ({rule}). Write one of them.",
            field="nominated_by",
            rule=rules.rule_of_row(book, row),
            names=row.nominated_by,
        )
    return msgspec.structs.replace(particulars, nominated_by=who)


async def _selected(
    reading: AsyncSession, book: Rulebook, body: str, particulars: Particulars, on: date
) -> Particulars:
    """Another body chooses (M18): it has to be there to choose."""
    chooser = book.body(book.body(body).selected_by)
    if not await queries.sitting(reading, chooser.id, on):
        raise NotAllowed(
            "{chooser} chooses who sits on {body} ({rule}), and nobody sits on it yet. Fill its seats first.",
            field="how",
            rule=citation(f"body.{body}", book),
            chooser=called(chooser),
            body=called(book.body(body)),
        )
    return msgspec.structs.replace(particulars, nominated_by=chooser.id)


async def seat(
    writing: AsyncSession,
    body: str,
    constituency: str,
    person_id: UUID,
    from_on: date,
    due_on: date | None = None,
    how_filled: str = HowFilled.ELECTED,
    particulars: Particulars = NOTHING_SPECIAL,
    *,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Put somebody on a seat from a day on. `due_on` is worked out from the rules unless given.

    A seat that fell empty before its time is filled for the rest of its term (invariant 19). The first who is elected
    ends the seats that founders hold until then (M60).

    Raises what `rules.may_sit` raises: a cap, a full row, another group's seat, a second seat, an age; and
    `TermLimit`.
    """
    book = (await rulebook.in_force(writing, from_on)).rulebook
    how = HowFilled(how_filled)
    await _hold_seats(writing)
    if how is HowFilled.ELECTED:
        await end_founders(writing, body, from_on, by=by, at=at)
    there = [s.as_holder() for s in await queries.sitting(writing, body, from_on)]
    await _refuse_who_comes_later(writing, body, person_id, from_on)
    particulars = await _for_an_organisation(writing, constituency, person_id, from_on, particulars)
    newcomer = await _newcomer(writing, constituency, person_id, how, from_on, particulars)
    vacancy = await vacancies.filled_by(writing, book, body, there, newcomer, particulars.vacancy_id)
    due_on = await _due(writing, book, newcomer, due_on, vacancy, particulars)
    rules.span_is_right(from_on, due_on)
    rules.may_sit(book, body, there, newcomer, await register.born_on(writing, person_id))
    if how in LIMITED:
        await queries.check_terms(writing, body, person_id, from_on, due_on)
    casual = vacancy is not None or _until_elected(book, body, newcomer)
    tenure = _tenure(body, newcomer, due_on, particulars, casual=casual)
    writing.add(tenure)
    await writing.flush()
    facts: Facts = {"body": body, "seat": constituency, "person": str(person_id), "how": str(how_filled)}
    facts["from"] = from_on.isoformat()
    await record.add(writing, Event("tenure.began", f"tenure:{tenure.id}", at, by, facts))
    if vacancy is not None:
        await vacancies.fill(writing, vacancy, tenure, by=by, at=at)
    await note_breaches(writing, body, from_on, by=by, at=at)
    return tenure.id


async def _for_an_organisation(
    reading: AsyncSession, constituency: str, person_id: UUID, from_on: date, particulars: Particulars
) -> Particulars:
    """An organisation sits through whoever represents it (M90); where that is plain from the register, it is taken
    from there. Raises `NotValid` for an organisation itself."""
    if (await identity.person(reading, person_id)).is_organisation:
        raise NotValid("An organisation does not sit itself. Choose the person who represents it.", field="person")
    if particulars.organisation_id is not None or constituency in (rules.ANYBODY, rules.NOBODY):
        return particulars
    if constituency in await register.constituencies_of(reading, person_id, from_on):
        return particulars
    theirs = [
        one.id
        for one in await register.represented_by(reading, person_id, from_on)
        if constituency in await register.constituencies_of(reading, one.id, from_on)
    ]
    return msgspec.structs.replace(particulars, organisation_id=theirs[0]) if len(theirs) == 1 else particulars


async def _newcomer(
    reading: AsyncSession,
    constituency: str,
    person_id: UUID,
    how: HowFilled,
    from_on: date,
    particulars: Particulars,
) -> Holder:
    """As the rules see them: what is true of them, and of the member organisation they stand for."""
    who = [person_id, *([particulars.organisation_id] if particulars.organisation_id else [])]
    groups = await register.groups_on(reading, who, from_on)
    attributes = await register.attributes_on(reading, who, from_on)
    return Holder(
        person_id,
        (await identity.person(reading, person_id)).name,
        constituency,
        frozenset().union(*(groups.get(one, ()) for one in who)),
        frozenset().union(*(attributes.get(one, frozenset()) for one in who)),
        how,
        from_on,
        particulars.unit,
        particulars.organisation_id,
    )


async def _due(
    reading: AsyncSession,
    book: Rulebook,
    newcomer: Holder,
    due_on: date | None,
    vacancy: Vacancy | None,
    particulars: Particulars,
) -> date | None:
    """Until when: as said or one term, never past the term of the vacancy or of the seat it is held through."""
    assert newcomer.from_on is not None
    has_term = book.terms.years and newcomer.how_filled not in WITHOUT_TERM
    due = due_on or (rules.end_of_term(newcomer.from_on, book.terms.years) if has_term else None)
    bounds = [vacancy.due_on] if vacancy is not None else []
    if particulars.through_id is not None:
        through = await reading.get(Tenure, particulars.through_id)
        if through is None or through.person_id != newcomer.person_id or not _holds(through, newcomer.from_on):
            raise NotValid("They do not sit there on that day. Choose another seat.", field="through")
        bounds.append(through.due_on)
    known = [day for day in (due, *bounds) if day is not None]
    return min(known) if known else None


def _holds(tenure: Tenure, on: date) -> bool:
    return tenure.from_on <= on and (tenure.to_on is None or tenure.to_on > on)


def _until_elected(book: Rulebook, body: str, newcomer: Holder) -> bool:
    """A member who is co-opted to a seat that members elect sits there as in a vacancy, also where nobody sat before:
    else they would have a whole term without an election. Somebody from outside sits beside those elected."""
    rows = [row for row in book.seats_of(body) if row.constituency == newcomer.constituency]
    elected = any(row.method in rules.ELECTED_METHODS for row in rows)
    return newcomer.how_filled is HowFilled.CO_OPTED and bool(newcomer.groups) and elected


def _tenure(body: str, newcomer: Holder, due_on: date | None, particulars: Particulars, *, casual: bool) -> Tenure:
    assert newcomer.from_on is not None
    elected_on = particulars.elected_on
    if newcomer.how_filled in rules.BY_ELECTION:
        elected_on = elected_on or newcomer.from_on
    return Tenure(
        id=uuid4(),
        body=body,
        constituency=newcomer.constituency,
        person_id=newcomer.person_id,
        from_on=newcomer.from_on,
        due_on=due_on,
        how_filled=str(newcomer.how_filled),
        unit=particulars.unit,
        organisation_id=particulars.organisation_id,
        through_id=particulars.through_id,
        office=particulars.office,
        nominated_by=particulars.nominated_by,
        until_elections=particulars.until_elections,
        casual=casual,
        elected_on=elected_on,
        terms_before=particulars.terms_before,
    )


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
    await end(writing, tenure, on, why, by=by, at=at)


async def end(writing: AsyncSession, tenure: Tenure, on: date, why: str, *, by: UUID | None, at: datetime) -> None:
    """A tenure is over, and with it every seat held through it; what it leaves empty is noted, caps are reckoned."""
    tenure.to_on, tenure.ended_why = on, why
    facts: Facts = {"body": tenure.body, "seat": tenure.constituency, "person": str(tenure.person_id)}
    facts |= {"on": on.isoformat(), "why": why}
    await writing.flush()
    await record.add(writing, Event("tenure.ended", f"tenure:{tenure.id}", at, by, facts))
    if why not in (TERM_OVER, FIRST_ELECTIONS):
        await vacancies.open_after(writing, tenure, on, by=by, at=at)
    for held in await _held(writing, Tenure.through_id == tenure.id, on):
        await end(writing, held, max(on, held.from_on), SEAT_ENDED, by=by, at=at)
    await note_breaches(writing, tenure.body, on, by=by, at=at)


async def end_founders(writing: AsyncSession, body: str, on: date, *, by: UUID | None, at: datetime) -> None:
    """Seats given until the first elections end on the day on which somebody elected takes a seat (M60)."""
    for tenure in await _held(writing, (Tenure.body == body) & Tenure.until_elections, on):
        await end(writing, tenure, on, FIRST_ELECTIONS, by=by, at=at)


async def office_ended(
    writing: AsyncSession, person_id: UUID, office: str, on: date, *, by: UUID | None, at: datetime
) -> None:
    """Somebody holds an office no longer: the seats it brought end the same day."""
    for tenure in await _held(writing, (Tenure.person_id == person_id) & (Tenure.office == office), on):
        await end(writing, tenure, on, "office_ended", by=by, at=at)


async def _held(writing: AsyncSession, which: ColumnElement[bool], on: date) -> Sequence[Tenure]:
    question = select(Tenure).where(which, Tenure.to_on.is_(None), Tenure.from_on <= on)
    return tuple(await writing.scalars(question.order_by(Tenure.from_on, Tenure.id)))


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


async def name_team(writing: AsyncSession, tenure_id: UUID, unit: str, *, by: UUID | None, at: datetime) -> str:
    """For which team somebody sits; returns the body's id. Raises `NotAllowed` where that team's seat is taken."""
    tenure = await locked(writing, Tenure, tenure_id)
    today = day_of(at)
    book = (await rulebook.in_force(writing, today)).rulebook
    there = await queries.sitting(writing, tenure.body, today)
    others = [one.as_holder() for one in there if one.tenure_id != tenure_id]
    me = next((one.as_holder() for one in there if one.tenure_id == tenure_id), None)
    if me is None:
        raise NotFound("Nobody sits there now. Go back to the boards and choose again.")
    rules.row_has_room(book, tenure.body, others, msgspec.structs.replace(me, unit=unit))
    tenure.unit = unit
    await record.add(writing, Event("tenure.team_named", f"tenure:{tenure_id}", at, by, {"team": unit}))
    return tenure.body
