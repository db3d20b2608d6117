"""`search`: one field, what was found with the words around it, and a way to see one kind alone."""

from typing import Annotated
from urllib.parse import urlencode

from litestar import Response, Router, get
from litestar.datastructures import FormMultiDict
from litestar.params import Parameter
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotValid
from govern.minutes.search import queries, rules
from govern.minutes.search.forms import SearchForm
from govern.minutes.search.rules import KINDS, Kind, Reader
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import public
from govern.web.page import page

#: Both come from links of the page itself.
Page = Annotated[int, Parameter(query="page", ge=1, le=10_000)]


@get("/search", name="search.find", guards=[public])
async def find(
    request: AnyRequest, reading: AsyncSession, door: Door, kind: Kind | None = None, number: Page = 1
) -> Response[str]:
    """Everybody may search; each finds what they may read."""
    query = FormMultiDict(request.query_params.multi_items())
    if "q" not in query:
        return _shown(request, door, Submission.blank(), None, None)
    form = submitted(SearchForm, query, door.language.say)
    if form.values is None:
        return _shown(request, door, form, None, None)
    try:
        wanted = rules.asked(form.values.q)
    except NotValid as refusal:
        return _shown(request, door, form.refused(refusal), None, None)
    hits = await queries.find(reading, wanted, reader_at(door), door.language.code, kind=kind, page=number)
    return _shown(request, door, form, hits, kind)


def reader_at(door: Door) -> Reader:
    """The person at the door as a reader."""
    visitor = door.visitor
    if visitor is None:
        return Reader(None, door.at)
    return Reader(
        visitor.person_id,
        door.at,
        answers=visitor.may(Permission.RECOMMENDATION_ANSWER),
        runs_votes=visitor.may(Permission.BALLOT_OPEN),
        writes_minutes=visitor.may(Permission.MINUTES_WRITE),
        calls=visitor.may(Permission.MEETING_CALL),
    )


def _shown(
    request: AnyRequest, door: Door, form: Submission[SearchForm], hits: queries.Hits | None, kind: Kind | None
) -> Response[str]:
    def address(kind: Kind | None, number: int = 1) -> str:
        asked = {"q": form.value("q")} | ({"kind": kind.value} if kind else {})
        return door.here("search") + "?" + urlencode(asked | ({"page": str(number)} if number > 1 else {}))

    return page(
        request,
        "search/find.html",
        section="meetings",
        form=form,
        hits=hits,
        kind=kind,
        kinds=KINDS,
        address=address,
    )


router = Router(path="", route_handlers=[find])
