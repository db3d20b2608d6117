"""The booth on one screen: its pages, its door, and what it does with everything that is not here."""

from litestar import Litestar, Response
from litestar.datastructures import CacheControlHeader
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from litestar.static_files import create_static_files_router

from govern.booth.door import AtTheBooth, BoothDoor
from govern.booth.pages import HANDLERS, booth_door, no_paper, the_booth
from govern.booth.papers import Fetch, Papers, over_http
from govern.booth.settings import BoothSettings
from govern.booth.stay import NoPaper
from govern.clock import Clock, now
from govern.web import errors
from govern.web.door import AnyRequest, check_form
from govern.web.guards import public, refuse_unguarded
from govern.web.headers import Headers
from govern.web.page import STATIC

#: The largest form carries the state of a test; no body is ever put on disk.
MOST_BYTES_IN_A_FORM = 400_000
A_YEAR = CacheControlHeader(public=True, max_age=31_536_000, immutable=True)


def create_booth(settings: BoothSettings, clock: Clock = now, fetch: Fetch | None = None) -> Litestar:
    """The booth. `fetch` is how it asks the service for papers: over HTTP, if not said otherwise."""
    statics = create_static_files_router("/static", [STATIC], name="static", guards=[public], cache_control=A_YEAR)
    app = Litestar(
        route_handlers=[*HANDLERS, statics],
        dependencies={
            "door": Provide(booth_door, sync_to_thread=False),
            "booth": Provide(the_booth, sync_to_thread=False),
        },
        before_request=check_form,
        exception_handlers={**errors.HANDLERS, NoPaper: no_paper, HTTPException: on_http_error},
        request_max_body_size=MOST_BYTES_IN_A_FORM,
        openapi_config=None,
        logging_config=None,
        debug=False,
    )
    refuse_unguarded(app)
    papers = Papers(fetch or over_http(settings.asks or settings.service))
    at_the_booth = AtTheBooth(app.asgi_handler, settings=settings, papers=papers, clock=clock)
    app.asgi_handler = Headers(at_the_booth, settings, forms_to=settings.service, scripts=False)
    return app


def on_http_error(request: AnyRequest, error: HTTPException) -> Response[str] | Redirect:
    """Help, the front page and all else stand in the service: a link to them leads there. What was only sent, such as
    an opened envelope in the other language, leads on to the check page."""
    door = request.scope["state"].get("door")
    elsewhere = error.status_code in (404, 405) and request.method in ("GET", "HEAD")
    if elsewhere and isinstance(door, BoothDoor) and error.status_code == 405 and door.ballot_id is not None:
        return Redirect(door.here(f"ballots/{door.ballot_id}/check"), status_code=303)
    if elsewhere and isinstance(door, BoothDoor) and door.short:
        return Redirect(door.in_service(door.rest), status_code=303)
    return errors.on_http_error(request, error)
