"""`office/year/feed`: an address at which an officer's own calendar reads the year plan; and what it reads there."""

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import NotFound
from govern.forums.activities import lifecycle as feeds
from govern.forums.activities import queries as feed_queries
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.minutes.returns.queries import calendar
from govern.minutes.returns.queries.plan import plan
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.guards import holding, public
from govern.web.page import page
from govern.web.visitor import Visitor

LOOKER = holding(Permission.OFFICE_SEE)


@get("/office/year/feed", name="returns.feed", guards=[LOOKER])
async def feed(
    request: AnyRequest, reading: AsyncSession, society: Society, door: Door, visitor: Visitor
) -> Response[str]:
    """The address, or a button that makes one. It is the one of the officer's own page: one token a person."""
    found = await feed_queries.feed_of(reading, society.key("codes"), visitor.person_id)
    address = site_of(door).page(door.language.code, f"calendar/{found.token}/year.ics") if found else ""
    return page(request, "returns/feed.html", section="office", address=address)


@post("/office/year/feed", name="returns.feed_make", guards=[LOOKER])
async def make(store: Store, society: Society, door: Door, visitor: Visitor) -> Redirect:
    async with store.writing() as writing:
        await feeds.make_feed(writing, society.key("codes"), visitor.person_id, at=door.at)
    return Redirect(door.here("office/year/feed"), status_code=303)


@get("/calendar/{feed_token:str}/year.ics", name="returns.ics", guards=[public])
async def read(reading: AsyncSession, door: Door, feed_token: str) -> Response[bytes]:
    """For calendar programs, which do not sign in: the token says whose, the office they hold today says whether."""
    if not await calendar.may_read(reading, feed_token, door.at):
        raise NotFound("There is no calendar at this address. Look for the right one on your own page.")
    found = await plan(reading, day_of(door.at), door.language.code)
    file = calendar.calendar(found, door.language, site_of(door), door.at)
    return Response(file, media_type=calendar.MEDIA)


HANDLERS = [feed, make, read]
