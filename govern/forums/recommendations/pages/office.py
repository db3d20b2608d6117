"""`office/recommendations`: what bodies owe an answer to, what is late, and what came of appeals and motions."""

from uuid import UUID

from litestar import Response, get, post
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError, WrongMoment
from govern.forums.recommendations import lifecycle, queries
from govern.forums.recommendations.forms import AnswerForm, OutcomeForm
from govern.forums.recommendations.models import Recommendation
from govern.forums.recommendations.pages.shared import (
    Shown,
    answer_choices,
    asked_beside,
    give_answer,
    through_gate,
    to,
    writes_welsh,
)
from govern.forums.recommendations.queries import Gate
from govern.forums.recommendations.rules import OWED, Stage, Step, after
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted, words
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

answering = holding(Permission.RECOMMENDATION_ANSWER)
LIST = "/office/recommendations"
ADDRESS = "/office/recommendations/{recommendation_id:uuid}"


@get(LIST, name="recommendations.office", guards=[answering])
async def listed(request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor) -> Response[str]:
    today, code = day_of(door.at), door.language.code
    to_answer, waiting, late = await queries.owed_in_office(reading, visitor.person_id, today, code)
    return page(
        request,
        "recommendations/office.html",
        section="office",
        to_answer=to_answer,
        waiting=waiting,
        late=late,
    )


async def _in_office(reading: AsyncSession, found: Gate, door: Door) -> bool:
    """A body owes the answer, or a forum that nobody leads: the office writes it down."""
    mine = select(Recommendation.id).where(
        Recommendation.id == found.row.id,
        Recommendation.stage.in_(list(OWED)),
        queries.in_office(day_of(door.at)),
    )
    return await reading.scalar(mine) is not None


@get(ADDRESS, name="recommendations.office_one", guards=[answering])
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
    form: Submission[AnswerForm] | Submission[OutcomeForm] | None,
    *,
    settles: bool = False,
) -> Response[str]:
    """The form of the answer, or of the last word where one is waited for or was just sent."""
    found = await through_gate(reading, door, visitor, recommendation_id)
    book, choices, bodies = await answer_choices(reading, found, door)
    return page(
        request,
        "recommendations/answer.html",
        section="office",
        one=await queries.view(reading, found, visitor.person_id, day_of(door.at), door.language.code),
        where="office",
        choices=choices if await _in_office(reading, found, door) else [],
        bodies=bodies,
        settles=settles or found.row.stage in (Stage.APPEALED, Stage.MOVED),
        welsh=writes_welsh(book),
        today=day_of(door.at),
        asked=await asked_beside(reading, recommendation_id),
        form=form,
    )


@post(f"{ADDRESS}/answer", name="recommendations.office_answer", guards=[answering])
async def answer(request: AnyRequest, store: Store, door: Door, visitor: Visitor, recommendation_id: UUID) -> Shown:
    """The secretary or the chair writes down what the body answered, and where that stands in its minutes."""
    form = submitted(AnswerForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            found = await through_gate(writing, door, visitor, recommendation_id)
            after(found.row.stage, Step.END)
            if not await _in_office(writing, found, door):
                raise WrongMoment("A forum owes this answer. Its facilitator writes it down.")
            if form.values is not None:
                await give_answer(writing, door, visitor, recommendation_id, form.values)
                return to(door, "office/recommendations")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _one(request, reading, door, visitor, recommendation_id, form)


@post(f"{ADDRESS}/settle", name="recommendations.settle", guards=[answering])
async def settle(request: AnyRequest, store: Store, door: Door, visitor: Visitor, recommendation_id: UUID) -> Shown:
    """What came of the appeal or of the general meeting."""
    form = submitted(OutcomeForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await through_gate(writing, door, visitor, recommendation_id)
            if form.values is not None:
                sent = form.values
                outcome = words(sent.outcome, sent.outcome_cy)
                await lifecycle.settle(
                    writing,
                    recommendation_id,
                    outcome,
                    sent.minute,
                    sent.decided_on,
                    site=site_of(door),
                    by=visitor.person_id,
                    at=door.at,
                )
                return to(door, "office/recommendations")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _one(request, reading, door, visitor, recommendation_id, form, settles=True)


HANDLERS = [listed, one, answer, settle]
