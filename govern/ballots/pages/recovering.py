"""A box put back to an older copy: two officers go on from there, and a voter hands in a receipt of before."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle
from govern.ballots.forms import ReceiptForm
from govern.ballots.lifecycle import Posted
from govern.ballots.pages.about import seen
from govern.ballots.pages.office import ballot_of, to
from govern.ballots.pages.receipts import to as to_vote
from govern.ballots.queries.recovering import recovery_of, went_on
from govern.database import Store
from govern.errors import GovernError, NotFound, NotValid
from govern.identity.pages.entering import site_of
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

RECOVERY = "/office/ballots/{ballot_id:uuid}/recovery"
AGAIN = "/ballots/{ballot_id:uuid}/box/again"
NEAR = timedelta(hours=24)
Shown = Response[str] | Redirect

officer = stepping_up(Permission.BALLOT_PREPARE)


@get(RECOVERY, name="ballots.recovery", guards=[officer])
async def recovery(request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID) -> Response[str]:
    """What happened, and what to do."""
    return await _recovery_page(request, door, reading, ballot_id)


async def _recovery_page(
    request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID, problem: Sentence | None = None
) -> Response[str]:
    ballot = await ballot_of(reading, door, ballot_id)
    return page(
        request,
        "ballots/office_recovery.html",
        status=200 if problem is None else 422,
        section="office",
        ballot=ballot,
        found=await recovery_of(reading, ballot_id),
        late=ballot.closes_at - door.at < NEAR,
        problem=problem,
    )


async def _taken(
    request: AnyRequest, door: Door, store: Store, ballot_id: UUID, act: Callable[[AsyncSession], Awaitable[None]]
) -> Shown:
    try:
        async with store.writing() as writing:
            await act(writing)
    except NotFound:
        raise
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _recovery_page(request, door, reading, ballot_id, refusal.message)
    return to(door, ballot_id)


@post(RECOVERY, name="ballots.propose_recovery", guards=[officer])
async def propose(request: AnyRequest, door: Door, store: Store, visitor: Visitor, ballot_id: UUID) -> Shown:
    async def act(writing: AsyncSession) -> None:
        await lifecycle.propose_recovery(writing, ballot_id, by=visitor.person_id, at=door.at)

    return await _taken(request, door, store, ballot_id, act)


@post(f"{RECOVERY}/second", name="ballots.approve_recovery", guards=[officer])
async def approve(
    request: AnyRequest, door: Door, society: Society, store: Store, visitor: Visitor, ballot_id: UUID
) -> Shown:
    by, site = visitor.person_id, site_of(door)

    async def act(writing: AsyncSession) -> None:
        await lifecycle.approve_recovery(writing, society, ballot_id, by=by, at=door.at, site=site)

    return await _taken(request, door, store, ballot_id, act)


# --- A receipt of before --------------------------------------------------------------------------------------------


@get(AGAIN, name="ballots.again", guards=[signed_in])
async def again(request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, ballot_id: UUID) -> Shown:
    return await _again_page(request, door, reading, visitor, ballot_id)


async def _again_page(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    form: Submission[ReceiptForm] | None = None,
    posted: Posted | None = None,
) -> Shown:
    ballot = await seen(reading, door, visitor, ballot_id)
    if not await went_on(reading, ballot_id):
        return to_vote(door, ballot_id, "box")  # nothing was lost, so there is nothing to hand in
    return page(request, "ballots/box_again.html", section="votes", ballot=ballot, form=form, posted=posted)


@post(AGAIN, name="ballots.hand_in", guards=[signed_in])
async def hand_in(
    request: AnyRequest, door: Door, society: Society, store: Store, visitor: Visitor, ballot_id: UUID
) -> Shown:
    form = submitted(ReceiptForm, await request.form(), door.language.say)
    posted = None
    async with store.reading() as reading:
        if isinstance(before := await _again_page(request, door, reading, visitor, ballot_id), Redirect):
            return before
    try:
        if form.values is not None:
            content = await form.values.receipt.read(lifecycle.RECEIPT_BYTES + 1)
            if len(content) > lifecycle.RECEIPT_BYTES:
                raise NotValid("This file is too large to be a receipt. Please choose another one.", field="receipt")
            by = visitor.person_id if visitor.acts_for else None
            posted = await lifecycle.hand_in_receipt(
                society, ballot_id, visitor.voter_id, content, at=door.clock(), by=by
            )
    except GovernError as refusal:
        form = form.refused(NotValid(refusal.message, field="receipt"))
    async with store.reading() as reading:
        return await _again_page(request, door, reading, visitor, ballot_id, form, posted)


HANDLERS = [recovery, propose, approve, again, hand_in]
