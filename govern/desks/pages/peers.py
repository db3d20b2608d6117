"""`peers`: who the elected peers are and what they may do; and for a peer, whom they vote for and where."""

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.constituencies.representation import queries
from govern.constituencies.rulebook import queries as rulebook
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor


@get("/peers", name="peers.all", guards=[signed_in])
async def peers(request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor) -> Response[str]:
    """A peer sees names, on what, and until when; never who voted, and never what else is known of a member."""
    today, code = day_of(door.at), door.language.code
    found = await queries.peers(reading, today, code)
    book = (await rulebook.in_force(reading, today)).rulebook
    return page(
        request,
        "desks/peers.html",
        section="rules",
        peers=found,
        said=queries.said(book, today, door.language.code) if found.enabled else None,
        offices=await queries.offices_of(reading, visitor.person_id, today, code) if found.enabled else (),
        votes=await ballots.open_for_others(reading, visitor.person_id, language=code, at=door.at),
    )


HANDLERS = [peers]
