"""`office/register/imports`: a file of members is taken in, looked at, approved, let go."""

from collections.abc import AsyncIterator
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import lifecycle, queries, rules
from govern.constituencies.register.forms import (
    SendFile,
)
from govern.constituencies.register.incoming import Column
from govern.constituencies.register.pages.shared import may_approve, may_edit
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


@get("/office/register/imports", name="register.imports", guards=[may_approve])
async def imports(request: AnyRequest, reading: AsyncSession) -> Response[str]:
    return await _imports_page(request, reading, None)


@post(
    "/office/register/imports",
    name="register.send_file",
    guards=[may_edit],
    request_max_body_size=rules.MOST_BYTES + 100_000,
)
async def send_file(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor
) -> Response[str] | Redirect:
    """Take a file in and look at it. Nothing is put into the register by this."""
    form = submitted(SendFile, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _imports_page(request, reading, form)
    sent = form.values.file
    upload = None
    try:
        upload = await lifecycle.keep_upload(society.uploads(), sent.filename or "–", _parts(sent))
        async with store.reading() as reading:
            file = lifecycle.upload_of(society.uploads(), upload.import_id)
            look = await lifecycle.look_at(reading, file, at=door.at)
        async with store.writing() as writing:
            await lifecycle.note_import(writing, upload, look, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        if upload is not None:
            lifecycle.forget_upload(society.uploads(), upload.import_id)
        refusal.field = "file"
        async with store.reading() as reading:
            return await _imports_page(request, reading, form.refused(refusal))
    return Redirect(door.here(f"office/register/imports/{upload.import_id}"), status_code=303)


async def _parts(upload: UploadFile) -> AsyncIterator[bytes]:
    while part := await upload.read(PART):
        yield part


async def _imports_page(
    request: AnyRequest, reading: AsyncSession, form: Submission[SendFile] | None
) -> Response[str]:
    return page(
        request,
        "register/imports.html",
        section="office",
        form=form,
        imports=await queries.imports(reading),
        columns=tuple(Column),
    )


@get("/office/register/imports/{import_id:uuid}", name="register.import", guards=[may_approve])
async def one_import(request: AnyRequest, reading: AsyncSession, visitor: Visitor, import_id: UUID) -> Response[str]:
    return await import_page(request, reading, visitor, import_id)


async def import_page(
    request: AnyRequest, reading: AsyncSession, visitor: Visitor, import_id: UUID, refusal: GovernError | None = None
) -> Response[str]:
    """What a file would change, and who may say what to it now. A refusal of the last step stands at the top."""
    found = await queries.import_view(reading, import_id)
    names = await people.people_by_id(reading, [p for p in (found.uploaded_by, found.approved_by) if p])
    return page(
        request,
        "register/import.html",
        section="office",
        found=found,
        names={person_id: someone.name for person_id, someone in names.items()},
        needs_second=rules.needs_second_officer(found.changes),
        mine=found.uploaded_by == visitor.person_id,
        may_edit=visitor.may(Permission.REGISTER_EDIT),
        form=Submission.blank().refused(refusal) if refusal else None,
        limit=rules.SECOND_OFFICER_FROM,
    )


@post("/office/register/imports/{import_id:uuid}/approve", name="register.approve", guards=[may_approve])
async def approve(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, import_id: UUID
) -> Response[str] | Redirect:
    try:
        async with store.writing() as writing:
            await lifecycle.approve(writing, import_id, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await import_page(request, reading, visitor, import_id, refusal)
    return Redirect(door.here(f"office/register/imports/{import_id}"), status_code=303)


@post("/office/register/imports/{import_id:uuid}/abandon", name="register.abandon", guards=[may_edit])
async def abandon(store: Store, society: Society, door: Door, visitor: Visitor, import_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.abandon(writing, import_id, by=visitor.person_id, at=door.at)
    lifecycle.forget_upload(society.uploads(), import_id)
    return Redirect(door.here("office/register/imports"), status_code=303)


HANDLERS = [imports, send_file, one_import, approve, abandon]
