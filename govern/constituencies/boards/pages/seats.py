"""`office/boards`: seats, terms, caps and free places; somebody takes a seat, somebody leaves one."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import lifecycle, queries
from govern.constituencies.boards.forms import LeaveSeat, TakeSeat, WhyLeft
from govern.constituencies.boards.pages.drawing import picture_of
from govern.constituencies.boards.queries.instructions import instructions as open_instructions
from govern.constituencies.boards.rules import HowFilled
from govern.constituencies.register import queries as register
from govern.database import Store
from govern.errors import GovernError, NotFound
from govern.identity import queries as identity
from govern.identity.rules import day_of, looks_like_email, plain_email
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

keeper = holding(Permission.BOARD_EDIT)


@get("/office/boards", name="boards.list", guards=[keeper])
async def boards(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    found = await queries.boards(reading, day_of(door.at), door.language.code)
    drawn = [(board, picture_of(board, door.language)) for board in found]
    return page(request, "boards/boards.html", section="office", boards=drawn)


@get("/office/boards/{board_id:str}", name="boards.board", guards=[keeper])
async def board(request: AnyRequest, reading: AsyncSession, door: Door, board_id: str) -> Response[str]:
    return await _board_page(request, reading, door, board_id, None)


@post("/office/boards/{board_id:str}", name="boards.seat", guards=[keeper])
async def take_seat(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, board_id: str
) -> Response[str] | Redirect:
    form = submitted(TakeSeat, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _board_page(request, reading, door, board_id, form)
    sent = form.values
    try:
        async with store.writing() as writing:
            await lifecycle.seat(
                writing,
                board_id,
                sent.seat,
                await _person_named(writing, sent.person),
                sent.from_on,
                sent.due_on,
                sent.how,
                by=visitor.person_id,
                at=door.at,
            )
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _board_page(request, reading, door, board_id, form.refused(refusal))
    return Redirect(door.here(f"office/boards/{board_id}"), status_code=303)


async def _person_named(reading: AsyncSession, named: str) -> UUID:
    """By number in the register, or by email address. Raises `NotFound` beside the field."""
    if looks_like_email(named):
        found = await identity.people_at(reading, plain_email(named))
        if len(found) == 1:
            return found[0].id
    elif person_id := await register.person_with_number(reading, named):
        return person_id
    raise NotFound("We know nobody by this number or address. Look them up in the register.", field="person")


async def _board_page(
    request: AnyRequest, reading: AsyncSession, door: Door, body: str, form: Submission[TakeSeat] | None
) -> Response[str]:
    today = day_of(door.at)
    found = await queries.board(reading, body, today, door.language.code)
    return page(
        request,
        "boards/board.html",
        section="office",
        form=form,
        board=found,
        picture=picture_of(found, door.language),
        past=await queries.past(reading, body, today),
        ways=tuple(HowFilled),
        instructions=await open_instructions(reading, today, door.language.code, body=body),
    )


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


async def _tenure_page(
    request: AnyRequest, reading: AsyncSession, door: Door, tenure_id: UUID, form: Submission[LeaveSeat] | None
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
        reasons=tuple(WhyLeft),
    )


HANDLERS = [boards, tenure, leave_seat, board, take_seat]
