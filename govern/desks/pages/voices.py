"""`facilitate/forums/{id}/voices`: who is heard in a forum, by group; whom to go to; what may help. For whoever leads
it, and for nobody else. `office/voices`: a year of the whole society, in numbers alone."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.params import Parameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.desks import voices, voices_of_year
from govern.errors import AlreadyDone, GovernError
from govern.forums.gatherings import lifecycle, queries
from govern.forums.gatherings.forms import Nothing
from govern.forums.gatherings.lifecycle import ItemDraft
from govern.forums.gatherings.rules import ItemKind, Reach
from govern.forums.gatherings.rules.voices import SPANS, Order
from govern.identity.rules import day_of
from govern.languages import LANGUAGES
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.given import PageNumber
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

leader = holding(Permission.FACILITATE)
AT = "/facilitate/forums/{forum_id:uuid}/voices"
#: How many months back, as the address says; what is no span is the first of them.
Months = Annotated[int, Parameter(query="months", ge=1, le=1_200)]
#: In which order, as the address says; what is no order is that of the names.
InOrder = Annotated[str, Parameter(query="order", max_length=20)]
FIRST_YEAR = 2000
#: Which year, as the address says; this one where it says none.
Year = Annotated[int | None, Parameter(query="year", ge=FIRST_YEAR, le=2_100)]
ROUND = Sentence("A round: everybody says one thing")


@get(AT, name="facilitate.voices", guards=[leader])
async def of_forum(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    months: Months = SPANS[0],
    order: InOrder = Order.NAME.value,
    number: PageNumber = 1,
) -> Response[str]:
    return await _shown(request, reading, door, visitor, forum_id, None, months, order, number)


async def _shown(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    form: Submission[Nothing] | None,
    months: int = SPANS[0],
    order: str = Order.NAME.value,
    number: int = 1,
) -> Response[str]:
    code = door.language.code
    view = await queries.forum(reading, forum_id, visitor.person_id, day_of(door.at), code, Reach.LEADS)
    span = months if months in SPANS else SPANS[0]
    by = Order(order) if order in tuple(Order) else Order.NAME
    waiting = await queries.items_waiting(reading, forum_id, code)
    return page(
        request,
        "desks/voices.html",
        section="forums",
        forum=view,
        found=await voices.of_forum(
            reading, view, visitor.person_id, door.at, code, months=span, order=by, number=number
        ),
        months=span,
        order=by,
        round_waits=any(_is_a_round(item.title) for item in waiting),
        form=form,
    )


def _is_a_round(title: str) -> bool:
    return title in {language.say(ROUND) for language in LANGUAGES.values()}


@post(f"{AT}/round", name="facilitate.round", guards=[leader])
async def take_a_round(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID
) -> Response[str] | Redirect:
    """A round waits for the next gathering, once."""
    form, by, today = submitted(Nothing, await request.form(), door.language.say), visitor.person_id, day_of(door.at)
    try:
        async with store.writing() as writing:
            await queries.forum(writing, forum_id, by, today, "en", Reach.LEADS)
            if any(_is_a_round(item.title) for item in await queries.items_waiting(writing, forum_id, "en")):
                raise AlreadyDone("A round waits for the next gathering already.")
            spoken = (await rulebook.in_force(writing, today)).rulebook.society.languages
            title = {code: LANGUAGES[code].say(ROUND) for code in spoken if code in LANGUAGES}
            draft = ItemDraft(kind=ItemKind.TALK, title=title)
            await lifecycle.raise_item(writing, forum_id, draft, by=by, at=door.at)
            return Redirect(door.here(f"facilitate/forums/{forum_id}/voices#steps"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _shown(request, reading, door, visitor, forum_id, form)


@get("/office/voices", name="office.voices", guards=[holding(Permission.OFFICE_SEE)])
async def of_year(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, year: Year = None
) -> Response[str]:
    now = day_of(door.at).year
    shown = min(year or now, now)
    return page(
        request,
        "desks/voices_of_year.html",
        section="office",
        found=await voices_of_year.of_year(reading, shown, door.at, door.language.code),
        after=shown + 1 if shown < now else None,
        before=shown - 1 if shown > FIRST_YEAR else None,
    )


HANDLERS = [of_forum, take_a_round, of_year]
