"""A peer says how they voted for others and why; those carried read it after the close, and write back."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, queries
from govern.ballots.forms import AnswerForm, ReportForm
from govern.ballots.lifecycle import Said
from govern.ballots.pages.about import seen
from govern.ballots.pages.booth import channel_of
from govern.ballots.rules import Stage
from govern.ballots.seal.documents import Channel
from govern.database import Store
from govern.errors import GovernError, NotFound
from govern.identity.pages.entering import site_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
OWN = "/ballots/{ballot_id:uuid}/for-others/{way:str}/report"
READ = "/ballots/{ballot_id:uuid}/peer-report"


@get(OWN, name="for_others.report", guards=[signed_in])
async def report(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, ballot_id: UUID, way: str
) -> Response[str]:
    _of_a_peer(way)
    return await _own_page(request, door, reading, visitor, ballot_id, None)


def _of_a_peer(way: str) -> None:
    if channel_of(way) is not Channel.PEER:
        raise NotFound("A proxy writes no report here. They answer to whoever appointed them.")


async def _own_page(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    form: Submission[ReportForm] | None,
) -> Response[str]:
    return page(
        request,
        "ballots/for_others_report.html",
        section="votes",
        form=form,
        ballot=await seen(reading, door, visitor, ballot_id),
        numbers=await queries.numbers_for_others(reading, ballot_id, visitor.person_id, Channel.PEER),
        report=await queries.own_report(reading, ballot_id, visitor.person_id),
        kept=bool(request.query_params.get("kept")),
        people_asked=(await queries.people_asked(reading, [ballot_id])).get(ballot_id, ()),
    )


@post(OWN, name="for_others.write_report", guards=[signed_in])
async def write(request: AnyRequest, door: Door, store: Store, visitor: Visitor, ballot_id: UUID, way: str) -> Answer:
    _of_a_peer(way)
    form = submitted(ReportForm, await request.form(), door.language.say)
    if form.values is not None:
        said, me = Said(form.values.voted, form.values.why, form.values.easy or ""), visitor.person_id
        site, code = site_of(door), door.language.code
        try:
            async with store.writing() as writing:
                await lifecycle.write_report(writing, ballot_id, me, said, code, site=site, at=door.at)
            return Redirect(door.here(f"ballots/{ballot_id}/for-others/peer/report") + "?kept=1", status_code=303)
        except NotFound:
            raise
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _own_page(request, door, reading, visitor, ballot_id, form)


@get(READ, name="ballots.peer_report", guards=[signed_in])
async def read(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, ballot_id: UUID, easy: int | None = None
) -> Response[str]:
    """In Easy Read where it is asked for, or where this person reads so."""
    return await _read_page(request, door, reading, visitor, ballot_id, None, easy)


async def _read_page(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    form: Submission[AnswerForm] | None,
    easy: int | None = None,
) -> Response[str]:
    ballot = await seen(reading, door, visitor, ballot_id)
    reports = await queries.reports_for(reading, ballot_id, visitor.person_id)
    if not reports and ballot.stage is Stage.ARCHIVED:
        raise NotFound("What peers wrote of this vote went with the list of whose envelope was whose. Ask your peer.")
    if not reports:
        raise NotFound("There is no report of a peer for you here. Go back to the vote.")
    return page(
        request,
        "ballots/peer_report.html",
        section="votes",
        form=form,
        ballot=ballot,
        reports=reports,
        easy=door.look.layout == "easy" if easy is None else bool(easy),
        people_asked=(await queries.people_asked(reading, [ballot_id])).get(ballot_id, ()),
        sent=bool(request.query_params.get("sent")),
    )


@post(READ, name="ballots.answer_peer", guards=[signed_in])
async def answer(request: AnyRequest, door: Door, store: Store, visitor: Visitor, ballot_id: UUID) -> Answer:
    form = submitted(AnswerForm, await request.form(), door.language.say)
    if form.values is not None:
        sent = form.values
        try:
            async with store.writing() as writing:
                await lifecycle.answer_report(writing, sent.report, visitor.person_id, sent.words, at=door.at)
            return Redirect(door.here(f"ballots/{ballot_id}/peer-report") + "?sent=1", status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _read_page(request, door, reading, visitor, ballot_id, form)


HANDLERS = [report, write, read, answer]
