"""What people need to take part: said on the meeting's page, answered in the office."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.meetings import lifecycle, queries
from govern.meetings.forms import AccessAnswerForm, AccessForm
from govern.meetings.pages.calling import Answer, caller, done_or_shown, to
from govern.meetings.pages.member import shown
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

MINE = "/meetings/{meeting_id:uuid}/access"
OFFICE = "/office/meetings/{meeting_id:uuid}/access"


async def mine_shown(
    request: AnyRequest,
    reading: AsyncSession,
    meeting_id: UUID,
    person_id: UUID,
    form: Submission[AccessForm] | None = None,
) -> Response[str]:
    mine = await queries.access_of(reading, meeting_id, person_id)
    return page(
        request,
        "meetings/access.html",
        section="meetings",
        meeting=await shown(reading, meeting_id, door_of(request)),
        mine=mine,
        form=form or Submission.blank(words=mine.words if mine else ""),
    )


@get(MINE, name="meetings.access_mine", guards=[signed_in])
async def mine(request: AnyRequest, reading: AsyncSession, visitor: Visitor, meeting_id: UUID) -> Response[str]:
    return await mine_shown(request, reading, meeting_id, visitor.person_id)


@post(MINE, name="meetings.access_ask", guards=[signed_in])
async def ask(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, meeting_id: UUID
) -> Answer:
    await shown(reading, meeting_id, door)

    async def step(writing: AsyncSession, sent: AccessForm) -> None:
        await lifecycle.ask_for_access(
            writing, meeting_id, visitor.person_id, sent.words, by=visitor.person_id, at=door.at
        )

    return await done_or_shown(
        store,
        submitted(AccessForm, await request.form(), door.language.say),
        step,
        lambda _: Redirect(door.here(f"meetings/{meeting_id}/access"), status_code=303),
        lambda again: mine_shown(request, reading, meeting_id, visitor.person_id, again),
    )


@get(OFFICE, name="meetings.access_list", guards=[caller])
async def asked(request: AnyRequest, reading: AsyncSession, door: Door, meeting_id: UUID) -> Response[str]:
    return page(
        request,
        "meetings/access_office.html",
        section="office",
        meeting=await queries.meeting_page(reading, meeting_id, door.language.code),
        asked=await queries.access_asked(reading, meeting_id),
    )


async def answer_shown(
    request: AnyRequest,
    reading: AsyncSession,
    meeting_id: UUID,
    person_id: UUID,
    form: Submission[AccessAnswerForm] | None = None,
) -> Response[str]:
    lines = {one.person_id: one for one in await queries.access_asked(reading, meeting_id)}
    return page(
        request,
        "meetings/access_answer.html",
        section="office",
        meeting=await queries.meeting_page(reading, meeting_id, door_of(request).language.code),
        one=lines.get(person_id),
        person_id=person_id,
        form=form,
    )


@get(f"{OFFICE}/{{person_id:uuid}}", name="meetings.access_one", guards=[caller])
async def one(request: AnyRequest, reading: AsyncSession, meeting_id: UUID, person_id: UUID) -> Response[str]:
    return await answer_shown(request, reading, meeting_id, person_id)


@post(f"{OFFICE}/{{person_id:uuid}}", name="meetings.access_answer", guards=[caller])
async def answer(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    person_id: UUID,
) -> Answer:
    async def step(writing: AsyncSession, sent: AccessAnswerForm) -> None:
        await lifecycle.answer_access(writing, meeting_id, person_id, sent.answer, by=visitor.person_id, at=door.at)

    return await done_or_shown(
        store,
        submitted(AccessAnswerForm, await request.form(), door.language.say),
        step,
        lambda _: to(door, meeting_id, "/access"),
        lambda again: answer_shown(request, reading, meeting_id, person_id, again),
    )


HANDLERS = [mine, ask, asked, one, answer]
