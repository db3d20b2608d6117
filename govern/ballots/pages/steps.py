"""The steps of a ballot's life, each behind a page that shows what will happen before it happens.

What cannot be undone asks for the officer's second step again, before the page is shown and before the act is done.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, queries
from govern.ballots.forms import ReasonForm
from govern.ballots.pages.office import ballot_of, to
from govern.ballots.pages.step_words import (
    CLOSE,
    DECLARE,
    FREEZE,
    LOTS,
    OPEN,
    PUBLISH,
    REMIND,
    StepPage,
    by_two,
)
from govern.ballots.queries import OfficeBallot
from govern.ballots.rules import Step
from govern.ballots.seal.documents import Level
from govern.database import Store
from govern.errors import GovernError
from govern.identity.pages.entering import site_of
from govern.identity.rules import Site
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission
from govern.web.guards import Guard, holding, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

Shown = Response[str] | Redirect
BY_TWO = ("freeze", "open", "close")


def shown(
    request: AnyRequest,
    door: Door,
    ballot: OfficeBallot,
    step: StepPage,
    path: str,
    form: Submission[ReasonForm] | None = None,
    result: queries.Result | None = None,
) -> Response[str]:
    return page(
        request,
        "ballots/office_declare.html" if step is DECLARE else "ballots/office_step.html",
        section="office",
        ballot=ballot,
        step=by_two(step) if path in BY_TWO and ballot.level is Level.AGM else step,
        action=door.here(f"office/ballots/{ballot.id}/{path}"),
        form=form,
        result=result,
    )


async def taken(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    ballot_id: UUID,
    step: StepPage,
    path: str,
    act: Callable[[], Awaitable[object]],
) -> Shown:
    """Take a step and go back to the ballot. A refusal stands on the page of the step, and nothing has changed."""
    try:
        await act()
    except GovernError as refusal:
        form: Submission[ReasonForm] = Submission(None, (), {}, door.language.say).refused(refusal)
        result = await _result(reading, door, ballot_id) if step is DECLARE else None
        return shown(request, door, await ballot_of(reading, door, ballot_id), step, path, form, result)
    return to(door, ballot_id)


async def _result(reading: AsyncSession, door: Door, ballot_id: UUID) -> queries.Result:
    return await queries.result(reading, ballot_id, door.language.code, undeclared=True)


class Taking(msgspec.Struct, frozen=True):
    """What a plain step is given: the open transaction, whose it is, which ballot, and where its pages are."""

    writing: AsyncSession
    society: Society
    ballot_id: UUID
    by: UUID
    at: datetime
    site: Site


def a_step(
    path: str, step: StepPage, guard: Guard, act: Callable[[Taking], Awaitable[object]]
) -> tuple[HTTPRouteHandler, HTTPRouteHandler]:
    """The page that shows what will happen, and the button on it: one transaction, then back to the ballot."""
    address = f"/office/ballots/{{ballot_id:uuid}}/{path}"

    @get(address, guards=[guard])
    async def before(request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID) -> Response[str]:
        return shown(request, door, await ballot_of(reading, door, ballot_id), step, path)

    @post(address, guards=[guard])
    async def take(
        request: AnyRequest,
        door: Door,
        society: Society,
        store: Store,
        reading: AsyncSession,
        visitor: Visitor,
        ballot_id: UUID,
    ) -> Shown:
        async def acting() -> None:
            async with store.writing() as writing:
                await act(Taking(writing, society, ballot_id, visitor.person_id, door.at, site_of(door)))

        return await taken(request, door, reading, ballot_id, step, path, acting)

    return before, take


def two_or(step: Step, alone: Callable[[Taking], Awaitable[object]]) -> Callable[[Taking], Awaitable[object]]:
    """At the level AGM the button proposes the step to another officer; at any other level it takes it."""

    async def act(taking: Taking) -> None:
        if await queries.level_of(taking.writing, taking.ballot_id) is Level.AGM:
            await lifecycle.propose_step(taking.writing, taking.ballot_id, step, by=taking.by, at=taking.at)
        else:
            await alone(taking)

    return act


#: The plain steps in the order they are lived. Counting, declaring and withdrawing need more and stand in `running`.
PLAIN_STEPS = (
    *a_step(
        "lots",
        LOTS,
        holding(Permission.BALLOT_FREEZE),
        lambda t: lifecycle.draw_lots(t.writing, t.society, t.ballot_id, by=t.by, at=t.at),
    ),
    *a_step(
        "publish",
        PUBLISH,
        holding(Permission.BALLOT_PREPARE),
        lambda t: lifecycle.publish(t.writing, t.ballot_id, by=t.by, at=t.at),
    ),
    *a_step(
        "freeze",
        FREEZE,
        stepping_up(Permission.BALLOT_FREEZE),
        two_or(Step.FREEZE, lambda t: lifecycle.freeze(t.writing, t.society, t.ballot_id, by=t.by, at=t.at)),
    ),
    *a_step(
        "open",
        OPEN,
        stepping_up(Permission.BALLOT_OPEN),
        two_or(
            Step.OPEN,
            lambda t: lifecycle.open_(t.writing, t.society, t.ballot_id, by=t.by, at=t.at, site=t.site),
        ),
    ),
    *a_step(
        "remind",
        REMIND,
        holding(Permission.BALLOT_OPEN),
        lambda t: lifecycle.remind(t.writing, t.ballot_id, site=t.site, by=t.by, at=t.at),
    ),
    *a_step(
        "close",
        CLOSE,
        stepping_up(Permission.BALLOT_CLOSE),
        two_or(Step.CLOSE, lambda t: lifecycle.close(t.writing, t.society, t.ballot_id, by=t.by, at=t.at)),
    ),
)


def _small_group(ballot: OfficeBallot, style: str) -> StepPage:
    said = next(
        (item.sentence for item in ballot.missing if item.style == style), Sentence("It was decided already.")
    )
    return StepPage(
        title=Sentence("A small group"),
        will_happen=(
            said,
            Sentence("If you go on, each of them reads this on the page of the vote before they begin."),
            Sentence("If you do not want that, withdraw the vote and let the meeting decide by hands."),
        ),
        button=Sentence("Go on and tell them"),
    )


@get("/office/ballots/{ballot_id:uuid}/small-group/{style:str}", guards=[holding(Permission.BALLOT_FREEZE)])
async def small_group_page(
    request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID, style: str
) -> Response[str]:
    ballot = await ballot_of(reading, door, ballot_id)
    return shown(request, door, ballot, _small_group(ballot, style), f"small-group/{style}")


@post("/office/ballots/{ballot_id:uuid}/small-group/{style:str}", guards=[holding(Permission.BALLOT_FREEZE)])
async def accept_small_group(
    request: AnyRequest,
    door: Door,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    style: str,
) -> Shown:
    step = _small_group(await ballot_of(reading, door, ballot_id), style)

    async def act() -> None:
        async with store.writing() as writing:
            await lifecycle.accept_small_group(writing, ballot_id, style, by=visitor.person_id, at=door.at)

    return await taken(request, door, reading, ballot_id, step, f"small-group/{style}", act)


HANDLERS = [*PLAIN_STEPS, small_group_page, accept_small_group]
