"""The office and meetings that members ask for: the list, signatures on paper, writing the meeting down."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.meetings import lifecycle, queries
from govern.meetings.forms import MeetingForm, SignedOnPaperForm
from govern.meetings.pages.calling import Answer, caller, done_or_shown, meeting_draft, to
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, submitted
from govern.web.page import page
from govern.web.visitor import Visitor

LIST = "/office/asked-for"
ONE = "/office/asked-for/{requisition_id:uuid}"


@get(LIST, name="meetings.asked_office", guards=[caller])
async def asked_for(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    return page(
        request,
        "meetings/asked_office.html",
        section="office",
        asked=await queries.asked_for(reading, door.language.code, door.at),
    )


async def shown(
    request: AnyRequest,
    reading: AsyncSession,
    requisition_id: UUID,
    form: Submission[SignedOnPaperForm] | None = None,
) -> Response[str]:
    door = door_of(request)
    found = await queries.ask_page(reading, requisition_id, requisition_id, door.language.code, door.at)
    return page(request, "meetings/asked_office_one.html", section="office", one=found, form=form)


@get(ONE, name="meetings.asked_office_one", guards=[caller])
async def one(request: AnyRequest, reading: AsyncSession, requisition_id: UUID) -> Response[str]:
    """Who signed, by when it has to be called, and what follows if it is not."""
    return await shown(request, reading, requisition_id)


@post(ONE, name="meetings.asked_paper", guards=[caller])
async def on_paper(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, requisition_id: UUID
) -> Answer:
    async def step(writing: AsyncSession, sent: SignedOnPaperForm) -> None:
        person = await queries.member_named(writing, sent.member, door.at, "member")
        await lifecycle.note_signature(
            writing, requisition_id, person, sent.signed_on, by=visitor.person_id, at=door.at
        )

    return await done_or_shown(
        store,
        submitted(SignedOnPaperForm, await request.form(), door.language.say),
        step,
        lambda _: Redirect(door.here(f"office/asked-for/{requisition_id}"), status_code=303),
        lambda again: shown(request, reading, requisition_id, again),
    )


async def call_form(
    request: AnyRequest, reading: AsyncSession, requisition_id: UUID, form: Submission[MeetingForm]
) -> Response[str]:
    door = door_of(request)
    found = await queries.ask_page(reading, requisition_id, requisition_id, door.language.code, door.at)
    return page(request, "meetings/asked_call.html", section="office", one=found, form=form)


@get(f"{ONE}/call", name="meetings.asked_call_page", guards=[caller])
async def call_page(request: AnyRequest, reading: AsyncSession, requisition_id: UUID) -> Response[str]:
    return await call_form(request, reading, requisition_id, Submission.blank(kind="gm"))


@post(f"{ONE}/call", name="meetings.asked_call", guards=[caller])
async def call(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, requisition_id: UUID
) -> Answer:
    """The meeting is written down with the business as it was signed; its notice is the next step."""

    async def step(writing: AsyncSession, sent: MeetingForm) -> UUID:
        return await lifecycle.call_asked_for(
            writing, requisition_id, meeting_draft(sent), by=visitor.person_id, at=door.at
        )

    return await done_or_shown(
        store,
        submitted(MeetingForm, await request.form(), door.language.say),
        step,
        lambda meeting_id: to(door, meeting_id),
        lambda again: call_form(request, reading, requisition_id, again),
    )


HANDLERS = [asked_for, one, on_paper, call_page, call]
