"""`facilitate/forums/{id}`: a forum as whoever leads it sees it, letting people in, its name and place."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.queries import person_named
from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.errors import GovernError, NotValid
from govern.forums.gatherings import lifecycle, queries
from govern.forums.gatherings.forms import ChangeForum, LetIn
from govern.forums.gatherings.rules import Reach, Standing
from govern.identity.lifecycle import add_person
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted, words
from govern.web.given import PageNumber
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
leader = holding(Permission.FACILITATE)
ADDRESS = "/facilitate/forums/{forum_id:uuid}"


@get(ADDRESS, name="facilitate.forum", guards=[leader])
async def people(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    number: PageNumber = 1,
) -> Response[str]:
    return await _shown(request, reading, door, visitor, forum_id, None, number)


async def _shown(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    form: Submission[LetIn] | None,
    number: int = 1,
) -> Response[str]:
    today = day_of(door.at)
    view = await queries.forum(reading, forum_id, visitor.person_id, today, door.language.code, Reach.LEADS)
    layers = (await rulebook.in_force(reading, today)).rulebook.forum_layers
    layer = next((one for one in layers if one.id == view.layer), None)
    return page(
        request,
        "gatherings/leading.html",
        section="forums",
        forum=view,
        here_now=await queries.people_page(reading, forum_id, number, visitor.person_id, layer),
        facilitator=await queries.facilitator_of(reading, forum_id, today),
        standings=tuple(Standing),
        form=form,
    )


@post(f"{ADDRESS}/people", name="facilitate.let_in", guards=[leader])
async def let_in(request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Answer:
    """Somebody comes in; of somebody the society does not know only their name is kept."""
    form = submitted(LetIn, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await queries.forum(writing, forum_id, visitor.person_id, day_of(door.at), "en", Reach.LEADS)
            if form.values is not None:
                sent = form.values
                if sent.person:
                    person_id = await person_named(writing, sent.person)
                elif sent.new_name:
                    person_id = await add_person(writing, name=sent.new_name, by=visitor.person_id, at=door.at)
                else:
                    raise NotValid("Type their number or email address, or the name of somebody new.", field="person")
                await lifecycle.come(
                    writing,
                    forum_id,
                    person_id,
                    sent.standing,
                    speaks_for=sent.speaks_for,
                    by=visitor.person_id,
                    at=door.at,
                )
                return Redirect(door.here(f"facilitate/forums/{forum_id}"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _shown(request, reading, door, visitor, forum_id, form)


@post(f"{ADDRESS}/people/{{person_id:uuid}}/leave", name="facilitate.let_go", guards=[leader])
async def let_go(store: Store, door: Door, visitor: Visitor, forum_id: UUID, person_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await queries.forum(writing, forum_id, visitor.person_id, day_of(door.at), "en", Reach.LEADS)
        await lifecycle.go(writing, forum_id, person_id, by=visitor.person_id, at=door.at)
    return Redirect(door.here(f"facilitate/forums/{forum_id}"), status_code=303)


@get(f"{ADDRESS}/change", name="facilitate.face", guards=[leader])
async def face(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID
) -> Response[str]:
    return await _face(request, reading, door, visitor, forum_id, None)


async def _face(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    form: Submission[ChangeForum] | None,
) -> Response[str]:
    view = await queries.forum(reading, forum_id, visitor.person_id, day_of(door.at), door.language.code, Reach.LEADS)
    return page(request, "gatherings/change.html", section="forums", forum=view, form=form)


@post(f"{ADDRESS}/change", name="facilitate.change", guards=[leader])
async def change(request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Answer:
    form = submitted(ChangeForum, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await queries.forum(writing, forum_id, visitor.person_id, day_of(door.at), "en", Reach.LEADS)
            if form.values is not None:
                sent = form.values
                await lifecycle.change_forum(
                    writing,
                    forum_id,
                    words(sent.name, sent.name_cy),
                    words(sent.place, sent.place_cy),
                    words(sent.about, sent.about_cy),
                    by=visitor.person_id,
                    at=door.at,
                )
                return Redirect(door.here(f"facilitate/forums/{forum_id}"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _face(request, reading, door, visitor, forum_id, form)


HANDLERS = [people, let_in, let_go, face, change]
