"""`facilitate/consultations/…/decision`: the decision says what changed because of people; and what it lies beside.

A decision that a forum takes at its gathering is written down here in one step, so that none is taken without it.
"""

from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.ballots.rules import Stage as BallotStage
from govern.database import Store
from govern.errors import NotFound, NotValid
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.forms.answers import AttachForm, CitedForm, DecisionForm, PointDecisionForm
from govern.forums.consultations.lifecycle import Cited
from govern.forums.consultations.models import AttachedTo
from govern.forums.consultations.pages.steps import Shown, Worked, step, writes_welsh
from govern.forums.consultations.pages.summing import ONE, asker
from govern.forums.consultations.queries import ConsultationView
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings import queries as forums
from govern.forums.gatherings.lifecycle import Decision
from govern.forums.gatherings.rules import Reach
from govern.identity.rules import day_of
from govern.meetings import queries as meetings
from govern.meetings.lifecycle.gathering import point
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, words
from govern.web.page import page
from govern.web.visitor import Visitor

POINT = f"{ONE}/decision/points/{{point_id:uuid}}"
_OPEN_TO_IT = (BallotStage.PUBLISHED, BallotStage.FROZEN, BallotStage.OPEN)


@get(f"{ONE}/decision", name="consultations.decision", guards=[asker])
async def decision(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID
) -> Response[str]:
    return await _decision(Worked(request, store, door, visitor, consultation_id), reading, None, None)


async def _decision(
    worked: Worked,
    reading: AsyncSession,
    point_id: UUID | None,
    form: Submission[DecisionForm] | Submission[PointDecisionForm] | None,
) -> Response[str]:
    view, code = await worked.view(reading), worked.door.language.code
    topics: list[tuple[str, str]] = []
    if point_id is not None:
        found = await _point_of(worked, reading, view, point_id)
        named = await meetings.topics_to_name(reading, found.body, found.starts_at, code)
        topics = [(topic.word, worked.door.language.say(topic.name)) for topic in named]
    return page(
        worked.request,
        "consultations/decision.html",
        section="forums",
        one=view,
        point_id=point_id,
        topics=topics,
        cards=await queries.cards_of(reading, view.id, code),
        decided=await queries.decided(reading, view.id, code),
        welsh=await writes_welsh(reading, worked.door),
        today=day_of(worked.door.at),
        form=form,
    )


async def _point_of(
    worked: Worked, reading: AsyncSession, view: ConsultationView, point_id: UUID
) -> meetings.GatheringPage:
    """The gathering of the forum on whose agenda it stands. Raises `NotFound`, also for another forum's."""
    today, code = day_of(worked.door.at), worked.door.language.code
    if view.forum_id is None:
        raise NotFound("The whole society asks this, so no forum decides it here. Write the decision down by itself.")
    await forums.forum(reading, view.forum_id, worked.by, today, code, Reach.LEADS)
    _, meeting = await point(reading, view.forum_id, point_id)
    return await meetings.gathering_page(reading, view.forum_id, meeting.id, code)


def _cited(sent: CitedForm) -> dict[str, object]:
    return {
        "changed": words(sent.changed, sent.changed_cy),
        "nothing_because": words(sent.nothing_because, sent.nothing_because_cy),
        "easy": words(sent.easy, sent.easy_cy),
        "cards": sent.cards,
        "look_again_on": sent.look_again_on,
    }


@post(f"{ONE}/decision", name="consultations.use", guards=[asker])
async def use(request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID) -> Shown:
    """A decision that was taken somewhere says what changed, or why nothing did."""
    worked = Worked(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, sent: DecisionForm) -> None:
        wanted = Cited(
            decided_on=sent.decided_on,
            decided_by=words(sent.decided_by, sent.decided_by_cy),
            decision=words(sent.decision, sent.decision_cy),
            **_cited(sent),  # type: ignore[arg-type]
        )
        await lifecycle.use(writing, consultation_id, wanted, by=worked.by, at=door.at)

    async def again(reading: AsyncSession, form: Submission[DecisionForm]) -> Response[str]:
        return await _decision(worked, reading, None, form)

    return await step(worked, DecisionForm, act, worked.at("/answers"), again)


@get(POINT, name="consultations.decide_point", guards=[asker])
async def decision_of_point(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    point_id: UUID,
) -> Response[str]:
    return await _decision(Worked(request, store, door, visitor, consultation_id), reading, point_id, None)


