"""What members read of meetings: the list, one meeting, its notice to print, its calendar file."""

from uuid import UUID

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.queries import people_asked
from govern.documents import Form
from govern.documents.pdf import pdf
from govern.errors import NotFound
from govern.meetings import queries
from govern.meetings.lifecycle.calendar import calendar_file, file_name, media_type
from govern.meetings.lifecycle.easy_parts import easy_parts
from govern.meetings.lifecycle.wording import NoticePaper
from govern.meetings.pages.printing import SIZES, as_file
from govern.meetings.rules import MeetingKind, Stage
from govern.settings import Settings
from govern.web.door import AnyRequest, Door
from govern.web.guards import public
from govern.web.page import page
from govern.web.visitor import Visitor


@get("/meetings", name="meetings.list", guards=[public])
async def meetings(request: AnyRequest, reading: AsyncSession, door: Door, guest: Visitor | None) -> Response[str]:
    members = guest is not None
    return page(
        request,
        "meetings/list.html",
        section="meetings",
        coming=await queries.meetings_to_come(reading, door.at, door.language.code, members=members),
        past=await queries.meetings_past(reading, door.language.code, members=members),
    )


async def shown(reading: AsyncSession, meeting_id: UUID, door: Door) -> queries.MeetingPage:
    """A meeting people have been told of. Drafts, and the board's meetings to the public, are not there."""
    meeting = await queries.meeting_page(reading, meeting_id, door.language.code)
    hidden = meeting.kind is MeetingKind.BOARD and door.visitor is None
    if not meeting.notices or hidden:
        raise NotFound("There is no such meeting. Go to the list of meetings and choose from there.")
    return meeting


@get("/meetings/{meeting_id:uuid}", name="meetings.show", guards=[public])
async def meeting(
    request: AnyRequest, reading: AsyncSession, door: Door, guest: Visitor | None, meeting_id: UUID
) -> Response[str]:
    found = await shown(reading, meeting_id, door)
    here = await queries.here_now(reading, guest.person_id) if guest is not None else ()
    until = await queries.proxy_until(reading, meeting_id) if found.first_called_for else door.at
    return page(
        request,
        "meetings/show.html",
        section="meetings",
        meeting=found,
        to_come=found.stage is Stage.NOTICED,
        proxies=door.visitor is not None and await queries.may_name_proxies(reading, found.kind, found.starts_at),
        proxy_until=until,
        proxy_late=door.at > until,
        checked_in=next((one for one in here if one.meeting_id == meeting_id), None),
        ballots=await queries.ballots_of(reading, meeting_id, door.language.code),
        declared=await queries.interests_at(reading, meeting_id, door.language.code) if guest is not None else (),
        people_asked=await people_asked(reading, [item.id for item in found.items]) if guest is not None else {},
    )


@get(
    ["/meetings/{meeting_id:uuid}/notice", "/meetings/{meeting_id:uuid}/notice/{version:int}"],
    name="meetings.notice",
    guards=[public],
)
async def notice(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    meeting_id: UUID,
    version: int | None = None,
    easy: int | None = None,
) -> Response[str]:
    """The notice as it went out, or the same in easy words. What is said to the reader alone stands apart."""
    found, paper = await _noticed(reading, meeting_id, door, version)
    own: tuple[str, ...] = ()
    if door.visitor is not None and found.stage is Stage.NOTICED:
        own = tuple(await queries.own_words(reading, found.id, door.visitor.person_id, door.language, door.at))
    return page(
        request,
        "meetings/notice.html",
        section="meetings",
        meeting=found,
        paper=paper,
        own=own,
        easy_words=door.look.layout == "easy" if easy is None else bool(easy),
        easy_parts=easy_parts(paper, own),
        version=version or found.notices[-1].version,
    )


async def _noticed(
    reading: AsyncSession, meeting_id: UUID, door: Door, version: int | None
) -> tuple[queries.MeetingPage, NoticePaper]:
    found = await shown(reading, meeting_id, door)
    paper = await queries.notice_paper(reading, meeting_id, door.language.code, version)
    return found, paper if door.visitor is not None else queries.without_ways_to_join(paper, found)


@get(
    ["/meetings/{meeting_id:uuid}/notice.pdf", "/meetings/{meeting_id:uuid}/notice/{version:int}/notice.pdf"],
    name="meetings.notice_pdf",
    guards=[public],
)
async def notice_pdf(
    reading: AsyncSession, door: Door, meeting_id: UUID, version: int | None = None, size: str = ""
) -> Response[bytes]:
    """The notice to print: with `size=large` in large print, with `size=easy` in Easy Read."""
    found, paper = await _noticed(reading, meeting_id, door, version)
    number, form = version or found.notices[-1].version, SIZES.get(size, Form.STANDARD)
    document = await queries.notice_document(reading, meeting_id, number, paper, door.language, form)
    return await as_file(document, pdf, "application/pdf", f"notice-{number}-{document.language}.pdf")


@get("/meetings/{meeting_id:uuid}/meeting.ics", name="meetings.calendar", guards=[public])
async def calendar(reading: AsyncSession, door: Door, settings: Settings, meeting_id: UUID) -> Response[bytes]:
    """The calendar file. Ways to join are for members who are signed in."""
    await shown(reading, meeting_id, door)
    found = await queries.found(reading, meeting_id)
    address = settings.address + door.here(f"meetings/{meeting_id}")
    content = calendar_file(found, door.language, address, door.at, ways_to_join=door.visitor is not None)
    return Response(
        content,
        media_type=media_type(found),
        headers={"content-disposition": f'attachment; filename="{file_name(found)}"'},
    )


HANDLERS = [meetings, meeting, notice, notice_pdf, calendar]
