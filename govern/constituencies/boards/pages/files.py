"""`office/boards/files`: the present board, and those who sat before, from a file; looked at first, then put in."""

from collections.abc import AsyncIterator
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import lifecycle, queries, rules
from govern.constituencies.boards.forms import SendSeats
from govern.constituencies.boards.pages.shared import keeper
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules import MOST_BYTES
from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.errors import GovernError
from govern.identity.rules import day_of
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.page import page
from govern.web.visitor import Visitor

PART = 65_536


@get("/office/boards/files", name="boards.files", guards=[keeper])
async def files(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    return await _files_page(request, reading, door, None)


@post("/office/boards/files", name="boards.send_file", guards=[keeper], request_max_body_size=MOST_BYTES + 100_000)
async def send(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor
) -> Response[str] | Redirect:
    """Take a file in and look at it. Nothing is put on the boards by this."""
    form = submitted(SendSeats, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _files_page(request, reading, door, form)
    sent = form.values.file
    upload = None
    try:
        upload = await register.keep_upload(society.uploads(), sent.filename or "–", _parts(sent))
        async with store.reading() as reading:
            file = register.upload_of(society.uploads(), upload.import_id)
            look = await lifecycle.look_at_seats(reading, file, at=door.at)
        async with store.writing() as writing:
            await lifecycle.note_seat_import(writing, upload, look, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        if upload is not None:
            register.forget_upload(society.uploads(), upload.import_id)
        refusal.field = "file"
        async with store.reading() as reading:
            return await _files_page(request, reading, door, form.refused(refusal))
    return Redirect(door.here(f"office/boards/files/{upload.import_id}"), status_code=303)


async def _parts(upload: UploadFile) -> AsyncIterator[bytes]:
    while part := await upload.read(PART):
        yield part


async def _files_page(
    request: AnyRequest, reading: AsyncSession, door: Door, form: Submission[SendSeats] | None
) -> Response[str]:
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    keys = [(body.id, rules.key_of(book, body.id, row)) for body in book.bodies for row in book.seats_of(body.id)]
    return page(
        request,
        "boards/files.html",
        section="office",
        form=form,
        files=await queries.seat_imports(reading),
        columns=tuple(rules.SeatColumn),
        seats=keys,
        ways=tuple(rules.HowFilled),
    )


@get("/office/boards/files/{seat_import_id:uuid}", name="boards.file", guards=[keeper])
async def one_file(request: AnyRequest, reading: AsyncSession, seat_import_id: UUID) -> Response[str]:
    return await _file_page(request, reading, seat_import_id, None)


async def _file_page(
    request: AnyRequest, reading: AsyncSession, import_id: UUID, refusal: GovernError | None
) -> Response[str]:
    return page(
        request,
        "boards/file.html",
        section="office",
        found=await queries.seat_import(reading, import_id),
        form=Submission.blank().refused(refusal) if refusal else None,
    )


@post("/office/boards/files/{seat_import_id:uuid}/apply", name="boards.apply_file", guards=[keeper])
async def put_in(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, seat_import_id: UUID
) -> Response[str] | Redirect:
    """The file goes onto the boards as it was shown; then it is deleted."""
    file = register.upload_of(society.uploads(), seat_import_id)
    try:
        async with store.writing() as writing:
            await lifecycle.apply_seats(writing, seat_import_id, file, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _file_page(request, reading, seat_import_id, refusal)
    register.forget_upload(society.uploads(), seat_import_id)
    return Redirect(door.here(f"office/boards/files/{seat_import_id}"), status_code=303)


@post("/office/boards/files/{seat_import_id:uuid}/abandon", name="boards.abandon_file", guards=[keeper])
async def abandon(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, seat_import_id: UUID
) -> Response[str] | Redirect:
    try:
        async with store.writing() as writing:
            await lifecycle.let_go(writing, seat_import_id, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _file_page(request, reading, seat_import_id, refusal)
    register.forget_upload(society.uploads(), seat_import_id)
    return Redirect(door.here("office/boards/files"), status_code=303)


HANDLERS = [files, send, one_file, put_in, abandon]
