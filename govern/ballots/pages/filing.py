"""After a decision: the page of the copy that goes to the regulator, with its law, its last day and each sending."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, queries
from govern.ballots.deciding.filing import told_of_filing
from govern.ballots.forms import CameBack, RegulatorAnswerForm, SentForm
from govern.ballots.lifecycle import Sent
from govern.database import Store
from govern.errors import GovernError, NotFound
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.permissions import ROLE_NAMES, Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

ADDRESS = "/office/ballots/{ballot_id:uuid}/regulator/{contest_id:uuid}"
keeper = holding(Permission.MINUTES_WRITE)
Shown = Response[str] | Redirect
AnyForm = Submission[SentForm] | Submission[RegulatorAnswerForm]


@get(ADDRESS, name="ballots.regulator", guards=[holding(Permission.OFFICE_SEE)])
async def regulator(
    request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID, contest_id: UUID
) -> Response[str]:
    return await _shown(request, door, reading, ballot_id, contest_id)


async def _shown(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    ballot_id: UUID,
    contest_id: UUID,
    form: AnyForm | None = None,
) -> Response[str]:
    today = day_of(door.at)
    found = await queries.filing(reading, contest_id, today)
    if found is None or found.ballot_id != ballot_id:
        raise NotFound(
            "Nothing of this decision goes to a regulator now. It is not confirmed yet, was not carried, "
            "or the law does not ask for a copy. Look at the result."
        )
    names: dict[UUID, str] = {}
    for one in await identity.officers(reading, today):
        office = door.language.say(ROLE_NAMES[one.role])
        names[one.person_id] = (
            f"{names[one.person_id]}, {office}" if one.person_id in names else f"{one.name}: {office}"
        )
    return page(
        request,
        "ballots/office_regulator.html",
        section="office",
        filing=found,
        told=told_of_filing(found.law, found.decided_on, found.copies, today),
        late=found.is_late(today),
        officers=[(str(person_id), name) for person_id, name in names.items()],
        form=form,
    )


def _back(door: Door, ballot_id: UUID, contest_id: UUID) -> Redirect:
    return Redirect(door.here(f"office/ballots/{ballot_id}/regulator/{contest_id}"), status_code=303)


@post(ADDRESS, name="ballots.send_to_regulator", guards=[keeper])
async def send(
    request: AnyRequest,
    door: Door,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    contest_id: UUID,
) -> Shown:
    form = submitted(SentForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            sent = form.values
            said = Sent(sent_on=sent.sent_on, how=sent.how, sent_by=sent.sent_by, signed=sent.signed is not None)
            async with store.writing() as writing:
                await lifecycle.send_to_regulator(writing, contest_id, said, by=visitor.person_id, at=door.at)
            return _back(door, ballot_id, contest_id)
    except NotFound:
        raise
    except GovernError as refusal:
        form = form.refused(refusal)
    return await _shown(request, door, reading, ballot_id, contest_id, form)


@post(f"{ADDRESS}/answer", name="ballots.regulator_answered", guards=[keeper])
async def answered(
    request: AnyRequest,
    door: Door,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    contest_id: UUID,
) -> Shown:
    form = submitted(RegulatorAnswerForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            said = form.values
            registered = said.answer is CameBack.REGISTERED
            note = lifecycle.note_registered if registered else lifecycle.note_returned
            async with store.writing() as writing:
                await note(writing, contest_id, said.answered_on, said.words, by=visitor.person_id, at=door.at)
            return _back(door, ballot_id, contest_id)
    except NotFound:
        raise
    except GovernError as refusal:
        form = form.refused(refusal)
    return await _shown(request, door, reading, ballot_id, contest_id, form)


HANDLERS = [regulator, send, answered]
