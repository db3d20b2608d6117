"""`office/peers`: who the peers are, how many each carries, which reviews are due.

Mandates are given, renewed and ended in `desks.pages.mandates`, where open votes follow them.
"""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.constituencies.register.pages.shared import may_edit, may_see
from govern.constituencies.representation import lifecycle, queries
from govern.constituencies.representation.forms import NewPeer
from govern.constituencies.representation.rules import HowChosen, WantedOffice, WhyEnded
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.plain import decision_name
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
                person = await numbered(writing, sent.peer, "peer")
                layer = (await rulebook.in_force(writing, day_of(door.at))).rulebook.peer.elected_in or ""
                wanted = WantedOffice(sent.group, layer, sent.place, sent.from_on, sent.to_on)
                office = await lifecycle.open_office(writing, person, wanted, by=visitor.person_id, at=door.at)
            return to_peer(door, office)
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


async def numbered(reading: AsyncSession, number: str, field: str) -> UUID:
    found = await register.person_with_number(reading, number)
    if found is None:
        raise NotFound("The register has nobody with the number {number}.", field=field, number=number)
    return found


@get("/office/peers/{peer_id:uuid}", name="peers.peer", guards=[may_see])
async def one(request: AnyRequest, reading: AsyncSession, door: Door, peer_id: UUID) -> Response[str]:
    return await peer_page(request, reading, door, peer_id, None)


async def peer_page(
    request: AnyRequest, reading: AsyncSession, door: Door, peer_id: UUID, form: Submission[Any] | None
) -> Response[str]:
    today, code, say = day_of(door.at), door.language.code, door.language.say
    book = (await rulebook.in_force(reading, today)).rulebook
    kinds = [kind for kind in book.resolutions if kind.id not in (book.peer.not_for or ())]
    return page(
        request,
        "representation/peer.html",
        section="office",
        form=form,
        peer=await queries.peer(reading, peer_id, today, code),
        today=today,
        kinds=[(kind.id, say(decision_name(book, kind.id, code))) for kind in kinds],
        ways=tuple(HowChosen),
        may_edit=door.visitor is not None and door.visitor.may(Permission.REGISTER_EDIT),
    )


@get("/office/peers/mandates/{mandate_id:uuid}", name="peers.mandate", guards=[may_edit])
async def mandate(request: AnyRequest, reading: AsyncSession, door: Door, mandate_id: UUID) -> Response[str]:
    return await mandate_page(request, reading, door, mandate_id, None)


async def mandate_page(
    request: AnyRequest, reading: AsyncSession, door: Door, mandate_id: UUID, form: Submission[Any] | None
) -> Response[str]:
    return page(
        request,
        "representation/mandate.html",
        section="office",
        form=form,
        mandate=await queries.mandate(reading, mandate_id, day_of(door.at), door.language.code),
        brings=(await rulebook.in_force(reading, day_of(door.at))).rulebook.peer.style == "mandated_split",
        reasons=REASONS,
        ways=tuple(HowChosen),
    )


def to_peer(door: Door, office: UUID) -> Redirect:
    return Redirect(door.here(f"office/peers/{office}"), status_code=303)


HANDLERS = [listed, new, one, mandate]
