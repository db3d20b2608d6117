"""`facilitate/forums/{id}/pots`, `facilitate/pots/{id}`: opening a pot, money that came in, the guide, an
answer that is written down for somebody."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.errors import GovernError
from govern.forums.gatherings import queries as gatherings
from govern.forums.gatherings.rules import Reach, Standing
from govern.forums.purses import lifecycle, queries
from govern.forums.purses.forms import NameGuide, NoteAnswer, OpenPot, PutIn
from govern.forums.purses.lifecycle import Support
from govern.forums.purses.pages.pots import amount, is_yes, to
from govern.forums.purses.queries import Hold
from govern.forums.purses.rules import Expressed
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
leader = holding(Permission.FACILITATE)
POT = "/facilitate/pots/{pot_id:uuid}"
SPEND = f"{POT}/spends/{{spend_id:uuid}}"


@get("/facilitate/forums/{forum_id:uuid}/pots", name="purses.new_pot", guards=[leader])
async def new(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID
) -> Response[str]:
    return await _new(request, reading, door, visitor, forum_id, None)


async def _new(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    form: Submission[OpenPot] | None,
) -> Response[str]:
    today, code = day_of(door.at), door.language.code
    forum = await gatherings.forum(reading, forum_id, visitor.person_id, today, code, Reach.LEADS)
    return page(request, "purses/new_pot.html", section="forums", forum=forum, form=form)


@post("/facilitate/forums/{forum_id:uuid}/pots", name="purses.open_pot", guards=[leader])
async def open_pot(request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Answer:
    form = submitted(OpenPot, await request.form(), door.language.say)
    today, code = day_of(door.at), door.language.code
    try:
        async with store.writing() as writing:
            await gatherings.forum(writing, forum_id, visitor.person_id, today, code, Reach.LEADS)
            if form.values is not None:
                sent = form.values
                name = {key: words for key, words in (("en", sent.name), ("cy", sent.name_cy)) if words}
                pot_id = await lifecycle.open_pot(writing, forum_id, name, by=visitor.person_id, at=door.at)
                return Redirect(door.here(f"facilitate/pots/{pot_id}"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _new(request, reading, door, visitor, forum_id, form)


@get(POT, name="purses.lead_pot", guards=[leader])
async def one(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, pot_id: UUID
) -> Response[str]:
    return await _one(request, reading, door, visitor, pot_id, None)


async def _one(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    pot_id: UUID,
    form: Submission[PutIn] | Submission[NameGuide] | None,
) -> Response[str]:
    today, code = day_of(door.at), door.language.code
    view = await queries.pot(reading, pot_id, visitor.person_id, today, code, Hold.LEADS)
    people = await gatherings.people_of(reading, view.forum_id)
    oversight = (await rulebook.in_force(reading, today)).rulebook.funds.pooled_budget.oversight
    return page(
        request,
        "purses/lead_pot.html",
        section="forums",
        pot=view,
        members=[one for one in people if one.standing is Standing.MEMBER],
        guides=[one for one in people if one.standing in (Standing.PARTNER, Standing.OBSERVER)],
        guide_wanted=oversight is not None,
        form=form,
    )


@post(f"{POT}/money", name="purses.put_in", guards=[leader])
async def put_in(request: AnyRequest, store: Store, door: Door, visitor: Visitor, pot_id: UUID) -> Answer:
    form = submitted(PutIn, await request.form(), door.language.say)
    today, code = day_of(door.at), door.language.code
    try:
        async with store.writing() as writing:
            await queries.pot(writing, pot_id, visitor.person_id, today, code, Hold.LEADS)
            if form.values is not None:
                sent = form.values
                await lifecycle.put_in(
                    *(writing, pot_id, sent.person, amount(sent.amount, "amount"), sent.note or ""),
                    by=visitor.person_id,
                    at=door.at,
                )
                return Redirect(door.here(f"facilitate/pots/{pot_id}"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _one(request, reading, door, visitor, pot_id, form)


@post(f"{POT}/guide", name="purses.name_guide", guards=[leader])
async def name_guide(request: AnyRequest, store: Store, door: Door, visitor: Visitor, pot_id: UUID) -> Answer:
    form = submitted(NameGuide, await request.form(), door.language.say)
    today, code = day_of(door.at), door.language.code
    try:
        async with store.writing() as writing:
            await queries.pot(writing, pot_id, visitor.person_id, today, code, Hold.LEADS)
            if form.values is not None:
                await lifecycle.name_guide(writing, pot_id, form.values.guide, by=visitor.person_id, at=door.at)
                return Redirect(door.here(f"facilitate/pots/{pot_id}"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _one(request, reading, door, visitor, pot_id, form)


@post(f"{POT}/close", name="purses.close_pot", guards=[leader])
async def close(store: Store, door: Door, visitor: Visitor, pot_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await queries.pot(writing, pot_id, visitor.person_id, day_of(door.at), "en", Hold.LEADS)
        await lifecycle.close_pot(writing, pot_id, by=visitor.person_id, at=door.at)
    return to(door, pot_id)


@get(f"{SPEND}/note", name="purses.note", guards=[leader])
async def note(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, pot_id: UUID, spend_id: UUID
) -> Response[str]:
    return await _note(request, reading, door, visitor, pot_id, spend_id, None)


async def _note(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    pot_id: UUID,
    spend_id: UUID,
    form: Submission[NoteAnswer] | None,
) -> Response[str]:
    today, code = day_of(door.at), door.language.code
    view = await queries.pot(reading, pot_id, visitor.person_id, today, code, Hold.LEADS)
    return page(
        request,
        "purses/note.html",
        section="forums",
        pot=view,
        spend=await queries.spend(reading, pot_id, spend_id, visitor.person_id, day_of(door.at), code),
        ways=tuple(Expressed),
        me=visitor.person_id,
        form=form,
    )


@post(f"{SPEND}/note", name="purses.noted", guards=[leader])
async def noted(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, pot_id: UUID, spend_id: UUID
) -> Answer:
    """Somebody's answer is written down: who was there, and how it came. What others read in behaviour is none."""
    form = submitted(NoteAnswer, await request.form(), door.language.say)
    today, code = day_of(door.at), door.language.code
    try:
        async with store.writing() as writing:
            await queries.pot(writing, pot_id, visitor.person_id, today, code, Hold.LEADS)
            await queries.spend(writing, pot_id, spend_id, visitor.person_id, day_of(door.at), code)
            if form.values is not None:
                sent = form.values
                support = Support(there=sent.there, expressed=sent.expressed, how=sent.how)
                await lifecycle.answer(
                    *(writing, spend_id, sent.person, is_yes(sent.answer)),
                    site=site_of(door),
                    by=visitor.person_id,
                    at=door.at,
                    support=support,
                )
                return to(door, pot_id, f"/spends/{spend_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _note(request, reading, door, visitor, pot_id, spend_id, form)


HANDLERS = [new, open_pot, one, put_in, name_guide, close, note, noted]
