"""`forums/{id}/activities/new`, `activities/{id}/change`: planning something, changing it, calling it off."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError, NotFound
from govern.forums.activities import lifecycle, rules
from govern.forums.activities.forms import CallOff, PlanActivity
from govern.forums.activities.pages.joining import ADDRESS, Answer, managed, to
from govern.forums.activities.pages.naming import of_the_forum
from govern.forums.activities.queries import ActivityView
from govern.forums.activities.rules import OPEN_WORDS, OpenTo, Plan
from govern.forums.gatherings import lifecycle as forums
from govern.forums.gatherings import queries as gatherings
from govern.forums.gatherings.queries import ForumView
from govern.forums.gatherings.rules import Reach
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.languages import LONDON
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

NEW = "/forums/{forum_id:uuid}/activities/new"


def plan_of(sent: PlanActivity) -> Plan:
    """What was sent as a plan. Raises `NotValid` for an amount nobody can read."""
    return Plan(
        title=sent.title,
        about=sent.about or "",
        place=sent.place or "",
        support=sent.support or "",
        starts_at=sent.starts_at,
        cost_pence=rules.pence_of(sent.cost, "cost"),
        places=sent.places,
        open_to=sent.open_to,
    )


def choices(forum: ForumView) -> list[tuple[str, object]]:
    """Who may come; of a forum for certain people nobody else knows."""
    return [(one.value, OPEN_WORDS[one]) for one in OpenTo if not (forum.restricted and one is OpenTo.SOCIETY)]


async def gate(reading: AsyncSession, forum_id: UUID, visitor: Visitor, door: Door) -> ForumView:
    """Whoever takes part in a forum plans something in it; for others there is no such page."""
    today, code = day_of(door.at), door.language.code
    forum = await gatherings.forum(reading, forum_id, visitor.person_id, today, code)
    if forum.reach < Reach.TAKES_PART or forum.closed_on is not None:
        raise NotFound("Only those who take part in this forum plan something in it. Join the forum first.")
    return forum


@get(NEW, name="activities.new", guards=[signed_in])
async def new(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    raised: UUID | None = None,
) -> Response[str]:
    """With what was raised in the forum, its title and words are in the form."""
    known = {"open_to": OpenTo.GUESTS.value}
    if raised is not None:
        await gate(reading, forum_id, visitor, door)
        item = await gatherings.raised(reading, forum_id, raised, door.language.code)
        if item.about_id is not None or item.owed_id is not None or item.planned_id is not None:
            raise NotFound("This is not planned from here. Go back to the forum and look at it again.")
        known |= {"title": item.title[:150], "about": item.words, "raised": str(raised)}
    return await _new(request, reading, door, visitor, forum_id, Submission.blank(**known))


async def _new(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    form: Submission[Any],
) -> Response[str]:
    forum = await gate(reading, forum_id, visitor, door)
    return page(request, "activities/new.html", section="forums", forum=forum, choices=choices(forum), form=form)


@post(NEW, name="activities.plan", guards=[signed_in])
async def plan(request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Answer:
    form = submitted(PlanActivity, await request.form(), door.language.say)
    me = visitor.person_id
    try:
        async with store.writing() as writing:
            forum = await gate(writing, forum_id, visitor, door)
            if form.values is not None:
                sent = form.values
                organiser = await _organiser(writing, forum, sent.organiser) or me
                made = await lifecycle.plan(
                    writing, forum_id, plan_of(sent), door.language.code, organiser=organiser, by=me, at=door.at
                )
                if sent.raised is not None:
                    await forums.planned(writing, forum_id, sent.raised, made, by=me, at=door.at)
                return to(door, made)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _new(request, reading, door, visitor, forum_id, form)


async def _organiser(reading: AsyncSession, forum: ForumView, named: str | None) -> UUID | None:
    """The facilitator may say who organises it; everybody else does what they plan themself."""
    if not named or forum.reach is not Reach.LEADS:
        return None
    return await of_the_forum(reading, forum.id, named, "organiser")


@get(f"{ADDRESS}/change", name="activities.change_form", guards=[signed_in])
async def change_form(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, activity_id: UUID
) -> Response[str]:
    return await _change(request, reading, door, visitor, activity_id, None)


async def _change(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    activity_id: UUID,
    form: Submission[Any] | None,
) -> Response[str]:
    view = await managed(reading, activity_id, visitor, door)
    known = _known(view)
    return page(
        request,
        "activities/change.html",
        section="forums",
        one=view,
        forum=view.forum,
        choices=choices(view.forum),
        form=Submission.blank(**known) if form is None else form.beside(**known),
    )


def _known(view: ActivityView) -> dict[str, str]:
    line = view.line
    known = {
        "title": line.title,
        "about": view.about,
        "place": line.place,
        "support": view.support,
        "cost": rules.pounds(line.cost_pence).removeprefix("£") if line.cost_pence else "",
        "places": str(line.places or ""),
        "open_to": view.open_to.value,
    }
    if line.starts_at is not None:
        local = line.starts_at.astimezone(LONDON)
        known |= {"starts_at_day": str(local.day), "starts_at_month": str(local.month)}
        known |= {"starts_at_year": str(local.year), "starts_at_time": local.strftime("%H:%M")}
    return known


@post(f"{ADDRESS}/change", name="activities.change", guards=[signed_in])
async def change(request: AnyRequest, store: Store, door: Door, visitor: Visitor, activity_id: UUID) -> Answer:
    form = submitted(PlanActivity, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            view = await managed(writing, activity_id, visitor, door)
            if form.values is not None:
                await lifecycle.change(
                    writing,
                    activity_id,
                    plan_of(form.values),
                    door.language.code,
                    organiser=await _organiser(writing, view.forum, form.values.organiser),
                    by=visitor.person_id,
                    site=site_of(door),
                    at=door.at,
                )
                return to(door, activity_id)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _change(request, reading, door, visitor, activity_id, form)


@post(f"{ADDRESS}/call-off", name="activities.call_off", guards=[signed_in])
async def call_off(request: AnyRequest, store: Store, door: Door, visitor: Visitor, activity_id: UUID) -> Answer:
    form = submitted(CallOff, await request.form(), door.language.say)
    me, site = visitor.person_id, site_of(door)
    try:
        async with store.writing() as writing:
            await managed(writing, activity_id, visitor, door)
            if form.values is not None:
                await lifecycle.call_off(writing, activity_id, form.values.why, by=me, site=site, at=door.at)
                return to(door, activity_id)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _change(request, reading, door, visitor, activity_id, form)


HANDLERS = [new, plan, change_form, change, call_off]
