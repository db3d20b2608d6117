"""`office/fund`: the ledger by codes, who sits on the panel, and, with the second step, the name behind a code."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.queries import person_named
from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.errors import GovernError
from govern.forums.purses import lifecycle, queries, rules
from govern.forums.purses.forms import FundMoney, SeatPanel
from govern.forums.purses.pages.pots import amount
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
keeper = holding(Permission.FUND_KEEP)
opens_names = stepping_up(Permission.FUND_KEEP)


BEHIND = "/office/fund/asked/{asked_id:uuid}"


def _to(door: Door) -> Redirect:
    return Redirect(door.here("office/fund"), status_code=303)


@get("/office/fund", name="purses.office_fund", guards=[keeper])
async def fund(request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor) -> Response[str]:
    return await _fund(request, reading, door, visitor, None)


async def _fund(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    form: Submission[FundMoney] | Submission[SeatPanel] | None,
) -> Response[str]:
    today = day_of(door.at)
    book = (await rulebook.in_force(reading, today)).rulebook
    rules.check_fund(book)
    return page(
        request,
        "purses/office_fund.html",
        section="office",
        fund=await queries.fund_face(reading, visitor.person_id, today),
        ledger=await queries.fund_ledger(reading),
        seats=await queries.seats(reading),
        size=book.funds.benevolent.panel_size,
        minutes=await queries.minutes_of_fund(reading),
        form=form,
    )


@post("/office/fund/open", name="purses.open_fund", guards=[keeper])
async def open_fund(store: Store, door: Door, visitor: Visitor) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.open_fund(writing, by=visitor.person_id, at=door.at)
    return _to(door)


@post("/office/fund/money", name="purses.fund_money", guards=[keeper])
async def money(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Answer:
    form = submitted(FundMoney, await request.form(), door.language.say)
    try:
        if form.values is not None:
            sent = form.values
            pence = amount(sent.amount, "amount")
            async with store.writing() as writing:
                await lifecycle.put_in_fund(writing, pence, sent.note or "", by=visitor.person_id, at=door.at)
            return _to(door)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _fund(request, reading, door, visitor, form)


@post("/office/fund/panel", name="purses.seat_panel", guards=[keeper])
async def seat(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Answer:
    form = submitted(SeatPanel, await request.form(), door.language.say)
    try:
        if form.values is not None:
            async with store.writing() as writing:
                person_id = await person_named(writing, form.values.person)
                await lifecycle.seat(writing, person_id, form.values.minute, by=visitor.person_id, at=door.at)
            return _to(door)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _fund(request, reading, door, visitor, form)


@post("/office/fund/panel/{panel_seat_id:uuid}/leave", name="purses.unseat_panel", guards=[keeper])
async def unseat(store: Store, door: Door, visitor: Visitor, panel_seat_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.unseat(writing, panel_seat_id, by=visitor.person_id, at=door.at)
    return _to(door)


@get(BEHIND, name="purses.code", guards=[keeper])
async def code(request: AnyRequest, reading: AsyncSession, asked_id: UUID) -> Response[str]:
    """What was asked under a code, and the button that opens the name."""
    asked, _ = await queries.name_behind(reading, asked_id)
    return page(request, "purses/name_behind.html", section="office", asked=asked, name="")


@post(BEHIND, name="purses.name_behind", guards=[opens_names])
async def name_behind(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, asked_id: UUID
) -> Response[str]:
    """Who is paid. The only page of the service on which a code and a name stand together: it has no address that
    could be opened again without a line in the record."""
    async with store.writing() as writing:
        await lifecycle.open_name(writing, asked_id, by=visitor.person_id, at=door.at)
    async with store.reading() as reading:
        asked, name = await queries.name_behind(reading, asked_id)
        return page(request, "purses/name_behind.html", section="office", asked=asked, name=name)


HANDLERS = [fund, open_fund, money, seat, unseat, code, name_behind]
