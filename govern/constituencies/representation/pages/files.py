"""`office/peers/files`: a file of mandates from paper is taken in, looked at, approved, put in, or let go."""

from collections.abc import AsyncIterator
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.pages.shared import may_approve, may_edit
from govern.constituencies.register.rules import SECOND_OFFICER_FROM, ImportStage, needs_second_officer
from govern.constituencies.representation import queries
from govern.constituencies.representation.forms import SendMandates
from govern.constituencies.representation.lifecycle import files as lifecycle
from govern.constituencies.representation.lifecycle.files import Look
from govern.constituencies.representation.rules.files import COLUMNS, MOST_BYTES, REQUIRED
from govern.database import Store
from govern.errors import GovernError
from govern.identity import queries as people
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.page import page
from govern.web.visitor import Visitor

PART = 65_536
WAITING = (ImportStage.LOOKED_AT, ImportStage.APPROVED)


@get("/office/peers/files", name="peers.files", guards=[may_approve])
async def sent_before(request: AnyRequest, reading: AsyncSession) -> Response[str]:
    return await _files_page(request, reading, None)


@post("/office/peers/files", name="peers.send_file", guards=[may_edit], request_max_body_size=MOST_BYTES + 100_000)
async def send(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor
) -> Response[str] | Redirect:
    """Take a file in and look at it. Nothing is put in by this."""
    form = submitted(SendMandates, await request.form(), door.language.say)
    if form.values is not None:
        upload, file_id = form.values.file, None
        try:
            file_id, digest = await lifecycle.keep(society.uploads(), _parts(upload))
            async with store.reading() as reading:
                look = await lifecycle.look_at(reading, lifecycle.file_of(society.uploads(), file_id), at=door.at)
            async with store.writing() as writing:
                await lifecycle.note_file(
                    writing, file_id, digest, upload.filename or "–", look, by=visitor.person_id, at=door.at
                )
            return to_file(door, file_id)
        except GovernError as refusal:
            if file_id is not None:
                lifecycle.forget(society.uploads(), file_id)
            refusal.field = "file"
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _files_page(request, reading, form)


async def _parts(upload: UploadFile) -> AsyncIterator[bytes]:
    while part := await upload.read(PART):
        yield part


async def _files_page(
    request: AnyRequest, reading: AsyncSession, form: Submission[SendMandates] | None
) -> Response[str]:
    return page(
        request,
        "representation/files.html",
        section="office",
        form=form,
        files=await queries.mandate_files(reading),
        columns=tuple(COLUMNS),
        required=REQUIRED,
    )


@get("/office/peers/files/{mandate_file_id:uuid}", name="peers.file", guards=[may_approve])
async def one(
    request: AnyRequest, reading: AsyncSession, society: Society, door: Door, visitor: Visitor, mandate_file_id: UUID
) -> Response[str]:
    return await file_page(request, reading, society, door, visitor, mandate_file_id, None)


async def file_page(
    request: AnyRequest,
    reading: AsyncSession,
    society: Society,
    door: Door,
    visitor: Visitor,
    file_id: UUID,
    refusal: GovernError | None,
) -> Response[str]:
    """What a file would put in, and who may say what to it now. A refusal of the last step stands at the top."""
    found = await queries.mandate_file(reading, file_id)
    look = Look(())
    if found.stage in WAITING:
        look = await lifecycle.look_at(reading, lifecycle.file_of(society.uploads(), file_id), at=door.at)
    names = await people.people_by_id(reading, [p for p in (found.uploaded_by, found.approved_by) if p])
    blank: Submission[SendMandates] = Submission.blank()
    return page(
        request,
        "representation/file.html",
        section="office",
        form=blank.refused(refusal) if refusal else None,
        file=found,
        waiting=found.stage in WAITING,
        lines=look.lines,
        refused=look.refused,
        names={person_id: someone.name for person_id, someone in names.items()},
        needs_second=needs_second_officer(len(look.lines)),
        limit=SECOND_OFFICER_FROM,
        mine=found.uploaded_by == visitor.person_id,
        may_edit=visitor.may(Permission.REGISTER_EDIT),
    )


@post("/office/peers/files/{mandate_file_id:uuid}/approve", name="peers.approve", guards=[may_approve])
async def approve(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, mandate_file_id: UUID
) -> Response[str] | Redirect:
    try:
        async with store.writing() as writing:
            await lifecycle.approve(writing, mandate_file_id, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await file_page(request, reading, society, door, visitor, mandate_file_id, refusal)
    return to_file(door, mandate_file_id)


@post("/office/peers/files/{mandate_file_id:uuid}/let-go", name="peers.let_go", guards=[may_edit])
async def let_go(store: Store, society: Society, door: Door, visitor: Visitor, mandate_file_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.abandon(writing, mandate_file_id, by=visitor.person_id, at=door.at)
    lifecycle.forget(society.uploads(), mandate_file_id)
    return Redirect(door.here("office/peers/files"), status_code=303)


def to_file(door: Door, file_id: UUID) -> Redirect:
    return Redirect(door.here(f"office/peers/files/{file_id}"), status_code=303)


HANDLERS = [sent_before, send, one, approve, let_go]
