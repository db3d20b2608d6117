"""`recommendations`: the map, one with its journey, “you said, we did, or why not”, and one's own wish."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError
from govern.forums.gatherings.rules import Reach
from govern.forums.recommendations import lifecycle, queries
from govern.forums.recommendations.forms import AppealForm, HeardForm, WishForm
from govern.forums.recommendations.lifecycle import Wish
from govern.forums.recommendations.pages.ladder import ladder
from govern.forums.recommendations.pages.shared import Shown, asked_beside, through_gate, to
from govern.forums.recommendations.rules import FORMATS, WAYS, Step, after
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.permissions import Permission, permissions_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.given import PageNumber
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

ADDRESS = "/recommendations/{recommendation_id:uuid}"
ANSWERS = Permission.RECOMMENDATION_ANSWER


@get("/recommendations", name="recommendations.map", guards=[signed_in])
async def on_their_way(request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor) -> Response[str]:
    rungs, back = await queries.on_their_way(
        reading, visitor.person_id, day_of(door.at), door.language.code, officer=visitor.may(ANSWERS)
    )
    return page(
        request,
        "recommendations/map.html",
        section="forums",
        rungs=rungs,
        back=back,
        drawing=ladder(rungs, door.language),
    )


@get("/recommendations/answered", name="recommendations.answered", guards=[signed_in])
async def answered(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    number: PageNumber = 1,
) -> Response[str]:
    found = await queries.answered(
        reading,
        visitor.person_id,
        day_of(door.at),
        door.language.code,
        number=number,
        officer=visitor.may(ANSWERS),
    )
    return page(request, "recommendations/answered.html", section="forums", found=found)


@get(ADDRESS, name="recommendations.one", guards=[signed_in])
async def one(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    recommendation_id: UUID,
    easy: int | None = None,
) -> Response[str]:
    """Its journey; in Easy Read where it is asked for, or where this person reads so."""
    return await _shown(request, reading, door, visitor, recommendation_id, easy, None)


async def _shown(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    recommendation_id: UUID,
    easy: int | None,
    form: Submission[HeardForm] | None,
) -> Response[str]:
    found = await through_gate(reading, door, visitor, recommendation_id)
    wants_easy = door.look.layout == "easy" if easy is None else bool(easy)
    view = await queries.view(reading, found, visitor.person_id, day_of(door.at), door.language.code)
    facilitates = Permission.FACILITATE in permissions_of(visitor.roles)
    return page(
        request,
        "recommendations/easy.html" if wants_easy and form is None else "recommendations/one.html",
        section="forums",
        one=view,
        may_write=found.leads or (found.inside and found.row.written_by == visitor.person_id),
        votes=found.reach >= Reach.VOTES,
        takes_part=found.reach >= Reach.TAKES_PART,
        answers_here=found.holds is Reach.LEADS and facilitates,
        leads_here=view.leads and facilitates,
        office=visitor.may(ANSWERS) and found.row.with_body is not None,
        today=day_of(door.at),
        asked=await asked_beside(reading, recommendation_id),
        form=form,
    )


@post(f"{ADDRESS}/received", name="recommendations.received", guards=[signed_in])
async def received(request: AnyRequest, store: Store, door: Door, visitor: Visitor, recommendation_id: UUID) -> Shown:
    """Whoever belongs to the forum that asked notes that it has heard the answer (invariant 65)."""
    form = submitted(HeardForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await through_gate(writing, door, visitor, recommendation_id, Reach.VOTES)
            if form.values is not None:
                heard_on = form.values.heard_on
                await lifecycle.receive(writing, recommendation_id, heard_on, by=visitor.person_id, at=door.at)
                return to(door, f"recommendations/{recommendation_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _shown(request, reading, door, visitor, recommendation_id, 0, form)


# --- Raised by me ---------------------------------------------------------------------------------------------------


@get(f"{ADDRESS}/mine", name="recommendations.mine", guards=[signed_in])
async def mine(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, recommendation_id: UUID
) -> Response[str]:
    return await _mine(request, reading, door, visitor, recommendation_id, None)


async def _mine(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    recommendation_id: UUID,
    form: Submission[WishForm] | None,
) -> Response[str]:
    """One's own wish: the name shown or not, and how the answer comes back."""
    found = await through_gate(reading, door, visitor, recommendation_id, Reach.TAKES_PART)
    view = await queries.view(reading, found, visitor.person_id, day_of(door.at), door.language.code)
    return page(
        request,
        "recommendations/mine.html",
        section="forums",
        one=view,
        me=await identity.person(reading, visitor.person_id),
        ways=[(way.value, words) for way, words in WAYS.items()],
        formats=list(FORMATS.items()),
        form=form,
    )


@post(f"{ADDRESS}/mine", name="recommendations.raise", guards=[signed_in])
async def raised(request: AnyRequest, store: Store, door: Door, visitor: Visitor, recommendation_id: UUID) -> Shown:
    form = submitted(WishForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await through_gate(writing, door, visitor, recommendation_id, Reach.TAKES_PART)
            if form.values is not None:
                sent = form.values
                wish = Wish(show_name=sent.show_name, way=sent.way, format=sent.format)
                await lifecycle.name_raiser(
                    writing, recommendation_id, visitor.person_id, wish, by=visitor.person_id, at=door.at
                )
                return to(door, f"recommendations/{recommendation_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _mine(request, reading, door, visitor, recommendation_id, form)


@post(f"{ADDRESS}/mine/drop", name="recommendations.not_mine", guards=[signed_in])
async def not_mine(store: Store, door: Door, visitor: Visitor, recommendation_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await through_gate(writing, door, visitor, recommendation_id)
        await lifecycle.drop_raiser(writing, recommendation_id, visitor.person_id, by=visitor.person_id, at=door.at)
    return to(door, f"recommendations/{recommendation_id}")


# --- Appeal ---------------------------------------------------------------------------------------------------------


@get(f"{ADDRESS}/appeal", name="recommendations.appeal", guards=[signed_in])
async def appeal(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, recommendation_id: UUID
) -> Response[str]:
    return await _appeal(request, reading, door, visitor, recommendation_id, None)


async def _appeal(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    recommendation_id: UUID,
    form: Submission[AppealForm] | None,
) -> Response[str]:
    """Before an answer has come back there is nothing to appeal against."""
    found = await through_gate(reading, door, visitor, recommendation_id, Reach.TAKES_PART)
    view = await queries.view(reading, found, visitor.person_id, day_of(door.at), door.language.code)
    if form is None:
        after(found.row.stage, Step.APPEAL)
    return page(request, "recommendations/appeal.html", section="forums", one=view, form=form)


@post(f"{ADDRESS}/appeal", name="recommendations.appeal_send", guards=[signed_in])
async def appeal_send(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, recommendation_id: UUID
) -> Shown:
    form = submitted(AppealForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await through_gate(writing, door, visitor, recommendation_id, Reach.TAKES_PART)
            if form.values is not None:
                sent = form.values
                await lifecycle.appeal(
                    writing,
                    recommendation_id,
                    sent.appeal_people.replace(",", " ").split(),
                    {door.language.code: sent.appeal_words},
                    unrelated=sent.unrelated,
                    by=visitor.person_id,
                    at=door.at,
                )
                return to(door, f"recommendations/{recommendation_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _appeal(request, reading, door, visitor, recommendation_id, form)


HANDLERS = [on_their_way, answered, one, received, mine, raised, not_mine, appeal, appeal_send]
