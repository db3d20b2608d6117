"""The check page, where the envelope is sealed, and the sending of it. Nothing is counted before the button.

Decision 24: what is sent is the very envelope whose code was shown. It waits in a hidden field, sealed for this
person and this ballot. After twenty minutes, or when the choices were changed elsewhere, it is sealed again and
shown again.
"""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle
from govern.ballots.forms import CallerCast, CastForm, SupportedCast
from govern.ballots.lifecycle import Sealing
from govern.ballots.pages.booth import (
    Booth,
    Seat,
    channel_of,
    draft_of,
    enter,
    field_of,
    forget_draft,
    kept_draft,
    sealing_in,
    seats,
)
from govern.ballots.pages.gate import check_there
from govern.ballots.paper.drafts import Draft, token_in
from govern.ballots.paper.pages import checking
from govern.ballots.paper.pages.checking import Leads, check_page
from govern.ballots.rules import SealedTooLongAgo
from govern.errors import NotValid, Unavailable
from govern.sentences import Sentence
from govern.society import Society
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, submitted
from govern.web.given import the_society, the_visitor
from govern.web.guards import signed_in

Answer = Response[str] | Redirect
CHANGED_ELSEWHERE = Sentence(
    "Your choices were changed in another window after this page was made, so nothing was sent. "
    "This is how they are now. Look at them, and send your vote."
)
SEALED_AGAIN = Sentence(
    "We could not use the envelope of the page before, so nothing was sent. Your vote is sealed again. "
    "It has a new code. Look at your choices, and send your vote."
)
WAS_TESTED = Sentence(
    "The envelope of the page before was opened as a test, so it cannot be sent. Nothing was sent. Your vote is "
    "sealed again. It has a new code. Look at your choices, and send your vote."
)


@get(seats("check"), name="ballots.check", guards=[signed_in])
async def check(request: AnyRequest, booth: Booth, society: Society, reading: AsyncSession) -> Answer:
    if booth.draft is None:
        return booth.go(booth.at("receipt") if booth.over else booth.place_at(1))
    return await to_check(request, booth, society, reading, booth.draft)


@post("/ballots/{ballot_id:uuid}/cast", name="ballots.cast", guards=[signed_in])
async def cast(request: AnyRequest, ballot_id: UUID) -> Answer:
    """Put the envelope into the box. The same form again, in whatever way, leads to the same receipt.

    Nothing of the paper is read here: the caster knows whether this envelope may go in, and most may. What the door
    found is taken from it by hand: handed in one by one, it would cost a tenth of the busiest minute there is.
    """
    door = door_of(request)
    society, visitor = the_society(request), the_visitor(request)
    form = submitted(CastForm, await request.form(), door.language.say)
    seat = Seat(visitor, ballot_id)
    sealing = sealing_in(society, seat, form.values.envelope if form.values else None)
    kept = kept_draft(request, door, society, seat)
    chosen_now = token_in(kept) if kept is not None else None
    if sealing is None or chosen_now not in (None, sealing.token):
        async with society.store.reading() as reading:
            return await not_this_one(request, door, society, reading, seat, sealing)
    try:
        by = visitor.person_id if visitor.acts_for else None
        await lifecycle.cast(society, visitor.voter_id, sealing, at=door.clock(), by=by)
    except (SealedTooLongAgo, Unavailable) as refusal:
        return await sealed_again(request, door, society, seat, sealing, refusal.message)
    except NotValid:
        async with society.store.reading() as reading:
            if await lifecycle.tested_before(reading, sealing) is None:
                raise
        return await sealed_again(request, door, society, seat, sealing, WAS_TESTED)
    return in_the_box(door, seat)


async def sealed_again(
    request: AnyRequest,
    door: Door,
    society: Society,
    seat: Seat,
    sealing: Sealing,
    why: Sentence,
    *,
    status: int = 409,
) -> Response[str]:
    """The same choices in a fresh envelope, with its new code and why the one before was not used."""
    async with society.store.reading() as reading:
        booth = await enter(request, door, society, reading, seat.visitor, seat.ballot_id)
        return await to_check(request, booth, society, reading, booth.draft or draft_of(sealing), why, status=status)


def in_the_box(door: Door, seat: Seat) -> Redirect:
    return forget_draft(Redirect(door.here(f"{seat.stem}/receipt"), status_code=303), door, seat)


async def not_this_one(
    request: AnyRequest,
    door: Door,
    society: Society,
    reading: AsyncSession,
    seat: Seat,
    sealing: Sealing | None,
) -> Answer:
    """The form holds no envelope of ours, or one of other choices than the browser keeps now: nothing is sent,
    unless it was sent already."""
    if sealing is not None and await lifecycle.cast_before(reading, sealing) is not None:
        return in_the_box(door, seat)
    await check_there(reading, seat.ballot_id, seat.visitor)
    booth = await enter(request, door, society, reading, seat.visitor, seat.ballot_id)
    if booth.draft is None:
        return booth.go(booth.at("receipt") if booth.over else booth.place_at(1))
    why = CHANGED_ELSEWHERE if sealing else SEALED_AGAIN
    return await to_check(request, booth, society, reading, booth.draft, why, status=409)


async def to_check(
    request: AnyRequest,
    booth: Booth,
    society: Society,
    reading: AsyncSession,
    draft: Draft,
    why_again: Sentence | None = None,
    status: int = 200,
    form: Submission[SupportedCast] | Submission[CallerCast] | None = None,
) -> Response[str]:
    """Seal the choices and show them with the envelope's code."""
    envelope, codes = ("", ()) if booth.practice else await _sealed(booth, society, reading, draft)
    fields = {} if booth.practice else {"envelope": envelope}
    test = Leads(booth.at("test"), fields) if may_test(booth) else None
    return check_page(request, booth, draft, codes, Leads(booth.at("cast"), fields), test, why_again, status, form)


def may_test(booth: Booth) -> bool:
    """One's own envelope can be opened as a test; whoever votes with or for somebody else sends it as it is."""
    return not booth.practice and not booth.seat.way and booth.seat.beside is None


async def _sealed(booth: Booth, society: Society, reading: AsyncSession, draft: Draft) -> tuple[str, tuple[str, ...]]:
    """What the hidden field keeps, bound to whoever sits here, and the codes to show: of one envelope, or of one for
    each person voted for."""
    ballot_id, at = booth.paper.ballot_id, booth.door.at
    choices = {contest.id: draft.marks(contest) for contest in booth.paper.contests}
    if booth.seat.way:
        channels = (channel_of(booth.seat.way),)
        held = await lifecycle.held_by(reading, ballot_id, booth.visitor.person_id, channels)
        sealing = await lifecycle.seal_for_others(reading, ballot_id, held, choices, at=at)
    else:
        sealing = await lifecycle.seal_paper(reading, ballot_id, booth.seat.voter_id, choices, at=at)
    return field_of(society, booth.seat, sealing, draft), sealing.codes


move = post(seats("check"), name="ballots.move", guards=[signed_in])(checking.move)
HANDLERS = [check, move, cast]
