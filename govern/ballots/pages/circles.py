"""Deciding by consent, as the circle sees it: what waits for them, the proposal, their own word, who said what."""

from collections.abc import Awaitable
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.deciding.consent import STANDING, Phase
from govern.ballots.forms import CircleVoteForm, ConsentForm, FindingForm
from govern.ballots.lifecycle import consenting
from govern.ballots.queries import circle_lists, circles
from govern.ballots.queries.circle_lists import DONE
from govern.ballots.queries.circles import ProposalPage
from govern.ballots.rules.consenting import stands_now
from govern.database import Store
from govern.errors import GovernError, NotFound
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

Shown = Response[str] | Redirect
AnyForm = Submission[ConsentForm] | Submission[FindingForm] | Submission[CircleVoteForm]
ADDRESS = "/consent/{proposal_id:uuid}"


@get("/consent", name="consent.list", guards=[signed_in])
async def every_proposal(request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor) -> Response[str]:
    """What bodies and the members decide by consent is open to all members, as minutes are, and of other circles
    what this person sits in; what waits for them comes first."""
    found = await circle_lists.proposals(reading, door.at, door.language.code, {visitor.voter_id, visitor.person_id})
    return page(
        request,
        "ballots/consent_list.html",
        section="votes",
        asked=[one for one in found if one.asked],
        going=[one for one in found if one.goes_on and not one.asked],
        stand=[one for one in found if not one.goes_on and not one.asked and one.phase not in DONE],
        over=[one for one in found if one.phase in DONE],
    )


async def seen(reading: AsyncSession, door: Door, visitor: Visitor, proposal_id: UUID) -> ProposalPage:
    """The proposal as this person may see it. A draft is there for those who run circles alone."""
    found = await of_a_body(reading, door, proposal_id)
    if found.phase is Phase.DRAFT and not visitor.may(Permission.CONSENT_RUN):
        raise NotFound("There is no such proposal. Go back to the list and choose again.")
    return found


async def of_a_body(reading: AsyncSession, door: Door, proposal_id: UUID) -> ProposalPage:
    """A proposal of a body or of the members. That of a circle outside the bodies is not there: its room shows it."""
    found = await circles.proposal(reading, proposal_id, door.at, door.language.code)
    if found.circle_id is not None:
        raise NotFound("There is no such proposal. Go back to the list and choose again.")
    return found


def speaks_as(found: ProposalPage, visitor: Visitor) -> UUID:
    """For whom this person speaks here: the organisation they act for where it is in the circle, else themselves."""
    return visitor.voter_id if visitor.voter_id in found.circle else visitor.person_id


@get(ADDRESS, name="consent.show", guards=[signed_in])
async def one_proposal(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, proposal_id: UUID, kept: int = 0
) -> Response[str]:
    return await _shown(request, door, reading, visitor, proposal_id, kept=bool(kept))


async def _shown(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    proposal_id: UUID,
    form: AnyForm | None = None,
    *,
    kept: bool = False,
) -> Response[str]:
    found = await seen(reading, door, visitor, proposal_id)
    runs = door.here(f"office/consent/{proposal_id}") if visitor.may(Permission.CONSENT_RUN) else ""
    where = Where(door.here(f"consent/{proposal_id}"), door.here("consent"), "votes", runs)
    return proposal_shown(request, found, speaks_as(found, visitor), where, form, kept=kept)


class Where(msgspec.Struct, frozen=True):
    """Where a proposal stands among the addresses: its own, the way back, and where its rounds are run by those who
    may. Circles outside the bodies show theirs in a room of their own."""

    at: str
    back: str
    section: str
    runs: str = ""


