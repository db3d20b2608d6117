"""`office/ballots/{id}/calls`: a caller is known by number and birth date, the paper is read, a second one listens.

The pages of the paper are the booth's own, at addresses that say in which call. Only the officer who leads the call
opens them, and only as officers sign in.
"""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, queries
from govern.ballots.forms import BeginCall, CallerCast
from govern.ballots.lifecycle import Support
from govern.ballots.pages.booth import Booth
from govern.ballots.pages.supporting import send_beside
from govern.ballots.rules.supporting import ON_THE_TELEPHONE, check_help
from govern.database import Store
from govern.errors import GovernError
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
may_read = holding(Permission.BALLOT_OPEN)
may_listen = holding(Permission.OFFICE_SEE)


@get("/office/ballots/{ballot_id:uuid}/calls", name="calls.list", guards=[may_listen])
async def listed(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, ballot_id: UUID, done: str = ""
) -> Response[str]:
    return await _list_page(request, door, reading, visitor, ballot_id, None, done)


@post("/office/ballots/{ballot_id:uuid}/calls", name="calls.begin", guards=[may_read])
async def begin(request: AnyRequest, door: Door, store: Store, visitor: Visitor, ballot_id: UUID) -> Answer:
    """The caller said their number and their birth date; what they said is held against the register, not kept."""
    form = submitted(BeginCall, await request.form(), door.language.say)
    if form.values is not None:
        sent = form.values
        try:
            async with store.writing() as writing:
                call = await lifecycle.begin_call(
                    writing, ballot_id, sent.number, sent.born, by=visitor.person_id, at=door.at
                )
            return Redirect(door.here(f"calls/{call}/ballots/{ballot_id}"), status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _list_page(request, door, reading, visitor, ballot_id, form, "")


@post("/office/ballots/{ballot_id:uuid}/calls/{call_id:uuid}/heard", name="calls.heard", guards=[may_listen])
async def heard(
    request: AnyRequest, door: Door, store: Store, visitor: Visitor, ballot_id: UUID, call_id: UUID
) -> Answer:
    """The second officer's word, from their own sign-in."""
    try:
        async with store.writing() as writing:
            await lifecycle.heard(writing, ballot_id, call_id, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        blank: Submission[BeginCall] = Submission.blank()
        async with store.reading() as reading:
            return await _list_page(request, door, reading, visitor, ballot_id, blank.refused(refusal), "")
    return _to_list(door, ballot_id, "heard")


@post("/office/ballots/{ballot_id:uuid}/calls/{call_id:uuid}/end", name="calls.end", guards=[may_read])
async def end(door: Door, store: Store, visitor: Visitor, ballot_id: UUID, call_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.end_call(writing, ballot_id, call_id, by=visitor.person_id, at=door.at)
    return _to_list(door, ballot_id, "ended")


def _to_list(door: Door, ballot_id: UUID, done: str) -> Redirect:
    where = door.here(f"office/ballots/{ballot_id}/calls")
    return Redirect(where, query_params={"done": done}, status_code=303)


async def _list_page(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    form: Submission[BeginCall] | None,
    done: str,
) -> Response[str]:
    ballot = await queries.ballot_page(reading, ballot_id, visitor.person_id, at=door.at, language=door.language.code)
    return page(
        request,
        "ballots/calls.html",
        section="office",
        form=form,
        ballot=ballot,
        calls=await queries.calls(reading, ballot_id, visitor.person_id, door.at),
        may_read=visitor.may(Permission.BALLOT_OPEN),
        done=done,
    )


# --- At the booth, with a caller on the line ------------------------------------------------------------------------


@get("/calls/{call_id:uuid}/ballots/{ballot_id:uuid}", name="calls.paper", guards=[signed_in])
async def before_the_paper(request: AnyRequest, booth: Booth) -> Response[str]:
    """What the officer says first, and how the paper is read."""
    return page(
        request,
        "ballots/call_begin.html",
        section="office",
        beside=booth.beside,
        paper=booth.paper,
        started=booth.draft is not None,
        start=booth.at("start"),
    )


@post("/calls/{call_id:uuid}/ballots/{ballot_id:uuid}/cast", name="calls.cast", guards=[signed_in])
async def cast(
    request: AnyRequest, door: Door, society: Society, reading: AsyncSession, visitor: Visitor, booth: Booth
) -> Answer:
    """The caller's own vote, once a second officer has said that they heard the choices read back."""
    form = submitted(CallerCast, await request.form(), door.language.say)
    beside = booth.beside
    assert beside is not None

    def support() -> Support:
        check_help(ON_THE_TELEPHONE, form.values is not None and form.values.declared == "yes")
        return Support(beside.way, beside.id, visitor.person_id, ON_THE_TELEPHONE)

    where = _to_list(door, booth.paper.ballot_id, "sent")
    return await send_beside(request, booth, society, reading, form, support, where)


HANDLERS = [listed, begin, heard, end, before_the_paper, cast]
