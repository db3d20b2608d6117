"""Interests: declared on one's own page, named for an item before the meeting, decided on before it opens (31)."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import NotFound, NotValid
from govern.meetings import lifecycle, queries
from govern.meetings.forms import DecideInterestForm, InItemForm, InterestForm
from govern.meetings.pages.calling import Answer, done_or_shown, looker, to
from govern.meetings.pages.floor import chairing
from govern.meetings.pages.member import shown
from govern.meetings.rules import day_of
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

MINE = "/interests"
HERE = "/meetings/{meeting_id:uuid}/interests"
OFFICE = "/office/meetings/{meeting_id:uuid}/interests"


async def mine_shown(
    request: AnyRequest, reading: AsyncSession, person_id: UUID, form: Submission[InterestForm] | None = None
) -> Response[str]:
    door = door_of(request)
    return page(
        request,
        "meetings/interests.html",
        section="meetings",
        lines=await queries.interests(reading, door.language.code, person_id),
        declares=await queries.declares(reading, person_id, day_of(door.at)),
        form=form,
    )


@get(MINE, name="meetings.interests", guards=[signed_in])
async def mine(request: AnyRequest, reading: AsyncSession, visitor: Visitor) -> Response[str]:
    return await mine_shown(request, reading, visitor.person_id)


@post(MINE, name="meetings.declare", guards=[signed_in])
async def declare(request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor) -> Answer:
    person = visitor.person_id

    async def step(writing: AsyncSession, sent: InterestForm) -> UUID:
        return await lifecycle.declare(writing, person, sent.words, sent.since, by=person, at=door.at)

    return await done_or_shown(
        store,
        submitted(InterestForm, await request.form(), door.language.say),
        step,
        lambda _: Redirect(door.here("interests"), status_code=303),
        lambda again: mine_shown(request, reading, person, again),
    )


@post(f"{MINE}/{{interest_id:uuid}}/end", name="meetings.end_interest", guards=[signed_in])
async def end(store: Store, door: Door, visitor: Visitor, interest_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.end_interest(writing, interest_id, visitor.person_id, by=visitor.person_id, at=door.at)
    return Redirect(door.here("interests"), status_code=303)


async def here_shown(
    request: AnyRequest,
    reading: AsyncSession,
    meeting_id: UUID,
    person_id: UUID,
    form: Submission[InItemForm] | None = None,
) -> Response[str]:
    door = door_of(request)
    today = day_of(door.at)
    own = await queries.interests(reading, door.language.code, person_id)
    return page(
        request,
        "meetings/interests_here.html",
        section="meetings",
        meeting=await shown(reading, meeting_id, door),
        lines=[one for one in own if one.until is None or one.until >= today],
        declared=await queries.interests_at(reading, meeting_id, door.language.code),
        declares=await queries.declares(reading, person_id, today),
        form=form,
    )


@get(HERE, name="meetings.interests_here", guards=[signed_in])
async def here(request: AnyRequest, reading: AsyncSession, visitor: Visitor, meeting_id: UUID) -> Response[str]:
    """What was declared for this meeting; and a form for whoever sits on a body or holds an office."""
    return await here_shown(request, reading, meeting_id, visitor.person_id)


@post(HERE, name="meetings.declare_here", guards=[signed_in])
async def declare_here(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, meeting_id: UUID
) -> Answer:
    """An interest of the register, or a new one in words, named for one item."""
    found, person = await shown(reading, meeting_id, door), visitor.person_id

    async def step(writing: AsyncSession, sent: InItemForm) -> None:
        if sent.item not in {item.id for item in found.items}:
            raise NotValid("Choose an item of this meeting.", field="item")
        interest = sent.interest
        if interest is None:
            if not sent.words:
                raise NotValid("Say what you have at stake, or choose what you declared before.", field="words")
            interest = await lifecycle.declare(writing, person, sent.words, day_of(door.at), by=person, at=door.at)
        await lifecycle.declare_in_item(writing, interest, sent.item, person, by=person, at=door.at)

    return await done_or_shown(
        store,
        submitted(InItemForm, await request.form(), door.language.say),
        step,
        lambda _: Redirect(door.here(f"meetings/{meeting_id}/interests"), status_code=303),
        lambda again: here_shown(request, reading, meeting_id, person, again),
    )


@get(OFFICE, name="meetings.interests_office", guards=[chairing])
async def office(request: AnyRequest, reading: AsyncSession, door: Door, meeting_id: UUID) -> Response[str]:
    return page(
        request,
        "meetings/interests_office.html",
        section="office",
        meeting=await queries.meeting_page(reading, meeting_id, door.language.code),
        declared=await queries.interests_at(reading, meeting_id, door.language.code),
    )


@post(f"{OFFICE}/{{interest_id:uuid}}", name="meetings.decide_interest", guards=[chairing])
async def decide(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, meeting_id: UUID, interest_id: UUID
) -> Redirect:
    """Whoever runs the meeting says whether they stay out of the item."""
    form = submitted(DecideInterestForm, await request.form(), door.language.say)
    if form.values is None:
        raise NotFound("Nobody declared this interest in this item. Go back and look at the list again.")
    async with store.writing() as writing:
        await lifecycle.decide_interest(
            writing,
            interest_id,
            form.values.item,
            stays_out=form.values.decision == "out",
            by=visitor.person_id,
            at=door.at,
        )
    return to(door, meeting_id, "/interests")


@get("/office/interests", name="meetings.interests_register", guards=[looker])
async def register(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    """The register of interests, whole."""
    lines = await queries.interests(reading, door.language.code)
    return page(request, "meetings/interests_register.html", section="office", lines=lines)


HANDLERS = [mine, declare, end, here, declare_here, office, decide, register]
