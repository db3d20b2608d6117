"""Rounds of consent in a circle outside the bodies: the pages of `ballots`, behind the gate of the circle.

Whoever may see the circle reads a proposal; who sat in it when it was presented answers and votes; whoever
facilitates it takes the steps, and the person of a team in theirs. A draft is there for those in the circle.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.deciding.consent import Phase
from govern.ballots.forms import (
    CircleVoteForm,
    ConsentForm,
    FallbackForm,
    FindingForm,
    IntegrateForm,
    NotedConsentForm,
    NotedVoteForm,
    ReviewForm,
    RewordForm,
)
from govern.ballots.lifecycle import consenting
from govern.ballots.lifecycle import proposing as rounds
from govern.ballots.pages.circles import AnyForm, Where, proposal_shown
from govern.ballots.pages.circles_office import Doing, Nothing, integrate, running_shown, words
from govern.ballots.queries import circles as proposals
from govern.ballots.queries.circles import ProposalPage
from govern.database import Store
from govern.errors import GovernError, NotFound
from govern.forums.circles import lifecycle
from govern.forums.circles.pages.acting import ADDRESS, Answer, seen, to
from govern.forums.circles.queries import CircleView
from govern.forums.circles.rules import Reach
from govern.identity.pages.entering import site_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

T = TypeVar("T", bound=msgspec.Struct)
ONE = f"{ADDRESS}/proposals/{{circle_proposal_id:uuid}}"


class InCircle(Doing, frozen=True):
    """What a step is given, and in which circle."""

    circle_id: UUID


async def _the_proposal(
    reading: AsyncSession, door: Door, visitor: Visitor, circle_id: UUID, proposal_id: UUID, needed: Reach
) -> tuple[CircleView, ProposalPage]:
    """The circle and one proposal of it. Raises `NotFound` for one of another circle."""
    view = await seen(reading, door, visitor, circle_id, needed)
    found = await proposals.proposal(reading, proposal_id, door.at, door.language.code)
    if found.circle_id != circle_id or (found.phase is Phase.DRAFT and view.reach < Reach.READS):
        raise NotFound("There is no such proposal. Go back to the circle and choose again.")
    return view, found


@get(ONE, name="circles.proposal", guards=[signed_in])
async def show(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    circle_id: UUID,
    circle_proposal_id: UUID,
    kept: int = 0,
) -> Response[str]:
    return await _shown(request, reading, door, visitor, circle_id, circle_proposal_id, None, kept=bool(kept))


async def _shown(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    circle_id: UUID,
    proposal_id: UUID,
    form: AnyForm | None,
    *,
    kept: bool = False,
) -> Response[str]:
    view, found = await _the_proposal(reading, door, visitor, circle_id, proposal_id, Reach.LOOKS)
    here = door.here(f"circles/{circle_id}/proposals/{proposal_id}")
    where = Where(here, door.here(f"circles/{circle_id}"), "forums", f"{here}/run" if view.may_run else "")
    return proposal_shown(request, found, visitor.person_id, where, form, kept=kept)


def an_answer(
    path: str, kind: type[T], act: Callable[[AsyncSession, UUID, Visitor, Door, T], Awaitable[object]]
) -> HTTPRouteHandler:
    """What somebody of the circle says themselves: back to the proposal, or the page as it was typed."""

    @post(f"{ONE}{path}", name=f"circles.say{path.replace('/', '_').replace('-', '_')}", guards=[signed_in])
    async def say(
        request: AnyRequest, store: Store, door: Door, visitor: Visitor, circle_id: UUID, circle_proposal_id: UUID
    ) -> Answer:
        form: Submission[T] = submitted(kind, await request.form(), door.language.say)
        try:
            async with store.writing() as writing:
                await _the_proposal(writing, door, visitor, circle_id, circle_proposal_id, Reach.LOOKS)
                await seen(writing, door, visitor, circle_id, Reach.SITS)
                if form.values is not None:
                    await act(writing, circle_proposal_id, visitor, door, form.values)
                    return to(door, circle_id, f"/proposals/{circle_proposal_id}?kept=1")
        except GovernError as refusal:
            form = form.refused(refusal)
        async with store.reading() as reading:
            shown: AnyForm = form  # type: ignore[assignment] # of the kind that was asked for
            return await _shown(request, reading, door, visitor, circle_id, circle_proposal_id, shown)

    return say


ANSWERS = [
    an_answer(
        "",
        ConsentForm,
        lambda writing, proposal_id, visitor, door, sent: consenting.answer(
            writing,
            proposal_id,
            visitor.person_id,
            sent.said,
            sent.reason or "",
            by=visitor.person_id,
            at=door.at,
            own=True,
        ),
    ),
    an_answer(
        "/no-reason",
        FindingForm,
        lambda writing, _, visitor, door, sent: consenting.find_no_reason(
            writing, sent.answer, visitor.person_id, at=door.at
        ),
    ),
    an_answer(
        "/vote",
        CircleVoteForm,
        lambda writing, proposal_id, visitor, door, sent: consenting.vote(
            writing, proposal_id, visitor.person_id, sent.voted, by=visitor.person_id, at=door.at, own=True
        ),
    ),
]


# --- Whoever runs the rounds ----------------------------------------------------------------------------------------


@get(f"{ONE}/run", name="circles.run", guards=[signed_in])
async def run(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    circle_id: UUID,
    circle_proposal_id: UUID,
) -> Response[str]:
    return await _running(request, reading, door, visitor, circle_id, circle_proposal_id, None)


async def _running(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    circle_id: UUID,
    proposal_id: UUID,
    form: Submission[T] | None,
) -> Response[str]:
    view, found = await _the_proposal(reading, door, visitor, circle_id, proposal_id, Reach.READS)
    here = door.here(f"circles/{circle_id}/proposals/{proposal_id}")
    if view.ended_on is not None:
        return page(request, "circles/over.html", section="forums", circle=view, back=here)
    await seen(reading, door, visitor, circle_id, Reach.RUNS)
    return running_shown(request, found, Where(f"{here}/run", here, "forums"), form)


def a_step(path: str, kind: type[T], act: Callable[[InCircle, T], Awaitable[object]]) -> HTTPRouteHandler:
    """A button or a form of whoever runs the rounds: one transaction, then back; a refusal stands on the page."""

    @post(f"{ONE}/run/{path}", name=f"circles.run_{path.replace('-', '_')}", guards=[signed_in])
    async def take(
        request: AnyRequest, store: Store, door: Door, visitor: Visitor, circle_id: UUID, circle_proposal_id: UUID
    ) -> Answer:
        sent = await request.form()
        form: Submission[T] = submitted(kind, sent, door.language.say)
        typed = {name: value for name, value in sent.items() if isinstance(value, str)}
        try:
            async with store.writing() as writing:
                await _the_proposal(writing, door, visitor, circle_id, circle_proposal_id, Reach.READS)
                await seen(writing, door, visitor, circle_id, Reach.RUNS)
                if form.values is not None:
                    doing = InCircle(
                        writing, circle_proposal_id, visitor.person_id, door.at, site_of(door), typed, circle_id
                    )
                    await act(doing, form.values)
                    return to(door, circle_id, f"/proposals/{circle_proposal_id}/run")
        except GovernError as refusal:
            form = form.refused(refusal)
        async with store.reading() as reading:
            return await _running(request, reading, door, visitor, circle_id, circle_proposal_id, form)

    return take


STEPS = [
    a_step(
        "words",
        RewordForm,
        lambda one, sent: rounds.reword(
            one.writing, one.proposal_id, words(sent, "title"), words(sent, "text"), by=one.by, at=one.at
        ),
    ),
    a_step(
        "step",
        Nothing,
        lambda one, _: lifecycle.present(
            one.writing, one.circle_id, one.proposal_id, by=one.by, at=one.at, site=one.site
        ),
    ),
    a_step(
        "answer",
        NotedConsentForm,
        lambda one, sent: consenting.answer(
            one.writing, one.proposal_id, sent.person, sent.said, sent.reason or "", by=one.by, at=one.at
        ),
    ),
    a_step(
        "end-round",
        Nothing,
        lambda one, _: rounds.end_round(one.writing, one.proposal_id, by=one.by, at=one.at, site=one.site),
    ),
    a_step("integrate", IntegrateForm, integrate),
    a_step(
        "fallback",
        FallbackForm,
        lambda one, sent: lifecycle.answer_above(
            one.writing, one.circle_id, one.proposal_id, sent.way, by=one.by, at=one.at
        ),
    ),
    a_step(
        "vote",
        NotedVoteForm,
        lambda one, sent: consenting.vote(
            one.writing, one.proposal_id, sent.person, sent.voted, by=one.by, at=one.at
        ),
    ),
    a_step(
        "end-vote",
        Nothing,
        lambda one, _: consenting.end_vote(one.writing, one.proposal_id, by=one.by, at=one.at),
    ),
    a_step(
        "review",
        ReviewForm,
        lambda one, sent: lifecycle.review(
            one.writing,
            one.circle_id,
            one.proposal_id,
            Phase(sent.outcome.value),
            sent.words,
            by=one.by,
            at=one.at,
        ),
    ),
]

HANDLERS = [show, *ANSWERS, run, *STEPS]
