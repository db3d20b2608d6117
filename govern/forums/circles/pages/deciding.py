"""A circle's domain, what it decides together, looking at that again, bringing a proposal for rounds of consent."""

from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.rules.consenting import CIRCLE, may_circles
from govern.constituencies.boards.queries.domains import topics_of
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import citation
from govern.database import Store
from govern.errors import NotFound
from govern.forums.circles import lifecycle, queries
from govern.forums.circles.forms import Decide, GiveMatter, Propose, ReviewDecision, TakeMatter, YesNo
from govern.forums.circles.lifecycle import DecisionDraft
from govern.forums.circles.pages.acting import ADDRESS, Answer, check_gives, gives, seen, taken, to
from govern.forums.circles.queries import CircleView
from govern.forums.circles.rules import Reach
from govern.forums.circles.rules.reaching import HAS_A_WORD
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor


@get(f"{ADDRESS}/domain", name="circles.domain", guards=[signed_in])
async def domain(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, circle_id: UUID, left: int = 0
) -> Response[str]:
    return await _domain(request, reading, door, visitor, circle_id, None, left=left)


async def _domain(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    circle_id: UUID,
    form: Submission[GiveMatter] | Submission[TakeMatter] | None,
    *,
    left: int = 0,
) -> Response[str]:
    """What it may decide, and by whom the rest is decided. Everybody who may see the circle reads it."""
    view, code = await seen(reading, door, visitor, circle_id), door.language.code
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    matters = await queries.matters_of(reading, circle_id, code)
    own = {one.topic for one in matters}
    return page(
        request,
        "circles/domain.html",
        section="forums",
        circle=view,
        matters=matters,
        others=[topic for topic in topics_of(book, code) if topic.word not in own],
        gives=await gives(reading, view, door, visitor),
        changed=next(iter(await queries.to_look_at(reading, day_of(door.at), code, only=circle_id)), None),
        left=left,
        form=form,
    )


@post(f"{ADDRESS}/domain", name="circles.give_matter", guards=[signed_in])
async def give_matter(request: AnyRequest, store: Store, door: Door, visitor: Visitor, circle_id: UUID) -> Answer:
    form = submitted(GiveMatter, await request.form(), door.language.say)

    async def act(writing: AsyncSession, view: CircleView, sent: GiveMatter) -> None:
        await check_gives(writing, view, door, visitor)
        words = {door.language.code: sent.words} if sent.words else {}
        await lifecycle.give_matter(writing, circle_id, sent.topic, words, by=visitor.person_id, at=door.at)

    form, done = await taken(store, door, visitor, circle_id, Reach.LOOKS, form, act)
    if done:
        return to(door, circle_id, "/domain")
    async with store.reading() as reading:
        return await _domain(request, reading, door, visitor, circle_id, form)


@post(f"{ADDRESS}/domain/out", name="circles.take_matter", guards=[signed_in])
async def take_matter(request: AnyRequest, store: Store, door: Door, visitor: Visitor, circle_id: UUID) -> Answer:
    form = submitted(TakeMatter, await request.form(), door.language.say)

    async def act(writing: AsyncSession, view: CircleView, sent: TakeMatter) -> None:
        await check_gives(writing, view, door, visitor)
        await lifecycle.take_matter(writing, circle_id, sent.matter, by=visitor.person_id, at=door.at)

    form, done = await taken(store, door, visitor, circle_id, Reach.LOOKS, form, act)
    if done:
        return to(door, circle_id, "/domain")
    async with store.reading() as reading:
        return await _domain(request, reading, door, visitor, circle_id, form)


@get(f"{ADDRESS}/decide", name="circles.deciding", guards=[signed_in])
async def deciding(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, circle_id: UUID
) -> Response[str]:
    return await _bringing(request, reading, door, visitor, circle_id, "circles/decide.html", None)


@get(f"{ADDRESS}/propose", name="circles.proposing", guards=[signed_in])
async def proposing(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, circle_id: UUID
) -> Response[str]:
    return await _bringing(request, reading, door, visitor, circle_id, "circles/propose.html", None)


