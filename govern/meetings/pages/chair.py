"""The meeting at this minute: on the chair's own screen, and in large letters for the hall.

Both work by being loaded again. With scripts they ask every few seconds whether anything has changed; where nothing
has, the answer is empty and costs next to nothing. What many screens ask at once is worked out once a change.
"""

from datetime import datetime
from uuid import UUID
from weakref import WeakKeyDictionary

from litestar import Response, get
from litestar.enums import MediaType
from sqlalchemy.ext.asyncio import AsyncSession

from govern.meetings import queries
from govern.meetings.pages.calling import picture_of
from govern.meetings.pages.member import shown
from govern.meetings.queries import RoomFigures
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.guards import holding, signed_in
from govern.web.page import page
from govern.web.visitor import Look

looker = holding(Permission.OFFICE_SEE)
UNCHANGED = 204
#: Meetings whose figures are kept. The figures of the last change stand for every screen until the next.
MOST_KEPT = 32
_kept: WeakKeyDictionary[Society, dict[tuple[UUID, str], RoomFigures]] = WeakKeyDictionary()
#: The hall's page as it was drawn last, by what it depends on beside the figures; it shows nothing of its reader.
_pages: WeakKeyDictionary[Society, dict[tuple[UUID, str, Look, str], tuple[str, str]]] = WeakKeyDictionary()


async def figures_of(
    reading: AsyncSession, society: Society, meeting_id: UUID, at: datetime, language: str
) -> RoomFigures:
    """The figures as they stand; those kept, while nothing has changed since."""
    kept = _kept.setdefault(society, {})
    known = kept.get((meeting_id, language))
    if known is not None and known.mark == await queries.mark_of(reading):
        return known
    fresh = await queries.room_figures(reading, meeting_id, at, language)
    while len(kept) >= MOST_KEPT:
        kept.pop(next(iter(kept)))
    kept[meeting_id, language] = fresh
    return fresh


@get("/office/meetings/{meeting_id:uuid}/chair", name="meetings.chair", guards=[looker])
async def chair(
    request: AnyRequest, reading: AsyncSession, society: Society, door: Door, meeting_id: UUID, seen: str = ""
) -> Response[str]:
    figures = await figures_of(reading, society, meeting_id, door.at, door.language.code)
    if seen == figures.mark:
        return Response("", status_code=UNCHANGED)
    return page(
        request,
        "meetings/chair.html",
        section="office",
        meeting=await queries.meeting_page(reading, meeting_id, door.language.code),
        figures=figures,
        quorum=figures.quorum,
        picture=picture_of(figures.quorum, door),
        to_vote_on=await queries.to_vote_on(reading, meeting_id, door.language.code),
        by_consent=await queries.may_decide_by_consent(reading, meeting_id),
        may_not_vote=await queries.may_not_vote(reading, meeting_id),
    )


@get("/meetings/{meeting_id:uuid}/hall", name="meetings.hall", guards=[signed_in])
async def hall(
    request: AnyRequest, reading: AsyncSession, society: Society, door: Door, meeting_id: UUID, seen: str = ""
) -> Response[str]:
    """For everybody in the hall, and on their own telephones: one page for all who read it in the same look."""
    mark = await queries.mark_of(reading)
    if seen == mark:
        return Response("", status_code=UNCHANGED)
    acts_for = door.visitor.acts_for_name if door.visitor else ""
    reader = (meeting_id, door.language.code, door.look, acts_for)
    pages = _pages.setdefault(society, {})
    drawn = pages.get(reader)
    if drawn is not None and drawn[0] == mark:
        return Response(drawn[1], media_type=MediaType.HTML)
    meeting = await shown(reading, meeting_id, door)
    figures = await figures_of(reading, society, meeting_id, door.at, door.language.code)
    answer = page(request, "meetings/hall.html", section="meetings", meeting=meeting, figures=figures)
    while len(pages) >= MOST_KEPT:
        pages.pop(next(iter(pages)))
    pages[reader] = figures.mark, answer.content
    return answer


HANDLERS = [chair, hall]
