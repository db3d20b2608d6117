"""The result: what came of it in one sentence, then why. Nobody sees it before it is declared, save its officers."""

from uuid import UUID

import msgspec
from litestar import Response, get
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries
from govern.ballots.pages import numbers
from govern.ballots.pages.numbers import BoardAfter
from govern.ballots.pages.office import may_see_count
from govern.ballots.queries import ContestResult, ElectionOutcome, Fate, Result
from govern.ballots.rules import PEERS
from govern.constituencies.boards import queries as boards
from govern.errors import NotAllowed, NotFound
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.guards import holding, public
from govern.web.page import page
from govern.web.visitor import Visitor


class Pictures(msgspec.Struct, frozen=True):
    """What stands beside the tables of one contest; None where it would be too crowded. `whole_flow` is there where
    `flow` would be."""

    shares: Markup | None = None
    weights: Markup | None = None
    flow: Markup | None = None
    whole_flow: Markup | None = None
    board: BoardAfter | None = None
    order: tuple[Fate, ...] = ()


@get(
    ["/ballots/{ballot_id:uuid}/result", "/ballots/{ballot_id:uuid}/result/{part:int}"],
    name="ballots.result",
    guards=[public],
)
async def result(
    request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID, part: int | None = None
) -> Response[str]:
    """All parts in short, or one part with its reasons. A declared result is public, as minutes are."""
    found = await queries.result(reading, ballot_id, door.language.code, at=door.at)
    return await shown(request, door, reading, found, part, office=False)


@get(
    ["/office/ballots/{ballot_id:uuid}/result", "/office/ballots/{ballot_id:uuid}/result/{part:int}"],
    name="ballots.office_result",
    guards=[holding(Permission.OFFICE_SEE)],
)
async def office_result(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    part: int | None = None,
) -> Response[str]:
    """The count, for those who answer for it, before the declaration and after it."""
    if not may_see_count(visitor):
        raise NotAllowed("The count is for the returning officer and the scrutineers until it is declared.")
    found = await queries.result(reading, ballot_id, door.language.code, undeclared=True, at=door.at)
    return await shown(request, door, reading, found, part, office=True)


async def shown(
    request: AnyRequest, door: Door, reading: AsyncSession, found: Result, part: int | None, *, office: bool
) -> Response[str]:
    address = door.here(f"{'office/' if office else ''}ballots/{found.ballot_id}/result")
    if part is None and len(found.contests) == 1:
        part = 1
    if part is not None and not 1 <= part <= len(found.contests):
        raise NotFound("This vote has no part with this number. Go to the result and choose from there.")
    one = found.contests[part - 1] if part is not None else None
    return page(
        request,
        "ballots/result.html" if one is None else "ballots/result_part.html",
        section="office" if office else "votes",
        result=found,
        one=one,
        part=part,
        address=address,
        office=office,
        threads=threads_of(door),
        meets=await _meets(door, reading, found, one),
        pictures=await pictures_of(door, reading, found, one) if one is not None else None,
    )


async def _meets(
    door: Door, reading: AsyncSession, found: Result, one: ContestResult | None
) -> queries.ToMeet | None:
    """For whoever calls meetings: the day that members have chosen to meet on."""
    if door.visitor is None or not door.visitor.may(Permission.MEETING_CALL) or found.declared_at is None:
        return None
    if one is None or one.option is None:
        return None
    return await queries.to_meet(reading, one.contest.id, one.option)


def threads_of(door: Door) -> dict[str, int]:
    return {group.id: group.thread for group in (door.face.groups if door.face else ())}


async def pictures_of(door: Door, reading: AsyncSession, found: Result, one: ContestResult) -> Pictures:
    say, threads = door.language.say, threads_of(door)
    if one.resolution is not None:
        return Pictures(
            shares=numbers.strip_of(one.resolution, threads, say, "vote"),
            weights=numbers.weights_of(one.resolution, threads, say, "vote"),
        )
    if one.election is None:
        return Pictures()
    flow = numbers.flow_of(one.election, threads, say, "vote")
    return Pictures(
        flow=flow,
        whole_flow=numbers.flow_of(one.election, threads, say, "vote", whole=True) if flow is None else None,
        board=await _board(door, reading, found, one.election),
        order=numbers.in_order(one.election),
    )


async def _board(door: Door, reading: AsyncSession, found: Result, election: ElectionOutcome) -> BoardAfter | None:
    """The body on the first day of the elected, once they have their seats."""
    if found.declared_at is None or election.serves_from is None or election.body == PEERS:
        return None
    body = await boards.board(reading, election.body, election.serves_from, door.language.code)
    elected = frozenset(
        UUID(fate.person)
        for other in found.contests
        if other.election is not None and other.election.body == election.body
        for fate in other.election.elected
    )
    return numbers.board_after(body, elected, door.face.groups if door.face else (), door.language.say, "vote")


HANDLERS = [result, office_result]
