"""Text size, colours and layout: chosen without a script, kept with the person, or in this browser before sign-in."""

from litestar import Response, get, post
from litestar.response import Redirect

from govern.database import Store
from govern.desks.forms import ChooseLook
from govern.errors import GovernError, NotValid
from govern.identity import lifecycle
from govern.web.cookies import set_cookie
from govern.web.door import COLOURS, LAYOUTS, PRESSES, AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import public
from govern.web.page import page
from govern.web.visitor import Look, Visitor

A_YEAR_SECONDS = 31_536_000


@get("/look", name="look", guards=[public])
async def choose(request: AnyRequest) -> Response[str]:
    return page(request, "web/settings.html")


@post("/look", name="look.choose", guards=[public])
async def chosen(request: AnyRequest, door: Door, store: Store, guest: Visitor | None) -> Response[str] | Redirect:
    form: Submission[ChooseLook] = submitted(ChooseLook, await request.form(), door.language.say)
    if form.values is None:
        return page(request, "web/settings.html", form=form)
    look = Look(form.values.text, form.values.colours, form.values.layout, form.values.press)
    try:
        _check(look)
        if guest is not None:
            async with store.writing() as writing:
                await lifecycle.choose_look(writing, guest.person_id, look, at=door.at)
    except GovernError as refusal:
        return page(request, "web/settings.html", form=form.refused(refusal))
    answer = Redirect(door.here("home" if guest else ""), status_code=303)
    text = f"{look.text}.{look.colours}.{look.layout}.{look.press}"
    answer.set_cookie(set_cookie(door.cookie("l"), text, secure=door.settings.secure, seconds=A_YEAR_SECONDS))
    return answer


def _check(look: Look) -> None:
    if look.colours not in COLOURS:
        raise NotValid("Choose one of the colours on this page.", field="colours")
    if look.layout not in LAYOUTS:
        raise NotValid("Choose Standard or Easy Read.", field="layout")
    if look.press not in PRESSES:
        raise NotValid("Choose one of the two ways to answer.", field="press")


HANDLERS = [choose, chosen]
