"""Delegates, what a forum passes on, what is taken off, and whom to tell when a person may not be safe."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError, NotValid
from govern.forums.gatherings import lifecycle, queries
from govern.forums.gatherings.forms import ContactForm, Nothing, PassOn, SendDelegate, Why
from govern.forums.gatherings.lifecycle import Contact, DelegateDraft
from govern.forums.gatherings.pages.steps import FORUM, Answer, Led, leader, step
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

founder = holding(Permission.FORUM_FOUND)
RAISED = f"{FORUM}/raised/{{raised_id:uuid}}"


@get(f"{FORUM}/delegates", name="delegates.led", guards=[leader])
async def delegates(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID
) -> Response[str]:
    return await _delegates(Led(request, store, door, visitor, forum_id), reading, None)


async def _delegates(
    led: Led, reading: AsyncSession, form: Submission[SendDelegate] | Submission[Nothing] | None
) -> Response[str]:
    view, today, code = await led.view(reading), day_of(led.door.at), led.door.language.code
    found = await queries.overview(reading, view, led.by, led.door.at, today, code)
    return page(
        led.request,
        "gatherings/delegates.html",
        section="forums",
        forum=view,
        delegates=found.delegates,
        members=await queries.may_be_sent(reading, led.forum_id, today, code),
        gatherings=[one for one in (*found.to_come, *found.past) if one.stage in ("open", "closed")],
        form=form,
    )


@post(f"{FORUM}/delegates", name="delegates.send", guards=[leader])
async def send(request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Answer:
    led = Led(request, store, door, visitor, forum_id)

    async def act(writing: AsyncSession, sent: SendDelegate) -> None:
        person, _, group = sent.person.partition("/")
        try:
            person_id = UUID(person)
        except ValueError:
            raise NotValid("Choose who is sent, and for which group.", field="person") from None
        wanted = DelegateDraft(person_id=person_id, constituency=group, meeting_id=sent.gathering, until=sent.until)
        await lifecycle.send_delegate(writing, forum_id, wanted, by=led.by, at=door.at)

    async def again(reading: AsyncSession, form: Submission[SendDelegate]) -> Response[str]:
        return await _delegates(led, reading, form)

    return await step(led, SendDelegate, act, led.at("/delegates"), again)


@post(f"{FORUM}/delegates/{{delegate_id:uuid}}/end", name="delegates.end", guards=[leader])
async def end(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID, delegate_id: UUID
) -> Answer:
    led = Led(request, store, door, visitor, forum_id)

    async def act(writing: AsyncSession, _: Nothing) -> None:
        await lifecycle.end_delegate(writing, forum_id, delegate_id, by=led.by, at=door.at)

    async def again(reading: AsyncSession, form: Submission[Nothing]) -> Response[str]:
        return await _delegates(led, reading, form)

    return await step(led, Nothing, act, led.at("/delegates"), again)


@get(f"{RAISED}/pass-on", name="raised.pass_on_page", guards=[leader])
async def pass_on_page(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    raised_id: UUID,
) -> Response[str]:
    return await _one(Led(request, store, door, visitor, forum_id), reading, raised_id, "pass_on", None)


async def _one(
    led: Led,
    reading: AsyncSession,
    raised_id: UUID,
    what: str,
    form: Submission[PassOn] | Submission[Why] | None,
) -> Response[str]:
    view = await led.view(reading)
    item = await queries.raised(reading, led.forum_id, raised_id, led.door.language.code)
    return page(led.request, f"gatherings/{what}.html", section="forums", forum=view, item=item, form=form)


@post(f"{RAISED}/pass-on", name="raised.pass_on", guards=[leader])
async def pass_on(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID, raised_id: UUID
) -> Answer:
    """The item alone goes over, without names (M5)."""
    led = Led(request, store, door, visitor, forum_id)

    async def act(writing: AsyncSession, sent: PassOn) -> None:
        title = {door.language.code: sent.title}
        await lifecycle.pass_on(writing, forum_id, raised_id, title, sent.words or "", by=led.by, at=door.at)

    async def again(reading: AsyncSession, form: Submission[PassOn]) -> Response[str]:
        return await _one(led, reading, raised_id, "pass_on", form)

    return await step(led, PassOn, act, led.at("/gatherings"), again)


@get(f"{RAISED}/take-off", name="raised.take_off_page", guards=[leader])
async def take_off_page(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    raised_id: UUID,
) -> Response[str]:
    return await _one(Led(request, store, door, visitor, forum_id), reading, raised_id, "take_off", None)


@post(f"{RAISED}/take-off", name="raised.take_off", guards=[leader])
async def take_off(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID, raised_id: UUID
) -> Answer:
    led = Led(request, store, door, visitor, forum_id)

    async def act(writing: AsyncSession, sent: Why) -> None:
        await lifecycle.take_off(writing, forum_id, raised_id, sent.why or "", by=led.by, at=door.at)

    async def again(reading: AsyncSession, form: Submission[Why]) -> Response[str]:
        return await _one(led, reading, raised_id, "take_off", form)

    return await step(led, Why, act, led.at("/gatherings"), again)


@get(f"{FORUM}/safeguarding", name="safeguarding.led", guards=[leader])
async def contact_page(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID
) -> Response[str]:
    return await _contact(Led(request, store, door, visitor, forum_id), reading, None)


async def _contact(led: Led, reading: AsyncSession, form: Submission[ContactForm] | None) -> Response[str]:
    view = await led.view(reading)
    contact = await queries.contact_of(reading, led.forum_id)
    where = f"facilitate/forums/{led.forum_id}"
    return page(
        led.request, "gatherings/contact.html", section="forums", forum=view, contact=contact, where=where, form=form
    )


def _as_typed(sent: ContactForm) -> Contact:
    return Contact(sent.name, sent.phone, sent.email)


@post(f"{FORUM}/safeguarding", name="safeguarding.name", guards=[leader])
async def name_contact(request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Answer:
    led = Led(request, store, door, visitor, forum_id)

    async def act(writing: AsyncSession, sent: ContactForm) -> None:
        await lifecycle.name_contact(writing, forum_id, _as_typed(sent), by=led.by, at=door.at)

    async def again(reading: AsyncSession, form: Submission[ContactForm]) -> Response[str]:
        return await _contact(led, reading, form)

    return await step(led, ContactForm, act, led.at("/safeguarding"), again)


@get("/office/forums/safeguarding", name="safeguarding.office", guards=[founder])
async def office_page(request: AnyRequest, reading: AsyncSession) -> Response[str]:
    return await _office(request, reading, None)


async def _office(request: AnyRequest, reading: AsyncSession, form: Submission[ContactForm] | None) -> Response[str]:
    contact = await queries.contact_of(reading, None)
    return page(
        request,
        "gatherings/contact.html",
        section="office",
        forum=None,
        contact=contact,
        where="office/forums",
        form=form,
    )


@post("/office/forums/safeguarding", name="safeguarding.office_name", guards=[founder])
async def office_name(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Answer:
    """For the whole society; a forum may name its own."""
    form = submitted(ContactForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            async with store.writing() as writing:
                await lifecycle.name_contact(writing, None, _as_typed(form.values), by=visitor.person_id, at=door.at)
            return Redirect(door.here("office/forums/safeguarding"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _office(request, reading, form)


HANDLERS = [
    *(delegates, send, end, pass_on_page, pass_on, take_off_page, take_off),
    *(contact_page, name_contact, office_page, office_name),
]