def proposal_shown(
    request: AnyRequest,
    found: ProposalPage,
    me: UUID,
    where: Where,
    form: AnyForm | None = None,
    *,
    kept: bool = False,
) -> Response[str]:
    """The proposal's page as `me` reads it; what they said in this round stands in the form."""
    mine = found.answer_of(me)
    if form is None and mine is not None and found.phase is Phase.ROUND:
        form = Submission.blank(said=mine.said.value, reason=mine.reason)
    return page(
        request,
        "ballots/consent_show.html",
        section=where.section,
        where=where,
        proposal=found,
        stands=standing(found),
        me=me,
        mine=mine,
        form=form,
        kept=kept,
    )


def standing(found: ProposalPage, *, running: bool = False) -> tuple[Sentence, ...]:
    """How it stands, with the days that matter; for whoever is `running` it, what they do next."""
    said = [STANDING[found.phase] if running else stands_now(found.phase)]
    if found.phase is Phase.ROUND:
        said.append(
            Sentence("This is round {number}. There can be {most}.", number=found.round, most=found.rounds_max)
        )
    if found.phase is Phase.PROVISIONAL and found.until is not None:
        said.append(Sentence("They can until {until}.", until=found.until))
    if found.review_on is not None:
        said.append(Sentence("The review is on {day}.", day=found.review_on))
    if found.offer is not None:
        said.append(found.offer)
    return tuple(said)


async def _taken(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    proposal_id: UUID,
    form: AnyForm,
    act: Awaitable[object] | None,
) -> Shown:
    """Back to the proposal when it is done; where it is refused or something is missing, the page as it was typed."""
    if act is not None:
        try:
            await act
        except GovernError as refusal:
            form = form.refused(refusal)
        else:
            return Redirect(door.here(f"consent/{proposal_id}") + "?kept=1", status_code=303)
    return await _shown(request, door, reading, visitor, proposal_id, form)


@post(ADDRESS, name="consent.answer", guards=[signed_in])
async def say(
    request: AnyRequest, door: Door, store: Store, reading: AsyncSession, visitor: Visitor, proposal_id: UUID
) -> Shown:
    found = await seen(reading, door, visitor, proposal_id)
    form = submitted(ConsentForm, await request.form(), door.language.say)
    me = speaks_as(found, visitor)

    async def act(sent: ConsentForm) -> None:
        async with store.writing() as writing:
            await consenting.answer(
                writing, proposal_id, me, sent.said, sent.reason or "", by=visitor.person_id, at=door.at, own=True
            )

    done = act(form.values) if form.values is not None else None
    return await _taken(request, door, reading, visitor, proposal_id, form, done)


@post(f"{ADDRESS}/no-reason", name="consent.no_reason", guards=[signed_in])
async def no_reason(
    request: AnyRequest, door: Door, store: Store, reading: AsyncSession, visitor: Visitor, proposal_id: UUID
) -> Shown:
    found = await seen(reading, door, visitor, proposal_id)
    form = submitted(FindingForm, await request.form(), door.language.say)
    me = speaks_as(found, visitor)

    async def act(sent: FindingForm) -> None:
        async with store.writing() as writing:
            await consenting.find_no_reason(writing, sent.answer, me, at=door.at)

    done = act(form.values) if form.values is not None else None
    return await _taken(request, door, reading, visitor, proposal_id, form, done)


@post(f"{ADDRESS}/vote", name="consent.vote", guards=[signed_in])
async def vote(
    request: AnyRequest, door: Door, store: Store, reading: AsyncSession, visitor: Visitor, proposal_id: UUID
) -> Shown:
    found = await seen(reading, door, visitor, proposal_id)
    form = submitted(CircleVoteForm, await request.form(), door.language.say)
    me = speaks_as(found, visitor)

    async def act(sent: CircleVoteForm) -> None:
        async with store.writing() as writing:
            await consenting.vote(writing, proposal_id, me, sent.voted, by=visitor.person_id, at=door.at, own=True)

    done = act(form.values) if form.values is not None else None
    return await _taken(request, door, reading, visitor, proposal_id, form, done)


HANDLERS = [every_proposal, one_proposal, say, no_reason, vote]
