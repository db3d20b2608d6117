"""`facilitate/forums/{id}`: a forum as whoever leads it sees it, letting people in, its name and place."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.database import Store
from govern.errors import GovernError, NotFound, NotValid
from govern.forums.gatherings import lifecycle, queries
from govern.forums.gatherings.forms import ChangeForum, LetIn
from govern.forums.gatherings.rules import Reach, Standing
from govern.identity import queries as identity
from govern.identity.lifecycle import add_person
from govern.identity.rules import day_of, looks_like_email, plain_email
from govern.permissions import Permission
from govern.post.pages import PageNumber
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
leader = holding(Permission.FACILITATE)
ADDRESS = "/facilitate/forums/{forum_id:uuid}"


def words(english: str | None, welsh: str | None) -> dict[str, str]:
    """A text in the languages it was typed in."""
    return {code: text for code, text in (("en", english), ("cy", welsh)) if text}


async def person_named(reading: AsyncSession, named: str) -> UUID:
    """By number in the register, or by email address. Raises `NotFound` beside the field."""
    if looks_like_email(named):
        found = await identity.people_at(reading, plain_email(named))
        if len(found) == 1:
            return found[0].id
    elif person_id := await register.person_with_number(reading, named):
        return person_id
    raise NotFound("We know nobody by this number or address. Ask the secretary for the right one.", field="person")


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
    return page(
        request,
        "gatherings/leading.html",
        section="forums",
        forum=view,
        here_now=await queries.people_page(reading, forum_id, number, visitor.person_id),
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
