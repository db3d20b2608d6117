"""Mandates given, renewed and ended in the office: whatever changes here, open votes follow in the same step."""

from uuid import UUID

from litestar import Response, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.ballots.lifecycle import follow_mandates
from govern.constituencies.register.pages.shared import may_edit
from govern.constituencies.representation import lifecycle, queries
from govern.constituencies.representation.forms import EndMandate, EndPeer, GiveMandate, RenewMandate
from govern.constituencies.representation.lifecycle import files
from govern.constituencies.representation.pages.files import file_page, to_file
from govern.constituencies.representation.pages.peers import mandate_page, numbered, peer_page, to_peer
from govern.constituencies.representation.rules import EVERYTHING, Wanted, WhyOver
from govern.database import Store
from govern.errors import GovernError, NotValid
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import submitted
from govern.web.visitor import Visitor


@post("/office/peers/{peer_id:uuid}", name="peers.give", guards=[may_edit])
async def give(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, peer_id: UUID
) -> Response[str] | Redirect:
    """A member chose this peer."""
    form = submitted(GiveMandate, await request.form(), door.language.say)
    if form.values is not None:
        sent = form.values
        wanted = Wanted(
            sent.mandate_from, sent.review_by, sent.how, sent.scope or (EVERYTHING,), sent.supporter or ""
        )
        try:
            async with store.writing() as writing:
                member = await numbered(writing, sent.member, "member")
                await lifecycle.give(writing, peer_id, member, wanted, by=visitor.person_id, at=door.at)
                await follow_mandates(writing, society, [member], at=door.at)
            return to_peer(door, peer_id)
        except GovernError as refusal:
            if refusal.field in ("from_on", "to_on"):
                refusal.field = "mandate_from"
            elif refusal.field in ("peer", "group"):
                refusal.field = ""
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await peer_page(request, reading, door, peer_id, form)


@post("/office/peers/{peer_id:uuid}/end", name="peers.end_office", guards=[may_edit])
async def end_office(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, peer_id: UUID
) -> Response[str] | Redirect:
    form = submitted(EndPeer, await request.form(), door.language.say)
    if form.values is not None:
        sent, on = form.values, form.values.office_ends_on
        try:
            async with store.writing() as writing:
                decision = await _recalled_by(writing, peer_id, sent)
                by = visitor.person_id
                await lifecycle.end_office(writing, peer_id, on, sent.why_over, decision, by=by, at=door.at)
                await lifecycle.tell_over(writing, peer_id, on, site=site_of(door), at=door.at)
                await follow_mandates(writing, society, await queries.members_of(writing, peer_id), at=door.at)
            return to_peer(door, peer_id)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await peer_page(request, reading, door, peer_id, form)


async def _recalled_by(reading: AsyncSession, peer_id: UUID, sent: EndPeer) -> str:
    """The number of the vote that a recall cites. Raises `NotValid` where the group did not decide there."""
    if sent.why_over is not WhyOver.RECALLED:
        return ""
    number, group = (sent.decision or "").strip(), await queries.group_of(reading, peer_id)
    if not await ballots.agreed_in(reading, number, group):
        raise NotValid(
            "A recall is the group's own decision. Type the number of a declared vote in which the group agreed.",
            field="decision",
        )
    return number


@post("/office/peers/mandates/{mandate_id:uuid}/end", name="peers.end_mandate", guards=[may_edit])
async def end(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, mandate_id: UUID
) -> Response[str] | Redirect:
    form = submitted(EndMandate, await request.form(), door.language.say)
    if form.values is not None:
        sent = form.values
        try:
            async with store.writing() as writing:
                office = await lifecycle.end(writing, mandate_id, sent.on, sent.why, by=visitor.person_id, at=door.at)
                await lifecycle.tell_ended(writing, mandate_id, site=site_of(door), at=door.at)
                await follow_mandates(writing, society, await queries.members_of(writing, office), at=door.at)
            return to_peer(door, office)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await mandate_page(request, reading, door, mandate_id, form)


@post("/office/peers/mandates/{mandate_id:uuid}/renew", name="peers.renew", guards=[may_edit])
async def renew(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, mandate_id: UUID
) -> Response[str] | Redirect:
    form = submitted(RenewMandate, await request.form(), door.language.say)
    if form.values is not None:
        sent, by = form.values, visitor.person_id
        try:
            async with store.writing() as writing:
                await lifecycle.renew(
                    writing, mandate_id, sent.review_by, sent.how, sent.supporter or "", by=by, at=door.at
                )
                await follow_mandates(writing, society, at=door.at)
                office = (await queries.mandate(writing, mandate_id, day_of(door.at), "en")).office_id
            return to_peer(door, office)
        except GovernError as refusal:
            if refusal.field not in ("review_by", "supporter"):
                refusal.field = ""
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await mandate_page(request, reading, door, mandate_id, form)


@post("/office/peers/files/{mandate_file_id:uuid}/put-in", name="peers.put_in", guards=[may_edit])
async def put_in(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, mandate_file_id: UUID
) -> Response[str] | Redirect:
    file = files.file_of(society.uploads(), mandate_file_id)
    try:
        async with store.writing() as writing:
            await files.put_in(writing, mandate_file_id, file, by=visitor.person_id, at=door.at)
            await follow_mandates(writing, society, at=door.at)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await file_page(request, reading, society, door, visitor, mandate_file_id, refusal)
    files.forget(society.uploads(), mandate_file_id)
    return to_file(door, mandate_file_id)


HANDLERS = [give, end_office, end, renew, put_in]
