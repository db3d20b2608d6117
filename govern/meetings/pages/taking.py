"""The chair or the returning officer calls the vote: a page that says what will happen, then one press."""

from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballot_queries
from govern.ballots.queries import RoomVote
from govern.database import Store
from govern.errors import GovernError, NotAllowed, NotFound
from govern.meetings import lifecycle, queries
from govern.meetings.pages.calling import Answer, picture_of, to
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission
from govern.web.guards import stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

guard = stepping_up(Permission.OFFICE_SEE)
TAKE = "/office/meetings/{meeting_id:uuid}/votes/{ballot_id:uuid}/take"


def check_may_call(visitor: Visitor) -> None:
    """Whoever leads the meeting, and whoever runs the vote."""
    if not (visitor.may(Permission.MEETING_ATTEND) or visitor.may(Permission.BALLOT_OPEN)):
        raise NotAllowed("The chair or the returning officer calls the vote. Ask one of them.")


async def vote_of(reading: AsyncSession, meeting_id: UUID, ballot_id: UUID, door: Door) -> RoomVote:
    for vote in await ballot_queries.votes_of_meeting(reading, meeting_id, door.language.code):
        if vote.ballot_id == ballot_id:
            return vote
    raise NotFound("This meeting has no such vote. Go back to the meeting and choose from there.")


async def shown(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    meeting_id: UUID,
    ballot_id: UUID,
    form: Submission[RoomVote] | None = None,
) -> Response[str]:
    quorum = await queries.quorum(reading, meeting_id, door.at)
    return page(
        request,
        "meetings/take.html",
        section="office",
        meeting=await queries.meeting_page(reading, meeting_id, door.language.code),
        vote=await vote_of(reading, meeting_id, ballot_id, door),
        quorum=quorum,
        picture=picture_of(quorum, door),
        form=form,
    )


@get(TAKE, name="meetings.take_page", guards=[guard])
async def take_page(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, meeting_id: UUID, ballot_id: UUID
) -> Response[str]:
    check_may_call(visitor)
    return await shown(request, reading, door, meeting_id, ballot_id)


@post(TAKE, name="meetings.take", guards=[guard])
async def take(
    request: AnyRequest,
    store: Store,
    society: Society,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    ballot_id: UUID,
) -> Answer:
    check_may_call(visitor)
    try:
        async with store.writing() as writing:
            await lifecycle.call_vote(writing, society, meeting_id, ballot_id, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        form: Submission[RoomVote] = Submission(None, (), {}, door.language.say).refused(refusal)
        return await shown(request, reading, door, meeting_id, ballot_id, form)
    return to(door, meeting_id, "/chair")


HANDLERS = [take_page, take]
