"""The whole service on one screen: its rooms, what every handler may ask for, and what may not be left out."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar, Router
from litestar.datastructures import CacheControlHeader
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler
from litestar.static_files import create_static_files_router
from sqlalchemy.exc import OperationalError, TimeoutError

from govern.ballots.pages.gate import there_for_them
from govern.ballots.queries import people_vote
from govern.clock import Clock, now
from govern.constituencies.register.queries import acts_first
from govern.constituencies.rulebook.queries import find_face
from govern.errors import NotFound
from govern.identity.queries import find_visitor
from govern.meetings.queries import facts_for_a_count
from govern.rooms import FRONT, ROOMS
from govern.settings import Settings
from govern.society import Societies
from govern.timer import keep_time, say_what_changed, say_what_was_put_back
from govern.web.door import AnyConnection, AtTheDoor, check_form, door_of
from govern.web.errors import HANDLERS, on_busy
from govern.web.given import the_door, the_guest, the_reading, the_society, the_store, the_visitor
from govern.web.guards import public, refuse_unguarded
from govern.web.headers import Headers
from govern.web.page import STATIC

MOST_BYTES_IN_A_FORM = 1_000_000
A_YEAR = CacheControlHeader(public=True, max_age=31_536_000, immutable=True)


def create_app(settings: Settings, clock: Clock = now) -> Litestar:
    """The service. Raises `RuntimeError` naming every route that does not say who may use it."""
    societies = Societies(settings)
    rooms = Router("/{lang:str}/{society_name:str}", route_handlers=[*ROOMS], guards=[in_a_society, there_for_them])
    statics = create_static_files_router("/static", [STATIC], name="static", guards=[public], cache_control=A_YEAR)
    app = Litestar(
        route_handlers=[*FRONT, rooms, statics],
        dependencies={
            "settings": Provide(lambda: settings, sync_to_thread=False),
            "societies": Provide(lambda: societies, sync_to_thread=False),
            "clock": Provide(lambda: clock, sync_to_thread=False),
            "door": Provide(the_door, sync_to_thread=False),
            "society": Provide(the_society, sync_to_thread=False),
            "store": Provide(the_store, sync_to_thread=False),
            "reading": Provide(the_reading),
            "visitor": Provide(the_visitor, sync_to_thread=False),
            "guest": Provide(the_guest, sync_to_thread=False),
            "people_vote": Provide(lambda: people_vote, sync_to_thread=False),
            "acts_first": Provide(lambda: acts_first, sync_to_thread=False),
            "facts_of_meeting": Provide(lambda: facts_for_a_count, sync_to_thread=False),
        },
        before_request=check_form,
        exception_handlers={**HANDLERS, OperationalError: on_busy, TimeoutError: on_busy},
        request_max_body_size=MOST_BYTES_IN_A_FORM,
        openapi_config=None,
        logging_config=None,  # what is logged and where to is decided where the process starts
        lifespan=[while_open(societies, settings, clock)],
    )
    refuse_unguarded(app)
    # Outside the router, so that an address without a page is refused in the society's own frame too.
    at_the_door = AtTheDoor(
        app.asgi_handler,
        settings=settings,
        societies=societies,
        clock=clock,
        find_visitor=find_visitor,
        find_face=find_face,
    )
    app.asgi_handler = Headers(at_the_door, settings, forms_to=settings.booth)
    return app


def while_open(
    societies: Societies, settings: Settings, clock: Clock
) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """Between start and stop: ballots open and close on time; at the stop every database is let go."""

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        await say_what_was_put_back(societies)
        await say_what_changed(societies, clock)
        timer = asyncio.create_task(keep_time(societies, settings, clock) if settings.timer else asyncio.sleep(0))
        try:
            yield
        finally:
            timer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await timer
            await societies.close()

    return lifespan


async def in_a_society(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
    """No room has pages outside a society."""
    door = door_of(connection)
    if door.society is None:
        raise door.trouble or NotFound(
            "There is no society of that name here. Check the address, or choose from the list."
        )
