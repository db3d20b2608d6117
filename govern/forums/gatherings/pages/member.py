"""`forums`, `forums/{id}`: which there are, what waits in one, joining and leaving it, raising something."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.queries import people_asked
from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.errors import GovernError
from govern.forums.gatherings import lifecycle, queries
from govern.forums.gatherings.forms import RaiseItem
from govern.forums.gatherings.lifecycle import ItemDraft
from govern.forums.gatherings.rules import ItemKind, Reach
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.given import PageNumber
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
#: What somebody may raise; an answer that is owed raises itself.
RAISED = tuple(kind for kind in ItemKind if kind is not ItemKind.OWED)


def to(door: Door, forum_id: UUID, rest: str = "") -> Redirect:
    return Redirect(door.here(f"forums/{forum_id}{rest}"), status_code=303)


@get("/forums", name="forums.list", guards=[signed_in])
async def forums(request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor) -> Response[str]:
    found = await queries.forums(reading, visitor.person_id, day_of(door.at), door.language.code)
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    return page(
        request,
        "gatherings/list.html",
        section="forums",
        forums=found,
        awards=book.awards.enabled,
        fund=book.funds.benevolent.enabled,
    )


@get("/forums/{forum_id:uuid}", name="forums.one", guards=[signed_in])
async def one(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    number: PageNumber = 1,
) -> Response[str]:
    return await shown(request, reading, door, visitor, forum_id, None, number)


async def shown(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    form: Submission[RaiseItem] | None,
    number: int = 1,
) -> Response[str]:
    today, language = day_of(door.at), door.language.code
    view = await queries.forum(reading, forum_id, visitor.person_id, today, language)
    waiting = [
        item
        for item in await queries.items_waiting(reading, forum_id, language)
        if item.about_id is None or view.reach >= Reach.TAKES_PART
    ]
    return page(
        request,
        "gatherings/forum.html",
        section="forums",
        forum=view,
        facilitator=await queries.facilitator_of(reading, forum_id, today),
        here_now=await queries.people_page(reading, forum_id, number, visitor.person_id)
        if view.reach >= Reach.TAKES_PART
        else None,
        waiting=waiting,
        people_asked=await people_asked(reading, [item.id for item in waiting]),
        kinds=RAISED,
        pooled=(await rulebook.in_force(reading, today)).rulebook.funds.pooled_budget.enabled,
        me=visitor.person_id,
        form=form,
    )


@post("/forums/{forum_id:uuid}/join", name="forums.join", guards=[signed_in])
async def join(store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.join(writing, forum_id, visitor.person_id, at=door.at)
    return to(door, forum_id)


@post("/forums/{forum_id:uuid}/leave", name="forums.leave", guards=[signed_in])
async def leave(store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Redirect:
    """Afterwards a restricted forum is not there any more for whoever left it, so the way leads to the list."""
    async with store.writing() as writing:
        await queries.forum(writing, forum_id, visitor.person_id, day_of(door.at), "en")
        await lifecycle.go(writing, forum_id, visitor.person_id, by=visitor.person_id, at=door.at)
    return Redirect(door.here("forums"), status_code=303)


@post("/forums/{forum_id:uuid}/items", name="forums.raise", guards=[signed_in])
async def raise_item(request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Answer:
    """Anybody who takes part raises what is to be talked about."""
    form = submitted(RaiseItem, await request.form(), door.language.say)
    code = door.language.code
    try:
        async with store.writing() as writing:
            await queries.forum(writing, forum_id, visitor.person_id, day_of(door.at), code, Reach.TAKES_PART)
            if form.values is not None:
                sent = form.values
                wanted = ItemDraft(kind=sent.kind, title={code: sent.title}, words=sent.words or "")
                await lifecycle.raise_item(writing, forum_id, wanted, by=visitor.person_id, at=door.at)
                return to(door, forum_id, "#waiting")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await shown(request, reading, door, visitor, forum_id, form)


@post("/forums/{forum_id:uuid}/items/{raised_id:uuid}/take-back", name="forums.take_back", guards=[signed_in])
async def take_back(store: Store, door: Door, visitor: Visitor, forum_id: UUID, raised_id: UUID) -> Redirect:
    async with store.writing() as writing:
        view = await queries.forum(writing, forum_id, visitor.person_id, day_of(door.at), "en", Reach.TAKES_PART)
        await lifecycle.take_back(
            writing, raised_id, forum_id, leads=view.reach is Reach.LEADS, by=visitor.person_id, at=door.at
        )
    return to(door, forum_id, "#waiting")


HANDLERS = [forums, one, join, leave, raise_item, take_back]
