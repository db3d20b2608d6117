"""`office/forums`: every forum, founding one, naming who leads it, a longer term, closing one."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.queries import person_named
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.rules import layer_name
from govern.database import Store
from govern.errors import GovernError
from govern.forums.gatherings import lifecycle, queries
from govern.forums.gatherings.forms import ExtendTerm, FoundForum, NameFacilitator
from govern.forums.gatherings.lifecycle import ForumDraft
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted, words
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
founder = holding(Permission.FORUM_FOUND)
ADDRESS = "/office/forums/{forum_id:uuid}"


@get("/office/forums", name="forums.office", guards=[founder])
async def forums(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    found = await queries.tree(reading, day_of(door.at), door.language.code)
    return page(request, "gatherings/office.html", section="office", forums=found)


@get("/office/forums/new", name="forums.new", guards=[founder])
async def new(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    return await _new(request, reading, door, None)


async def _new(
    request: AnyRequest, reading: AsyncSession, door: Door, form: Submission[FoundForum] | None
) -> Response[str]:
    today, language = day_of(door.at), door.language.code
    layers = (await rulebook.in_force(reading, today)).rulebook.forum_layers
    return page(
        request,
        "gatherings/new.html",
        section="office",
        layers=[(layer.id, layer_name(layer, language)) for layer in layers],
        forums=await queries.tree(reading, today, language),
        form=form,
    )


@post("/office/forums/new", name="forums.found", guards=[founder])
async def found(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Answer:
    form = submitted(FoundForum, await request.form(), door.language.say)
    try:
        if form.values is not None:
            sent = form.values
            wanted = ForumDraft(
                layer=sent.layer,
                name=words(sent.name, sent.name_cy),
                place=words(sent.place, sent.place_cy),
                about=words(sent.about, sent.about_cy),
                parent=sent.parent,
                linked_to=sent.linked_to,
            )
            async with store.writing() as writing:
                forum_id = await lifecycle.found_forum(writing, wanted, by=visitor.person_id, at=door.at)
            return _to(door, forum_id)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _new(request, reading, door, form)


def _to(door: Door, forum_id: UUID) -> Redirect:
    return Redirect(door.here(f"office/forums/{forum_id}"), status_code=303)


@get(ADDRESS, name="forums.office_one", guards=[founder])
async def one(request: AnyRequest, reading: AsyncSession, door: Door, forum_id: UUID) -> Response[str]:
    return await _one(request, reading, door, forum_id, None)


async def _one(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    forum_id: UUID,
    form: Submission[NameFacilitator] | Submission[ExtendTerm] | None,
) -> Response[str]:
    """Its name and who leads it. What is said in it is its own (invariant 61)."""
    today = day_of(door.at)
    return page(
        request,
        "gatherings/office_one.html",
        section="office",
        forum=await queries.line(reading, forum_id, today, door.language.code),
        facilitator=await queries.facilitator_of(reading, forum_id, today),
        today=today,
        form=form,
    )


@post(f"{ADDRESS}/facilitator", name="forums.name_facilitator", guards=[founder])
async def name_facilitator(request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Answer:
    form = submitted(NameFacilitator, await request.form(), door.language.say)
    try:
        if form.values is not None:
            async with store.writing() as writing:
                person_id = await person_named(writing, form.values.person)
                await lifecycle.name_facilitator(
                    writing, forum_id, person_id, form.values.from_on, by=visitor.person_id, at=door.at
                )
            return _to(door, forum_id)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _one(request, reading, door, forum_id, form)


@post(f"{ADDRESS}/term", name="forums.extend_term", guards=[founder])
async def extend_term(request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Answer:
    form = submitted(ExtendTerm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            async with store.writing() as writing:
                await lifecycle.extend_term(
                    writing, forum_id, form.values.until, form.values.minute, by=visitor.person_id, at=door.at
                )
            return _to(door, forum_id)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _one(request, reading, door, forum_id, form)


@post(f"{ADDRESS}/close", name="forums.close", guards=[founder])
async def close(store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.close_forum(writing, forum_id, by=visitor.person_id, at=door.at)
    return Redirect(door.here("office/forums"), status_code=303)


HANDLERS = [forums, new, found, one, name_facilitator, extend_term, close]
