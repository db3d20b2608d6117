"""Where somebody is signed in, and how to leave: here, there, everywhere else."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.identity import lifecycle, queries
from govern.identity.pages.entering import go_out
from govern.web.door import AnyRequest, Door
from govern.web.guards import public, signed_in
from govern.web.page import page
from govern.web.visitor import Visitor


@post("/sign-out", name="identity.sign_out", guards=[public])
async def sign_out(door: Door, store: Store, guest: Visitor | None) -> Redirect:
    if guest is not None:
        async with store.writing() as writing:
            await lifecycle.sign_out(writing, guest.session_id, at=door.at)
    return go_out(door)


@get("/me/devices", name="identity.devices", guards=[signed_in])
async def devices(request: AnyRequest, visitor: Visitor, reading: AsyncSession, door: Door) -> Response[str]:
    found = await queries.sessions_of(reading, visitor.person_id, door.at)
    return page(request, "identity/devices.html", sessions=found, ended=request.query_params.get("ended", ""))


@post("/me/devices/{session_id:uuid}/end", name="identity.end_device", guards=[signed_in])
async def end_device(session_id: UUID, visitor: Visitor, store: Store, door: Door) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.revoke(writing, session_id, owner=visitor.person_id, at=door.at)
    if session_id == visitor.session_id:
        return go_out(door)
    return Redirect(door.here("me/devices"), query_params={"ended": "one"}, status_code=303)


@post("/me/devices/others/end", name="identity.end_others", guards=[signed_in])
async def end_others(visitor: Visitor, store: Store, door: Door) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.revoke_others(writing, visitor.person_id, keep=visitor.session_id, at=door.at)
    return Redirect(door.here("me/devices"), query_params={"ended": "others"}, status_code=303)
