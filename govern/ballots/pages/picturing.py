"""`office/ballots/{id}/options/{id}/{id}`: how a thing to choose looks and who tried it; and the photograph."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, queries
from govern.ballots.forms import PictureForm, TrialForm
from govern.ballots.pages.about import seen
from govern.ballots.pages.drafting import contest_of, in_languages
from govern.ballots.pages.office import ballot_of, to
from govern.ballots.pages.options import ADDRESS
from govern.ballots.rules import Stage, Trial
from govern.database import Store
from govern.documents import photographs
from govern.errors import GovernError, NotFound
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, public
from govern.web.page import page
from govern.web.visitor import Visitor

Shown = Response[str] | Redirect
Check = Callable[[AsyncSession], Awaitable[None]]
Sent = Submission[PictureForm] | Submission[TrialForm]
preparer = holding(Permission.BALLOT_PREPARE)
ONE = f"{ADDRESS}/{{option_id:uuid}}"


# --- What is sent: at the office, and by whoever leads the forum whose vote it is -----------------------------------


async def nothing_more(_writing: AsyncSession) -> None:
    """The office asks nothing more than the ballot's own stage."""


async def keep_photograph(
    request: AnyRequest,
    door: Door,
    store: Store,
    society: Society,
    contest_id: UUID,
    option_id: UUID,
    by: UUID,
    check: Check = nothing_more,
) -> Submission[PictureForm] | None:
    """Looked at and made anew before the transaction begins; a file whose row was refused is forgotten. The form as
    it was refused, or nothing."""
    form: Submission[PictureForm] = submitted(PictureForm, await request.form(), door.language.say)
    if form.values is None:
        return form
    sent = form.values
    shows = in_languages(sent.description, sent.description_cy)

    async def write(kept: photographs.Photograph) -> UUID | None:
        async with store.writing() as writing:
            await check(writing)
            return await lifecycle.put_photograph(writing, contest_id, option_id, kept, shows, by=by, at=door.at)

    try:
        await photographs.keep_for(society.uploads(), await sent.photograph.read(photographs.MOST_BYTES + 1), write)
    except GovernError as refusal:
        return form.refused(refusal)
    return None


async def shown(society: Society, found: photographs.Photograph) -> Response[bytes]:
    """A photograph that a room found and may show."""
    content = await asyncio.to_thread(photographs.content_of, society.uploads(), found)
    return Response(content, media_type=photographs.KIND)


async def keep_trial(
    request: AnyRequest,
    door: Door,
    store: Store,
    contest_id: UUID,
    option_id: UUID,
    by: UUID,
    check: Check = nothing_more,
) -> Submission[TrialForm] | None:
    """The form as it was refused, or nothing."""
    form: Submission[TrialForm] = submitted(TrialForm, await request.form(), door.language.say)
    if form.values is None:
        return form
    sent = form.values
    trial = Trial(in_languages(sent.who, sent.who_cy), sent.on, in_languages(sent.found, sent.found_cy))
    try:
        async with store.writing() as writing:
            await check(writing)
            await lifecycle.note_trial(writing, contest_id, option_id, trial, by=by, at=door.at)
    except GovernError as refusal:
        return form.refused(refusal)
    return None


# --- The office -----------------------------------------------------------------------------------------------------


@get(ONE, name="ballots.option", guards=[preparer])
async def option(
    request: AnyRequest, door: Door, reading: AsyncSession, option_ballot_id: UUID, choice_id: UUID, option_id: UUID
) -> Response[str]:
    return await _option(request, door, reading, option_ballot_id, choice_id, option_id)


async def _option(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    ballot_id: UUID,
    contest_id: UUID,
    option_id: UUID,
    form: Sent | None = None,
) -> Response[str]:
    ballot = await ballot_of(reading, door, ballot_id)
    contest = contest_of(ballot, contest_id)
    one = next((candidate for candidate in contest.candidates if candidate.id == option_id), None)
    if contest.weight is None or one is None:
        raise NotFound("There is nothing of the kind to choose here. Look at the list again.")
    return page(
        request,
        "ballots/office_option.html",
        section="office",
        ballot=ballot,
        contest=contest,
        one=one,
        seen_at=door.here(one.picture) if one.picture else "",
        back_to="",
        list=door.here(f"office/ballots/{ballot_id}/options/{contest_id}"),
        open=ballot.stage is Stage.DRAFT,
        form=form,
    )


