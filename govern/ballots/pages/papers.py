"""Tellers at work: what there is to do with papers now; one logs outer envelopes, another confirms them."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle
from govern.ballots.forms import PileForm, ScanForm, SureForm
from govern.ballots.lifecycle import keys
from govern.ballots.pages.office import ballot_of
from govern.ballots.pages.printing import at_papers
from govern.ballots.queries import papers as queries
from govern.ballots.queries.papers import PaperTally
from govern.ballots.rules import Stage
from govern.database import Store
from govern.errors import GovernError, NotAllowed, Unavailable
from govern.identity.pages.entering import site_of
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

looker = holding(Permission.OFFICE_SEE)
teller = holding(Permission.BALLOT_PAPERS)
Shown = Response[str] | Redirect


def key_of(society: Society, ballot_id: UUID) -> bytes | None:
    """The key that says where two tellers differ; nothing before there is one, or where it is kept elsewhere."""
    try:
        return keys.tellers_key(society, ballot_id).private
    except Unavailable:
        return None


async def tally_of(reading: AsyncSession, door: Door, society: Society, ballot_id: UUID) -> PaperTally:
    return await queries.paper_tally(
        reading, ballot_id, language=door.language.code, private=key_of(society, ballot_id)
    )


@get("/office/paper/{ballot_id:uuid}", name="papers.office", guards=[looker])
async def office(
    request: AnyRequest, door: Door, society: Society, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Response[str]:
    """All of it at a glance; tellers have something to press, scrutineers look."""
    if not (visitor.may(Permission.BALLOT_PAPERS) or visitor.may(Permission.RECORD_SEE)):
        raise NotAllowed("Papers are for the tellers, the returning officer and the scrutineers. Ask one of them.")
    return page(
        request,
        "ballots/papers_office.html",
        section="office",
        ballot=await ballot_of(reading, door, ballot_id),
        tally=await tally_of(reading, door, society, ballot_id),
        Stage=Stage,
    )


# --- Outer envelopes ------------------------------------------------------------------------------------------------


@post("/office/paper/{ballot_id:uuid}/piles", name="papers.begin_pile", guards=[teller])
async def begin_pile(door: Door, store: Store, visitor: Visitor, ballot_id: UUID) -> Redirect:
    async with store.writing() as writing:
        number = await lifecycle.begin_pile(writing, ballot_id, by=visitor.person_id, at=door.at)
    return at_papers(door, ballot_id, f"piles/{number}")


@get("/office/paper/{ballot_id:uuid}/piles/{number:int}", name="papers.pile", guards=[looker])
async def pile(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, ballot_id: UUID, number: int
) -> Response[str]:
    if not (visitor.may(Permission.BALLOT_PAPERS) or visitor.may(Permission.RECORD_SEE)):
        raise NotAllowed("Papers are for the tellers, the returning officer and the scrutineers. Ask one of them.")
    return await _pile_shown(request, door, reading, ballot_id, number)


async def _pile_shown(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    ballot_id: UUID,
    number: int,
    form: Submission[ScanForm] | Submission[PileForm] | Submission[SureForm] | None = None,
    said: Sentence | None = None,
    logged: str = "",
) -> Response[str]:
    return page(
        request,
        "ballots/papers_pile.html",
        section="office",
        ballot=await ballot_of(reading, door, ballot_id),
        pile=await queries.pile_of(reading, ballot_id, number),
        form=form,
        said=said,
        logged=logged,
    )


@post("/office/paper/{ballot_id:uuid}/piles/{number:int}", name="papers.log", guards=[teller])
async def log_paper(
    request: AnyRequest, door: Door, store: Store, visitor: Visitor, ballot_id: UUID, number: int
) -> Shown:
    """One envelope after another. What the tellers must know of one is said at once, and stands in no address."""
    form: Submission[ScanForm] = submitted(ScanForm, await request.form(), door.language.say)
    said, logged = None, ""
    try:
        if form.values is not None:
            code, by = form.values.code, visitor.person_id
            async with store.writing() as writing:
                said = await lifecycle.log_paper(writing, ballot_id, number, code, by=by, at=door.at)
            if said is None:
                return at_papers(door, ballot_id, f"piles/{number}")
            logged = code
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        problems = form if form.problems else None
        return await _pile_shown(request, door, reading, ballot_id, number, problems, said, logged)


@post("/office/paper/{ballot_id:uuid}/piles/{number:int}/take-out", name="papers.take_out", guards=[teller])
async def take_out(
    request: AnyRequest, door: Door, store: Store, visitor: Visitor, ballot_id: UUID, number: int
) -> Redirect:
    form: Submission[ScanForm] = submitted(ScanForm, await request.form(), door.language.say)
    code, by = form.values.code if form.values else "", visitor.person_id
    async with store.writing() as writing:
        await lifecycle.take_out(writing, ballot_id, number, code, by=by, at=door.at)
    return at_papers(door, ballot_id, f"piles/{number}")


@post("/office/paper/{ballot_id:uuid}/piles/{number:int}/confirm", name="papers.confirm", guards=[teller])
async def confirm(
    request: AnyRequest,
    door: Door,
    store: Store,
    society: Society,
    visitor: Visitor,
    ballot_id: UUID,
    number: int,
) -> Shown:
    form: Submission[PileForm] = submitted(PileForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            counted, by = form.values.counted, visitor.person_id
            async with store.writing() as writing:
                await lifecycle.confirm_pile(
                    writing, society, ballot_id, number, counted, by=by, at=door.at, site=site_of(door)
                )
            return at_papers(door, ballot_id)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _pile_shown(request, door, reading, ballot_id, number, form)


@post("/office/paper/{ballot_id:uuid}/piles/{number:int}/drop", name="papers.drop_pile", guards=[teller])
async def drop_pile(
    request: AnyRequest, door: Door, store: Store, visitor: Visitor, ballot_id: UUID, number: int
) -> Shown:
    form: Submission[SureForm] = submitted(SureForm, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _pile_shown(request, door, reading, ballot_id, number, form)
    async with store.writing() as writing:
        await lifecycle.drop_pile(writing, ballot_id, number, by=visitor.person_id, at=door.at)
    return at_papers(door, ballot_id)


HANDLERS = [office, begin_pile, pile, log_paper, take_out, confirm, drop_pile]
