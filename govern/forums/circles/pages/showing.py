"""`circles`, `circles/{id}`: the one map of bodies and circles, and one circle with what it decided."""

from uuid import UUID

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.queries import circle_lists
from govern.ballots.rules.consenting import CIRCLE, may_circles
from govern.constituencies.rulebook import queries as rulebook
from govern.forums.circles import queries
from govern.forums.circles.pages.acting import ADDRESS, chooses, gives, seen
from govern.forums.circles.rules import PARTS, Reach
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

#: So many decisions stand on the circle's own page; all of them are on that of its records.
LATEST = 5


@get("/circles", name="circles.map", guards=[signed_in])
async def the_map(request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor) -> Response[str]:
    founds = visitor.may(Permission.FORUM_FOUND)
    return page(
        request,
        "circles/map.html",
        section="forums",
        nodes=await queries.map_for(reading, visitor.person_id, day_of(door.at), door.language.code, founds=founds),
        founds=founds,
    )


@get(ADDRESS, name="circles.one", guards=[signed_in])
async def one(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, circle_id: UUID
) -> Response[str]:
    view = await seen(reading, door, visitor, circle_id)
    today, code = day_of(door.at), door.language.code
    book = (await rulebook.in_force(reading, today)).rulebook
    decisions = await queries.decisions_of(reading, circle_id, code)
    reads = view.reach >= Reach.READS
    return page(
        request,
        "circles/circle.html",
        section="forums",
        circle=view,
        matters=await queries.matters_of(reading, circle_id, code),
        seats=await queries.seats_of(reading, view),
        linking=await queries.links_of(reading, circle_id),
        decisions=[one for one in decisions if not one.ended_on][:LATEST],
        due=[one for one in decisions if one.due(today)] if view.reach >= Reach.SITS else [],
        proposals=await circle_lists.of_circle(
            reading, circle_id, door.at, code, visitor.person_id, drafts=view.reach >= Reach.SITS
        ),
        choices=await queries.choices_of(reading, circle_id) if view.is_team and reads else (),
        consents=may_circles(book, view.body or CIRCLE),
        chooses=chooses(view, visitor),
        gives=await gives(reading, view, door, visitor),
        parts=PARTS,
        changed=next(iter(await queries.to_look_at(reading, today, code, only=circle_id)), None),
        founds=visitor.may(Permission.FORUM_FOUND),
        me=visitor.person_id,
    )


HANDLERS = [the_map, one]