@post(
    f"{ONE}/photograph",
    name="ballots.put_photograph",
    guards=[preparer],
    request_max_body_size=photographs.LARGEST_BODY,
)
async def put_photograph(
    request: AnyRequest,
    door: Door,
    store: Store,
    society: Society,
    visitor: Visitor,
    option_ballot_id: UUID,
    choice_id: UUID,
    option_id: UUID,
) -> Shown:
    async with store.reading() as reading:
        contest_of(await ballot_of(reading, door, option_ballot_id), choice_id)
    form = await keep_photograph(request, door, store, society, choice_id, option_id, visitor.person_id)
    if form is None:
        return to(door, option_ballot_id, f"options/{choice_id}/{option_id}")
    async with store.reading() as reading:
        return await _option(request, door, reading, option_ballot_id, choice_id, option_id, form)


@post(f"{ONE}/photograph/remove", name="ballots.take_photograph", guards=[preparer])
async def take_photograph(
    door: Door,
    store: Store,
    society: Society,
    reading: AsyncSession,
    visitor: Visitor,
    option_ballot_id: UUID,
    choice_id: UUID,
    option_id: UUID,
) -> Redirect:
    contest_of(await ballot_of(reading, door, option_ballot_id), choice_id)
    async with store.writing() as writing:
        before = await lifecycle.take_photograph(writing, choice_id, option_id, by=visitor.person_id, at=door.at)
    photographs.forget(society.uploads(), before)
    return to(door, option_ballot_id, f"options/{choice_id}/{option_id}")


@post(f"{ONE}/trials", name="ballots.note_trial", guards=[preparer])
async def note_trial(
    request: AnyRequest,
    door: Door,
    store: Store,
    visitor: Visitor,
    option_ballot_id: UUID,
    choice_id: UUID,
    option_id: UUID,
) -> Shown:
    async with store.reading() as reading:
        contest_of(await ballot_of(reading, door, option_ballot_id), choice_id)
    form = await keep_trial(request, door, store, choice_id, option_id, visitor.person_id)
    if form is None:
        return to(door, option_ballot_id, f"options/{choice_id}/{option_id}")
    async with store.reading() as reading:
        return await _option(request, door, reading, option_ballot_id, choice_id, option_id, form)


@post(f"{ONE}/trials/{{trial_number:int}}/remove", name="ballots.remove_trial", guards=[preparer])
async def remove_trial(
    door: Door,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    option_ballot_id: UUID,
    choice_id: UUID,
    option_id: UUID,
    trial_number: int,
) -> Redirect:
    contest_of(await ballot_of(reading, door, option_ballot_id), choice_id)
    async with store.writing() as writing:
        await lifecycle.remove_trial(writing, choice_id, option_id, trial_number, by=visitor.person_id, at=door.at)
    return to(door, option_ballot_id, f"options/{choice_id}/{option_id}")


# --- The photograph -------------------------------------------------------------------------------------------------


@get(
    "/ballots/{option_ballot_id:uuid}/photographs/{option_photograph_id:uuid}",
    name="ballots.photograph",
    guards=[public],
)
async def photograph(
    reading: AsyncSession, society: Society, door: Door, option_ballot_id: UUID, option_photograph_id: UUID
) -> Response[bytes]:
    """For whoever the ballot is there for; for everybody once its result is declared, as the result is. The face of
    somebody who stood stays with those who were asked."""
    of_somebody = any(one.id == option_photograph_id for one in await queries.faces_of(reading, option_ballot_id))
    if of_somebody or not await queries.is_declared(reading, option_ballot_id):
        if door.visitor is None:
            raise NotFound("There is no such photograph. Look at the vote again.")
        await seen(reading, door, door.visitor, option_ballot_id)
    return await shown(society, await queries.photograph_in(reading, option_ballot_id, option_photograph_id))


HANDLERS = [option, put_photograph, take_photograph, note_trial, remove_trial, photograph]
