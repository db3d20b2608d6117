"""Voting for those who asked for it: how many they are, the sending of their envelopes, the receipt with the codes.

The paper and the check page between them are those of one's own vote (`voting`, `sending`), at other addresses.
Whoever votes for others sees numbers and codes, never who voted how (invariants 44 and 45).
"""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, queries
from govern.ballots.forms import CastForm
from govern.ballots.pages.about import seen
from govern.ballots.pages.booth import Seat, channel_of, draft_of, enter, has_draft, kept_draft, sealing_in
from govern.ballots.pages.sending import CHANGED_ELSEWHERE, SEALED_AGAIN, in_the_box, to_check
from govern.ballots.paper.drafts import token_in
from govern.ballots.rules import SealedTooLongAgo
from govern.ballots.seal.documents import Channel
from govern.errors import NotFound, Unavailable
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
AT = "/ballots/{ballot_id:uuid}/for-others/{way:str}"
#: An envelope for each of many people makes a form longer than others.
LARGEST_FORM = 8_000_000


@get(AT, name="for_others.show", guards=[signed_in])
async def show(
    request: AnyRequest,
    door: Door,
    society: Society,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    way: str,
) -> Response[str]:
    """For how many one votes here, on what, on what not."""
    channel = channel_of(way)
    numbers = await queries.numbers_for_others(reading, ballot_id, visitor.person_id, channel)
    ballot = await seen(reading, door, visitor, ballot_id)
    others = None
    if ballot.stage == "open" and ballot.opens_at <= door.at <= ballot.closes_at:
        others = await queries.for_others(
            reading, ballot_id, visitor.person_id, channel, at=door.at, language=door.language.code
        )
    return page(
        request,
        "ballots/for_others.html",
        section="votes",
        ballot=ballot,
        way=way,
        numbers=numbers,
        others=others,
        started=has_draft(request, door, society, Seat(visitor, ballot_id, way=way)),
    )


@post(f"{AT}/cast", name="for_others.cast", guards=[signed_in], request_max_body_size=LARGEST_FORM)
async def cast(
    request: AnyRequest,
    door: Door,
    society: Society,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    way: str,
) -> Answer:
    """Put every envelope into the box. Each stands alone: who ended it meanwhile is left out, the others go in."""
    channel_of(way)
    form = submitted(CastForm, await request.form(), door.language.say)
    seat = Seat(visitor, ballot_id, way=way)
    sealing = sealing_in(society, seat, form.values.envelope if form.values else None)
    kept = kept_draft(request, door, society, seat)
    chosen_now = token_in(kept) if kept is not None else None
    if sealing is None or chosen_now not in (None, sealing.token):
        if sealing is not None and await lifecycle.any_cast_before(reading, sealing):
            return in_the_box(door, seat)
        booth = await enter(request, door, society, reading, visitor, ballot_id)
        if booth.draft is None:
            return booth.go(booth.at("receipt") if booth.over else booth.place_at(1))
        why = CHANGED_ELSEWHERE if sealing else SEALED_AGAIN
        return await to_check(request, booth, society, reading, booth.draft, why, status=409)
    try:
        await lifecycle.cast_for_others(society, sealing, by=visitor.person_id, at=door.clock())
    except (SealedTooLongAgo, Unavailable) as refusal:
        booth = await enter(request, door, society, reading, visitor, ballot_id)
        draft = booth.draft or draft_of(sealing)
        return await to_check(request, booth, society, reading, draft, refusal.message, status=409)
    return in_the_box(door, seat)


@post(f"{AT}/confirm", name="for_others.confirm", guards=[signed_in])
async def confirm(door: Door, society: Society, visitor: Visitor, ballot_id: UUID, way: str) -> Redirect:
    """What each member said goes in, sealed for each of them; the peer has not seen it (decision 20)."""
    if channel_of(way) is not Channel.PEER:
        raise NotFound("A proxy votes on a paper. Go back and start it.")
    await lifecycle.follow_positions(society, ballot_id, visitor.person_id, at=door.clock())
    return in_the_box(door, Seat(visitor, ballot_id, way=way))


@get(f"{AT}/receipt", name="for_others.receipt", guards=[signed_in])
async def receipt(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, ballot_id: UUID, way: str
) -> Answer:
    """The codes of what is in the box. Without anything in it this is not shown."""
    numbers = await queries.numbers_for_others(reading, ballot_id, visitor.person_id, channel_of(way))
    if not numbers.sent:
        return Redirect(door.here(f"ballots/{ballot_id}/for-others/{way}"), status_code=303)
    ballot = await seen(reading, door, visitor, ballot_id)
    return page(request, "ballots/for_others_receipt.html", section="votes", ballot=ballot, way=way, numbers=numbers)


HANDLERS = [show, cast, confirm, receipt]
