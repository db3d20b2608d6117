"""`facilitate/forums/{id}/gatherings/{id}/heard`: who was heard, and in which way. One press a person, taken back
with another. Only whoever leads the forum sees it."""

from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError
from govern.forums.gatherings import lifecycle, queries
from govern.forums.gatherings.forms import HeardForm, NotHeard
from govern.forums.gatherings.pages.attending import shown as shown_people
from govern.forums.gatherings.pages.steps import ONE, Answer, Led, leader, step
from govern.forums.gatherings.queries.forums import PEOPLE_ON_A_PAGE
from govern.forums.gatherings.rules import HEARD_WORDS, check_notes_heard
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission
from govern.web.given import PageNumber
from govern.web.page import page
from govern.web.visitor import Visitor

HEARD = f"{ONE}/heard"
Sent = Submission[HeardForm] | Submission[NotHeard]


@get(HEARD, name="gatherings.heard", guards=[leader])
async def heard(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    gathering_id: UUID,
    number: PageNumber = 1,
) -> Response[str]:
    return await _shown(Led(request, store, door, visitor, forum_id), reading, gathering_id, None, number)


async def _shown(
    led: Led, reading: AsyncSession, gathering_id: UUID, form: Sent | None, number: int = 1
) -> Response[str]:
    """Everybody who came; of those who did not, some on a page."""
    view = await led.view(reading)
    found = await queries.gathering(reading, view, gathering_id, led.door.at, led.door.language.code, everybody=True)
    over = None
    try:
        check_notes_heard(found.page.stage, found.page.closed_at, led.door.at)
    except GovernError as why:
        over = why.message
    people = await queries.heard_at(reading, led.forum_id, found)
    others = [one for one in people if not one.came]
    pages = max(1, -(-len(others) // PEOPLE_ON_A_PAGE))
    shown = min(number, pages)
    return page(
        led.request,
        "gatherings/gathering_heard.html",
        section="forums",
        forum=view,
        gathering=found,
        came=[one for one in people if one.came],
        others=others[(shown - 1) * PEOPLE_ON_A_PAGE : shown * PEOPLE_ON_A_PAGE],
        number=shown,
        pages=pages,
        ways=list(HEARD_WORDS.items()),
        words=HEARD_WORDS,
        over=over,
        form=form,
    )


async def _again(led: Led, reading: AsyncSession, gathering_id: UUID, form: Sent) -> Response[str]:
    """The page on which the button stood."""
    if form.value("beside") == "people":
        return await shown_people(led, reading, gathering_id, form)
    return await _shown(led, reading, gathering_id, form)


async def _back(led: Led, gathering_id: UUID) -> str:
    beside = (await led.request.form()).get("beside")
    return led.at(f"/gatherings/{gathering_id}/{'people' if beside == 'people' else 'heard'}#list")


@post(HEARD, name="gatherings.note_heard", guards=[leader])
async def note_heard(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID, gathering_id: UUID
) -> Answer:
    led = Led(request, store, door, visitor, forum_id)

    async def act(writing: AsyncSession, sent: HeardForm) -> None:
        await lifecycle.note_heard(
            writing, forum_id, gathering_id, sent.person, sent.heard_way, by=led.by, at=door.at
        )

    async def again(reading: AsyncSession, form: Submission[HeardForm]) -> Response[str]:
        return await _again(led, reading, gathering_id, form)

    return await step(led, HeardForm, act, await _back(led, gathering_id), again)


@post(f"{HEARD}/undo", name="gatherings.not_heard", guards=[leader])
async def not_heard(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID, gathering_id: UUID
) -> Answer:
    led = Led(request, store, door, visitor, forum_id)

    async def act(writing: AsyncSession, sent: NotHeard) -> None:
        await lifecycle.take_back_heard(writing, forum_id, gathering_id, sent.person, by=led.by, at=door.at)

    async def again(reading: AsyncSession, form: Submission[NotHeard]) -> Response[str]:
        return await _again(led, reading, gathering_id, form)

    return await step(led, NotHeard, act, await _back(led, gathering_id), again)


HANDLERS = [heard, note_heard, not_heard]
