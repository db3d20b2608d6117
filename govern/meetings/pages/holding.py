"""On the day: who is here, the quorum, opening with somebody in the chair, what became of each item, closing."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.meetings import lifecycle, queries
from govern.meetings.forms import ChairForm, GuestForm, HereForm, LeftForm, OutcomeForm
from govern.meetings.lifecycle import proxies
from govern.meetings.pages.calling import Answer, picture_of, to
from govern.meetings.rules import Stage, day_of
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.steps import filled_in
from govern.web.visitor import Visitor

attending = holding(Permission.MEETING_ATTEND)
PEOPLE = "/people"


async def people_page(
    request: AnyRequest,
    reading: AsyncSession,
    meeting_id: UUID,
    looked_for: str = "",
    form: Submission[HereForm] | Submission[GuestForm] | Submission[LeftForm] | Submission[ChairForm] | None = None,
    just: UUID | None = None,
) -> Response[str]:
    door = door_of(request)
    stays = await queries.stays(reading, meeting_id)
    quorum = await queries.quorum(reading, meeting_id, door.at)
    meeting = await queries.meeting_page(reading, meeting_id, door.language.code)
    present = [stay for stay in stays if stay.out_at is None]
    return page(
        request,
        "meetings/people.html",
        section="office",
        meeting=meeting,
        too_early=day_of(door.at) < day_of(meeting.starts_at),
        quorum=quorum,
        picture=picture_of(quorum, door),
        present=present,
        chairs=await queries.to_take_the_chair(reading, meeting_id, present, door.at)
        if meeting.stage is Stage.NOTICED
        else (),
        gone=[stay for stay in stays if stay.out_at is not None],
        looked_for=looked_for,
        found=await queries.people_to_check_in(reading, meeting_id, looked_for) if looked_for else (),
        form=form,
        just=None if just is None else await queries.pressed(reading, just, door.language.code),
    )


@get("/office/meetings/{meeting_id:uuid}/people", name="meetings.people", guards=[attending])
async def people(
    request: AnyRequest, reading: AsyncSession, meeting_id: UUID, q: str = "", stay: UUID | None = None
) -> Response[str]:
    """Search by name, then one button: in the room, or from elsewhere."""
    return await people_page(request, reading, meeting_id, q.strip()[:100], just=stay)


@post("/office/meetings/{meeting_id:uuid}/people/in", name="meetings.in", guards=[attending])
async def came(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, meeting_id: UUID
) -> Answer:
    async def act(writing: AsyncSession, sent: HereForm) -> str:
        stay = await lifecycle.arrive(
            writing, society, meeting_id, sent.person, sent.mode, by=visitor.person_id, at=door.at
        )
        return door.here(f"office/meetings/{meeting_id}{PEOPLE}?stay={stay.stay_id}")

    return await filled_in(
        request, store, HereForm, act, lambda reading, form: people_page(request, reading, meeting_id, form=form)
    )


@post("/office/meetings/{meeting_id:uuid}/people/guest", name="meetings.guest", guards=[attending])
async def guest(request: AnyRequest, store: Store, door: Door, visitor: Visitor, meeting_id: UUID) -> Answer:
    async def act(writing: AsyncSession, sent: GuestForm) -> str:
        await lifecycle.welcome_guest(writing, meeting_id, sent.guest, sent.mode, by=visitor.person_id, at=door.at)
        return door.here(f"office/meetings/{meeting_id}{PEOPLE}")

    return await filled_in(
        request, store, GuestForm, act, lambda reading, form: people_page(request, reading, meeting_id, form=form)
    )


@post("/office/meetings/{meeting_id:uuid}/people/out", name="meetings.out", guards=[attending])
async def left(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, meeting_id: UUID
) -> Answer:
    async def act(writing: AsyncSession, sent: LeftForm) -> str:
        await lifecycle.depart(writing, society, meeting_id, sent.person, by=visitor.person_id, at=door.at)
        return door.here(f"office/meetings/{meeting_id}{PEOPLE}")

    return await filled_in(
        request, store, LeftForm, act, lambda reading, form: people_page(request, reading, meeting_id, form=form)
    )


@post("/office/meetings/{meeting_id:uuid}/open", name="meetings.open", guards=[attending])
async def open_(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, meeting_id: UUID
) -> Answer:
    async def act(writing: AsyncSession, sent: ChairForm) -> str:
        await lifecycle.open_(writing, meeting_id, sent.chair, by=visitor.person_id, at=door.at)
        await proxies.hand_to_chair(writing, society, meeting_id, sent.chair, at=door.at)
        return door.here(f"office/meetings/{meeting_id}")

    return await filled_in(
        request, store, ChairForm, act, lambda reading, form: people_page(request, reading, meeting_id, form=form)
    )


@post("/office/meetings/{meeting_id:uuid}/items/{item_id:uuid}/outcome", name="meetings.outcome", guards=[attending])
async def outcome(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, meeting_id: UUID, item_id: UUID
) -> Redirect:
    form = submitted(OutcomeForm, await request.form(), door.language.say)
    if form.values is not None:
        async with store.writing() as writing:
            await lifecycle.settle_item(writing, item_id, form.values.outcome, by=visitor.person_id, at=door.at)
    return to(door, meeting_id, "#agenda")


@post("/office/meetings/{meeting_id:uuid}/close", name="meetings.close", guards=[attending])
async def close(store: Store, society: Society, door: Door, visitor: Visitor, meeting_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.end(writing, society, meeting_id, by=visitor.person_id, at=door.at)
    return to(door, meeting_id)


HANDLERS = [people, came, guest, left, open_, outcome, close]
