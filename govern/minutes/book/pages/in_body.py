"""How a board or another body decided one item, for its minutes: consensus, or the numbers; dissent on request."""

from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import NotFound
from govern.meetings import queries as meetings
from govern.minutes.book import queries
from govern.minutes.book.forms import InBodyForm, Way
from govern.minutes.book.lifecycle import in_body
from govern.minutes.book.lifecycle.in_body import InBody
from govern.minutes.book.pages.minutes import writer
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission
from govern.web.page import page
from govern.web.steps import Answer, filled_in
from govern.web.visitor import Visitor

ADDRESS = "/office/minutes/{minutes_id:uuid}/entries/{entry_id:uuid}/decided"


@get(ADDRESS, name="minutes.deciding", guards=[writer])
async def look(
    request: AnyRequest, reading: AsyncSession, door: Door, minutes_id: UUID, entry_id: UUID
) -> Response[str]:
    return await _shown(request, reading, door, minutes_id, entry_id, None)


async def _shown(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    minutes_id: UUID,
    entry_id: UUID,
    form: Submission[InBodyForm] | None,
) -> Response[str]:
    found = await queries.minutes_page(reading, minutes_id, door.language.code)
    entry = next((one for one in found.entries if one.id == entry_id), None)
    if entry is None:
        raise NotFound("This entry is not in the minutes. Go back and choose again.")
    meeting = await meetings.meeting_page(reading, found.meeting_id, door.language.code)
    there = await in_body.who_decides(reading, meeting)
    people = [(str(person), name) for person, name in there.items()]
    return page(
        request, "minutes/decided.html", section="office", minutes=found, entry=entry, people=people, form=form
    )


@post(ADDRESS, name="minutes.decide", guards=[writer])
async def decide(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID, entry_id: UUID
) -> Answer:

    async def act(writing: AsyncSession, sent: InBodyForm) -> str:
        said = InBody(
            consensus=sent.way is Way.CONSENSUS,
            for_=sent.for_ or 0,
            against=sent.against or 0,
            neither=sent.neither or 0,
            chair=sent.chair,
            recused=sent.recused,
            dissent=sent.dissent,
        )
        await in_body.decided_in_body(writing, entry_id, said, by=visitor.person_id, at=door.at)
        return door.here(f"office/minutes/{minutes_id}#entry-{entry_id}")

    return await filled_in(
        request,
        store,
        InBodyForm,
        act,
        lambda reading, form: _shown(request, reading, door, minutes_id, entry_id, form),
    )


HANDLERS = [look, decide]