async def _bringing(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    circle_id: UUID,
    template: str,
    form: Submission[Decide] | Submission[Propose] | None,
) -> Response[str]:
    view = await seen(reading, door, visitor, circle_id, Reach.READS)
    if view.ended_on is None:
        view = await seen(reading, door, visitor, circle_id, Reach.SITS)
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    seats = await queries.seats_of(reading, view)
    return page(
        request,
        template,
        section="forums",
        circle=view,
        matters=await queries.matters_of(reading, circle_id, door.language.code),
        people=[(str(one.person_id), one.name) for one in seats if one.part in HAS_A_WORD],
        consents=may_circles(book, view.body or CIRCLE),
        rule=citation("consent.enabled", book),
        form=form,
    )


@post(f"{ADDRESS}/decide", name="circles.decide", guards=[signed_in])
async def decide(request: AnyRequest, store: Store, door: Door, visitor: Visitor, circle_id: UUID) -> Answer:
    """What the circle decided together, in its domain alone (invariant 68)."""
    form, code = submitted(Decide, await request.form(), door.language.say), door.language.code

    async def act(writing: AsyncSession, _view: CircleView, sent: Decide) -> None:
        wanted = DecisionDraft(
            title={code: sent.title},
            words=sent.words or "",
            decided_on=sent.decided_on,
            there=sent.there,
            matter=sent.matter,
            other=sent.other or "",
            review_on=sent.review_on,
        )
        await lifecycle.decide(writing, circle_id, wanted, code, by=visitor.person_id, at=door.at)

    form, done = await taken(store, door, visitor, circle_id, Reach.SITS, form, act)
    if done:
        return to(door, circle_id, "#decisions")
    async with store.reading() as reading:
        return await _bringing(request, reading, door, visitor, circle_id, "circles/decide.html", form)


@post(f"{ADDRESS}/propose", name="circles.propose", guards=[signed_in])
async def propose(request: AnyRequest, store: Store, door: Door, visitor: Visitor, circle_id: UUID) -> Answer:
    form, code = submitted(Propose, await request.form(), door.language.say), door.language.code
    made: list[UUID] = []

    async def act(writing: AsyncSession, _view: CircleView, sent: Propose) -> None:
        made.append(
            await lifecycle.propose(
                writing,
                circle_id,
                {code: sent.title},
                {code: sent.text},
                sent.matter,
                sent.other or "",
                code,
                by=visitor.person_id,
                at=door.at,
            )
        )

    form, done = await taken(store, door, visitor, circle_id, Reach.SITS, form, act)
    if done:
        return to(door, circle_id, f"/proposals/{made[0]}")
    async with store.reading() as reading:
        return await _bringing(request, reading, door, visitor, circle_id, "circles/propose.html", form)


REVIEW = f"{ADDRESS}/decisions/{{circle_decision_id:uuid}}/review"


@get(REVIEW, name="circles.reviewing", guards=[signed_in])
async def reviewing(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    circle_id: UUID,
    circle_decision_id: UUID,
) -> Response[str]:
    return await _reviewing(request, reading, door, visitor, circle_id, circle_decision_id, None)


async def _reviewing(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    circle_id: UUID,
    decision_id: UUID,
    form: Submission[ReviewDecision] | None,
) -> Response[str]:
    view = await seen(reading, door, visitor, circle_id, Reach.READS)
    decisions = await queries.decisions_of(reading, circle_id, door.language.code)
    found = next((one for one in decisions if one.id == decision_id), None)
    if found is None:
        raise NotFound("There is no such decision. Look at the list again.")
    return page(request, "circles/review.html", section="forums", circle=view, decision=found, form=form)


@post(REVIEW, name="circles.review", guards=[signed_in])
async def review(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, circle_id: UUID, circle_decision_id: UUID
) -> Answer:
    form = submitted(ReviewDecision, await request.form(), door.language.say)

    async def act(writing: AsyncSession, _view: CircleView, sent: ReviewDecision) -> None:
        await lifecycle.review_decision(
            writing,
            circle_id,
            circle_decision_id,
            sent.found,
            goes_on=sent.goes_on is YesNo.YES,
            by=visitor.person_id,
            at=door.at,
        )

    form, done = await taken(store, door, visitor, circle_id, Reach.SITS, form, act)
    if done:
        return to(door, circle_id, "#decisions")
    async with store.reading() as reading:
        return await _reviewing(request, reading, door, visitor, circle_id, circle_decision_id, form)


HANDLERS = [
    *(domain, give_matter, take_matter, deciding, decide, proposing, propose, reviewing, review),
]
