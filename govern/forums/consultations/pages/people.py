"""`facilitate/consultations/{id}/people`: who is to be asked, by whom, in which way."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError, NotFound
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.forms.writing import AskerForm, FindForm, GiveForm, PlanForm, PutOnForm
from govern.forums.consultations.models import ConsultationResponse
from govern.forums.consultations.pages.shared import ONE, Shown, desk, near, row_of, works
from govern.forums.consultations.rules import ADAPTATION_WORDS, HEARD_WORDS, OVER_TAGS, Heard, Part
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Ask, Submission, submitted
from govern.web.given import PageNumber
from govern.web.page import page
from govern.web.visitor import Visitor

PEOPLE = f"{ONE}/people"
PERSON = f"{PEOPLE}/{{asked_id:uuid}}"
Step = Callable[[AsyncSession, Any], Awaitable[object]]


class AllForm(msgspec.Struct, frozen=True):
    """Everybody of the forum, or only those whom nobody has heard yet."""

    which: Annotated[str, Ask(missing="Choose who comes to the list.", longest=10)]


@get(PEOPLE, name="consultations.people", guards=[works])
async def people(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    number: PageNumber = 1,
) -> Response[str]:
    """All of them for whoever runs it; their own for somebody who asks."""
    return await _people(request, reading, door, visitor, consultation_id, number=number)


async def _people(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    *,
    number: int = 1,
    form: Submission[Any] | None = None,
    searched: str = "",
) -> Response[str]:
    view = await near(reading, door, visitor, consultation_id)
    today = day_of(door.at)
    runs = view.part is Part.RUNS
    row = await row_of(reading, consultation_id)
    listed = await queries.asked_page(
        reading, consultation_id, number, today, asker_id=None if runs else visitor.person_id
    )
    waiting = await queries.not_on_the_list(reading, row) if runs else ()
    return page(
        request,
        "consultations/question_people.html",
        section="forums",
        one=view,
        runs=runs,
        listed=listed,
        heard_words=HEARD_WORDS,
        over_tags=OVER_TAGS,
        way_words=ADAPTATION_WORDS,
        askers=await queries.askers_of(reading, row),
        may_ask=await queries.may_ask(reading, row, today) if runs else (),
        waiting=len(waiting),
        never=len(await queries.not_on_the_list(reading, row, never_heard=True)) if runs else 0,
        searched=searched,
        found=await queries.found_named(reading, row, searched) if runs else (),
        form=form,
    )


@post(f"{PEOPLE}/find", name="consultations.find_people", guards=[works])
async def find(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID
) -> Response[str]:
    """Sent as a form, so that no name stands in an address. It changes nothing."""
    form = submitted(FindForm, await request.form(), door.language.say)
    await near(reading, door, visitor, consultation_id, Part.RUNS)
    words = form.values.search if form.values else ""
    return await _people(request, reading, door, visitor, consultation_id, form=form, searched=words)


async def _step(
    request: AnyRequest,
    store: Store,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    form: Submission[Any],
    step: Step,
    then: str = "/people",
) -> Shown:
    """A step of whoever runs it; a refusal stands on the page of the people."""
    try:
        async with store.writing() as writing:
            await near(writing, door, visitor, consultation_id, Part.RUNS)
            if form.values is not None:
                await step(writing, form.values)
                return desk(door, consultation_id, then)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _people(request, reading, door, visitor, consultation_id, form=form)


@post(PEOPLE, name="consultations.put_on_the_list", guards=[works])
async def put_on(request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID) -> Shown:
    async def step(writing: AsyncSession, sent: PutOnForm) -> None:
        known = await identity.people_by_id(writing, sent.people)
        row = await row_of(writing, consultation_id)
        if row.forum_id is not None:
            of_forum = {person for person, _ in await queries.not_on_the_list(writing, row)}
            known = {person: one for person, one in known.items() if person in of_forum}
        if not known:
            raise NotFound("Nobody of these can be put on the list. Look for them again.", field="people")
        by, at = visitor.person_id, door.at
        await lifecycle.put_on_the_list(writing, consultation_id, list(known), by=by, at=at)

    form = submitted(PutOnForm, await request.form(), door.language.say)
    return await _step(request, store, door, visitor, consultation_id, form, step)


@post(f"{PEOPLE}/all", name="consultations.put_all_on_the_list", guards=[works])
async def put_all_on(request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID) -> Shown:
    """Everybody of the forum who is not there yet, or those of them whom no consultation has heard."""

    async def step(writing: AsyncSession, sent: AllForm) -> None:
        row = await row_of(writing, consultation_id)
        found = await queries.not_on_the_list(writing, row, never_heard=sent.which == "never")
        by, at = visitor.person_id, door.at
        await lifecycle.put_on_the_list(writing, consultation_id, [one for one, _ in found], by=by, at=at)

    form = submitted(AllForm, await request.form(), door.language.say)
    return await _step(request, store, door, visitor, consultation_id, form, step)


@post(f"{PEOPLE}/share", name="consultations.share_out", guards=[works])
async def share_out(request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID) -> Shown:
    async def step(writing: AsyncSession, _: object) -> None:
        await lifecycle.share_out(writing, consultation_id, by=visitor.person_id, at=door.at)

    form: Submission[Any] = Submission(AllForm(""), (), {}, door.language.say)
    return await _step(request, store, door, visitor, consultation_id, form, step)


@post(f"{PEOPLE}/give", name="consultations.give_to", guards=[works])
async def give(request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID) -> Shown:
    async def step(writing: AsyncSession, sent: GiveForm) -> None:
        by, at = visitor.person_id, door.at
        await lifecycle.give_to(writing, consultation_id, sent.people, sent.asker, by=by, at=at)

    form = submitted(GiveForm, await request.form(), door.language.say)
    return await _step(request, store, door, visitor, consultation_id, form, step)


@post(f"{ONE}/askers", name="consultations.name_asker", guards=[works])
async def name_asker(request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID) -> Shown:
    async def step(writing: AsyncSession, sent: AskerForm) -> None:
        row = await row_of(writing, consultation_id)
        if sent.asker not in {one for one, _ in await queries.may_ask(writing, row, day_of(door.at))}:
            raise NotFound("Only facilitators and the secretary ask people. Choose one of them.", field="asker")
        await lifecycle.name_asker(writing, consultation_id, sent.asker, by=visitor.person_id, at=door.at)

    form = submitted(AskerForm, await request.form(), door.language.say)
    return await _step(request, store, door, visitor, consultation_id, form, step)


@post(f"{ONE}/askers/{{person_id:uuid}}/end", name="consultations.end_asker", guards=[works])
async def end_asker(store: Store, door: Door, visitor: Visitor, consultation_id: UUID, person_id: UUID) -> Shown:
    async with store.writing() as writing:
        await near(writing, door, visitor, consultation_id, Part.RUNS)
        await lifecycle.end_asker(writing, consultation_id, person_id, by=visitor.person_id, at=door.at)
    return desk(door, consultation_id, "/people")


# --- One of them ----------------------------------------------------------------------------------------------------


@get(f"{PERSON}/plan", name="consultations.plan", guards=[works])
async def plan(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Response[str]:
    return await _plan(request, reading, door, visitor, consultation_id, asked_id, None)


async def _plan(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    asked_id: UUID,
    form: Submission[Any] | None,
) -> Response[str]:
    view = await near(reading, door, visitor, consultation_id, Part.RUNS)
    response = await reading.get(ConsultationResponse, (consultation_id, asked_id))
    if response is None:
        raise NotFound("This person is not on the list. Go back to it.")
    row, today = await row_of(reading, consultation_id), day_of(door.at)
    ways = await queries.ways_of(reading, consultation_id, door.language.code)
    care = await queries.care_among(reading, [asked_id], today)
    best = (await queries.best_ways(reading, [asked_id])).get(asked_id)
    askers = await queries.askers_of(reading, row)
    return page(
        request,
        "consultations/question_plan.html",
        section="forums",
        one=view,
        person=await identity.person(reading, asked_id),
        response=response,
        heard=HEARD_WORDS[response.heard],
        ways=[(way.kind.value, ADAPTATION_WORDS[way.kind]) for way in ways],
        best=ADAPTATION_WORDS[best] if best else None,
        askers=[one for one in askers if (one.person_id, asked_id) not in care and one.person_id != asked_id],
        cared_for=[one.name for one in askers if (one.person_id, asked_id) in care],
        waiting=response.heard is Heard.INVITED,
        form=Submission.blank(planned=response.planned or "") if form is None else form,
    )


@post(f"{PERSON}/plan", name="consultations.plan_way", guards=[works])
async def plan_way(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Shown:
    form = submitted(PlanForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await near(writing, door, visitor, consultation_id, Part.RUNS)
            if form.values is not None:
                by, at = visitor.person_id, door.at
                await lifecycle.plan_way(writing, consultation_id, asked_id, form.values.planned, by=by, at=at)
                return desk(door, consultation_id, "/people")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _plan(request, reading, door, visitor, consultation_id, asked_id, form)


@post(f"{PERSON}/off", name="consultations.take_off_the_list", guards=[works])
async def take_off(store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID) -> Shown:
    async with store.writing() as writing:
        await near(writing, door, visitor, consultation_id, Part.RUNS)
        await lifecycle.take_off_the_list(writing, consultation_id, asked_id, by=visitor.person_id, at=door.at)
    return desk(door, consultation_id, "/people")


HANDLERS = [people, find, put_on, put_all_on, share_out, give, name_asker, end_asker, plan, plan_way, take_off]
