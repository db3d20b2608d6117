"""`fund`, `fund/panel`: what somebody asks of the fund for people in need, and what its panel decides on a code."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError, NotFound
from govern.forums.purses import lifecycle, queries
from govern.forums.purses.forms import AskFund, PanelAnswer
from govern.forums.purses.lifecycle import Ask
from govern.forums.purses.pages.pots import amount, is_yes
from govern.forums.purses.queries import OwnAsked
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
ASKED = "/fund/asked/{asked_id:uuid}"
CASE = "/fund/panel/{asked_id:uuid}"


def _to(door: Door, rest: str = "") -> Redirect:
    return Redirect(door.here(f"fund{rest}"), status_code=303)


@get("/fund", name="purses.fund", guards=[signed_in])
async def fund(request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor) -> Response[str]:
    face = await queries.fund_face(reading, visitor.person_id, day_of(door.at))
    keeps = visitor.may(Permission.FUND_KEEP)
    return page(request, "purses/fund.html", section="forums", fund=face, keeps=keeps)


@get("/fund/ask", name="purses.fund_ask", guards=[signed_in])
async def ask(request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor) -> Response[str]:
    return await _ask(request, reading, door, visitor, None, None)


@get(f"{ASKED}/again", name="purses.fund_again", guards=[signed_in])
async def again(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, asked_id: UUID
) -> Response[str]:
    return await _ask(request, reading, door, visitor, asked_id, None)


async def _before(reading: AsyncSession, person_id: UUID, asked_id: UUID) -> OwnAsked:
    """The one that comes again, of this person's own. Raises `NotFound`."""
    for one in await queries.own_asked(reading, person_id):
        if one.id == asked_id:
            return one
    raise NotFound("There is no such page for you. Look at what you asked for yourself.")


async def _ask(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    again_id: UUID | None,
    form: Submission[AskFund] | None,
) -> Response[str]:
    face = await queries.fund_face(reading, visitor.person_id, day_of(door.at))
    if not face.may_ask:
        raise NotFound("This fund is for those who work here. Ask the person to call what else there is for you.")
    return page(
        request,
        "purses/fund_ask.html",
        section="forums",
        fund=face,
        before=None if again_id is None else await _before(reading, visitor.person_id, again_id),
        form=form,
    )


@post("/fund/ask", name="purses.fund_asked", guards=[signed_in])
async def asked(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Answer:
    """A worker asks. The panel reads the words under a code."""
    form = submitted(AskFund, await request.form(), door.language.say)
    try:
        if form.values is not None:
            sent = form.values
            wanted = Ask(pence=amount(sent.amount, "amount"), need=sent.need, again=sent.again)
            async with store.writing() as writing:
                await lifecycle.ask_fund(writing, visitor.person_id, wanted, at=door.at)
            return _to(door, "#own")
    except GovernError as refusal:
        form = form.refused(refusal)
    typed = form.value("again")
    again_id = form.values.again if form.values else _as_id(typed)
    async with store.reading() as reading:
        return await _ask(request, reading, door, visitor, again_id, form)


def _as_id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


@post(f"{ASKED}/withdraw", name="purses.fund_withdraw", guards=[signed_in])
async def withdraw(store: Store, door: Door, visitor: Visitor, asked_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.withdraw(writing, asked_id, visitor.person_id, at=door.at)
    return _to(door, "#own")


@get("/fund/panel", name="purses.panel", guards=[signed_in])
async def panel(request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor) -> Response[str]:
    return page(
        request,
        "purses/panel.html",
        section="forums",
        cases=await queries.cases(reading, visitor.person_id, day_of(door.at)),
        minutes=await queries.minutes_of_fund(reading),
    )


@get(CASE, name="purses.case", guards=[signed_in])
async def case(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, asked_id: UUID
) -> Response[str]:
    return await _case(request, reading, door, visitor, asked_id, None)


async def _case(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    asked_id: UUID,
    form: Submission[PanelAnswer] | None,
) -> Response[str]:
    found = await queries.case(reading, asked_id, visitor.person_id, day_of(door.at))
    return page(request, "purses/case.html", section="forums", case=found, form=form)


@post(f"{CASE}/vote", name="purses.panel_vote", guards=[signed_in])
async def vote(request: AnyRequest, store: Store, door: Door, visitor: Visitor, asked_id: UUID) -> Answer:
    form = submitted(PanelAnswer, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await queries.case(writing, asked_id, visitor.person_id, day_of(door.at))
            if form.values is not None:
                yes = is_yes(form.values.answer)
                await lifecycle.vote(writing, asked_id, visitor.person_id, yes, site=site_of(door), at=door.at)
                return _to(door, f"/panel/{asked_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _case(request, reading, door, visitor, asked_id, form)


@post(f"{CASE}/aside", name="purses.stand_aside", guards=[signed_in])
async def stand_aside(store: Store, door: Door, visitor: Visitor, asked_id: UUID) -> Redirect:
    """By one's own word: whoever thinks they know who it is neither votes nor counts."""
    async with store.writing() as writing:
        await queries.case(writing, asked_id, visitor.person_id, day_of(door.at))
        await lifecycle.stand_aside(writing, asked_id, visitor.person_id, site=site_of(door), at=door.at)
    return _to(door, f"/panel/{asked_id}")


HANDLERS = [fund, ask, again, asked, withdraw, panel, case, vote, stand_aside]
