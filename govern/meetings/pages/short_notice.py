"""Shorter notice by consent: the office asks and notes what came on paper; a member agrees with one press."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import AlreadyDone, NotFound
from govern.meetings import lifecycle, queries
from govern.meetings.forms import AgreedOnPaperForm, PersonForm
from govern.meetings.pages.calling import Answer, caller, done_or_shown, pages_of, to
from govern.settings import Settings
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

OFFICE = "/office/meetings/{meeting_id:uuid}/short-notice"
MINE = "/meetings/{meeting_id:uuid}/sooner"


async def shown(
    request: AnyRequest, reading: AsyncSession, meeting_id: UUID, form: Submission[AgreedOnPaperForm] | None = None
) -> Response[str]:
    door = door_of(request)
    return page(
        request,
        "meetings/short_notice.html",
        section="office",
        meeting=await queries.meeting_page(reading, meeting_id, door.language.code),
        short=await queries.short_notice(reading, meeting_id, door.at),
        form=form,
    )


@get(OFFICE, name="meetings.short_notice", guards=[caller])
async def short_notice(request: AnyRequest, reading: AsyncSession, meeting_id: UUID) -> Response[str]:
    """The sum, who agreed, and what the office can do now."""
    return await shown(request, reading, meeting_id)


@post(f"{OFFICE}/ask", name="meetings.short_notice_ask", guards=[caller])
async def ask(store: Store, door: Door, visitor: Visitor, settings: Settings, meeting_id: UUID) -> Redirect:
    async with store.writing() as writing:
        pages = pages_of(meeting_id, door, settings)
        await lifecycle.ask_for_short_notice(writing, meeting_id, pages=pages, by=visitor.person_id, at=door.at)
    return to(door, meeting_id, "/short-notice")


@post(OFFICE, name="meetings.short_notice_paper", guards=[caller])
async def on_paper(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, meeting_id: UUID
) -> Answer:
    """A member agreed on paper: who, and on which day."""

    async def step(writing: AsyncSession, sent: AgreedOnPaperForm) -> None:
        person = await queries.member_named(writing, sent.member, door.at, "member")
        await lifecycle.note_agreement(writing, meeting_id, person, sent.agreed_on, by=visitor.person_id, at=door.at)

    return await done_or_shown(
        store,
        submitted(AgreedOnPaperForm, await request.form(), door.language.say),
        step,
        lambda _: to(door, meeting_id, "/short-notice"),
        lambda again: shown(request, reading, meeting_id, again),
    )


@post(f"{OFFICE}/take-back", name="meetings.short_notice_not", guards=[caller])
async def not_any_more(request: AnyRequest, store: Store, door: Door, visitor: Visitor, meeting_id: UUID) -> Redirect:
    """What was entered by mistake, or taken back on paper."""
    form = submitted(PersonForm, await request.form(), door.language.say)
    if form.values is None:
        raise NotFound("This member has not agreed, so there is nothing to take back.")
    async with store.writing() as writing:
        await lifecycle.take_back_agreement(writing, meeting_id, form.values.person, by=visitor.person_id, at=door.at)
    return to(door, meeting_id, "/short-notice")


@get(MINE, name="meetings.sooner", guards=[signed_in])
async def sooner(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, meeting_id: UUID
) -> Response[str]:
    """The meeting as it is planned, and whether I agree to be told of it so late."""
    return page(
        request,
        "meetings/sooner.html",
        section="meetings",
        asked=await queries.asked_of(reading, meeting_id, visitor.voter_id, door.at),
        meeting=await queries.meeting_page(reading, meeting_id, door.language.code),
    )


@post(MINE, name="meetings.agree_sooner", guards=[signed_in])
async def agree(store: Store, door: Door, visitor: Visitor, meeting_id: UUID) -> Redirect:
    try:
        async with store.writing() as writing:
            await lifecycle.agree(writing, meeting_id, visitor.voter_id, by=visitor.person_id, at=door.at)
    except AlreadyDone:
        pass  # pressed twice
    return _back(door, meeting_id)


@post(f"{MINE}/take-back", name="meetings.not_sooner", guards=[signed_in])
async def take_back(store: Store, door: Door, visitor: Visitor, meeting_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.take_back_agreement(writing, meeting_id, visitor.voter_id, by=visitor.person_id, at=door.at)
    return _back(door, meeting_id)


def _back(door: Door, meeting_id: UUID) -> Redirect:
    return Redirect(door.here(f"meetings/{meeting_id}/sooner"), status_code=303)


HANDLERS = [short_notice, ask, on_paper, not_any_more, sooner, agree, take_back]
