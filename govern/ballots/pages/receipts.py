"""After casting: the receipt, by mail and as a file; and "I did not cast this vote"."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, queries
from govern.ballots.forms import ChallengeForm
from govern.ballots.pages.about import seen
from govern.ballots.pages.booth import goes_apart
from govern.database import Store
from govern.errors import GovernError, NotFound
from govern.identity.pages.entering import site_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect


def to(door: Door, ballot_id: UUID, rest: str = "", said: str = "") -> Redirect:
    where = door.here(f"ballots/{ballot_id}" + (f"/{rest}" if rest else ""))
    return Redirect(where + (f"?{said}=1" if said else ""), status_code=303)


async def own_receipt(
    reading: AsyncSession, door: Door, visitor: Visitor, ballot_id: UUID
) -> queries.ReceiptView | None:
    """The receipt of this person's latest envelope, where they have one in the box."""
    try:
        return await queries.receipt(reading, ballot_id, visitor.voter_id, language=door.language.code)
    except NotFound:
        return None


@get("/ballots/{ballot_id:uuid}/receipt", name="ballots.receipt", guards=[signed_in])
async def receipt(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, ballot_id: UUID, mailed: int = 0
) -> Answer:
    """That the vote is in. Without one in the box this is not shown to anybody."""
    found = await own_receipt(reading, door, visitor, ballot_id)
    if found is None:
        return to(door, ballot_id)
    ballot = await seen(reading, door, visitor, ballot_id)
    return page(
        request,
        "ballots/receipt.html",
        section="votes",
        receipt=found,
        ballot=ballot,
        mailed=bool(mailed),
        booth=await goes_apart(door, reading, ballot_id),
    )


@get("/ballots/{ballot_id:uuid}/receipt/file", name="ballots.receipt_file", guards=[signed_in])
async def receipt_file(
    door: Door, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Response[bytes] | Redirect:
    """The receipt to keep: the sealed envelope and the proof that it is in the box, as JSON."""
    found = await own_receipt(reading, door, visitor, ballot_id)
    if found is None:
        return to(door, ballot_id)
    name = f"receipt-{found.number}-{found.code.replace(' ', '-')}.json"
    return Response(
        found.file,
        media_type="application/json",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


@post("/ballots/{ballot_id:uuid}/receipt/mail", name="ballots.mail_receipt", guards=[signed_in])
async def mail_receipt(
    door: Door, store: Store, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Redirect:
    """By mail, because somebody wanted it: an address in the post knows then that there is a vote."""
    found = await own_receipt(reading, door, visitor, ballot_id)
    if found is None:
        return to(door, ballot_id)
    async with store.writing() as writing:
        sent = await lifecycle.mail_receipt(
            writing, ballot_id, visitor.person_id, found.code, site=site_of(door), at=door.at
        )
    if not sent:
        raise NotFound("We have no mail address of yours. Write the code down, or keep the receipt as a file.")
    return to(door, ballot_id, "receipt", "mailed")


@get("/ballots/{ballot_id:uuid}/not-mine", name="ballots.not_mine", guards=[signed_in])
async def not_mine(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, ballot_id: UUID, told: int = 0
) -> Response[str]:
    ballot = await seen(reading, door, visitor, ballot_id)
    return page(request, "ballots/not_mine.html", section="votes", ballot=ballot, told=bool(told))


@post("/ballots/{ballot_id:uuid}/not-mine", name="ballots.challenge", guards=[signed_in])
async def challenge(
    request: AnyRequest, door: Door, store: Store, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Answer:
    form = submitted(ChallengeForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            async with store.writing() as writing:
                await lifecycle.challenge(writing, ballot_id, visitor.voter_id, form.values.words, at=door.at)
            return to(door, ballot_id, "not-mine", "told")
    except GovernError as refusal:
        form = form.refused(refusal)
    ballot = await seen(reading, door, visitor, ballot_id)
    return page(request, "ballots/not_mine.html", section="votes", ballot=ballot, told=False, form=form)


HANDLERS = [receipt, receipt_file, mail_receipt, not_mine, challenge]
