"""`activities`, `forums/{id}/activities`, `activities/{id}`: what there is to join, signing up, taking it back."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError, NotFound
from govern.forums.activities import lifecycle, queries
from govern.forums.activities.forms import SignUpSelf
from govern.forums.activities.queries import ActivityView
from govern.forums.activities.rules import OPEN_WORDS, Way, pounds
from govern.forums.gatherings import queries as gatherings
from govern.forums.gatherings.rules import Reach
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
ADDRESS = "/activities/{activity_id:uuid}"


def to(door: Door, activity_id: UUID, rest: str = "") -> Redirect:
    return Redirect(door.here(f"activities/{activity_id}{rest}"), status_code=303)


async def gated(reading: AsyncSession, activity_id: UUID, visitor: Visitor, door: Door) -> ActivityView:
    """An activity for whoever asks. The gate is its forum's."""
    return await queries.activity(reading, activity_id, visitor.person_id, door.at, door.language.code)


async def managed(reading: AsyncSession, activity_id: UUID, visitor: Visitor, door: Door) -> ActivityView:
    """The same for whoever organises it or leads its forum; for others there is no such page."""
    view = await gated(reading, activity_id, visitor, door)
    if not view.manages:
        raise NotFound("This page is for whoever organises this, and for the facilitator. Go back to the activity.")
    return view


@get("/activities", name="activities.join", guards=[signed_in])
async def days_out(request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor) -> Response[str]:
    found = await queries.days_out(reading, visitor.person_id, door.at, door.language.code)
    return page(request, "activities/days_out.html", section="forums", found=found, pounds=pounds)


@get("/forums/{forum_id:uuid}/activities", name="activities.list", guards=[signed_in])
async def of_forum(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID
) -> Response[str]:
    today, language = day_of(door.at), door.language.code
    forum = await gatherings.forum(reading, forum_id, visitor.person_id, today, language)
    ahead, over = await queries.activities_of(reading, forum_id, visitor.person_id, door.at, language)
    return page(
        request,
        "activities/list.html",
        section="forums",
        forum=forum,
        ahead=ahead,
        over=over,
        may_plan=forum.reach >= Reach.TAKES_PART and not forum.closed_on,
        year=today.year,
        late=await queries.late_offers(reading, forum_id, door.at),
        pounds=pounds,
    )


@get(ADDRESS, name="activities.one", guards=[signed_in])
async def one(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, activity_id: UUID
) -> Response[str]:
    return await shown(request, reading, door, visitor, activity_id, None)


async def shown(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    activity_id: UUID,
    form: Submission[Any] | None,
) -> Response[str]:
    view = await gated(reading, activity_id, visitor, door)
    return page(
        request,
        "activities/activity.html",
        section="forums",
        one=view,
        open_words=OPEN_WORDS[view.open_to],
        pictures=await queries.pictures_of(reading, activity_id) if view.line.held_on else (),
        pounds=pounds,
        form=form,
    )


@post(f"{ADDRESS}/sign-up", name="activities.sign_up", guards=[signed_in])
async def sign_up(request: AnyRequest, store: Store, door: Door, visitor: Visitor, activity_id: UUID) -> Answer:
    form = submitted(SignUpSelf, await request.form(), door.language.say)
    me = visitor.person_id
    try:
        async with store.writing() as writing:
            await gated(writing, activity_id, visitor, door)
            if form.values is not None:
                await lifecycle.sign_up(writing, activity_id, me, Way.PAGE, form.values.support, by=me, at=door.at)
                return to(door, activity_id)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await shown(request, reading, door, visitor, activity_id, form)


@post(f"{ADDRESS}/take-back", name="activities.take_back", guards=[signed_in])
async def take_back(store: Store, door: Door, visitor: Visitor, activity_id: UUID) -> Redirect:
    """In one press; whoever waits longest has the place."""
    me = visitor.person_id
    async with store.writing() as writing:
        await gated(writing, activity_id, visitor, door)
        await lifecycle.take_back(writing, activity_id, me, by=me, site=site_of(door), at=door.at)
    return to(door, activity_id)


HANDLERS = [days_out, of_forum, one, sign_up, take_back]
