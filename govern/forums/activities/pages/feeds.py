"""`me/calendar`: an address for one's own calendar; and what calendars read there."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import NotFound
from govern.forums.activities import lifecycle, queries
from govern.forums.gatherings import queries as gatherings
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.guards import public, signed_in
from govern.web.page import page
from govern.web.visitor import Visitor


@get("/me/calendar", name="calendar.mine", guards=[signed_in])
async def mine(
    request: AnyRequest, reading: AsyncSession, society: Society, door: Door, visitor: Visitor
) -> Response[str]:
    """The address of each of one's forums, or a button that makes one."""
    today, code = day_of(door.at), door.language.code
    feed = await queries.feed_of(reading, society.key("codes"), visitor.person_id)
    own = await gatherings.forums_of(reading, visitor.person_id, today, code)
    led = await gatherings.forums_led_by(reading, visitor.person_id, today, code)
    forums = {one.id: one for one in (*own, *led) if one.closed_on is None}
    site = site_of(door)
    addresses = (
        [(one, site.page(code, f"calendar/{feed.token}/{one.id}/days.ics")) for one in forums.values()]
        if feed is not None
        else []
    )
    return page(
        request, "activities/calendar.html", section="forums", feed=feed, addresses=addresses, forums=forums.values()
    )


@post("/me/calendar", name="calendar.make", guards=[signed_in])
async def make(store: Store, society: Society, door: Door, visitor: Visitor) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.make_feed(writing, society.key("codes"), visitor.person_id, at=door.at)
    return Redirect(door.here("me/calendar"), status_code=303)


@post("/me/calendar/stop", name="calendar.stop", guards=[signed_in])
async def stop(store: Store, door: Door, visitor: Visitor) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.stop_feed(writing, visitor.person_id, at=door.at)
    return Redirect(door.here("me/calendar"), status_code=303)


@get("/calendar/{feed_token:str}/{forum_id:uuid}/days.ics", name="calendar.read", guards=[public])
async def read(reading: AsyncSession, door: Door, feed_token: str, forum_id: UUID) -> Response[bytes]:
    """For calendar programs, which do not sign in. The token says for whom; the forum's gate says whether."""
    person_id = await queries.reader_of(reading, feed_token)
    if person_id is None:
        raise NotFound("There is no calendar at this address. Look for the right one on your own page.")
    forum = await gatherings.forum(reading, forum_id, person_id, day_of(door.at), door.language.code)
    entries = await queries.entries_of(reading, forum_id, door.at, door.language.code)
    # A forum's gatherings are handed in here as further entries by whoever knows of them.
    file = queries.calendar(forum, entries, door.language, site_of(door), door.at)
    return Response(file, media_type=queries.MEDIA)


HANDLERS = [mine, make, stop, read]
