"""One step of whoever leads a forum: read what was sent, pass the gate, act, go on; or the page again with what is
missing beside its field."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import msgspec
from litestar import Response
from litestar.di import Provide
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.forums.gatherings import queries
from govern.forums.gatherings.rules import Reach
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.settings import Settings
from govern.web.door import AnyRequest, Door
from govern.web.forms import LONDON, Submission, submitted
from govern.web.guards import holding
from govern.web.steps import Answer, done_or_again
from govern.web.visitor import Visitor

T = TypeVar("T", bound=msgspec.Struct)
leader = holding(Permission.FACILITATE)
FORUM = "/facilitate/forums/{forum_id:uuid}"
ADDRESS = f"{FORUM}/gatherings"
ONE = f"{ADDRESS}/{{gathering_id:uuid}}"


class Led(msgspec.Struct, frozen=True):
    """Who does something in which forum, from where."""

    request: AnyRequest
    store: Store
    door: Door
    visitor: Visitor
    forum_id: UUID

    @property
    def by(self) -> UUID:
        return self.visitor.person_id

    async def view(self, reading: AsyncSession, needed: Reach = Reach.LEADS) -> queries.ForumView:
        """The one gate. Raises `NotFound`, `NotAllowed`."""
        code = self.door.language.code
        return await queries.forum(reading, self.forum_id, self.by, day_of(self.door.at), code, needed)

    def at(self, rest: str = "") -> str:
        return self.door.here(f"facilitate/forums/{self.forum_id}{rest}")


async def led_here(request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Led:
    """What a handler below a forum's address is given as `led`."""
    return Led(request, store, door, visitor, forum_id)


#: For routers whose handlers take `led`.
LED = {"led": Provide(led_here)}


async def step(
    led: Led,
    kind: type[T],
    act: Callable[[AsyncSession, T], Awaitable[object]],
    back: str,
    again: Callable[[AsyncSession, Submission[T]], Awaitable[Response[str]]],
    needed: Reach = Reach.LEADS,
) -> Answer:
    """Do it and go `back`, or show the page `again` with what stands in the way."""

    async def does(writing: AsyncSession, sent: T) -> str:
        await act(writing, sent)
        return back

    form = submitted(kind, await led.request.form(), led.door.language.say)
    return await done_or_again(led.store, form, does, again, gate=lambda writing: led.view(writing, needed))


def pages_of(led: Led, settings: Settings, meeting_id: UUID) -> dict[str, str]:
    """The gathering's full address in each of the society's languages, for letters."""
    spoken = led.door.face.languages if led.door.face else ("en",)
    where = f"forums/{led.forum_id}/gatherings/{meeting_id}"
    return {code: settings.address + led.door.address_in(code, where) for code in spoken}


__all__ = ["ADDRESS", "FORUM", "LED", "LONDON", "ONE", "Answer", "Led", "leader", "pages_of", "step"]
