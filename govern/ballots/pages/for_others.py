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
from govern.ballots.lifecycle import Bundle
from govern.ballots.pages.about import seen
from govern.ballots.pages.booth import channel_of, enter, forget_draft, has_draft, kept_draft, purpose
from govern.ballots.pages.drafts import Draft, token_in
from govern.ballots.pages.sending import CHANGED_ELSEWHERE, SEALED_AGAIN, to_check
from govern.ballots.rules import SealedTooLongAgo
from govern.ballots.seal.documents import Channel
from govern.errors import NotFound, NotValid, Unavailable
from govern.society import Society
from govern.web.cookies import unsealed
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
        started=has_draft(request, door, society, visitor, ballot_id, way),
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
    bundle = _bundle(society, visitor, ballot_id, way, form.values.envelope if form.values else None)
    kept = kept_draft(request, door, society, visitor, ballot_id, way=way)
    chosen_now = token_in(kept) if kept is not None else None
    if bundle is None or chosen_now not in (None, bundle.token):
        if bundle is not None and await lifecycle.cast_bundle_before(reading, bundle):
            return _in_the_box(door, ballot_id, way)
        booth = await enter(request, door, society, reading, visitor, ballot_id)
        if booth.draft is None:
            return booth.go(booth.at("receipt") if booth.over else booth.place_at(1))
        why = CHANGED_ELSEWHERE if bundle else SEALED_AGAIN
        return await to_check(request, booth, society, reading, booth.draft, why, status=409)
    try:
        await lifecycle.cast_for_others(society, bundle, by=visitor.person_id, at=door.clock())
    except (SealedTooLongAgo, Unavailable) as refusal:
        booth = await enter(request, door, society, reading, visitor, ballot_id)
        draft = booth.draft or Draft(bundle.token[:16], dict(bundle.choices))
        return await to_check(request, booth, society, reading, draft, refusal.message, status=409)
    return _in_the_box(door, ballot_id, way)


@post(f"{AT}/confirm", name="for_others.confirm", guards=[signed_in])
async def confirm(door: Door, society: Society, visitor: Visitor, ballot_id: UUID, way: str) -> Redirect:
    """What each member said goes in, sealed for each of them; the peer has not seen it (decision 20)."""
    if channel_of(way) is not Channel.PEER:
        raise NotFound("A proxy votes on a paper. Go back and start it.")
    await lifecycle.follow_positions(society, ballot_id, visitor.person_id, at=door.clock())
    return _in_the_box(door, ballot_id, way)


def _in_the_box(door: Door, ballot_id: UUID, way: str) -> Redirect:
    receipt = Redirect(door.here(f"ballots/{ballot_id}/for-others/{way}/receipt"), status_code=303)
    return forget_draft(receipt, door, ballot_id, way=way)


def _bundle(society: Society, visitor: Visitor, ballot_id: UUID, way: str, text: str | None) -> Bundle | None:
    """The envelopes of the hidden field, if they were made here, for this person, this ballot and this way."""
    bound_to = purpose("envelope", visitor, ballot_id, way=way)
    content = unsealed(society.key("cookies"), bound_to, text) if text else None
    if content is None:
        return None
    try:
        found = Bundle.from_bytes(content)
    except NotValid:
        return None
    return found if found.ballot_id == ballot_id else None


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
