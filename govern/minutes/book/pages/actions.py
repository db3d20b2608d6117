"""Who does what by when: written down in the minutes, closed by whoever took it on, carried to the next agenda."""

from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import NotFound, NotValid
from govern.identity.rules import day_of
from govern.meetings import queries as meetings
from govern.minutes.book import lifecycle, queries
from govern.minutes.book.forms import ActionForm, CarryForm, CloseActionForm
from govern.minutes.book.pages.live import new_token
from govern.minutes.book.pages.minutes import writer
from govern.minutes.book.queries import ActionView
from govern.minutes.book.rules import ActionState
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, words
from govern.web.guards import holding, signed_in
from govern.web.page import page
from govern.web.steps import Answer, filled_in
from govern.web.visitor import Visitor

caller = holding(Permission.MEETING_CALL)
TAKE_ON = "/office/minutes/{minutes_id:uuid}/actions"


async def _take_on_page(
    request: AnyRequest, reading: AsyncSession, minutes_id: UUID, form: Submission[ActionForm] | None, item: str
) -> Response[str]:
    door = door_of(request)
    live = await queries.live_page(reading, minutes_id, door.language.code, door.at)
    token = form.value("token") if form else new_token()
    return page(
        request, "minutes/take_on.html", section="office", live=live, form=form, item=item, token=token or new_token()
    )


@get(TAKE_ON, name="minutes.actions", guards=[writer])
async def take_on_page(request: AnyRequest, reading: AsyncSession, minutes_id: UUID, item: str = "") -> Response[str]:
    return await _take_on_page(request, reading, minutes_id, None, item[:40])


@post(TAKE_ON, name="minutes.take_on", guards=[writer])
async def take_on(request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID) -> Answer:

    async def act(writing: AsyncSession, sent: ActionForm) -> str:
        text = words(sent.text, sent.text_cy)
        if not text:
            raise NotValid("Type what is to be done.", field="text")
        owner = await meetings.member_named(writing, sent.owner, door.at, "owner")
        await lifecycle.take_on(
            writing, minutes_id, sent.item, text, owner, sent.due_on, sent.token, by=visitor.person_id, at=door.at
        )
        return door.here(f"office/minutes/{minutes_id}/live#item-{sent.item or 'opening'}")

    return await filled_in(
        request,
        store,
        ActionForm,
        act,
        lambda reading, form: _take_on_page(request, reading, minutes_id, form, form.value("item")),
    )


async def _mine(reading: AsyncSession, door: Door, visitor: Visitor, action_id: UUID) -> ActionView:
    """The action for whoever took it on, and for whoever writes minutes. To others it is not there."""
    found = await queries.action(reading, action_id, door.language.code, day_of(door.at))
    if found.owner_id != visitor.person_id and not visitor.may(Permission.MINUTES_WRITE):
        raise NotFound("This is not in any minutes. Go to your page and choose from there.")
    return found


@get("/actions/{action_id:uuid}", name="minutes.action", guards=[signed_in])
async def action(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, action_id: UUID
) -> Response[str]:
    return await _action_page(request, reading, door, visitor, action_id)


async def _action_page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    action_id: UUID,
    form: Submission[CloseActionForm] | None = None,
) -> Response[str]:
    found = await _mine(reading, door, visitor, action_id)
    return page(request, "minutes/action.html", section="meetings", action=found, form=form)


@post("/actions/{action_id:uuid}", name="minutes.close_action", guards=[signed_in])
async def close(request: AnyRequest, store: Store, door: Door, visitor: Visitor, action_id: UUID) -> Answer:

    async def act(writing: AsyncSession, sent: CloseActionForm) -> str:
        state = ActionState(sent.state.value)
        await lifecycle.close_action(writing, action_id, state, sent.told, by=visitor.person_id, at=door.at)
        return door.here(f"actions/{action_id}")

    return await filled_in(
        request,
        store,
        CloseActionForm,
        act,
        lambda reading, form: _action_page(request, reading, door, visitor, action_id, form),
        gate=lambda writing: _mine(writing, door, visitor, action_id),
    )


CARRY = "/office/meetings/{meeting_id:uuid}/arising"


async def _carry_page(
    request: AnyRequest, reading: AsyncSession, meeting_id: UUID, form: Submission[CarryForm] | None
) -> Response[str]:
    door = door_of(request)
    found = await queries.carried_page(reading, meeting_id, door.language.code)
    return page(request, "minutes/arising.html", section="office", found=found, form=form)


@get(CARRY, name="minutes.arising", guards=[caller])
async def arising(request: AnyRequest, reading: AsyncSession, meeting_id: UUID) -> Response[str]:
    return await _carry_page(request, reading, meeting_id, None)


@post(CARRY, name="minutes.carry", guards=[caller])
async def carry(request: AnyRequest, store: Store, door: Door, visitor: Visitor, meeting_id: UUID) -> Answer:

    async def act(writing: AsyncSession, sent: CarryForm) -> str:
        await lifecycle.carry(writing, meeting_id, sent.what, by=visitor.person_id, at=door.at)
        return door.here(f"office/meetings/{meeting_id}#agenda")

    return await filled_in(
        request, store, CarryForm, act, lambda reading, form: _carry_page(request, reading, meeting_id, form)
    )


HANDLERS = [take_on_page, take_on, action, close, arising, carry]
