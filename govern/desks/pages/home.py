"""Where a member lands, and the society's public face."""

from litestar import Response, get
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.constituencies.representation.queries import helped_by, is_peer
from govern.desks import queries
from govern.forums.consultations.queries import my_questions
from govern.identity.rules import day_of
from govern.meetings import queries as meetings
from govern.minutes.book import queries as minutes
from govern.permissions import Role
from govern.web.door import AnyRequest, Door
from govern.web.guards import public, signed_in
from govern.web.page import page
from govern.web.visitor import Visitor


@get("/", name="society", guards=[public])
async def society_front(
    request: AnyRequest, door: Door, reading: AsyncSession, guest: Visitor | None
) -> Response[str] | Redirect:
    """What the society is, its next meeting and its results. Nothing of a person."""
    if guest is not None:
        return Redirect(door.here("home"), status_code=303)
    code = door.language.code
    return page(
        request,
        "desks/society.html",
        section="home",
        groups=await queries.group_sizes(reading, door.at.date(), code),
        meetings=await meetings.meetings_to_come(reading, door.at, code, members=False, limit=3),
        minutes=await minutes.public_minutes(reading, door.at, code, limit=3),
        results=await ballots.declared_since(reading, door.at - queries.LATELY, language=code),
    )


@get("/home", name="home", guards=[signed_in])
async def home(request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor) -> Response[str]:
    found = await queries.home(reading, visitor.voter_id, door.language.code, door.at)
    return page(
        request,
        "desks/home.html",
        section="home",
        home=found,
        is_peer=Role.PEER in visitor.roles or await is_peer(reading, visitor.person_id, day_of(door.at)),
        helps=bool(await helped_by(reading, visitor.person_id, day_of(door.at))),
        is_facilitator=Role.FACILITATOR in visitor.roles,
        actions=await minutes.my_actions(reading, visitor.person_id, door.language.code, day_of(door.at)),
        to_sign=await minutes.to_sign(reading, visitor.person_id, door.language.code),
        questions=await my_questions(reading, visitor.person_id, door.language.code),
    )


HANDLERS = [society_front, home]
