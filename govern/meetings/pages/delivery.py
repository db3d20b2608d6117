"""How a notice reached everybody: what came back, what is to be printed, and all letters as one file to print."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import File, Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.meetings import lifecycle, queries
from govern.meetings.forms import LettersForm, Sides
from govern.meetings.lifecycle import printing
from govern.meetings.pages.calling import caller, to
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import submitted
from govern.web.page import page
from govern.web.visitor import Visitor

AT = "/office/meetings/{meeting_id:uuid}/delivery/{version:int}"
MADE = AT + "/letters/{letters_digest:str}"
#: A few letters are there within this time; with more, the page says how far they are.
A_REQUEST = 3.0


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


@post(f"{AT}/letters", name="meetings.make_letters", guards=[caller])
async def make_letters(
    request: AnyRequest, reading: AsyncSession, society: Society, door: Door, meeting_id: UUID, version: int
) -> Redirect:
    """Every letter that remains: begun here, and set while the page tells how far it is."""
    form = submitted(LettersForm, await request.form(), door.language.say)
    both = form.values is not None and form.values.sides is Sides.BOTH
    plan = await queries.letter_plan(reading, meeting_id, version, door.language, door.at, both_sides=both)
    notice = await queries.notice_of(reading, meeting_id, version)
    digest = printing.begin(society.uploads(), notice.id, plan)
    await printing.a_while(society.uploads(), notice.id, digest, A_REQUEST)
    return to(door, meeting_id, f"/delivery/{version}/letters/{digest}")


@get(MADE, name="meetings.letters", guards=[caller])
async def letters(
    request: AnyRequest,
    reading: AsyncSession,
    society: Society,
    door: Door,
    meeting_id: UUID,
    version: int,
    letters_digest: str,
) -> Response[str]:
    """How far the letters are; once they are whole, the file, and the press for when they are in the post."""
    meeting = await queries.meeting_page(reading, meeting_id, door.language.code)
    notice = await queries.notice_of(reading, meeting_id, version)
    return page(
        request,
        "meetings/letters.html",
        section="office",
        meeting=meeting,
        version=version,
        made=printing.made(society.uploads(), notice.id, letters_digest),
    )


@get(f"{MADE}/letters.pdf", name="meetings.delivery_letters", guards=[caller])
async def letters_pdf(
    reading: AsyncSession, society: Society, meeting_id: UUID, version: int, letters_digest: str
) -> File:
    notice = await queries.notice_of(reading, meeting_id, version)
    return File(
        printing.file_of(society.uploads(), notice.id, letters_digest),
        filename=f"notices-{version}.pdf",
        media_type="application/pdf",
        content_disposition_type="inline",
        headers={"cache-control": "no-store"},
    )


@post(f"{MADE}/posted", name="meetings.delivery_posted", guards=[caller])
async def posted(
    reading: AsyncSession,
    store: Store,
    society: Society,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    version: int,
    letters_digest: str,
) -> Redirect:
    """They are in the post: just those that the file holds, whatever came back since."""
    notice = await queries.notice_of(reading, meeting_id, version)
    printing.file_of(society.uploads(), notice.id, letters_digest)
    people = printing.made(society.uploads(), notice.id, letters_digest).people
    async with store.writing() as writing:
        await lifecycle.note_posted(writing, notice.id, people, by=visitor.person_id, at=door.at)
    printing.forget(society.uploads(), notice.id)
    return to(door, meeting_id, f"/delivery/{version}")


HANDLERS = [delivery, make_letters, letters, letters_pdf, posted]
