"""How a notice reached everybody: what came back, what is to be printed, and the letters as one file to print."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.documents.pdf import pdf
from govern.errors import NotFound
from govern.meetings import lifecycle, queries
from govern.meetings.forms import PostedForm
from govern.meetings.pages.calling import caller, to
from govern.meetings.pages.printing import as_file
from govern.meetings.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import submitted
from govern.web.page import page
from govern.web.visitor import Visitor

AT = "/office/meetings/{meeting_id:uuid}/delivery/{version:int}"
PILE = AT + "/{pile_name:str}"


@get(AT, name="meetings.delivery", guards=[caller])
async def delivery(
    request: AnyRequest, reading: AsyncSession, door: Door, meeting_id: UUID, version: int
) -> Response[str]:
    return page(
        request,
        "meetings/delivery.html",
        section="office",
        meeting=await queries.meeting_page(reading, meeting_id, door.language.code),
        delivery=await queries.delivery(reading, meeting_id, version),
    )


@get(f"{PILE}/letters.pdf", name="meetings.delivery_letters", guards=[caller])
async def letters(
    request: AnyRequest, reading: AsyncSession, door: Door, meeting_id: UUID, version: int, pile_name: str
) -> Response[bytes]:
    """The next letters of this language and format that remain, named like `cy-large_print`: one file."""
    language, _, style = pile_name.partition("-")
    found = await queries.pile(reading, meeting_id, version, language, style, request.query_params.get("of"))
    paper = await queries.notice_paper(reading, meeting_id, language, version)
    notice = await queries.notice_of(reading, meeting_id, version)
    made = queries.letters_paper(found.lines, paper, language, style, notice.hash.hex(), day_of(door.at))
    return await as_file(made, pdf, "application/pdf", f"notices-{version}-{language}-{style}.pdf")


@post(f"{PILE}/posted", name="meetings.delivery_posted", guards=[caller])
async def posted(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, meeting_id: UUID, version: int, pile_name: str
) -> Redirect:
    """They are in the post: just those whom the page named, whatever came back since."""
    form = submitted(PostedForm, await request.form(), door.language.say)
    if form.values is None:
        raise NotFound("There are no such letters to print now. Look at the list again.")
    async with store.writing() as writing:
        notice = await queries.notice_of(writing, meeting_id, version)
        people = queries.people_in(form.values.people)
        await lifecycle.note_posted(writing, notice.id, people, by=visitor.person_id, at=door.at)
    return to(door, meeting_id, f"/delivery/{version}")


HANDLERS = [delivery, letters, posted]
