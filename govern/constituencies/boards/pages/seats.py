"""`office/boards`: seats, terms, caps and free places; somebody takes a seat, somebody leaves one."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import lifecycle, queries, rules
from govern.constituencies.boards.forms import LeaveSeat, NameTeam, TakeSeat, WhyLeft
from govern.constituencies.boards.lifecycle import Particulars
from govern.constituencies.boards.pages.drawing import picture_of
from govern.constituencies.boards.pages.shared import keeper
from govern.constituencies.boards.queries import Board, Sitting
from govern.constituencies.boards.queries.instructions import instructions as open_instructions
from govern.constituencies.boards.queries.learning import learners
from govern.constituencies.boards.rules import HowFilled
from govern.constituencies.register import queries as register
from govern.constituencies.register.queries import person_named
from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.errors import GovernError, NotFound, NotValid
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.page import page
from govern.web.visitor import Visitor


@get("/office/boards", name="boards.list", guards=[keeper])
async def boards(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    today, language = day_of(door.at), door.language.code
    found = await queries.boards(reading, today, language)
    return page(
        request,
        "boards/boards.html",
        section="office",
        boards=[(board, picture_of(board, door.language)) for board in found],
        vacancies=await queries.vacancies(reading, today, language),
        breaches=await queries.open_breaches(reading, today, ""),
        elections=await queries.elections(reading, today),
    )


@get("/office/boards/{board_id:str}", name="boards.board", guards=[keeper])
async def board(
    request: AnyRequest, reading: AsyncSession, door: Door, board_id: str, seat: str = "", vacancy: str = ""
) -> Response[str]:
    blank = Submission.blank(seat=seat, vacancy=vacancy) if seat or vacancy else None
    return await _board_page(request, reading, door, board_id, blank)


@post("/office/boards/{board_id:str}", name="boards.seat", guards=[keeper])
async def take_seat(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, board_id: str
) -> Response[str] | Redirect:
    form = submitted(TakeSeat, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _board_page(request, reading, door, board_id, form)
    sent = form.values
    by, at = visitor.person_id, door.at
    try:
        async with store.writing() as writing:
            person = await _who(writing, sent, by=by, door=door)
            particulars = await _particulars(writing, sent)
            await lifecycle.take_seat(
                writing, board_id, sent.seat, person, sent.from_on, sent.due_on, sent.how, particulars, by=by, at=at
            )
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _board_page(request, reading, door, board_id, form.refused(refusal))
    return Redirect(door.here(f"office/boards/{board_id}"), status_code=303)


async def _who(writing: AsyncSession, sent: TakeSeat, *, by: UUID, door: Door) -> UUID:
    """Somebody we know; or somebody from outside whom we get to know by this."""
    if sent.person:
        return await person_named(writing, sent.person)
    if not sent.new_name:
        raise NotValid("Type the member's number.", field="person")
    if sent.how in (HowFilled.ELECTED, HowFilled.NEXT_BEST, HowFilled.BY_MEMBERSHIP):
        raise NotValid("Only members are elected. Type the member's number.", field="person")
    (person_id,) = await identity.add_people(writing, [NewPerson(name=sent.new_name)], by=by, at=door.at)
    return person_id


async def _particulars(reading: AsyncSession, sent: TakeSeat) -> Particulars:
    organisation = None
    if sent.organisation:
        organisation = await register.person_with_number(reading, sent.organisation)
        if organisation is None:
            raise NotFound("We know no member organisation by this number.", field="organisation")
    return Particulars(
        unit=sent.unit,
        organisation_id=organisation,
        through_id=sent.through,
        office=sent.office,
        nominated_by=sent.nominated_by,
        until_elections=sent.until_elections,
        vacancy_id=sent.vacancy,
    )


class OtherSeat(msgspec.Struct, frozen=True):
    """A seat on another body through which somebody may sit here."""

    tenure_id: UUID
    name: str
    body: str


async def _board_page(
    request: AnyRequest, reading: AsyncSession, door: Door, body: str, form: Submission[TakeSeat] | None
) -> Response[str]:
    today, language = day_of(door.at), door.language.code
    found = await queries.board(reading, body, today, language)
    key = form.value("seat") if form is not None else ""
    chosen = next((row for row in found.rows if row.key == key and key), None)
    rows = [chosen] if chosen is not None else [row for row in found.rows if row.free]
    return page(
        request,
        "boards/board.html",
        section="office",
        learning=await learners(reading, today, [one.tenure_id for row in found.rows for one in row.sitting]),
        form=form,
        board=found,
        picture=picture_of(found, door.language),
        past=await queries.past(reading, body, today),
        instructions=await open_instructions(reading, today, door.language.code, body=body),
        chosen=chosen,
        vacancy=form.value("vacancy") if form is not None else "",
        ways=tuple(dict.fromkeys(way for row in rows for way in row.ways)),
        others=await _other_seats(reading, found, today, language),
        founding=await _is_founding(reading, today),
        vacancies=await queries.vacancies(reading, today, language, body),
        breaches=await queries.open_breaches(reading, today, body),
        cured=await queries.breach_history(reading, today, body),
    )


async def _is_founding(reading: AsyncSession, today: date) -> bool:
    """Whether the first elections are still to come, so that a seat may end with them."""
    found = await queries.elections(reading, today)
    return found is not None and found.begun is None


async def _other_seats(reading: AsyncSession, board: Board, today: date, language: str) -> list[OtherSeat]:
    """Who sits elsewhere and could sit here through that (M53)."""
    found = []
    for other in await queries.boards(reading, today, language):
        if other.id != board.id:
            found += [OtherSeat(one.tenure_id, one.name, other.name) for row in other.rows for one in row.sitting]
    return found


@get("/office/boards/seats/{tenure_id:uuid}", name="boards.tenure", guards=[keeper])
async def tenure(request: AnyRequest, reading: AsyncSession, door: Door, tenure_id: UUID) -> Response[str]:
    return await _tenure_page(request, reading, door, tenure_id, None)


@post("/office/boards/seats/{tenure_id:uuid}", name="boards.vacate", guards=[keeper])
async def leave_seat(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, tenure_id: UUID
) -> Response[str] | Redirect:
    form = submitted(LeaveSeat, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _tenure_page(request, reading, door, tenure_id, form)
    sent = form.values
    try:
        async with store.writing() as writing:
            await lifecycle.vacate(writing, tenure_id, sent.on, sent.why, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _tenure_page(request, reading, door, tenure_id, form.refused(refusal))
    return Redirect(door.here("office/boards"), status_code=303)


@post("/office/boards/seats/{tenure_id:uuid}/team", name="boards.team", guards=[keeper])
async def name_team(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, tenure_id: UUID
) -> Response[str] | Redirect:
    """For which team somebody sits, where their election did not say."""
    form = submitted(NameTeam, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _tenure_page(request, reading, door, tenure_id, form)
    try:
        async with store.writing() as writing:
            body = await lifecycle.name_team(
                writing, tenure_id, form.values.unit, by=visitor.person_id, at=door.at
            )  # fmt: skip
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _tenure_page(request, reading, door, tenure_id, form.refused(refusal))
    return Redirect(door.here(f"office/boards/{body}"), status_code=303)


async def _tenure_page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    tenure_id: UUID,
    form: Submission[LeaveSeat] | Submission[NameTeam] | None,
) -> Response[str]:
    today = day_of(door.at)
    body, sitting = await queries.tenure(reading, tenure_id, today)
    found = await queries.board(reading, body, today, door.language.code)
    return page(
        request,
        "boards/leave.html",
        section="office",
        form=form,
        board=found,
        sitting=sitting,
        per_team=any(row.per_unit and sitting in row.sitting for row in found.rows),
        terms=await _terms_served(reading, body, sitting, today),
        reasons=tuple(WhyLeft),
    )


async def _terms_served(reading: AsyncSession, body: str, sitting: Sitting, today: date) -> int:
    years = (await rulebook.in_force(reading, today)).rulebook.terms.years
    spans = await queries.spans_of(reading, body, sitting.person_id)
    return rules.terms_in_a_row(spans, sitting.due_on or today, years)


HANDLERS = [boards, tenure, leave_seat, name_team, board, take_seat]