@post(POINT, name="consultations.decided_point", guards=[asker])
async def decide_point(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, point_id: UUID
) -> Shown:
    """The forum decides, and says in the same step what changed. What was not carried changes nothing."""
    worked = Worked(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, sent: PointDecisionForm) -> None:
        view = await worked.view(writing)
        await _point_of(worked, writing, view, point_id)
        assert view.forum_id is not None
        wanted = Decision(
            words=sent.decision,
            how=sent.how,
            sought=sent.sought,
            voted_for=sent.voted_for,
            voted_against=sent.voted_against,
            voted_neither=sent.voted_neither,
            topic=sent.topic,
        )
        carried = await gatherings.decide(
            writing, view.forum_id, point_id, wanted, cites=(view.id,), by=worked.by, at=door.at
        )
        if not carried:
            return
        named = await forums.line(writing, view.forum_id, day_of(door.at), door.language.code)
        cited = Cited(
            decided_on=day_of(door.at),
            decided_by={door.language.code: named.name},
            decision=words(sent.decision, sent.decision_cy),
            **_cited(sent),  # type: ignore[arg-type]
        )
        await lifecycle.use(writing, consultation_id, cited, by=worked.by, at=door.at)

    async def again(reading: AsyncSession, form: Submission[PointDecisionForm]) -> Response[str]:
        return await _decision(worked, reading, point_id, form)

    return await step(worked, PointDecisionForm, act, worked.at("/answers"), again)


# --- What it lies beside --------------------------------------------------------------------------------------------


@get(f"{ONE}/beside", name="consultations.beside", guards=[asker])
async def beside(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID
) -> Response[str]:
    return await _beside(Worked(request, store, door, visitor, consultation_id), reading, None)


async def _beside(worked: Worked, reading: AsyncSession, form: Submission[AttachForm] | None) -> Response[str]:
    view = await worked.view(reading)
    there = await queries.attached_to(reading, view.id)
    targets = await _targets(reading, view, worked.door)
    return page(
        worked.request,
        "consultations/beside.html",
        section="forums",
        one=view,
        there=[(key, title) for key, title in targets if _key(key) in there],
        others=len(there - {_key(key) for key, _ in targets}),
        targets=[(key, title) for key, title in targets if _key(key) not in there],
        form=form,
    )


def _key(target: str) -> tuple[AttachedTo, UUID]:
    kind, _, number = target.partition(":")
    return AttachedTo(kind), UUID(number)


async def _targets(reading: AsyncSession, view: ConsultationView, door: Door) -> list[tuple[str, str]]:
    """What it can be laid beside: what waits in its forum, what is on an agenda to come or on, votes that are not
    over. What a forum asks of others is laid beside on the page of the recommendation."""
    code, found = door.language.code, []
    if view.forum_id is not None:
        for item in await forums.items_waiting(reading, view.forum_id, code):
            found.append((f"{AttachedTo.ITEM}:{item.id}", item.title))
        for point_id, title in await meetings.points_to_come(reading, view.forum_id, code):
            found.append((f"{AttachedTo.AGENDA}:{point_id}", title))
    for point_id, title in await meetings.points_to_come(reading, None, code):
        found.append((f"{AttachedTo.AGENDA}:{point_id}", title))
    for ballot in await ballots.ballots_to_see(reading, language=code):
        if ballot.stage in _OPEN_TO_IT:
            found.append((f"{AttachedTo.BALLOT}:{ballot.id}", ballot.title))
    return found


@post(f"{ONE}/beside", name="consultations.attach", guards=[asker])
async def attach(request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID) -> Shown:
    worked = Worked(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, sent: AttachForm) -> None:
        view = await worked.view(writing)
        if sent.target not in dict(await _targets(writing, view, door)):
            raise NotValid("Choose something from the list.", field="target")
        kind, target = _key(sent.target)
        inside = view.forum_id is not None and (
            kind is AttachedTo.ITEM or await meetings.is_point_of(writing, view.forum_id, target)
        )
        await lifecycle.attach(
            writing,
            *(consultation_id, kind, target),
            in_forum=view.forum_id if inside else None,
            by=worked.by,
            at=door.at,
        )

    async def again(reading: AsyncSession, form: Submission[AttachForm]) -> Response[str]:
        return await _beside(worked, reading, form)

    return await step(worked, AttachForm, act, worked.at("/beside"), again)


HANDLERS = [decision, use, decision_of_point, decide_point, beside, attach]
