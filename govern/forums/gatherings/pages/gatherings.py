"""`forums/{id}/gatherings`: what members read of gatherings as far as their reach goes; more time; what they will do;
a worry about somebody's safety."""

from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import NotFound
from govern.forums.gatherings import lifecycle, queries
from govern.forums.gatherings.forms import Concern, Nothing
from govern.forums.gatherings.pages.steps import Answer, Led, step
from govern.forums.gatherings.rules import Reach
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

FORUM = "/forums/{forum_id:uuid}"
ONE = f"{FORUM}/gatherings/{{gathering_id:uuid}}"


@get(f"{FORUM}/gatherings", name="gatherings.list", guards=[signed_in])
async def gatherings(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID
) -> Response[str]:
    return await listed(Led(request, store, door, visitor, forum_id), reading, None)


async def listed(led: Led, reading: AsyncSession, form: Submission[Nothing] | None) -> Response[str]:
    view = await led.view(reading, Reach.LOOKS)
    return page(
        led.request,
        "gatherings/gatherings.html",
        section="forums",
        forum=view,
        all=await queries.overview(reading, view, led.by, led.door.at, day_of(led.door.at), led.door.language.code),
        me=led.by,
        form=form,
    )


@get(ONE, name="gatherings.one", guards=[signed_in])
async def gathering(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    gathering_id: UUID,
) -> Response[str]:
    return await shown(Led(request, store, door, visitor, forum_id), reading, gathering_id, None)


async def shown(
    led: Led, reading: AsyncSession, gathering_id: UUID, form: Submission[Nothing] | None
) -> Response[str]:
    view = await led.view(reading, Reach.LOOKS)
    found = await queries.gathering(reading, view, gathering_id, led.door.at, led.door.language.code)
    return page(
        led.request,
        "gatherings/gathering.html",
        section="forums",
        forum=view,
        gathering=found,
        me=led.by,
        form=form,
    )


@post(f"{ONE}/points/{{point_id:uuid}}/more-time", name="gatherings.ask_more_time", guards=[signed_in])
async def more_time(
    request: AnyRequest,
    store: Store,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    gathering_id: UUID,
    point_id: UUID,
) -> Answer:
    """A member asks for more time: it is given once, without a vote (M87)."""
    led = Led(request, store, door, visitor, forum_id)

    async def act(writing: AsyncSession, _: Nothing) -> None:
        await lifecycle.more_time(writing, forum_id, point_id, by=led.by, at=door.at)

    async def again(reading: AsyncSession, form: Submission[Nothing]) -> Response[str]:
        return await shown(led, reading, gathering_id, form)

    back = door.here(f"forums/{forum_id}/gatherings/{gathering_id}#agenda")
    return await step(led, Nothing, act, back, again, Reach.VOTES)


@post(f"{FORUM}/actions/{{action_id:uuid}}/done", name="gatherings.done", guards=[signed_in])
async def done(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID, action_id: UUID
) -> Answer:
    """Whoever said they would do it says that it is done; the facilitator may too."""
    led = Led(request, store, door, visitor, forum_id)

    async def act(writing: AsyncSession, _: Nothing) -> None:
        leads = (await led.view(writing, Reach.LOOKS)).reach is Reach.LEADS
        await lifecycle.done(writing, forum_id, action_id, leads=leads, by=led.by, at=door.at)

    async def again(reading: AsyncSession, form: Submission[Nothing]) -> Response[str]:
        return await listed(led, reading, form)

    return await step(led, Nothing, act, door.here(f"forums/{forum_id}/gatherings"), again, Reach.LOOKS)


@get(f"{FORUM}/concern", name="gatherings.concern_page", guards=[signed_in])
async def concern_page(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID
) -> Response[str]:
    return await _concern(Led(request, store, door, visitor, forum_id), reading, None)


async def _concern(led: Led, reading: AsyncSession, form: Submission[Concern] | None) -> Response[str]:
    view = await led.view(reading, Reach.LOOKS)
    return page(
        led.request,
        "gatherings/concern.html",
        section="forums",
        forum=view,
        contact=await queries.contact_of(reading, led.forum_id),
        sent=led.request.query_params.get("sent") == "yes",
        form=form,
    )


@post(f"{FORUM}/concern", name="gatherings.concern", guards=[signed_in])
async def concern(request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Answer:
    """It goes by mail to the contact outside the service, and nothing of it is kept once it is sent (M31)."""
    led = Led(request, store, door, visitor, forum_id)

    async def act(writing: AsyncSession, sent: Concern) -> None:
        if await queries.contact_of(writing, forum_id) is None:
            raise NotFound("Nobody is named yet whom this would reach. Call somebody you trust.", field="words")
        await lifecycle.report_concern(
            writing,
            forum_id,
            sent.words,
            by=led.by,
            give_name=sent.give_name,
            language=door.language.code,
            at=door.at,
        )

    async def again(reading: AsyncSession, form: Submission[Concern]) -> Response[str]:
        return await _concern(led, reading, form)

    return await step(led, Concern, act, door.here(f"forums/{forum_id}/concern?sent=yes"), again, Reach.LOOKS)


HANDLERS = [gatherings, gathering, more_time, done, concern_page, concern]
