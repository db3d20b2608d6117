"""`office/peers`: who the peers are, how many each carries, which reviews are due; mandates given, renewed, ended."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.constituencies.register.pages.shared import may_edit, may_see
from govern.constituencies.representation import lifecycle, queries
from govern.constituencies.representation.forms import EndMandate, EndPeer, GiveMandate, NewPeer, RenewMandate
from govern.constituencies.representation.rules import EVERYTHING, HowChosen, Wanted, WantedOffice, WhyEnded
from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.errors import GovernError, NotFound
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.page import page
from govern.web.visitor import Visitor

#: What an officer may say; that it was renewed is noted by renewing.
REASONS = (WhyEnded.WITHDRAWN, WhyEnded.PEER_STOPPED, WhyEnded.MISTAKE)


@get("/office/peers", name="peers.list", guards=[may_see])
async def listed(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    return await _list_page(request, reading, door, None)


@post("/office/peers", name="peers.open", guards=[may_edit])
async def new(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Response[str] | Redirect:
    form = submitted(NewPeer, await request.form(), door.language.say)
    if form.values is not None:
        sent = form.values
        try:
            async with store.writing() as writing:
                person = await _numbered(writing, sent.peer, "peer")
                layer = (await rulebook.in_force(writing, day_of(door.at))).rulebook.peer.elected_in or ""
                wanted = WantedOffice(sent.group, layer, sent.place, sent.from_on, sent.to_on)
                office = await lifecycle.open_office(writing, person, wanted, by=visitor.person_id, at=door.at)
            return _to(door, office)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _list_page(request, reading, door, form)


async def _list_page(
    request: AnyRequest, reading: AsyncSession, door: Door, form: Submission[NewPeer] | None
) -> Response[str]:
    found = await queries.peers(reading, day_of(door.at), door.language.code)
    return page(
        request,
        "representation/peers.html",
        section="office",
        form=form,
        peers=found,
        may_edit=door.visitor is not None and door.visitor.may(Permission.REGISTER_EDIT),
    )


async def _numbered(reading: AsyncSession, number: str, field: str) -> UUID:
    found = await register.person_with_number(reading, number)
    if found is None:
        raise NotFound("The register has nobody with the number {number}.", field=field, number=number)
    return found


@get("/office/peers/{peer_id:uuid}", name="peers.peer", guards=[may_see])
async def one(request: AnyRequest, reading: AsyncSession, door: Door, peer_id: UUID) -> Response[str]:
    return await _peer_page(request, reading, door, peer_id, None)


async def _peer_page(
    request: AnyRequest, reading: AsyncSession, door: Door, peer_id: UUID, form: Submission[Any] | None
) -> Response[str]:
    today = day_of(door.at)
    book = (await rulebook.in_force(reading, today)).rulebook
    kinds = [kind for kind in book.resolutions if kind.id not in (book.peer.not_for or ())]
    return page(
        request,
        "representation/peer.html",
        section="office",
        form=form,
        peer=await queries.peer(reading, peer_id, today, door.language.code),
        today=today,
        kinds=[(kind.id, kind.name or kind.id.replace("_", " ")) for kind in kinds],
        ways=tuple(HowChosen),
        may_edit=door.visitor is not None and door.visitor.may(Permission.REGISTER_EDIT),
    )


@post("/office/peers/{peer_id:uuid}", name="peers.give", guards=[may_edit])
async def give(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, peer_id: UUID
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
                member = await _numbered(writing, sent.member, "member")
                await lifecycle.give(writing, peer_id, member, wanted, by=visitor.person_id, at=door.at)
            return _to(door, peer_id)
        except GovernError as refusal:
            if refusal.field in ("from_on", "to_on"):
                refusal.field = "mandate_from"
            elif refusal.field in ("peer", "group"):
                refusal.field = ""
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _peer_page(request, reading, door, peer_id, form)


@post("/office/peers/{peer_id:uuid}/end", name="peers.end_office", guards=[may_edit])
async def end_office(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, peer_id: UUID
) -> Response[str] | Redirect:
    form = submitted(EndPeer, await request.form(), door.language.say)
    if form.values is not None:
        on = form.values.office_ends_on
        try:
            async with store.writing() as writing:
                await lifecycle.end_office(writing, peer_id, on, by=visitor.person_id, at=door.at)
            return _to(door, peer_id)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _peer_page(request, reading, door, peer_id, form)


@get("/office/peers/mandates/{mandate_id:uuid}", name="peers.mandate", guards=[may_edit])
async def mandate(request: AnyRequest, reading: AsyncSession, door: Door, mandate_id: UUID) -> Response[str]:
    return await _mandate_page(request, reading, door, mandate_id, None)


async def _mandate_page(
    request: AnyRequest, reading: AsyncSession, door: Door, mandate_id: UUID, form: Submission[Any] | None
) -> Response[str]:
    return page(
        request,
        "representation/mandate.html",
        section="office",
        form=form,
        mandate=await queries.mandate(reading, mandate_id, day_of(door.at), door.language.code),
        reasons=REASONS,
        ways=tuple(HowChosen),
    )


@post("/office/peers/mandates/{mandate_id:uuid}/end", name="peers.end_mandate", guards=[may_edit])
async def end(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, mandate_id: UUID
) -> Response[str] | Redirect:
    form = submitted(EndMandate, await request.form(), door.language.say)
    if form.values is not None:
        sent = form.values
        try:
            async with store.writing() as writing:
                office = await lifecycle.end(writing, mandate_id, sent.on, sent.why, by=visitor.person_id, at=door.at)
            return _to(door, office)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _mandate_page(request, reading, door, mandate_id, form)


@post("/office/peers/mandates/{mandate_id:uuid}/renew", name="peers.renew", guards=[may_edit])
async def renew(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, mandate_id: UUID
) -> Response[str] | Redirect:
    form = submitted(RenewMandate, await request.form(), door.language.say)
    if form.values is not None:
        sent, by = form.values, visitor.person_id
        try:
            async with store.writing() as writing:
                await lifecycle.renew(
                    writing, mandate_id, sent.review_by, sent.how, sent.supporter or "", by=by, at=door.at
                )
                office = (await queries.mandate(writing, mandate_id, day_of(door.at), "en")).office_id
            return _to(door, office)
        except GovernError as refusal:
            if refusal.field not in ("review_by", "supporter"):
                refusal.field = ""
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _mandate_page(request, reading, door, mandate_id, form)


def _to(door: Door, office: UUID) -> Redirect:
    return Redirect(door.here(f"office/peers/{office}"), status_code=303)


HANDLERS = [listed, new, one, give, end_office, mandate, end, renew]
