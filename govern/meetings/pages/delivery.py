"""How a notice reached everybody: what came back, what is to be printed, and the letters as one file to print."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.documents.pdf import pdf
from govern.meetings import lifecycle, queries
from govern.meetings.pages.calling import caller, to
from govern.meetings.pages.printing import as_file
from govern.meetings.rules import day_of
from govern.web.door import AnyRequest, Door
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
    reading: AsyncSession, door: Door, meeting_id: UUID, version: int, pile_name: str
) -> Response[bytes]:
    """All letters of this language and format that remain, named like `cy-large_print`: one file."""
    language, _, style = pile_name.partition("-")
    lines = await queries.pile(reading, meeting_id, version, language, style)
    paper = await queries.notice_paper(reading, meeting_id, language, version)
    notice = await queries.notice_of(reading, meeting_id, version)
    made = queries.letters_paper(lines, paper, language, style, notice.hash.hex(), day_of(door.at))
    return await as_file(made, pdf, "application/pdf", f"notices-{version}-{language}-{style}.pdf")


@post(f"{PILE}/posted", name="meetings.delivery_posted", guards=[caller])
async def posted(
    store: Store, door: Door, visitor: Visitor, meeting_id: UUID, version: int, pile_name: str
) -> Redirect:
    """They are in the post. The list is read in the same transaction, so that nobody is noted who was not printed."""
    language, _, style = pile_name.partition("-")
    async with store.writing() as writing:
        lines = await queries.pile(writing, meeting_id, version, language, style)
        notice = await queries.notice_of(writing, meeting_id, version)
        people = [one.person_id for one in lines]
        await lifecycle.note_posted(writing, notice.id, people, by=visitor.person_id, at=door.at)
    return to(door, meeting_id, f"/delivery/{version}")


HANDLERS = [delivery, letters, posted]
