"""`facilitate/recommendations`: what a facilitator does. Their forum's own: agreed, raised by whom, answers given,
heard, asked again; and what their forum owes others."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.queries import person_named
from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.errors import GovernError
from govern.forums.consultations import queries as consultations
from govern.forums.consultations.lifecycle import attach
from govern.forums.consultations.models import AttachedTo
from govern.forums.consultations.rules import Part
from govern.forums.consultations.rules import Stage as AskedStage
from govern.forums.gatherings.queries import decision_on
from govern.forums.gatherings.rules import Reach
from govern.forums.recommendations import lifecycle, queries
from govern.forums.recommendations.forms import AgainForm, AgreeForm, AnswerForm, AskedForm, MotionForm, RaiserForm
from govern.forums.recommendations.lifecycle import Wish
from govern.forums.recommendations.pages.shared import (
    Shown,
    answer_page,
    give_answer,
    stands_in,
    through_gate,
    to,
    writes_welsh,
)
from govern.forums.recommendations.queries import Gate
from govern.forums.recommendations.rules import FORMATS, WAYS, Stage, Step, after
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted, words
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

leader = holding(Permission.FACILITATE)
LIST = "/facilitate/recommendations"
ADDRESS = "/facilitate/recommendations/{recommendation_id:uuid}"
Sent = Submission[AgreeForm] | Submission[RaiserForm] | Submission[AgainForm] | Submission[AskedForm]


@get(LIST, name="recommendations.leading", guards=[leader])
async def listed(request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor) -> Response[str]:
    owed, own = await queries.led_by(reading, visitor.person_id, day_of(door.at), door.language.code)
    return page(request, "recommendations/leading.html", section="forums", owed=owed, own=own)


async def _leads(reading: AsyncSession, door: Door, visitor: Visitor, recommendation_id: UUID) -> Gate:
    return await through_gate(reading, door, visitor, recommendation_id, Reach.LEADS)


@get(ADDRESS, name="recommendations.lead", guards=[leader])
async def one(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, recommendation_id: UUID
) -> Response[str]:
    return await _one(request, reading, door, visitor, recommendation_id, None)


async def _one(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    recommendation_id: UUID,
    form: Sent | None,
) -> Response[str]:
    found = await _leads(reading, door, visitor, recommendation_id)
    today = day_of(door.at)
    book = (await rulebook.in_force(reading, today)).rulebook
    decided = await decision_on(reading, recommendation_id) if found.row.stage is Stage.DRAFT else None
    return page(
        request,
        "recommendations/lead.html",
        decided=decided,
        minute=door.language.say(stands_in(*decided)) if decided is not None else "",
        section="forums",
        one=await queries.view(reading, found, visitor.person_id, today, door.language.code),
        give=await queries.answers_to_give(reading, recommendation_id),
        ways=[(way.value, say) for way, say in WAYS.items()],
        formats=list(FORMATS.items()),
        welsh=writes_welsh(book),
        today=today,
        questions=[
            one
            for one in await consultations.worked_on(reading, visitor.person_id, today, door.language.code)
            if one.part is Part.RUNS and one.stage is not AskedStage.STOPPED
        ],
        form=form,
    )


@post(f"{ADDRESS}/asked", name="recommendations.lay_beside", guards=[leader])
async def lay_beside(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, recommendation_id: UUID
) -> Shown:
    """People are asked about this one by one: no answer before it says what changed because of them."""
    form = submitted(AskedForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            found = await _leads(writing, door, visitor, recommendation_id)
            if form.values is not None:
                asked, me = form.values.consultation, visitor.person_id
                await consultations.consultation(writing, asked, me, day_of(door.at), door.language.code, Part.RUNS)
                await attach(
                    writing,
                    *(asked, AttachedTo.RECOMMENDATION, recommendation_id),
                    in_forum=found.row.forum_id if found.row.through_id is None else None,
                    by=me,
                    at=door.at,
                )
                return to(door, f"recommendations/{recommendation_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _one(request, reading, door, visitor, recommendation_id, form)


@post(f"{ADDRESS}/agree", name="recommendations.agree", guards=[leader])
async def agree(request: AnyRequest, store: Store, door: Door, visitor: Visitor, recommendation_id: UUID) -> Shown:
    """The forum agreed at a gathering; now others owe it an answer."""
    form = submitted(AgreeForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await _leads(writing, door, visitor, recommendation_id)
            if form.values is not None:
                sent = form.values
                await lifecycle.agree(
                    writing, recommendation_id, sent.agreed_on, sent.minute, by=visitor.person_id, at=door.at
                )
                return to(door, f"recommendations/{recommendation_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _one(request, reading, door, visitor, recommendation_id, form)


@post(f"{ADDRESS}/raisers", name="recommendations.name_raiser", guards=[leader])
async def name_raiser(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, recommendation_id: UUID
) -> Shown:
    """Somebody who raised it and does not write here themselves."""
    form = submitted(RaiserForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await _leads(writing, door, visitor, recommendation_id)
            if form.values is not None:
                sent = form.values
                person_id = await person_named(writing, sent.person)
                wish = Wish(show_name=sent.show_name, way=sent.way, format=sent.format)
                await lifecycle.name_raiser(
                    writing, recommendation_id, person_id, wish, by=visitor.person_id, at=door.at
                )
                return to(door, f"facilitate/recommendations/{recommendation_id}#raised")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _one(request, reading, door, visitor, recommendation_id, form)


@post(f"{ADDRESS}/raisers/{{person_id:uuid}}/drop", name="recommendations.drop_raiser", guards=[leader])
async def drop_raiser(
    store: Store, door: Door, visitor: Visitor, recommendation_id: UUID, person_id: UUID
) -> Redirect:
    async with store.writing() as writing:
        await _leads(writing, door, visitor, recommendation_id)
        await lifecycle.drop_raiser(writing, recommendation_id, person_id, by=visitor.person_id, at=door.at)
    return to(door, f"facilitate/recommendations/{recommendation_id}#raised")


@post(f"{ADDRESS}/given/{{person_id:uuid}}/{{number:int}}", name="recommendations.given", guards=[leader])
async def given(
    store: Store, door: Door, visitor: Visitor, recommendation_id: UUID, person_id: UUID, number: int
) -> Redirect:
    """The letter is in the post, or they were told."""
    async with store.writing() as writing:
        await _leads(writing, door, visitor, recommendation_id)
        await lifecycle.note_given(writing, recommendation_id, person_id, number, by=visitor.person_id, at=door.at)
    return to(door, f"facilitate/recommendations/{recommendation_id}#answers")


@post(f"{ADDRESS}/satisfied", name="recommendations.satisfied", guards=[leader])
async def satisfied(store: Store, door: Door, visitor: Visitor, recommendation_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await _leads(writing, door, visitor, recommendation_id)
        await lifecycle.accept(writing, recommendation_id, by=visitor.person_id, at=door.at)
    return to(door, f"recommendations/{recommendation_id}")


@post(f"{ADDRESS}/again", name="recommendations.again", guards=[leader])
async def again(request: AnyRequest, store: Store, door: Door, visitor: Visitor, recommendation_id: UUID) -> Shown:
    """Not satisfied: asked again with new facts, as often as the rules say (W15)."""
    form = submitted(AgainForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await _leads(writing, door, visitor, recommendation_id)
            if form.values is not None:
                sent = form.values
                facts = words(sent.facts, sent.facts_cy)
                await lifecycle.ask_again(
                    writing,
                    recommendation_id,
                    facts,
                    sent.decided_on,
                    sent.minute,
                    by=visitor.person_id,
                    at=door.at,
                )
                return to(door, f"recommendations/{recommendation_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _one(request, reading, door, visitor, recommendation_id, form)


@get(f"{ADDRESS}/motion", name="recommendations.motion_form", guards=[leader])
async def motion_form(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, recommendation_id: UUID
) -> Response[str]:
    return await _motion(request, reading, door, visitor, recommendation_id, None)


async def _motion(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    recommendation_id: UUID,
    form: Submission[MotionForm] | None,
) -> Response[str]:
    found = await _leads(reading, door, visitor, recommendation_id)
    if form is None:
        after(found.row.stage, Step.MOVE)
    today = day_of(door.at)
    view = await queries.view(reading, found, visitor.person_id, today, door.language.code)
    welsh = writes_welsh((await rulebook.in_force(reading, today)).rulebook)
    return page(request, "recommendations/motion.html", section="forums", one=view, welsh=welsh, form=form)


@post(f"{ADDRESS}/motion", name="recommendations.motion", guards=[leader])
async def motion(request: AnyRequest, store: Store, door: Door, visitor: Visitor, recommendation_id: UUID) -> Shown:
    """The forum takes it to the members."""
    form = submitted(MotionForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await _leads(writing, door, visitor, recommendation_id)
            if form.values is not None:
                sent = form.values
                text = words(sent.motion, sent.motion_cy)
                await lifecycle.ask_motion(
                    writing, recommendation_id, text, sent.minute, by=visitor.person_id, at=door.at
                )
                return to(door, f"recommendations/{recommendation_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _motion(request, reading, door, visitor, recommendation_id, form)


# --- Owed to others -------------------------------------------------------------------------------------------------


def _check_owes(found: Gate) -> None:
    """Raises `NotFound` where this visitor leads no forum that owes the answer."""
    if found.holds is not Reach.LEADS:
        raise queries.nothing()


@get(f"{ADDRESS}/answer", name="recommendations.answer_form", guards=[leader])
async def answer_form(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, recommendation_id: UUID
) -> Response[str]:
    found = await through_gate(reading, door, visitor, recommendation_id)
    after(found.row.stage, Step.END)
    _check_owes(found)
    return await answer_page(request, reading, door, visitor, found, "facilitate", None)


@post(f"{ADDRESS}/answer", name="recommendations.answer", guards=[leader])
async def answer(request: AnyRequest, store: Store, door: Door, visitor: Visitor, recommendation_id: UUID) -> Shown:
    """The facilitator of the layer that has it writes down what it answered, and where that stands."""
    form = submitted(AnswerForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            found = await through_gate(writing, door, visitor, recommendation_id)
            _check_owes(found)
            if form.values is not None:
                await give_answer(writing, door, visitor, recommendation_id, form.values)
                return to(door, f"recommendations/{recommendation_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        found = await through_gate(reading, door, visitor, recommendation_id)
        return await answer_page(request, reading, door, visitor, found, "facilitate", form)


HANDLERS = [
    listed,
    one,
    agree,
    name_raiser,
    drop_raiser,
    given,
    lay_beside,
    satisfied,
    again,
    motion_form,
    motion,
    answer_form,
    answer,
]
