"""Counting, declaring, withdrawing: the steps that are handed more than the ballot."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.params import Dependency
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, queries
from govern.ballots.deciding import Side
from govern.ballots.forms import CastingVoteForm, ReasonForm
from govern.ballots.pages.office import ballot_of, to
from govern.ballots.pages.step_words import ARCHIVE, COUNT, DECLARE, WITHDRAW
from govern.ballots.pages.steps import Shown, shown, taken
from govern.ballots.queries import OfficeBallot
from govern.ballots.rules import MeetingFacts, Stage
from govern.database import Store
from govern.errors import GovernError, NotAllowed, NotFound
from govern.identity.pages.entering import site_of
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

FOR, AGAINST = Sentence("For"), Sentence("Against")

#: Asked of the meeting a ballot belongs to: its quorum, as far as it is known; at the minute of the vote, where that
#: was taken there.
FactsOfMeeting = Callable[[AsyncSession, UUID, datetime, datetime | None], Awaitable[MeetingFacts | None]]


Facts = Annotated[FactsOfMeeting, Dependency(skip_validation=True)]


async def facts_for(
    reading: AsyncSession, ballot: OfficeBallot, facts_of_meeting: FactsOfMeeting, at: datetime
) -> MeetingFacts | None:
    if ballot.meeting_id is None:
        return None
    return await facts_of_meeting(reading, ballot.meeting_id, at, ballot.taken_at)


@get("/office/ballots/{ballot_id:uuid}/count", guards=[holding(Permission.BALLOT_COUNT)])
async def count_page(request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID) -> Response[str]:
    return shown(request, door, await ballot_of(reading, door, ballot_id), COUNT, "count")


@post("/office/ballots/{ballot_id:uuid}/count", guards=[holding(Permission.BALLOT_COUNT)])
async def count(
    request: AnyRequest,
    door: Door,
    society: Society,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    facts_of_meeting: Facts,
) -> Shown:
    """Meetings stand above ballots, so what one knows of its quorum is handed in where all rooms are put together."""

    async def act() -> None:
        ballot = await ballot_of(reading, door, ballot_id)
        facts = await facts_for(reading, ballot, facts_of_meeting, door.at)
        await lifecycle.count(society, ballot_id, by=visitor.person_id, at=door.at, meeting=facts)

    return await taken(request, door, reading, ballot_id, COUNT, "count", act)


# --- The chair's casting vote ---------------------------------------------------------------------------------------

CASTING = "/office/ballots/{ballot_id:uuid}/questions/{contest_id:uuid}/casting-vote"


@get(CASTING, guards=[stepping_up(Permission.BALLOT_DECLARE)])
async def casting_page(
    request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID, contest_id: UUID
) -> Response[str]:
    """The chair says it to the returning officer, who enters it."""
    return await _casting_shown(request, door, reading, ballot_id, contest_id)


async def _casting_shown(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    ballot_id: UUID,
    contest_id: UUID,
    form: Submission[CastingVoteForm] | None = None,
) -> Response[str]:
    found = await queries.result(reading, ballot_id, door.language.code, undeclared=True, at=door.at)
    for part, one in enumerate(found.contests, start=1):
        if one.contest.id == contest_id and one.resolution is not None:
            return page(
                request,
                "ballots/office_casting.html",
                section="office",
                result=found,
                one=one,
                part=part,
                form=form,
                sides=[(Side.FOR.value, door.language.say(FOR)), (Side.AGAINST.value, door.language.say(AGAINST))],
            )
    raise NotFound("This vote has no such question. Go back to the vote and choose again.")


@post(CASTING, guards=[stepping_up(Permission.BALLOT_DECLARE)])
async def use_casting_vote(
    request: AnyRequest,
    door: Door,
    society: Society,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    contest_id: UUID,
    facts_of_meeting: Facts,
) -> Shown:
    """The casting vote is kept, and the votes are counted again with it."""
    form = submitted(CastingVoteForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            ballot = await ballot_of(reading, door, ballot_id)
            facts = await facts_for(reading, ballot, facts_of_meeting, door.at)
            by, side = visitor.person_id, form.values.side
            async with store.writing() as writing:
                await lifecycle.use_casting_vote(writing, contest_id, side, by=by, at=door.at)
            await lifecycle.count(society, ballot_id, by=by, at=door.at, meeting=facts)
            return to(door, ballot_id, "result")
    except GovernError as refusal:
        form = form.refused(refusal)
    return await _casting_shown(request, door, reading, ballot_id, contest_id, form)


@get("/office/ballots/{ballot_id:uuid}/declare", guards=[stepping_up(Permission.BALLOT_DECLARE)])
async def declare_page(request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID) -> Response[str]:
    ballot = await ballot_of(reading, door, ballot_id)
    result = await queries.result(reading, ballot_id, door.language.code, undeclared=True)
    return shown(request, door, ballot, DECLARE, "declare", result=result)


@post("/office/ballots/{ballot_id:uuid}/declare", guards=[stepping_up(Permission.BALLOT_DECLARE)])
async def declare(
    request: AnyRequest,
    door: Door,
    store: Store,
    society: Society,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
) -> Shown:
    async def act() -> None:
        async with store.writing() as writing:
            await lifecycle.declare(writing, ballot_id, by=visitor.person_id, at=door.at, site=site_of(door))
            await lifecycle.follow_mandates(writing, society, at=door.at)  # peers may have been elected anew

    return await taken(request, door, reading, ballot_id, DECLARE, "declare", act)


@get("/office/ballots/{ballot_id:uuid}/archive", guards=[stepping_up(Permission.BALLOT_DECLARE)])
async def archive_page(request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID) -> Response[str]:
    return shown(request, door, await ballot_of(reading, door, ballot_id), ARCHIVE, "archive")


@post("/office/ballots/{ballot_id:uuid}/archive", guards=[stepping_up(Permission.BALLOT_DECLARE)])
async def archive(
    request: AnyRequest,
    door: Door,
    store: Store,
    society: Society,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
) -> Shown:
    async def act() -> None:
        async with store.writing() as writing:
            await lifecycle.archive(writing, ballot_id, by=visitor.person_id, at=door.at)
        await reading.rollback()  # whoever reads keeps what was erased in the database's files
        await lifecycle.wipe(society)

    return await taken(request, door, reading, ballot_id, ARCHIVE, "archive", act)


@get("/office/ballots/{ballot_id:uuid}/withdraw", guards=[stepping_up(Permission.BALLOT_PREPARE)])
async def withdraw_page(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Response[str]:
    ballot = await ballot_of(reading, door, ballot_id)
    _check_may_withdraw(visitor, ballot)
    return shown(request, door, ballot, WITHDRAW, "withdraw")


def _check_may_withdraw(visitor: Visitor, ballot: OfficeBallot) -> None:
    """While voting is open, ending it is the returning officer's alone (security.md 7.7)."""
    if ballot.stage is Stage.OPEN and not visitor.may(Permission.BALLOT_CLOSE):
        raise NotAllowed(
            "This page is for officers who look after this part of the society. "
            "If you hold this office, sign in as an officer."
        )


@post("/office/ballots/{ballot_id:uuid}/withdraw", guards=[stepping_up(Permission.BALLOT_PREPARE)])
async def withdraw(
    request: AnyRequest,
    door: Door,
    society: Society,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
) -> Shown:
    _check_may_withdraw(visitor, await ballot_of(reading, door, ballot_id))
    form = submitted(ReasonForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            async with store.writing() as writing:
                await lifecycle.withdraw(
                    writing,
                    society,
                    ballot_id,
                    form.values.reason,
                    by=visitor.person_id,
                    at=door.at,
                    site=site_of(door),
                )
            return to(door, ballot_id)
    except GovernError as refusal:
        form = form.refused(refusal)
    return shown(request, door, await ballot_of(reading, door, ballot_id), WITHDRAW, "withdraw", form)


HANDLERS = [
    count_page,
    count,
    casting_page,
    use_casting_vote,
    declare_page,
    declare,
    archive_page,
    archive,
    withdraw_page,
    withdraw,
]
