"""Members ask for a general meeting and sign for it: begin, add, sign, take back; and call it where nobody did."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import AlreadyDone, GovernError
from govern.languages import LANGUAGES
from govern.meetings import lifecycle, queries
from govern.meetings.forms import AskForm, OwnDayForm
from govern.meetings.lifecycle import ItemDraft, OwnDay
from govern.meetings.pages.calling import Answer, done_or_shown
from govern.meetings.rules import ItemKind
from govern.sentences import Sentence
from govern.settings import Settings
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, submitted, words
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

LIST = "/asked-for"
ONE = "/asked-for/{requisition_id:uuid}"
TITLE = Sentence("General meeting that members asked for")


def business_of(sent: AskForm) -> ItemDraft:
    motion = sent.kind is ItemKind.MOTION
    return ItemDraft(
        kind=sent.kind,
        title=words(sent.title, sent.title_cy),
        text=words(sent.text, sent.text_cy),
        resolution=sent.resolution if motion else None,
    )


def back(door: Door, requisition_id: UUID, rest: str = "") -> Redirect:
    return Redirect(door.here(f"asked-for/{requisition_id}{rest}"), status_code=303)


@get(LIST, name="meetings.asked_for", guards=[signed_in])
async def asked_for(request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor) -> Response[str]:
    return page(
        request,
        "meetings/asked_for.html",
        section="meetings",
        asked=await queries.asked_for(reading, door.language.code, door.at),
        needed=await queries.needed_now(reading, door.at),
    )


async def new_form(
    request: AnyRequest, reading: AsyncSession, form: Submission[AskForm], one: queries.AskPage | None = None
) -> Response[str]:
    door = door_of(request)
    return page(
        request,
        "meetings/ask.html",
        section="meetings",
        form=form,
        one=one,
        choices=await queries.choices(reading, door.at, door.language.code),
        needed=await queries.needed_now(reading, door.at),
    )


@get(f"{LIST}/new", name="meetings.ask_page", guards=[signed_in])
async def ask_page(request: AnyRequest, reading: AsyncSession) -> Response[str]:
    return await new_form(request, reading, Submission.blank())


@post(f"{LIST}/new", name="meetings.ask", guards=[signed_in])
async def ask(request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor) -> Answer:
    async def step(writing: AsyncSession, sent: AskForm) -> UUID:
        return await lifecycle.begin(
            writing, business_of(sent), person=visitor.voter_id, by=visitor.person_id, at=door.at
        )

    return await done_or_shown(
        store,
        submitted(AskForm, await request.form(), door.language.say),
        step,
        lambda made: back(door, made),
        lambda again: new_form(request, reading, again),
    )


@get(ONE, name="meetings.asked", guards=[signed_in])
async def one(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, requisition_id: UUID
) -> Response[str]:
    found = await queries.ask_page(reading, requisition_id, visitor.voter_id, door.language.code, door.at)
    return page(request, "meetings/asked.html", section="meetings", one=found)


@get(f"{ONE}/business", name="meetings.ask_more_page", guards=[signed_in])
async def more_page(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, requisition_id: UUID
) -> Response[str]:
    found = await queries.ask_page(reading, requisition_id, visitor.voter_id, door.language.code, door.at)
    return await new_form(request, reading, Submission.blank(), found)


@post(f"{ONE}/business", name="meetings.ask_more", guards=[signed_in])
async def more(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, requisition_id: UUID
) -> Answer:
    found = await queries.ask_page(reading, requisition_id, visitor.voter_id, door.language.code, door.at)

    async def step(writing: AsyncSession, sent: AskForm) -> None:
        await lifecycle.add_business(
            writing,
            requisition_id,
            business_of(sent),
            person=visitor.voter_id,
            by=visitor.person_id,
            at=door.at,
        )

    return await done_or_shown(
        store,
        submitted(AskForm, await request.form(), door.language.say),
        step,
        lambda _: back(door, requisition_id),
        lambda again: new_form(request, reading, again, found),
    )


@post(f"{ONE}/sign", name="meetings.ask_sign", guards=[signed_in])
async def sign(store: Store, door: Door, visitor: Visitor, requisition_id: UUID) -> Redirect:
    try:
        async with store.writing() as writing:
            await lifecycle.sign(writing, requisition_id, person=visitor.voter_id, by=visitor.person_id, at=door.at)
    except AlreadyDone:
        pass  # pressed twice
    return back(door, requisition_id)


@post(f"{ONE}/take-back", name="meetings.ask_not", guards=[signed_in])
async def take_back(store: Store, door: Door, visitor: Visitor, requisition_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.take_back_signature(
            writing, requisition_id, person=visitor.voter_id, by=visitor.person_id, at=door.at
        )
    return back(door, requisition_id)


# --- Where the board did not call it --------------------------------------------------------------------------------


async def own_form(
    request: AnyRequest, reading: AsyncSession, requisition_id: UUID, form: Submission[OwnDayForm]
) -> Response[str]:
    door = door_of(request)
    person = door.visitor.voter_id if door.visitor else requisition_id
    found = await queries.ask_page(reading, requisition_id, person, door.language.code, door.at)
    return page(request, "meetings/asked_own.html", section="meetings", one=found, form=form)


@get(f"{ONE}/own", name="meetings.own_page", guards=[signed_in])
async def own_page(request: AnyRequest, reading: AsyncSession, requisition_id: UUID) -> Response[str]:
    return await own_form(request, reading, requisition_id, Submission.blank())


@post(f"{ONE}/own", name="meetings.own", guards=[signed_in])
async def own(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, requisition_id: UUID
) -> Answer:
    async def step(writing: AsyncSession, sent: OwnDayForm) -> None:
        day = OwnDay(sent.starts_at, sent.place, sent.video_link)
        await lifecycle.propose_own(
            writing, requisition_id, day, person=visitor.voter_id, by=visitor.person_id, at=door.at
        )

    return await done_or_shown(
        store,
        submitted(OwnDayForm, await request.form(), door.language.say),
        step,
        lambda _: back(door, requisition_id),
        lambda again: own_form(request, reading, requisition_id, again),
    )


@post(f"{ONE}/own/join", name="meetings.own_join", guards=[signed_in])
async def join(store: Store, door: Door, visitor: Visitor, requisition_id: UUID) -> Redirect:
    try:
        async with store.writing() as writing:
            await lifecycle.join_own(
                writing, requisition_id, person=visitor.voter_id, by=visitor.person_id, at=door.at
            )
    except AlreadyDone:
        pass  # pressed twice
    return back(door, requisition_id)


@post(f"{ONE}/own/call", name="meetings.own_call", guards=[signed_in])
async def call_own(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    settings: Settings,
    requisition_id: UUID,
) -> Answer:
    """More than half call it: every member has the notice. A day too near is refused beside the form for the day."""
    spoken = door.face.languages if door.face else ("en",)
    pages = {code: settings.address + door.address_in(code, "meetings/MEETING") for code in spoken}
    title = {code: LANGUAGES[code].say(TITLE) for code in spoken}
    try:
        async with store.writing() as writing:
            meeting_id = await lifecycle.call_own(
                writing,
                requisition_id,
                title,
                pages=pages,
                person=visitor.voter_id,
                by=visitor.person_id,
                at=door.at,
            )
    except GovernError as refusal:
        form: Submission[OwnDayForm] = Submission.blank()
        return await own_form(request, reading, requisition_id, form.refused(refusal))
    return Redirect(door.here(f"meetings/{meeting_id}"), status_code=303)


HANDLERS = [asked_for, ask_page, ask, one, more_page, more, sign, take_back, own_page, own, join, call_own]
