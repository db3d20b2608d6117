"""Votes of a forum that is there for its people only are there for those on the roll and for whoever runs votes.

Before every page of the service whose address names a ballot, of whichever room. Only the way of an envelope into the
box is left out: the caster knows who is on the roll.
"""

from uuid import UUID

from litestar.handlers import BaseRouteHandler
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries
from govern.constituencies.representation import queries as representation
from govern.errors import NotFound
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyConnection, Door, door_of
from govern.web.visitor import Visitor

#: The returning officer's: who opens votes runs those of every forum.
RUNS = Permission.BALLOT_OPEN
CAST = "ballots.cast"


async def there_for_them(connection: AnyConnection, handler: BaseRouteHandler) -> None:
    """Raises `NotFound`, as for a ballot that never was. A supporter sees those of whom
    they sit beside, an officer on the telephone the one of the call."""
    gaps = connection.path_params
    ballot_id = gaps.get("ballot_id") or gaps.get("option_ballot_id")
    if not isinstance(ballot_id, UUID) or handler.name == CAST:
        return
    door = door_of(connection)
    if door.trouble is not None or door.society is None:
        return  # the guard of the page says so
    async with door.society.store.reading() as reading:
        call_id = gaps.get("call_id")
        if isinstance(call_id, UUID) and await queries.is_of_call(reading, ballot_id, call_id):
            return
        if door.visitor is None or not await _beside(reading, ballot_id, door.visitor, gaps.get("support_id"), door):
            await check_there(reading, ballot_id, door.visitor)


async def _beside(reading: AsyncSession, ballot_id: UUID, visitor: Visitor, support_id: object, door: Door) -> bool:
    """Whether they sit beside somebody for whom the ballot is there, and who named them."""
    if not isinstance(support_id, UUID):
        return False
    helped = await representation.helped_by(reading, visitor.person_id, day_of(door.at))
    members = [one.member_id for one in helped if one.id == support_id]
    return bool(members) and await queries.is_there_for(reading, ballot_id, members[0], runs=False)


async def check_there(reading: AsyncSession, ballot_id: UUID, visitor: Visitor | None) -> None:
    """Raises `NotFound`."""
    person_id = None if visitor is None else visitor.voter_id
    runs = visitor is not None and visitor.may(RUNS)
    if not await queries.is_there_for(reading, ballot_id, person_id, runs=runs):
        raise NotFound("There is no such vote. Go back to the list of votes and choose again.")
