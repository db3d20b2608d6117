"""`me/communication`: how I communicate, my own page by version, who read it when, who delivers my care. A supporter
or whoever asks me writes it down with me."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.representation import queries as representation
from govern.database import Store
from govern.errors import GovernError, NotFound
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.forms.profiles import WriteProfile
from govern.forums.consultations.lifecycle import ProfileDraft
from govern.forums.consultations.pages.asked_steps import PERSON, Answer, Asks, asker, step
from govern.forums.consultations.rules import ADAPTATION_WORDS
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

HELPED = "/me/communication/{asked_id:uuid}"


async def own_page(
    request: AnyRequest, reading: AsyncSession, visitor: Visitor, form: Submission[Any] | None
) -> Response[str]:
    me = visitor.person_id
    versions = await queries.profiles_of(reading, me)
    return page(
        request,
        "consultations/communication.html",
        section="home",
        versions=versions,
        profile=versions[0] if versions else None,
        looks=await queries.looks_at(reading, me),
        cares=await queries.carers_of(reading, me),
        way_words=ADAPTATION_WORDS,
        form=form,
    )


async def with_page(
    request: AnyRequest,
    reading: AsyncSession,
    asked_id: UUID,
    action: str,
    back: str,
    form: Submission[Any] | None,
    by: UUID,
    on: date,
) -> Response[str]:
    """The form for whoever writes it down with the person."""
    person = await identity.person(reading, asked_id)
    profile = await queries.profile(reading, asked_id)
    unread = profile is not None and not await queries.may_see(reading, asked_id, by, on)
    return page(
        request,
        "consultations/communication_with.html",
        section="home",
        person=person,
        profile=None if unread else profile,
        unread=unread and form is None,
        way_words=ADAPTATION_WORDS,
        action=action,
        leads_back=back,
        form=form,
    )


def draft_of(sent: WriteProfile) -> ProfileDraft:
    return ProfileDraft(
        ways=sent.ways,
        best_way=sent.best_way,
        works=sent.works or "",
        works_not=sent.works_not or "",
        supporters=sent.supporters or "",
        sign_yes=sent.sign_yes or "",
        sign_no=sent.sign_no or "",
        sign_stop=sent.sign_stop or "",
        posture=sent.posture or "",
        time_of_day=sent.time_of_day or "",
        with_help=sent.with_help or "",
    )


@get("/me/communication", name="consultations.communication", guards=[signed_in])
async def mine(request: AnyRequest, reading: AsyncSession, visitor: Visitor) -> Response[str]:
    return await own_page(request, reading, visitor, None)


@post("/me/communication", name="consultations.write_communication", guards=[signed_in])
async def write_mine(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Answer:
    form = submitted(WriteProfile, await request.form(), door.language.say)
    me = visitor.person_id
    if form.values is not None:
        try:
            async with store.writing() as writing:
                await lifecycle.write_profile(writing, me, draft_of(form.values), by=me, at=door.at)
            return Redirect(door.here("me/communication"), status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await own_page(request, reading, visitor, form)


def now_is(visitor: Visitor, door: Door) -> tuple[UUID, date]:
    return visitor.person_id, day_of(door.at)


async def check_helps(reading: AsyncSession, visitor: Visitor, asked_id: UUID, door: Door) -> None:
    """Whoever this person named as a supporter may write it down with them. For others there is no such page."""
    helps = await representation.helped_by(reading, visitor.person_id, day_of(door.at))
    if asked_id not in {one.member_id for one in helps}:
        raise NotFound("There is no such page. Go back.")


@get(HELPED, name="consultations.communication_helped", guards=[signed_in])
async def helped(request: AnyRequest, store: Store, door: Door, visitor: Visitor, asked_id: UUID) -> Response[str]:
    async with store.reading() as reading:
        await check_helps(reading, visitor, asked_id, door)
        where = door.here(f"me/communication/{asked_id}")
        return await with_page(request, reading, asked_id, where, door.here("support"), None, *now_is(visitor, door))


@post(f"{HELPED}/read", name="consultations.look_helped", guards=[signed_in])
async def look_helped(store: Store, door: Door, visitor: Visitor, asked_id: UUID) -> Redirect:
    """A supporter reads it, to write it down anew with the person, who sees that."""
    async with store.writing() as writing:
        await check_helps(writing, visitor, asked_id, door)
        await lifecycle.note_look(writing, asked_id, by=visitor.person_id, at=door.at)
    return Redirect(door.here(f"me/communication/{asked_id}"), status_code=303)


@post(HELPED, name="consultations.write_communication_helped", guards=[signed_in])
async def write_helped(request: AnyRequest, store: Store, door: Door, visitor: Visitor, asked_id: UUID) -> Answer:
    form = submitted(WriteProfile, await request.form(), door.language.say)
    by = visitor.person_id
    try:
        async with store.writing() as writing:
            await check_helps(writing, visitor, asked_id, door)
            if form.values is not None:
                await lifecycle.write_profile(writing, asked_id, draft_of(form.values), by=by, at=door.at)
                return Redirect(door.here("support"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        where = door.here(f"me/communication/{asked_id}")
        return await with_page(request, reading, asked_id, where, door.here("support"), form, *now_is(visitor, door))


@get(f"{PERSON}/communication", name="consultations.communication_asked", guards=[asker])
async def asked(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Response[str]:
    asks = Asks(request, store, door, visitor, consultation_id)
    base = asks.at(f"/people/{asked_id}")
    async with store.reading() as reading:
        await asks.check_sits_with(reading, asked_id)
        return await with_page(
            request, reading, asked_id, f"{base}/communication", base, None, *now_is(visitor, door)
        )


@post(f"{PERSON}/communication", name="consultations.write_communication_asked", guards=[asker])
async def write_asked(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Answer:
    asks = Asks(request, store, door, visitor, consultation_id)
    base = asks.at(f"/people/{asked_id}")

    async def act(writing: AsyncSession, sent: WriteProfile) -> str:
        await asks.check_sits_with(writing, asked_id)
        await lifecycle.write_profile(writing, asked_id, draft_of(sent), by=asks.by, at=door.at)
        return f"/people/{asked_id}"

    async def again(reading: AsyncSession, form: Submission[WriteProfile]) -> Response[str]:
        await asks.check_sits_with(reading, asked_id)
        return await with_page(
            request, reading, asked_id, f"{base}/communication", base, form, *now_is(visitor, door)
        )

    return await step(asks, WriteProfile, act, again)


HANDLERS = [mine, write_mine, helped, look_helped, write_helped, asked, write_asked]
