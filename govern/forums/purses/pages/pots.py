"""`forums/{id}/pots`, `pots/{id}`: one's share, what is asked, one's own yes or no, the ledger."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.rules import pence_of
from govern.database import Store
from govern.errors import GovernError, NotValid
from govern.forums.gatherings import queries as gatherings
from govern.forums.purses import lifecycle, queries, rules
from govern.forums.purses.forms import AnswerSpend, AskToSpend
from govern.forums.purses.queries import Hold, PotView
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
POT = "/pots/{pot_id:uuid}"
SPEND = f"{POT}/spends/{{spend_id:uuid}}"


def to(door: Door, pot_id: UUID, rest: str = "") -> Redirect:
    return Redirect(door.here(f"pots/{pot_id}{rest}"), status_code=303)


def amount(typed: str, field: str) -> int:
    """Pounds as pence, with the problem beside the field they were typed in. Raises `NotValid`."""
    try:
        return pence_of(typed)
    except NotValid as wrong:
        raise NotValid(wrong.message, field=field) from None


@get("/forums/{forum_id:uuid}/pots", name="purses.pots", guards=[signed_in])
async def pots(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID
) -> Response[str]:
    today, code = day_of(door.at), door.language.code
    forum = await gatherings.forum(reading, forum_id, visitor.person_id, today, code)
    found = await queries.pots_of(reading, forum_id, visitor.person_id, today, code)
    return page(request, "purses/pots.html", section="forums", forum=forum, pots=found)


@get(POT, name="purses.pot", guards=[signed_in])
async def one(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, pot_id: UUID
) -> Response[str]:
    code = door.language.code
    view = await queries.pot(reading, pot_id, visitor.person_id, day_of(door.at), code)
    return page(
        request,
        "purses/pot.html",
        section="forums",
        pot=view,
        spends=await queries.spends(reading, pot_id, visitor.person_id, day_of(door.at), code),
        ledger=await queries.ledger(reading, pot_id, code),
        me=visitor.person_id,
    )


@get(f"{POT}/spend", name="purses.ask", guards=[signed_in])
async def ask(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, pot_id: UUID
) -> Response[str]:
    return await _ask(request, reading, door, visitor, pot_id, None)


async def _ask(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    pot_id: UUID,
    form: Submission[AskToSpend] | None,
) -> Response[str]:
    today = day_of(door.at)
    view = await queries.pot(reading, pot_id, visitor.person_id, today, door.language.code, Hold.SHARES)
    return page(request, "purses/ask.html", section="forums", pot=view, form=form)


def _split(view: PotView, sent: AskToSpend, typed: dict[str, str], total: int) -> dict[UUID, int]:
    """Whose share gives what: as typed, else equally between those ticked."""
    parts = {
        share.person_id: amount(words, f"part-{share.person_id}")
        for share in view.shares
        if (words := typed.get(f"part-{share.person_id}", "").strip())
    }
    if parts:
        return parts
    return rules.equal_split(total, [share.person_id for share in view.shares if share.person_id in sent.shares])


@post(f"{POT}/spend", name="purses.asked", guards=[signed_in])
async def asked(request: AnyRequest, store: Store, door: Door, visitor: Visitor, pot_id: UUID) -> Answer:
    """Somebody with a share, or the facilitator, asks for a spend with a split."""
    form = submitted(AskToSpend, await request.form(), door.language.say)
    today, code = day_of(door.at), door.language.code
    try:
        async with store.writing() as writing:
            view = await queries.pot(writing, pot_id, visitor.person_id, today, code, Hold.SHARES)
            if form.values is not None:
                sent = form.values
                total = amount(sent.total, "total")
                typed = {name: form.value(name) for name in form.typed}
                split = _split(view, sent, typed, total)
                spend_id = await lifecycle.ask_to_spend(
                    *(writing, pot_id, {code: sent.what}, total, split),
                    site=site_of(door),
                    by=visitor.person_id,
                    at=door.at,
                )
                return to(door, pot_id, f"/spends/{spend_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _ask(request, reading, door, visitor, pot_id, form)


@get(SPEND, name="purses.spend", guards=[signed_in])
async def spend(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, pot_id: UUID, spend_id: UUID
) -> Response[str]:
    return await _spend(request, reading, door, visitor, pot_id, spend_id, None)


async def _spend(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    pot_id: UUID,
    spend_id: UUID,
    form: Submission[AnswerSpend] | None,
) -> Response[str]:
    code = door.language.code
    view = await queries.pot(reading, pot_id, visitor.person_id, day_of(door.at), code)
    return page(
        request,
        "purses/spend.html",
        section="forums",
        pot=view,
        spend=await queries.spend(reading, pot_id, spend_id, visitor.person_id, day_of(door.at), code),
        me=visitor.person_id,
        form=form,
    )


@post(f"{SPEND}/answer", name="purses.answer", guards=[signed_in])
async def answer(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, pot_id: UUID, spend_id: UUID
) -> Answer:
    """One's own yes or no. With the last yes it is spent, or it is said whose share has become too small."""
    form = submitted(AnswerSpend, await request.form(), door.language.say)
    today, code = day_of(door.at), door.language.code
    try:
        async with store.writing() as writing:
            await queries.pot(writing, pot_id, visitor.person_id, today, code, Hold.SHARES)
            await queries.spend(writing, pot_id, spend_id, visitor.person_id, day_of(door.at), code)
            if form.values is not None:
                yes = is_yes(form.values.answer)
                await lifecycle.answer(
                    *(writing, spend_id, visitor.person_id, yes),
                    site=site_of(door),
                    by=visitor.person_id,
                    at=door.at,
                )
                return to(door, pot_id, f"/spends/{spend_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _spend(request, reading, door, visitor, pot_id, spend_id, form)


def is_yes(word: str) -> bool:
    """Raises `NotValid` for anything that is neither."""
    if word not in ("yes", "no"):
        raise NotValid("Choose yes or no.", field="answer")
    return word == "yes"


@post(f"{SPEND}/take-back", name="purses.take_back", guards=[signed_in])
async def take_back(store: Store, door: Door, visitor: Visitor, pot_id: UUID, spend_id: UUID) -> Redirect:
    today, code = day_of(door.at), door.language.code
    async with store.writing() as writing:
        view = await queries.pot(writing, pot_id, visitor.person_id, today, code, Hold.SHARES)
        await queries.spend(writing, pot_id, spend_id, visitor.person_id, day_of(door.at), code)
        leads = view.hold is Hold.LEADS
        await lifecycle.take_back(writing, spend_id, leads=leads, by=visitor.person_id, at=door.at)
    return to(door, pot_id, f"/spends/{spend_id}")


HANDLERS = [pots, one, ask, asked, spend, answer, take_back]
