"""`office/circles/{id}/move`: another circle or body above a circle; and that its domain was looked at."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import NotFound
from govern.forums.circles import lifecycle, queries
from govern.forums.circles.forms import MoveCircle
from govern.forums.circles.pages.acting import ADDRESS, Answer, check_gives, seen, taken, to
from govern.forums.circles.pages.beginning import above_of, founder
from govern.forums.circles.queries import CircleView
from govern.forums.circles.rules import Reach
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

MOVE = "/office/circles/{circle_id:uuid}/move"


@get(MOVE, name="circles.moving", guards=[founder])
async def moving(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, circle_id: UUID
) -> Response[str]:
    return await _moving(request, reading, door, visitor, circle_id, None)


async def _moving(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    circle_id: UUID,
    form: Submission[MoveCircle] | None,
) -> Response[str]:
    view = await seen(reading, door, visitor, circle_id)
    if view.is_team or view.ended_on is not None:
        raise NotFound("There is no such circle to put elsewhere. Go back to the list of circles.")
    found = await queries.above_options(reading, day_of(door.at), door.language.code)
    return page(
        request,
        "circles/move.html",
        section="office",
        circle=view,
        above=[(one.value, one.name) for one in found if one.value != f"circle:{circle_id}"],
        linking=len(await queries.links_of(reading, circle_id)),
        form=form,
    )


@post(MOVE, name="circles.move", guards=[founder])
async def move(request: AnyRequest, store: Store, door: Door, visitor: Visitor, circle_id: UUID) -> Answer:
    """From today something else stands above it."""
    form = submitted(MoveCircle, await request.form(), door.language.say)

    async def act(writing: AsyncSession, _: CircleView, sent: MoveCircle) -> None:
        parent_id, parent_body = above_of(sent.above)
        await lifecycle.move_circle(writing, circle_id, parent_id, parent_body, by=visitor.person_id, at=door.at)

    form, done = await taken(store, door, visitor, circle_id, Reach.LOOKS, form, act)
    if done:
        return to(door, circle_id)
    async with store.reading() as reading:
        return await _moving(request, reading, door, visitor, circle_id, form)


@post(f"{ADDRESS}/domain/looked", name="circles.look_at_domain", guards=[signed_in])
async def looked(store: Store, door: Door, visitor: Visitor, circle_id: UUID) -> Redirect:
    """Whoever says what it may decide has looked at what new rules would let it decide."""
    async with store.writing() as writing:
        view = await seen(writing, door, visitor, circle_id)
        await check_gives(writing, view, door, visitor)
        await lifecycle.look_at_domain(writing, circle_id, by=visitor.person_id, at=door.at)
    return to(door, circle_id, "/domain")


HANDLERS = [moving, move, looked]
