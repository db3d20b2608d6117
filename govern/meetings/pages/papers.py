"""Papers of a meeting: the secretary sends files and new versions; people read them and may say that they have."""

from pathlib import Path
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.rules.reading import HowRead
from govern.database import Store
from govern.documents import attachments, texts
from govern.errors import GovernError, NotFound
from govern.meetings import lifecycle, queries
from govern.meetings.forms import NewPaperForm, NewVersionForm, PaperReadForm, SaidRead
from govern.meetings.lifecycle import NewPaper
from govern.meetings.pages.calling import Answer, caller, pages_of, to
from govern.meetings.pages.member import shown
from govern.permissions import Permission
from govern.settings import Settings
from govern.society import Society
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, submitted, words
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

MINE = "/meetings/{meeting_id:uuid}/papers"
OFFICE = "/office/meetings/{meeting_id:uuid}/papers"
#: Shown in the browser; the rest is saved.
IN_PLACE = (attachments.Kind.PDF, attachments.Kind.JPEG)


@get(MINE, name="meetings.papers", guards=[signed_in])
async def papers(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, meeting_id: UUID
) -> Response[str]:
    calls = visitor.may(Permission.MEETING_CALL)
    return page(
        request,
        "meetings/papers.html",
        section="meetings",
        meeting=await shown(reading, meeting_id, door),
        papers=await queries.papers_for(
            reading, meeting_id, visitor.person_id, door.language.code, door.at, calls=calls
        ),
    )


@get(f"{MINE}/{{paper_id:uuid}}/{{number:int}}/file", name="meetings.paper_file", guards=[signed_in])
async def paper_file(
    reading: AsyncSession,
    society: Society,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    paper_id: UUID,
    number: int,
) -> Response[bytes]:
    calls = visitor.may(Permission.MEETING_CALL)
    if not calls:
        await shown(reading, meeting_id, door)
    found = await queries.paper_file(reading, meeting_id, paper_id, number, visitor.person_id, door.at, calls=calls)
    content = attachments.content_of(society.uploads(), found.id, found.hash)
    how = "inline" if found.kind in IN_PLACE else "attachment"
    headers = {"content-disposition": f'{how}; filename="{found.name}"', "cache-control": "no-store"}
    return Response(content, media_type=attachments.TYPES[found.kind], headers=headers)


@post(f"{MINE}/{{paper_id:uuid}}/read", name="meetings.paper_read", guards=[signed_in])
async def say_read(
    request: AnyRequest,
    reading: AsyncSession,
    store: Store,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    paper_id: UUID,
) -> Redirect:
    """Each button says one thing: read, read to me, or neither any more. Without one nothing is said."""
    form = submitted(PaperReadForm, await request.form(), door.language.say)
    await shown(reading, meeting_id, door)
    pressed = form.values.how if form.values is not None else None
    if pressed is not None:
        how = None if pressed is SaidRead.NONE else HowRead(pressed.value)
        calls = visitor.may(Permission.MEETING_CALL)
        async with store.writing() as writing:
            await lifecycle.say_paper_read(writing, paper_id, visitor.person_id, how, calls=calls, at=door.at)
    return Redirect(door.here(f"meetings/{meeting_id}/papers"), status_code=303)


# --- The office -----------------------------------------------------------------------------------------------------


async def office_shown(
    request: AnyRequest, reading: AsyncSession, meeting_id: UUID, form: Submission[NewPaperForm] | None = None
) -> Response[str]:
    door = door_of(request)
    person = door.visitor.person_id if door.visitor else meeting_id
    return page(
        request,
        "meetings/papers_office.html",
        section="office",
        meeting=await queries.meeting_page(reading, meeting_id, door.language.code),
        papers=await queries.papers_in_office(reading, meeting_id, person, door.language.code, door.at),
        limit=attachments.MOST_BYTES // 1024 // 1024,
        form=form,
    )


@get(OFFICE, name="meetings.papers_office", guards=[caller])
async def office(request: AnyRequest, reading: AsyncSession, meeting_id: UUID) -> Response[str]:
    return await office_shown(request, reading, meeting_id)


