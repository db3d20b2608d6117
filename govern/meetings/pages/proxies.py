"""A member's proxy for one meeting: named, directed or left free, taken back in one press; and whoever was named."""

import contextlib
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.representation import queries as representation
from govern.constituencies.representation.lifecycle.proxies import outside_person
from govern.constituencies.representation.rules.proxies import WantedProxy
from govern.constituencies.rulebook.book import citation
from govern.database import Store
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotFound, NotValid
from govern.identity.pages.entering import site_of
from govern.meetings import queries
from govern.meetings.forms import NameProxyForm, Whom
from govern.meetings.lifecycle import proxies as lifecycle
from govern.meetings.lifecycle.preparing import book_of
from govern.meetings.pages.member import shown
from govern.meetings.rules import MeetingKind
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
AT = "/meetings/{meeting_id:uuid}/proxy"


def to(door: Door, meeting_id: UUID, done: str) -> Redirect:
    return Redirect(door.here(f"meetings/{meeting_id}/proxy"), query_params={"done": done}, status_code=303)


async def proxy_page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    form: Submission[NameProxyForm] | None = None,
) -> Response[str]:
    meeting = await shown(reading, meeting_id, door)
    if meeting.kind is MeetingKind.BOARD:
        raise NotFound("Whoever sits on a body comes themself. Nobody can be named for its meetings.")
    found = await queries.proxy_page(
        reading, meeting_id, visitor.voter_id, visitor.person_id, door.language.code, door.at
    )
    return page(
        request,
        "meetings/proxy.html",
        section="meetings",
        form=form,
        meeting=meeting,
        to_come=meeting.stage in ("noticed", "open"),
        proxy=found,
        done=request.query_params.get("done", ""),
    )


@get(AT, name="meetings.proxy", guards=[signed_in])
async def proxy(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, meeting_id: UUID
) -> Response[str]:
    return await proxy_page(request, reading, door, visitor, meeting_id)


async def wanted_of(
    writing: AsyncSession, sent: NameProxyForm, meeting_id: UUID, door: Door, *, by: UUID, on_paper: bool = False
) -> WantedProxy:
    """Whom the form names. On paper somebody nobody knows is kept by name; on the page they are asked for again."""
    if sent.whom is Whom.CHAIR:
        meeting = await queries.found(writing, meeting_id)
        chair = await lifecycle.chair_to_come(writing, meeting, door.at)
        if chair is None:
            raise NotValid(
                "It is not known yet who will be in the chair. Name a person, or come back later.", field="whom"
            )
        return WantedProxy(chair, as_chair=True, replaces=sent.replaces)
    if sent.whom is Whom.OUTSIDE:
        meeting = await queries.found(writing, meeting_id)
        book = await book_of(writing, meeting.starts_at)
        if book.proxy.holder != "any_person" and not on_paper:
            raise NotAllowed(
                "The person who votes for you must be a member ({rule}). Choose a member.",
                field="whom",
                rule=citation("proxy.holder", book),
            )
        if book.proxy.holder != "any_person":
            return WantedProxy(None, named=sent.outside_name or "", replaces=sent.replaces)
        if not sent.outside_name:
            raise NotValid("Type the name of the person who votes for you.", field="outside_name")
        if not (sent.outside_email or sent.outside_address):
            raise NotValid(
                "Type a mail address, or an address for letters, so that we can write to them.", field="outside_email"
            )
        person = await outside_person(
            writing, sent.outside_name, sent.outside_address, sent.outside_email, by=by, at=door.at
        )
        return WantedProxy(person, named=sent.outside_name, replaces=sent.replaces)
    if not sent.holder:
        raise NotValid("Type the whole name or the number of the member who votes for you.", field="holder")
    try:
        holder: UUID | None = await queries.holder_named(writing, sent.holder, door.at)
    except NotFound:
        if not on_paper:
            raise
        holder = None
    return WantedProxy(holder, named=sent.holder[:200], replaces=sent.replaces)


@post(AT, name="meetings.name_proxy", guards=[signed_in])
async def name_proxy(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, meeting_id: UUID
) -> Answer:
    form = submitted(NameProxyForm, await request.form(), door.language.say)
    if form.values is not None:
        sent, by = form.values, visitor.person_id
        try:
            async with store.writing() as writing:
                wanted = await wanted_of(writing, sent, meeting_id, door, by=by)
                await lifecycle.name_proxy(
                    writing, society, meeting_id, visitor.voter_id, wanted, by=by, at=door.at, site=site_of(door)
                )
            return to(door, meeting_id, "named")
        except GovernError as refusal:
            if refusal.field == "holder":
                refusal.field = {Whom.OUTSIDE: "outside_name", Whom.CHAIR: "whom"}.get(sent.whom, "holder")
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await proxy_page(request, reading, door, visitor, meeting_id, form)


async def _mine(writing: AsyncSession, meeting_id: UUID, visitor: Visitor) -> UUID:
    found = await representation.proxy_of(writing, meeting_id, visitor.voter_id)
    if found is None or not found.stands:
        raise NotFound("You have named nobody for this meeting, so there is nothing to take back.")
    return found.id


@post(f"{AT}/revoke", name="meetings.revoke_proxy", guards=[signed_in])
async def revoke(store: Store, society: Society, door: Door, visitor: Visitor, meeting_id: UUID) -> Redirect:
    """In one press. A second one finds it taken back."""
    with contextlib.suppress(NotFound):
        async with store.writing() as writing:
            mine, by = await _mine(writing, meeting_id, visitor), visitor.person_id
            await lifecycle.take_back_proxy(writing, society, mine, by=by, at=door.at, site=site_of(door))
    return to(door, meeting_id, "revoked")


@post(f"{AT}/free/{{ballot_id:uuid}}", name="meetings.free_proxy", guards=[signed_in])
async def free(
    store: Store, society: Society, door: Door, visitor: Visitor, meeting_id: UUID, ballot_id: UUID
) -> Redirect:
    """Let them decide after all, in one vote."""
    async with store.writing() as writing:
        mine = await _mine(writing, meeting_id, visitor)
        await lifecycle.let_proxy_decide(writing, society, mine, ballot_id, at=door.at)
    return to(door, meeting_id, "free")


@post(f"{AT}/decline/{{appointment_id:uuid}}", name="meetings.decline_proxy", guards=[signed_in])
async def decline(
    store: Store, society: Society, door: Door, visitor: Visitor, meeting_id: UUID, appointment_id: UUID
) -> Redirect:
    """Whoever was named says that they do not do it. A second press finds it said."""
    with contextlib.suppress(AlreadyDone):
        async with store.writing() as writing:
            await lifecycle.decline_proxy(
                writing, society, appointment_id, by=visitor.person_id, at=door.at, site=site_of(door)
            )
    return to(door, meeting_id, "declined")


HANDLERS = [proxy, name_proxy, revoke, free, decline]
