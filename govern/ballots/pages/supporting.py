"""`support`: somebody who helps signs in as themself, sees whom they may help, and sits beside a member at the booth.

The pages of the paper are the member's own (`voting`, `sending`), at addresses that say by whose consent. Here is
what comes before and after them: the list, what help is and is not, the declaration, and that the vote is in.
"""

from collections.abc import Callable

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, queries
from govern.ballots.forms import CallerCast, SupportedCast
from govern.ballots.lifecycle import Support
from govern.ballots.pages.booth import Booth, forget_draft, sealing_in
from govern.ballots.pages.sending import CHANGED_ELSEWHERE, SEALED_AGAIN, to_check
from govern.ballots.rules import SealedTooLongAgo
from govern.ballots.rules.supporting import check_help
from govern.errors import GovernError, Unavailable, WrongMoment
from govern.identity.pages.entering import site_of
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect


@get("/support", name="support.list", guards=[signed_in])
async def whom_i_help(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, done: str = ""
) -> Response[str]:
    """Whom this person may help, and with which votes. Whether a member has voted is not told."""
    found = await queries.to_help(reading, visitor.person_id, language=door.language.code, at=door.at)
    return page(request, "ballots/support.html", section="votes", helped=found, done=done)


@get("/support/{support_id:uuid}/ballots/{ballot_id:uuid}", name="support.begin", guards=[signed_in])
async def begin(request: AnyRequest, booth: Booth) -> Response[str]:
    """Before the paper: whose vote it is, what help is and what it is not."""
    return page(
        request,
        "ballots/support_begin.html",
        section="votes",
        beside=booth.beside,
        paper=booth.paper,
        started=booth.draft is not None,
        start=booth.at("start"),
    )


@post("/support/{support_id:uuid}/ballots/{ballot_id:uuid}/cast", name="support.cast", guards=[signed_in])
async def cast(
    request: AnyRequest, door: Door, society: Society, reading: AsyncSession, visitor: Visitor, booth: Booth
) -> Answer:
    """The member's own vote, sent by the person beside them, with what help was given and their word."""
    form = submitted(SupportedCast, await request.form(), door.language.say)
    beside = booth.beside
    assert beside is not None

    def support() -> Support:
        given = form.values.help if form.values is not None else ()
        check_help(given, form.values is not None and form.values.declared == "yes")
        return Support(beside.way, beside.id, visitor.person_id, given)

    where = Redirect(door.here("support"), query_params={"done": "sent"}, status_code=303)
    return await send_beside(request, booth, society, reading, form, support, where)


async def send_beside(
    request: AnyRequest,
    booth: Booth,
    society: Society,
    reading: AsyncSession,
    form: Submission[SupportedCast] | Submission[CallerCast],
    support: Callable[[], Support],
    where: Redirect,
) -> Answer:
    """Send the envelope whose code was shown. What was sent before leads to the same page, and makes no second vote.

    Nothing of the vote is shown from there on, neither a code nor whether another vote came later.
    """
    door, seat, draft = booth.door, booth.seat, booth.draft
    sealing = sealing_in(society, seat, form.value("envelope"))
    if sealing is not None and draft is None and await lifecycle.cast_before(reading, sealing) is not None:
        return where
    if draft is None:
        return booth.go(booth.place_at(1))
    if sealing is None or draft.token() != sealing.token:
        why = CHANGED_ELSEWHERE if sealing else SEALED_AGAIN
        return await to_check(request, booth, society, reading, draft, why, status=409)
    try:
        await lifecycle.cast(society, seat.voter_id, sealing, at=door.clock(), support=support())
    except (SealedTooLongAgo, Unavailable, WrongMoment) as refusal:
        return await to_check(request, booth, society, reading, draft, refusal.message, status=409)
    except GovernError as refusal:
        if refusal.field is None:
            raise
        return await to_check(request, booth, society, reading, draft, form=form.refused(refusal))
    async with society.store.writing() as writing:
        await lifecycle.tell_of_support(writing, site=site_of(door), at=door.at)
    return forget_draft(where, door, seat)


HANDLERS = [whom_i_help, begin, cast]
