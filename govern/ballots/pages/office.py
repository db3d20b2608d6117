"""Votes in the office: the list, one vote with what is missing, the watch while it is open, and challenges."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, queries
from govern.ballots.forms import ChallengeAnswerForm
from govern.ballots.pages.gate import RUNS
from govern.ballots.pages.missing import parts_missing
from govern.ballots.queries import ChallengeView, OfficeBallot
from govern.ballots.queries.keeping import kept
from govern.ballots.queries.recovering import recovery_of
from govern.ballots.rules import Answer
from govern.constituencies.register import queries as register
from govern.database import Store
from govern.errors import GovernError, NotAllowed, NotFound, WrongMoment
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

looker = holding(Permission.OFFICE_SEE)
answerer = holding(Permission.BALLOT_CHALLENGES)
Shown = Response[str] | Redirect


def to(door: Door, ballot_id: UUID, rest: str = "") -> Redirect:
    return Redirect(door.here(f"office/ballots/{ballot_id}" + (f"/{rest}" if rest else "")), status_code=303)


async def ballot_of(reading: AsyncSession, door: Door, ballot_id: UUID) -> OfficeBallot:
    return await queries.office_ballot(reading, ballot_id, at=door.at, language=door.language.code)


@get("/office/ballots", name="ballots.office", guards=[looker])
async def office_list(request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor) -> Response[str]:
    hidden = visitor.may(RUNS)
    found = await queries.ballots_in_office(reading, language=door.language.code, hidden=hidden)
    return page(request, "ballots/office_list.html", section="office", ballots=found)


@get("/office/ballots/{ballot_id:uuid}", name="ballots.office_one", guards=[looker])
async def office_one(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Response[str]:
    ballot = await ballot_of(reading, door, ballot_id)
    standing = {one.person_id: one.name for c in ballot.contests for one in c.candidates if not one.withdrawn}
    lacking = await register.untrained(reading, list(standing), day_of(door.at))
    threads = {group.id: group.thread for group in (door.face.groups if door.face else ())}
    return page(
        request,
        "ballots/office_show.html",
        section="office",
        ballot=ballot,
        parts=parts_missing(ballot, visitor, door.language.code),
        threads=threads,
        turnout=sorted(ballot.watch.groups, key=lambda group: threads.get(group.id, 9)) if ballot.watch else [],
        may_see_count=may_see_count(visitor),
        untrained=[standing[person_id] for person_id in lacking],
        filings=await queries.filings(reading, day_of(door.at), ballot_id),
        kept=await kept(reading, ballot_id, door.at),
        put_back=await recovery_of(reading, ballot_id),
    )


def may_see_count(visitor: Visitor) -> bool:
    """Between count and declaration the numbers are for those who answer for them."""
    return any(
        visitor.may(permission)
        for permission in (Permission.BALLOT_COUNT, Permission.BALLOT_DECLARE, Permission.RECORD_SEE)
    )


# --- "I did not cast this vote" -------------------------------------------------------------------------------------


async def _challenge(reading: AsyncSession, ballot_id: UUID, challenge_id: UUID) -> ChallengeView:
    for one in await queries.challenges(reading, ballot_id):
        if one.id == challenge_id:
            return one
    raise NotFound("There is no such message. Go back to the list and choose again.")


def _check_may_look(visitor: Visitor) -> None:
    if not (visitor.may(Permission.BALLOT_CHALLENGES) or visitor.may(Permission.RECORD_SEE)):
        raise NotAllowed("These messages are for the returning officer and the scrutineers. Ask one of them.")


@get("/office/ballots/{ballot_id:uuid}/challenges", name="ballots.challenges", guards=[looker])
async def challenges(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Response[str]:
    _check_may_look(visitor)
    return page(
        request,
        "ballots/office_challenges.html",
        section="office",
        ballot=await ballot_of(reading, door, ballot_id),
        challenges=await queries.challenges(reading, ballot_id),
    )


@get(
    "/office/ballots/{ballot_id:uuid}/challenges/{challenge_id:uuid}",
    name="ballots.challenge_page",
    guards=[answerer],
)
async def challenge_page(
    request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID, challenge_id: UUID
) -> Response[str]:
    return await _challenge_shown(request, door, reading, ballot_id, challenge_id)


async def _challenge_shown(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    ballot_id: UUID,
    challenge_id: UUID,
    form: Submission[ChallengeAnswerForm] | None = None,
) -> Response[str]:
    return page(
        request,
        "ballots/office_challenge.html",
        section="office",
        ballot=await ballot_of(reading, door, ballot_id),
        one=await _challenge(reading, ballot_id, challenge_id),
        form=form,
    )


@post(
    "/office/ballots/{ballot_id:uuid}/challenges/{challenge_id:uuid}",
    name="ballots.answer_challenge",
    guards=[answerer],
)
async def answer_challenge(
    request: AnyRequest,
    door: Door,
    society: Society,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    challenge_id: UUID,
) -> Shown:
    form = submitted(ChallengeAnswerForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            await _challenge(reading, ballot_id, challenge_id)
            async with store.writing() as writing:
                await lifecycle.answer_challenge(
                    writing,
                    society,
                    challenge_id,
                    form.values.answer,
                    form.values.note,
                    by=visitor.person_id,
                    at=door.at,
                )
            return to(door, ballot_id, "challenges")
    except GovernError as refusal:
        form = form.refused(refusal)
    return await _challenge_shown(request, door, reading, ballot_id, challenge_id, form)


@post(
    "/office/ballots/{ballot_id:uuid}/challenges/{challenge_id:uuid}/second",
    name="ballots.second_strike",
    guards=[stepping_up(Permission.OFFICE_SEE)],
)
async def second_strike(
    door: Door,
    society: Society,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    challenge_id: UUID,
) -> Redirect:
    """Another officer than the one who answered agrees that the entry is struck."""
    _check_may_look(visitor)
    one = await _challenge(reading, ballot_id, challenge_id)
    if one.answer is not Answer.STRUCK:
        raise WrongMoment("The returning officer answers first. Wait for the answer, then look at it here.")
    async with store.writing() as writing:
        await lifecycle.answer_challenge(
            writing, society, challenge_id, Answer.STRUCK, one.note or "", by=visitor.person_id, at=door.at
        )
    return to(door, ballot_id, "challenges")


HANDLERS = [office_list, office_one, challenges, challenge_page, answer_challenge, second_strike]
