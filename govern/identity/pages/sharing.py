"""A tablet at the desk, used by one member after the other; "Finish and clear" on every shared device.

An officer makes a browser such a tablet. Whoever signs in there is asked after three minutes without use whether
they are still there, by a page that shows nothing of them, and is out two minutes later; all of it without a script.
"""

from litestar import Response, get, post
from litestar.response import Redirect

from govern.database import Store
from govern.identity import lifecycle, rules
from govern.identity.pages.entering import is_at_desk
from govern.permissions import Permission
from govern.web.cookies import forget_cookie, set_cookie
from govern.web.door import AnyRequest, Door
from govern.web.guards import holding, public, signed_in
from govern.web.page import page
from govern.web.visitor import CLEARS_AFTER, Look, Visitor

A_YEAR_SECONDS = 31_536_000
TABLET = "t"
may_set_up = holding(Permission.OFFICE_SEE)


@get("/office/tablet", name="tablet", guards=[may_set_up])
async def tablet(request: AnyRequest, door: Door) -> Response[str]:
    return page(request, "identity/tablet.html", section="office", at_desk=is_at_desk(request, door))


@post("/office/tablet", name="tablet.begin", guards=[may_set_up])
async def make_tablet(request: AnyRequest, door: Door, store: Store, visitor: Visitor) -> Redirect:
    """From now on this browser is handed from one member to the next. The officer is signed out of it."""
    async with store.writing() as writing:
        await lifecycle.sign_out(writing, visitor.session_id, at=door.at)
    answer = Redirect(door.here("finished"), status_code=303)
    _clear(request, door, answer)
    answer.set_cookie(set_cookie(door.cookie(TABLET), "desk", secure=door.settings.secure, seconds=A_YEAR_SECONDS))
    return answer


@post("/office/tablet/end", name="tablet.end", guards=[may_set_up])
async def no_tablet(door: Door) -> Redirect:
    answer = Redirect(door.here("office/tablet"), status_code=303)
    answer.set_cookie(forget_cookie(door.cookie(TABLET), secure=door.settings.secure))
    return answer


@get("/still-there", name="still_there", guards=[public])
async def still_there(request: AnyRequest, door: Door, guest: Visitor | None) -> Response[str] | Redirect:
    """Nothing of the person stands here. It gives way to a cleared page by itself."""
    if guest is None:
        return Redirect(door.here("finished"), status_code=303)
    back = rules.local_path(request.query_params.get("from"))
    answer = page(request, "identity/still_there.html", back=back.lstrip("/"))
    if guest.at_desk:
        answer.headers["refresh"] = f"{int(CLEARS_AFTER.total_seconds())}; url={door.here('finished')}"
    return answer


@get("/finish", name="finish", guards=[signed_in])
async def finish_page(request: AnyRequest, door: Door) -> Response[str]:
    """Before clearing: answers that were not sent go with it."""
    return page(request, "identity/finish.html", unsent=any("d-" in name for name in _ours(request, door)))


@post("/finish", name="finish.clear", guards=[public])
async def finish(request: AnyRequest, door: Door, store: Store, guest: Visitor | None) -> Redirect:
    if guest is not None:
        async with store.writing() as writing:
            await lifecycle.sign_out(writing, guest.session_id, at=door.at)
    answer = Redirect(door.here("finished"), status_code=303)
    _clear(request, door, answer)
    return answer


@get("/finished", name="finished", guards=[public])
async def finished(request: AnyRequest, door: Door, store: Store, guest: Visitor | None) -> Response[str]:
    """For the next person. Where a page at the desk led here by itself, whoever was there is out with this."""
    if guest is None or not guest.at_desk:
        return page(request, "identity/finished.html", at_desk=is_at_desk(request, door))
    async with store.writing() as writing:
        await lifecycle.sign_out(writing, guest.session_id, at=door.at)
    door.visitor, door.look = None, Look()
    answer = page(request, "identity/finished.html", at_desk=True)
    _clear(request, door, answer)
    return answer


def _ours(request: AnyRequest, door: Door) -> list[str]:
    """The cookies of this society in this browser, but for the mark of a tablet."""
    ending, kept = door.cookie("x").partition("x")[2], door.cookie(TABLET)
    return [name for name in request.cookies if name.endswith(ending) and name != kept]


def _clear(request: AnyRequest, door: Door, answer: Response[str] | Redirect) -> None:
    """Session, drafts and look go from this browser, and what it stored of our pages."""
    for name in _ours(request, door):
        answer.set_cookie(forget_cookie(name, secure=door.settings.secure))
    answer.headers["clear-site-data"] = '"cache", "storage"'


HANDLERS = [tablet, make_tablet, no_tablet, still_there, finish_page, finish, finished]
