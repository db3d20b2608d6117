"""How a notice reached everybody: what came back, what is to be printed, and all letters as one file to print."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from litestar import Response, get, post
from litestar.response import File, Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.documents.attachments import TYPES, Kind
from govern.documents.docx import docx
from govern.errors import NotFound
from govern.meetings import lifecycle, queries
from govern.meetings.forms import CameBackForm, LettersForm, Sides
from govern.meetings.lifecycle import printing
from govern.meetings.pages.calling import Answer, caller, done_or_shown, to
from govern.meetings.pages.printing import as_file
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
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
    return await _shown(request, reading, door, meeting_id, version, None)


async def _shown(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    meeting_id: UUID,
    version: int,
    form: Submission[CameBackForm] | None,
) -> Response[str]:
    return page(
        request,
        "meetings/delivery.html",
        section="office",
        meeting=await queries.meeting_page(reading, meeting_id, door.language.code),
        delivery=await queries.delivery(reading, meeting_id, version),
        form=form,
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
    """How far the letters are; once they are whole, the files, and the press for when they are in the post."""
    meeting = await queries.meeting_page(reading, meeting_id, door.language.code)
    notice = await queries.notice_of(reading, meeting_id, version)
    made = printing.made(society.uploads(), notice.id, letters_digest)
    plan = await _plan_of(reading, door, meeting_id, version, made) if made.ready else None
    return page(
        request,
        "meetings/letters.html",
        section="office",
        meeting=meeting,
        version=version,
        made=made,
        batches=() if plan is None else plan.batches,
    )


async def _plan_of(
    reading: AsyncSession, door: Door, meeting_id: UUID, version: int, made: printing.Made
) -> printing.LetterPlan | None:
    """The letters that were made; None where others remain by now, so that the list has to be looked at again."""
    try:
        plan = await queries.letter_plan(
            reading, meeting_id, version, door.language, door.at, both_sides=made.both_sides
        )
    except NotFound:
        return None
    return plan if plan.digest == made.digest else None


@get(f"{MADE}/word/{{number:int}}/letters.docx", name="meetings.delivery_letters_docx", guards=[caller])
async def letters_docx(
    reading: AsyncSession,
    society: Society,
    door: Door,
    meeting_id: UUID,
    version: int,
    letters_digest: str,
    number: int,
) -> Response[bytes]:
    """A hundred letters of one kind at most, for a word processor: a line may be added before they are printed."""
    notice = await queries.notice_of(reading, meeting_id, version)
    made = printing.made(society.uploads(), notice.id, letters_digest)
    plan = await _plan_of(reading, door, meeting_id, version, made)
    batch = next((one for one in plan.batches if one.number == number), None) if plan is not None else None
    if batch is None:
        raise NotFound("There are no such letters to print now. Look at the list again.")
    file = await as_file(batch.document(), docx, TYPES[Kind.DOCX], f"notices-{version}-{number}.docx")
    file.headers["cache-control"] = "no-store"
    return file


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


@post(f"{AT}/came-back", name="meetings.delivery_came_back", guards=[caller])
async def came_back(
    request: AnyRequest,
    reading: AsyncSession,
    store: Store,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    version: int,
) -> Answer:
    """An email came back to somebody after the mail server had taken it: so it is printed and posted too."""
    return await _noted(request, reading, store, door, visitor, meeting_id, version, lifecycle.note_came_back)


@post(f"{AT}/arrived", name="meetings.delivery_arrived", guards=[caller])
async def arrived(
    request: AnyRequest,
    reading: AsyncSession,
    store: Store,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    version: int,
) -> Answer:
    """It did not come back after all: a slip of the hand."""
    return await _noted(request, reading, store, door, visitor, meeting_id, version, lifecycle.take_back_came_back)


async def _noted(
    request: AnyRequest,
    reading: AsyncSession,
    store: Store,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    version: int,
    step: Callable[..., Awaitable[None]],
) -> Answer:
    form = submitted(CameBackForm, await request.form(), door.language.say)
    notice = await queries.notice_of(reading, meeting_id, version)

    async def act(writing: AsyncSession, sent: CameBackForm) -> None:
        try:
            person = UUID(sent.person)
        except ValueError:
            raise NotFound("Press the button beside the person whose email came back.") from None
        await step(writing, notice.id, person, by=visitor.person_id, at=door.at)

    return await done_or_shown(
        store,
        form,
        act,
        lambda _: to(door, meeting_id, f"/delivery/{version}"),
        lambda again: _shown(request, reading, door, meeting_id, version, again),
    )


HANDLERS = [delivery, make_letters, letters, letters_pdf, letters_docx, posted, came_back, arrived]
