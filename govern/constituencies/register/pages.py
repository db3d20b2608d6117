"""The office's pages of the register: list, person, a new member, contact facts, files of members.

Steps that may cost somebody a seat (a group, an attribute, a file put in) are posted to the boards' pages above.
"""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.datastructures import UploadFile
from litestar.params import Parameter
from litestar.response import Redirect, Stream
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import lifecycle, queries, rules
from govern.constituencies.register.forms import (
    Contact,
    EndAttribute,
    JoinGroup,
    LeaveGroup,
    NewMember,
    NoteAttribute,
    SendFile,
)
from govern.constituencies.register.incoming import Column, attributes_asked
from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.documents.spreadsheet import csv_stream
from govern.errors import GovernError
from govern.identity import lifecycle as identity
from govern.identity import queries as people
from govern.identity.lifecycle import NewPerson, PersonChanges
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.face import Group
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

may_see = holding(Permission.REGISTER_SEE)
may_edit = holding(Permission.REGISTER_EDIT)
may_approve = holding(Permission.REGISTER_APPROVE)
PageNumber = Annotated[int, Parameter(query="page", ge=1, le=1_000_000)]
Words = Annotated[str, Parameter(query="words", max_length=200)]
PART = 65_536
#: A step in a membership that was sent and refused.
Step = Submission[JoinGroup] | Submission[LeaveGroup] | Submission[NoteAttribute] | Submission[EndAttribute]


def groups_by_id(door: Door) -> dict[str, Group]:
    """The groups of the society with their names and threads, as templates look them up."""
    return {group.id: group for group in (door.face.groups if door.face else ())}


@get("/office/register", name="register.list", guards=[may_see])
async def members(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    words: Words = "",
    group: str = "",
    left: bool = False,
    number: PageNumber = 1,
) -> Response[str]:
    today = day_of(door.at)
    found = await queries.members(reading, today, words=words, group=group, left=left, page=number)
    counts = await queries.count_by_group(reading, today)
    return page(
        request,
        "register/members.html",
        section="office",
        found=found,
        words=words,
        group=group,
        left=left,
        counts=counts,
        groups=groups_by_id(door),
    )


@get("/office/register/export", name="register.export", guards=[stepping_up(Permission.REGISTER_SEE)])
async def export(store: Store, door: Door, words: Words = "", group: str = "", left: bool = False) -> Stream:
    """The list as it is filtered, as a file; read from the database while it is sent."""
    today = day_of(door.at)

    async def rows() -> AsyncIterator[tuple[str, ...]]:
        async with store.reading() as reading:
            async for row in queries.export(reading, today, words=words, group=group, left=left):
                yield row

    return Stream(
        csv_stream([column.value for column in Column], rows()),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="register-{today.isoformat()}.csv"'},
    )


@get("/office/register/add", name="register.add", guards=[may_edit])
async def add_form(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    return await _add_page(request, reading, door, None)


@post("/office/register/add", name="register.enter", guards=[may_edit])
async def add(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Response[str] | Redirect:
    form = submitted(NewMember, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _add_page(request, reading, door, form)
    new = form.values
    person = NewPerson(
        name=new.name,
        first_name=new.first_name,
        email=new.email,
        phone=new.phone,
        postal_address=new.postal_address,
        born_on=new.born,
        language=new.language,
        format=new.format,
    )
    try:
        async with store.writing() as writing:
            person_id = await lifecycle.enter(
                writing,
                person,
                new.group,
                new.joined,
                new.reason,
                number=new.number,
                by=visitor.person_id,
                at=door.at,
            )
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _add_page(request, reading, door, form.refused(refusal))
    return Redirect(door.here(f"office/register/{person_id}"), status_code=303)


async def _add_page(
    request: AnyRequest, reading: AsyncSession, door: Door, form: Submission[NewMember] | None
) -> Response[str]:
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    return page(
        request,
        "register/add.html",
        section="office",
        form=form,
        groups=groups_by_id(door),
        closed={group.id for group in book.constituencies if group.closed},
        formats=dict.fromkeys(("standard", *book.notice.formats)),
    )


@get("/office/register/{person_id:uuid}", name="register.person", guards=[may_see])
async def person(
    request: AnyRequest, reading: AsyncSession, door: Door, person_id: UUID, done: str = ""
) -> Response[str]:
    return await person_page(request, reading, door, person_id, done=done)


async def person_page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    person_id: UUID,
    form: Step | None = None,
    *,
    done: str = "",
) -> Response[str]:
    """One person's entry with the steps that can be taken; `form` is one of those steps, sent and refused."""
    today = day_of(door.at)
    book = (await rulebook.in_force(reading, today)).rulebook
    return page(
        request,
        "register/person.html",
        section="office",
        form=form,
        member=await queries.member_page(reading, person_id, today),
        groups=groups_by_id(door),
        closed={group.id for group in book.constituencies if group.closed},
        asked=sorted(attributes_asked(book)),
        words_for=rules.attribute_words,
        today=today,
        done=done,
    )


@get("/office/register/{person_id:uuid}/contact", name="register.contact", guards=[may_edit])
async def contact_form(request: AnyRequest, reading: AsyncSession, door: Door, person_id: UUID) -> Response[str]:
    return await _contact_page(request, reading, door, person_id, None)


@post("/office/register/{person_id:uuid}/contact", name="register.contact_kept", guards=[may_edit])
async def contact(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    form = submitted(Contact, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _contact_page(request, reading, door, person_id, form)
    sent = form.values
    changes = PersonChanges(
        name=sent.name,
        first_name=sent.first_name,
        email=sent.email,
        phone=sent.phone,
        postal_address=sent.postal_address,
        born_on=sent.born,
        language=sent.language,
        format=sent.format,
    )
    site = site_of(door)
    try:
        async with store.writing() as writing:
            await identity.change_person(writing, person_id, changes, by=visitor.person_id, at=door.at, site=site)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _contact_page(request, reading, door, person_id, form.refused(refusal))
    return Redirect(door.here(f"office/register/{person_id}") + "?done=contact", status_code=303)


async def _contact_page(
    request: AnyRequest, reading: AsyncSession, door: Door, person_id: UUID, form: Submission[Contact] | None
) -> Response[str]:
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    member = await queries.member_page(reading, person_id, day_of(door.at))
    formats = dict.fromkeys(("standard", *book.notice.formats))
    return page(request, "register/contact.html", section="office", form=form, member=member, formats=formats)


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


router = Router(
    path="",
    route_handlers=[
        members,
        export,
        add_form,
        add,
        person,
        contact_form,
        contact,
        imports,
        send_file,
        one_import,
        approve,
        abandon,
    ],
)
