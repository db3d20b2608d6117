"""`people`: who sits on the boards, who holds an office, whom to call. For every signed-in member."""

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import queries
from govern.constituencies.boards.pages.drawing import picture_of
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.permissions import OFFICERS, ROLE_NAMES, Role
from govern.web.door import AnyRequest, Door
from govern.web.guards import signed_in
from govern.web.page import page


@get("/people", name="boards.people", guards=[signed_in])
async def people(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    today = day_of(door.at)
    boards = await queries.boards(reading, today, door.language.code)
    officers = [(role, await identity.holders(reading, role, today)) for role in Role if role in OFFICERS]
    return page(
        request,
        "boards/people.html",
        section="rules",
        boards=[(board, picture_of(board, door.language)) for board in boards],
        officers=[(ROLE_NAMES[role], held) for role, held in officers if held],
        groups={group.id: group for group in (door.face.groups if door.face else ())},
    )


HANDLERS = [people]
