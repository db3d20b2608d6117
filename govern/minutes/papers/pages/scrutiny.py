"""`office/ballots/…/scrutiny`: what scrutineers see of a vote that is counted, and what they report."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.database import Store
from govern.errors import GovernError
from govern.minutes.papers import lifecycle, queries
from govern.minutes.papers.forms import ScrutinyForm
from govern.minutes.papers.lifecycle import COUNTED, Findings
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

scrutineer = holding(Permission.RECORD_SEE)
AT = "/office/ballots/{ballot_id:uuid}/scrutiny"


async def _shown(
    request: AnyRequest, reading: AsyncSession, ballot_id: UUID, form: Submission[ScrutinyForm] | None = None
) -> Response[str]:
    door = door_of(request)
    ballot = await ballots.office_ballot(reading, ballot_id, language=door.language.code, at=door.at)
    sums = await queries.reconciled(reading, ballot_id) if ballot.stage in COUNTED else None
    return page(
        request,
        "papers/scrutiny.html",
        section="office",
        ballot=ballot,
        sums=sums,
        issued=queries.sum_rows(sums) if sums else (),
        aside=queries.aside_rows(sums) if sums else (),
        said=await queries.scrutiny_of(reading, ballot_id),
        form=form,
    )


@get("/office/scrutiny", name="scrutiny.votes", guards=[scrutineer])
async def votes(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    """The votes that are counted, the newest first."""
    found = await ballots.ballots_in_office(reading, language=door.language.code)
    counted = [one for one in found if one.stage in COUNTED]
    return page(request, "papers/scrutinies.html", section="office", ballots=counted)


@get(AT, name="scrutiny.show", guards=[scrutineer])
async def show(request: AnyRequest, reading: AsyncSession, ballot_id: UUID) -> Response[str]:
    return await _shown(request, reading, ballot_id)


@post(AT, name="scrutiny.report", guards=[scrutineer])
async def report(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, ballot_id: UUID
) -> Response[str] | Redirect:
    form: Submission[ScrutinyForm] = submitted(ScrutinyForm, await request.form(), door.language.say)
    if form.values is not None:
        sent = form.values
        found = Findings(
            appointed_by=sent.appointed_by,
            no_interest=sent.no_interest,
            sample=sent.sample,
            differing=sent.differing,
            complaints=sent.complaints or "",
            opinion=sent.opinion,
        )
        try:
            async with store.writing() as writing:
                await lifecycle.report(writing, ballot_id, found, by=visitor.person_id, at=door.at)
            return Redirect(door.here(f"office/ballots/{ballot_id}/scrutiny"), status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    return await _shown(request, reading, ballot_id, form)


HANDLERS = [votes, show, report]
