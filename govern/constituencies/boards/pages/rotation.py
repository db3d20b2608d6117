"""`office/boards/…/rotation`: who stands down at the annual general meeting; announced, then drawn."""

from datetime import date
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import lifecycle, queries, rules
from govern.constituencies.boards.forms import AnnounceRotation
from govern.constituencies.boards.pages.shared import keeper
from govern.constituencies.boards.queries.bodies import seat_name
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import citation
from govern.database import Store
from govern.errors import GovernError
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

may_draw = stepping_up(Permission.BOARD_EDIT)


@get("/office/boards/{board_id:str}/rotation", name="boards.rotation", guards=[keeper])
async def rotation(request: AnyRequest, reading: AsyncSession, door: Door, board_id: str) -> Response[str]:
    return await _rotation_page(request, reading, door, board_id, None)


@post("/office/boards/{board_id:str}/rotation", name="boards.announce", guards=[keeper])
async def announce(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, board_id: str
) -> Response[str] | Redirect:
    form = submitted(AnnounceRotation, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _rotation_page(request, reading, door, board_id, form)
    try:
        async with store.writing() as writing:
            made = await lifecycle.announce(writing, board_id, form.values.on, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _rotation_page(request, reading, door, board_id, form.refused(refusal))
    return Redirect(door.here(f"office/boards/rotations/{made}"), status_code=303)


async def _rotation_page(
    request: AnyRequest, reading: AsyncSession, door: Door, board_id: str, form: Submission[AnnounceRotation] | None
) -> Response[str]:
    today = day_of(door.at)
    board = await queries.board(reading, board_id, today, door.language.code)
    book = (await rulebook.in_force(reading, today)).rulebook
    return page(
        request,
        "boards/rotation.html",
        section="office",
        form=form,
        board=board,
        preview=await queries.standing_down(reading, board_id, today),
        why=rules.WHY_WORDS,
        seats=await _seat_names(reading, door, today),
        rotation=book.terms.rotation,
        clause=citation("terms.rotation", book),
        before=await queries.rotations(reading, board_id),
    )


async def _seat_names(reading: AsyncSession, door: Door, on: date) -> dict[str, str]:
    book = (await rulebook.in_force(reading, on)).rulebook
    names = {row.constituency: seat_name(book, row.constituency, door.language.code) for row in book.seats}
    return {seat: name if isinstance(name, str) else door.language.say(name) for seat, name in names.items()}


@get("/office/boards/rotations/{rotation_id:uuid}", name="boards.one_rotation", guards=[keeper])
async def one_rotation(request: AnyRequest, reading: AsyncSession, door: Door, rotation_id: UUID) -> Response[str]:
    return await _one_page(request, reading, door, rotation_id, None)


SHOW, DRAW = "boards/rotation_one.html", "boards/rotation_draw.html"


async def _one_page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    rotation_id: UUID,
    refusal: GovernError | None,
    *,
    template: str = SHOW,
) -> Response[str]:
    found = await queries.rotation(reading, rotation_id)
    return page(
        request,
        template,
        section="office",
        form=Submission.blank().refused(refusal) if refusal else None,
        found=found,
        board=await queries.board(reading, found.body, day_of(door.at), door.language.code),
        preview=await queries.standing_down(reading, found.body, found.on),
        why=rules.WHY_WORDS,
        seats=await _seat_names(reading, door, found.on),
    )


@get("/office/boards/rotations/{rotation_id:uuid}/draw", name="boards.draw_page", guards=[may_draw])
async def draw_page(request: AnyRequest, reading: AsyncSession, door: Door, rotation_id: UUID) -> Response[str]:
    """What will happen, before it happens."""
    return await _one_page(request, reading, door, rotation_id, None, template=DRAW)


@post("/office/boards/rotations/{rotation_id:uuid}/draw", name="boards.draw", guards=[may_draw])
async def draw(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, rotation_id: UUID
) -> Response[str] | Redirect:
    """The lot is revealed and who stands down is written down. It cannot be taken back."""
    try:
        async with store.writing() as writing:
            await lifecycle.draw(writing, rotation_id, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _one_page(request, reading, door, rotation_id, refusal, template=DRAW)
    return Redirect(door.here(f"office/boards/rotations/{rotation_id}"), status_code=303)


@post("/office/boards/rotations/{rotation_id:uuid}/withdraw", name="boards.withdraw_rotation", guards=[keeper])
async def withdraw(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, rotation_id: UUID
) -> Response[str] | Redirect:
    try:
        async with store.writing() as writing:
            body = (await queries.rotation(writing, rotation_id)).body
            await lifecycle.withdraw(writing, rotation_id, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _one_page(request, reading, door, rotation_id, refusal)
    return Redirect(door.here(f"office/boards/{body}/rotation"), status_code=303)


HANDLERS = [rotation, announce, one_rotation, draw_page, draw, withdraw]
