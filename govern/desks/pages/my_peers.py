"""`me/peers`: a member chooses who votes for them when they do not, chooses again each year, and stops in one press.

By the member's own act (invariant 49), so each of these changes is theirs alone; open votes follow in the same step.
"""

import contextlib
from datetime import date
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.lifecycle import follow_mandates
from govern.constituencies.representation import lifecycle, queries
from govern.constituencies.representation.forms import ChoosePeer, HowMuch
from govern.constituencies.representation.rules import EVERYTHING, HowChosen, Wanted, WhyEnded
from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.errors import AlreadyDone, GovernError, NotFound, NotValid
from govern.identity.rules import day_of
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor


@get("/me/peers", name="me.peers", guards=[signed_in])
async def mine(request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor) -> Response[str]:
    """Who votes for me, whom I may choose, and what a peer may and may not do."""
    return page(
        request,
        "desks/my_peers.html",
        choosing=await queries.choosing(reading, visitor.person_id, day_of(door.at), door.language.code),
        done=request.query_params.get("done", ""),
    )


@get("/me/peers/{peer_id:uuid}", name="me.peer", guards=[signed_in])
async def one(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, peer_id: UUID
) -> Response[str]:
    return await _one_page(request, door, reading, visitor, peer_id, None)


@post("/me/peers/{peer_id:uuid}", name="me.choose_peer", guards=[signed_in])
async def choose(
    request: AnyRequest, door: Door, store: Store, society: Society, visitor: Visitor, peer_id: UUID
) -> Response[str] | Redirect:
    """From now on this peer votes for me when I do not; whoever did in the same group does not any more."""
    form = submitted(ChoosePeer, await request.form(), door.language.say)
    if form.values is not None:
        me, today = visitor.person_id, day_of(door.at)
        try:
            async with store.writing() as writing:
                chosen = await queries.choosable(writing, me, peer_id, today, door.language.code)
                book = (await rulebook.in_force(writing, today)).rulebook
                said = queries.said(book, today, door.language.code)
                for before in await lifecycle.held_in(writing, me, chosen.constituency, today):
                    await lifecycle.end(writing, before, today, WhyEnded.WITHDRAWN, by=me, at=door.at)
                wanted = Wanted(today, said.review_by, HowChosen.OWN_ACT, _scope(form.values))
                await lifecycle.give(writing, peer_id, me, wanted, by=me, at=door.at)
                await follow_mandates(writing, society, [me], at=door.at)
            return _done(door, "chosen")
        except NotFound:
            raise
        except GovernError as refusal:
            if refusal.field != "scope":
                refusal.field = ""
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _one_page(request, door, reading, visitor, peer_id, form)


def _scope(sent: ChoosePeer) -> tuple[str, ...]:
    if sent.what is HowMuch.EVERYTHING:
        return (EVERYTHING,)
    if not sent.scope:
        raise NotValid("Choose at least one kind of decision, or choose everything.", field="scope")
    return sent.scope


async def _one_page(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    peer_id: UUID,
    form: Submission[ChoosePeer] | None,
) -> Response[str]:
    today = day_of(door.at)
    chosen = await queries.choosable(reading, visitor.person_id, peer_id, today, door.language.code)
    said = queries.said((await rulebook.in_force(reading, today)).rulebook, today, door.language.code)
    found = await queries.who_votes_for(reading, visitor.person_id, today, door.language.code) or ()
    return page(
        request,
        "desks/my_peer.html",
        form=form,
        chosen=chosen,
        said=said,
        last=queries.last_day(said, chosen.line),
        instead_of=[one for one in found if one.standing == "active" and one.group == chosen.line.group],
    )


@post("/me/peers/mandates/{mandate_id:uuid}/end", name="me.stop_peer", guards=[signed_in])
async def stop(door: Door, store: Store, society: Society, visitor: Visitor, mandate_id: UUID) -> Redirect:
    """One press, and nobody votes for me any more; in open votes too. A second press finds it stopped."""
    me = visitor.person_id
    with contextlib.suppress(AlreadyDone):
        async with store.writing() as writing:
            await _own(writing, mandate_id, me)
            await lifecycle.end(writing, mandate_id, day_of(door.at), WhyEnded.WITHDRAWN, by=me, at=door.at)
            await follow_mandates(writing, society, [me], at=door.at)
    return _done(door, "stopped")


@post("/me/peers/mandates/{mandate_id:uuid}/renew", name="me.renew_peer", guards=[signed_in])
async def renew(door: Door, store: Store, society: Society, visitor: Visitor, mandate_id: UUID) -> Redirect:
    """The same peer again, by my own act, until the next review. A second press changes nothing."""
    me, today = visitor.person_id, day_of(door.at)
    try:
        await _renew(store, society, door, mandate_id, me, today)
    except AlreadyDone:
        return Redirect(door.here("me/peers"), status_code=303)
    return _done(door, "renewed")


async def _renew(store: Store, society: Society, door: Door, mandate_id: UUID, me: UUID, today: date) -> None:
    async with store.writing() as writing:
        await _own(writing, mandate_id, me)
        said = queries.said((await rulebook.in_force(writing, today)).rulebook, today, door.language.code)
        how = HowChosen.OWN_ACT
        await lifecycle.renew(writing, mandate_id, said.review_by, how, "", by=me, at=door.at)
        await follow_mandates(writing, society, [me], at=door.at)


async def _own(writing: AsyncSession, mandate_id: UUID, me: UUID) -> None:
    if not await queries.is_of(writing, mandate_id, me):
        raise NotFound("There is no such choice of yours. Go to your page about peers.")


def _done(door: Door, what: str) -> Redirect:
    return Redirect(door.here("me/peers"), query_params={"done": what}, status_code=303)


HANDLERS = [mine, one, choose, stop, renew]
