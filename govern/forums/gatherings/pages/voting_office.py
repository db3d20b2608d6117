"""`office/forums/{id}/votes`: the office calls a vote of one forum, and the returning officer freezes its roll."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.forms import ReasonForm
from govern.ballots.pages.gate import check_there
from govern.ballots.pages.office import ballot_of
from govern.ballots.pages.step_words import FREEZE
from govern.database import Store
from govern.errors import GovernError, NotFound, WrongMoment
from govern.forums.gatherings import lifecycle, queries
from govern.forums.gatherings.forms import DraftVote
from govern.forums.gatherings.pages.voting import drafted, new_shown
from govern.forums.gatherings.queries import ForumLine
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
caller, freezer = holding(Permission.FORUM_FOUND), stepping_up(Permission.BALLOT_FREEZE)
ADDRESS = "/office/forums/{forum_id:uuid}/votes"
FREEZING = f"{ADDRESS}/{{vote_id:uuid}}/freeze"


@get(f"{ADDRESS}/new", name="forums.new_vote", guards=[caller])
async def new(request: AnyRequest, reading: AsyncSession, door: Door, forum_id: UUID) -> Response[str]:
    line = await _forum(reading, door, forum_id)
    return new_shown(request, door, line.name, f"office/forums/{forum_id}")


async def _forum(reading: AsyncSession, door: Door, forum_id: UUID) -> ForumLine:
    return await queries.line(reading, forum_id, day_of(door.at), door.language.code)


@post(f"{ADDRESS}/new", name="forums.call_vote", guards=[caller])
async def call(request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Answer:
    """Asked for in the same step. A forum that is there for its people only asks for its votes itself."""
    form = submitted(DraftVote, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            line = await _forum(writing, door, forum_id)
            if line.restricted:
                raise WrongMoment("Only whoever leads this forum writes a vote of it. Ask them to.")
            if form.values is not None:
                wanted, by = drafted(form.values), visitor.person_id
                made = await lifecycle.draft_vote(writing, forum_id, wanted, by=by, at=door.at, asked=True)
                return Redirect(door.here(f"office/ballots/{made}"), status_code=303)
    except GovernError as refusal:
        if isinstance(refusal, NotFound):
            raise
        form = form.refused(refusal)
    async with store.reading() as reading:
        line = await _forum(reading, door, forum_id)
        return new_shown(request, door, line.name, f"office/forums/{forum_id}", form)


@get(FREEZING, name="forums.vote_to_freeze", guards=[freezer])
async def freeze_page(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID, vote_id: UUID
) -> Response[str]:
    return await _freeze(request, reading, door, visitor, forum_id, vote_id, None)


async def _freeze(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    vote_id: UUID,
    form: Submission[ReasonForm] | None,
) -> Response[str]:
    await check_there(reading, vote_id, visitor)
    ballot = await ballot_of(reading, door, vote_id)
    if ballot.forum_id != forum_id:
        raise NotFound("There is no such vote of this forum. Go back to its votes.")
    action = door.here(f"office/forums/{forum_id}/votes/{vote_id}/freeze")
    return page(
        request, "ballots/office_step.html", section="office", ballot=ballot, step=FREEZE, action=action, form=form
    )


@post(FREEZING, name="forums.freeze_vote", guards=[freezer])
async def freeze(
    request: AnyRequest,
    store: Store,
    society: Society,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    vote_id: UUID,
) -> Answer:
    by = visitor.person_id
    try:
        async with store.writing() as writing:
            await lifecycle.freeze_vote(writing, society, forum_id, vote_id, by=by, at=door.at)
    except GovernError as refusal:
        if isinstance(refusal, NotFound):
            raise
        form: Submission[ReasonForm] = Submission(None, (), {}, door.language.say).refused(refusal)
        async with store.reading() as reading:
            return await _freeze(request, reading, door, visitor, forum_id, vote_id, form)
    return Redirect(door.here(f"office/ballots/{vote_id}"), status_code=303)


HANDLERS = [new, call, freeze_page, freeze]