async def kept(uploads: Path, file_id: UUID, sent: UploadFile) -> attachments.Cleaned:
    """Looked at, cleaned, its words read, and written down: all of it before the transaction begins."""
    paper = await texts.read(await attachments.cleaned(await sent.read(attachments.MOST_BYTES + 1)))
    attachments.keep(uploads, file_id, paper)
    return paper


@post(OFFICE, name="meetings.add_paper", guards=[caller], request_max_body_size=attachments.LARGEST_BODY)
async def add(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, meeting_id: UUID
) -> Answer:
    """A file whose row was refused is forgotten."""
    form = submitted(NewPaperForm, await request.form(), door.language.say)
    file_id, uploads = uuid4(), society.uploads()
    try:
        if form.values is not None:
            sent = form.values
            cleaned = await kept(uploads, file_id, sent.file)
            new = NewPaper(words(sent.title, sent.title_cy), sent.readers, sent.item)
            async with store.writing() as writing:
                await lifecycle.add_paper(
                    writing, meeting_id, new, file_id, cleaned, by=visitor.person_id, at=door.at
                )
            return to(door, meeting_id, "/papers")
    except GovernError as refusal:
        attachments.forget(uploads, file_id)
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await office_shown(request, reading, meeting_id, form)


async def version_shown(
    request: AnyRequest,
    reading: AsyncSession,
    meeting_id: UUID,
    paper_id: UUID,
    form: Submission[NewVersionForm] | None = None,
) -> Response[str]:
    door = door_of(request)
    person = door.visitor.person_id if door.visitor else meeting_id
    found = await queries.papers_in_office(reading, meeting_id, person, door.language.code, door.at)
    one = next((paper for paper in found if paper.id == paper_id), None)
    if one is None:
        raise NotFound("There is no such paper. It may have been taken away. Look at the list again.")
    return page(
        request,
        "meetings/paper_version.html",
        section="office",
        meeting=await queries.meeting_page(reading, meeting_id, door.language.code),
        paper=one,
        form=form,
    )


@get(f"{OFFICE}/{{paper_id:uuid}}/version", name="meetings.paper_version_page", guards=[caller])
async def version_page(request: AnyRequest, reading: AsyncSession, meeting_id: UUID, paper_id: UUID) -> Response[str]:
    return await version_shown(request, reading, meeting_id, paper_id)


@post(
    f"{OFFICE}/{{paper_id:uuid}}/version",
    name="meetings.paper_version",
    guards=[caller],
    request_max_body_size=attachments.LARGEST_BODY,
)
async def version(
    request: AnyRequest,
    store: Store,
    society: Society,
    door: Door,
    visitor: Visitor,
    settings: Settings,
    meeting_id: UUID,
    paper_id: UUID,
) -> Answer:
    form = submitted(NewVersionForm, await request.form(), door.language.say)
    file_id, uploads = uuid4(), society.uploads()
    try:
        if form.values is not None:
            sent = form.values
            cleaned = await kept(uploads, file_id, sent.file)
            async with store.writing() as writing:
                await lifecycle.new_version(
                    writing,
                    paper_id,
                    file_id,
                    cleaned,
                    sent.changed,
                    pages=pages_of(meeting_id, door, settings),
                    by=visitor.person_id,
                    at=door.at,
                )
            return to(door, meeting_id, "/papers")
    except GovernError as refusal:
        attachments.forget(uploads, file_id)
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await version_shown(request, reading, meeting_id, paper_id, form)


@post(f"{OFFICE}/{{paper_id:uuid}}/remove", name="meetings.remove_paper", guards=[caller])
async def remove(store: Store, door: Door, visitor: Visitor, meeting_id: UUID, paper_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.take_paper_away(writing, paper_id, by=visitor.person_id, at=door.at)
    return to(door, meeting_id, "/papers")


HANDLERS = [papers, paper_file, say_read, office, add, version_page, version, remove]
