"""The box: is an envelope in it, does it count, and if not why. Anybody may ask who has its code or its receipt."""

from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, queries
from govern.ballots.forms import CodeForm, ReceiptForm
from govern.ballots.pages.receipts import own_receipt
from govern.ballots.queries.box import NotInTheBox, code_of_receipt
from govern.ballots.queries.keeping import kept
from govern.ballots.queries.recovering import recovery_of, went_on
from govern.ballots.rules.keeping import FORGOTTEN
from govern.errors import GovernError, NotFound, NotValid
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import public
from govern.web.page import page

AT = "/ballots/{ballot_id:uuid}/box"


@get(AT, name="ballots.box", guards=[public])
async def box(request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID) -> Response[str]:
    """The box, and in it one's own envelope where there is one."""
    mine = None if door.visitor is None else await own_receipt(reading, door, door.visitor, ballot_id)
    found = await queries.box(
        reading, ballot_id, code=mine.code if mine else None, language=door.language.code, own=mine is not None
    )
    return await _shown(request, door, reading, found, own=mine is not None)


async def _shown(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    found: queries.BoxView,
    form: Submission[CodeForm] | Submission[ReceiptForm] | None = None,
    *,
    own: bool = False,
    alarm: Sentence | None = None,
) -> Response[str]:
    over = await kept(reading, found.ballot_id, door.at)
    return page(
        request,
        "ballots/box.html",
        section="votes",
        box=found,
        own=own,
        form=form,
        alarm=alarm,
        forgotten=FORGOTTEN if over and over.archived_at else None,
        put_back=await recovery_of(reading, found.ballot_id),
        went_on=door.visitor is not None and await went_on(reading, found.ballot_id),
    )


@post(AT, name="ballots.find_envelope", guards=[public])
async def find_envelope(request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID) -> Response[str]:
    """Sent as a form, so that no code stands in an address. It changes nothing."""
    form: Submission[CodeForm] = submitted(CodeForm, await request.form(), door.language.say)
    code = form.values.code if form.values else None
    try:
        found = await _asked(door, reading, ballot_id, code)
    except NotValid as refusal:
        form = form.refused(NotValid(refusal.message, field="code"))
        found = await _asked(door, reading, ballot_id, None)
    return await _shown(request, door, reading, found, form)


@post(f"{AT}/receipt", name="ballots.check_receipt", guards=[public])
async def check_receipt(request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID) -> Response[str]:
    """A receipt checked as a stranger would: its envelope, its proof, the end it was proven to, and the end now."""
    form: Submission[ReceiptForm] = submitted(ReceiptForm, await request.form(), door.language.say)
    code, alarm = None, None
    try:
        if form.values is not None:
            content = await form.values.receipt.read(lifecycle.RECEIPT_BYTES + 1)
            if len(content) > lifecycle.RECEIPT_BYTES:
                raise NotValid("This file is too large to be a receipt. Please choose another one.")
            code = await code_of_receipt(reading, ballot_id, content)
    except NotInTheBox as shock:
        alarm = shock.message
    except NotFound:
        raise
    except GovernError as refusal:
        form = form.refused(NotValid(refusal.message, field="receipt"))
    found = await _asked(door, reading, ballot_id, code)
    return await _shown(request, door, reading, found, form, alarm=alarm)


async def _asked(door: Door, reading: AsyncSession, ballot_id: UUID, code: str | None) -> queries.BoxView:
    return await queries.box(reading, ballot_id, code=code, language=door.language.code)


HANDLERS = [box, find_envelope, check_receipt]
