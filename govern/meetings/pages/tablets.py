"""A member's card at a tablet: it shows a number, somebody at the desk looks at who stands there, then it signs in.

The tablet is one that an officer made so (`identity/pages/sharing.py`); there and nowhere else a card does anything.
"""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError, WrongMoment
from govern.identity.pages.entering import (
    ActsFirst,
    act_first,
    browser_of,
    come_in,
    is_at_desk,
    knock,
    site_of,
)
from govern.meetings import lifecycle, queries
from govern.meetings.forms import CardForm, LookedForm
from govern.meetings.pages.calling import Answer, to
from govern.meetings.rules import tablet
from govern.meetings.rules.tablet import Looked
from govern.permissions import Permission
from govern.society import Society
from govern.web.cookies import forget_cookie, set_cookie
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, public
from govern.web.page import page
from govern.web.visitor import Visitor

attending = holding(Permission.MEETING_ATTEND)
COOKIE = "k"


# --- The tablet ----


def only_at_tablets(request: AnyRequest, door: Door) -> None:
    """Raises `WrongMoment` in every other browser."""
    if not is_at_desk(request, door):
        raise WrongMoment("A card signs in at a tablet of a meeting only. Here use a link or a code.")


def asking(request: AnyRequest, door: Door, form: Submission[CardForm] | None = None) -> Response[str]:
    return page(request, "meetings/tablet_card.html", at_desk=is_at_desk(request, door), form=form)


@get("/tablet/card", name="meetings.tablet_card_page", guards=[public])
async def card_page(request: AnyRequest, door: Door) -> Response[str]:
    return asking(request, door)


@post("/tablet/card", name="meetings.tablet_card", guards=[public])
async def hold_up(request: AnyRequest, society: Society, store: Store, door: Door) -> Answer:
    only_at_tablets(request, door)
    form = submitted(CardForm, await request.form(), door.language.say)
    if form.values is None:
        return asking(request, door, form)
    await knock(request, society, door)
    try:
        async with store.writing() as writing:
            token = await lifecycle.hold_up(writing, form.values.code, at=door.at)
    except GovernError as refusal:
        return asking(request, door, form.refused(refusal))
    answer = Redirect(door.here("tablet/card/wait"), status_code=303)
    seconds = int(tablet.LASTS.total_seconds())
    answer.set_cookie(set_cookie(door.cookie(COOKIE), token, secure=door.settings.secure, seconds=seconds))
    return answer


async def waiting(
    request: AnyRequest, reading: AsyncSession, door: Door, form: Submission[CardForm] | None = None
) -> Answer:
    seen = await queries.this_tablet(reading, request.cookies.get(door.cookie(COOKIE)), door.at)
    if seen is None or not is_at_desk(request, door):
        return Redirect(door.here("tablet/card"), status_code=303)
    return page(request, "meetings/tablet_wait.html", seen=seen, form=form)


@get("/tablet/card/wait", name="meetings.tablet_wait", guards=[public])
async def wait(request: AnyRequest, reading: AsyncSession, door: Door) -> Answer:
    """A number and nothing of the person, until somebody at the desk has looked."""
    return await waiting(request, reading, door)


@post("/tablet/card/enter", name="meetings.tablet_enter", guards=[public])
async def enter(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, acts_first: ActsFirst
) -> Answer:
    token = request.cookies.get(door.cookie(COOKIE), "")
    only_at_tablets(request, door)
    try:
        async with store.writing() as writing:
            entered = await lifecycle.enter_by_card(
                writing, token, browser_of(request, door), site=site_of(door), at=door.at
            )
            await act_first(writing, entered, acts_first, door.at)
    except GovernError as refusal:
        refusal.field = None
        blank: Submission[CardForm] = Submission.blank()
        return await waiting(request, reading, door, blank.refused(refusal))
    answer = come_in(door, entered)
    answer.set_cookie(forget_cookie(door.cookie(COOKIE), secure=door.settings.secure))
    return answer


# --- The desk ----


async def listed(
    request: AnyRequest, reading: AsyncSession, meeting_id: UUID, form: Submission[LookedForm] | None = None
) -> Response[str]:
    door = door_of(request)
    return page(
        request,
        "meetings/tablets.html",
        section="office",
        meeting=await queries.meeting_page(reading, meeting_id, door.language.code),
        tablets=await queries.tablets(reading, meeting_id, door.at),
        form=form,
    )


@get("/office/meetings/{meeting_id:uuid}/tablets", name="meetings.tablets", guards=[attending])
async def tablets(request: AnyRequest, reading: AsyncSession, meeting_id: UUID) -> Response[str]:
    return await listed(request, reading, meeting_id)


@post("/office/meetings/{meeting_id:uuid}/tablets/{ask_id:uuid}", name="meetings.tablet_look", guards=[attending])
async def look(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    ask_id: UUID,
) -> Answer:
    """Somebody at the desk has looked at who stands there."""
    form = submitted(LookedForm, await request.form(), door.language.say)
    if form.values is not None:
        try:
            async with store.writing() as writing:
                await lifecycle.answer_tablet(
                    writing,
                    meeting_id,
                    ask_id,
                    let_in=form.values.looked is Looked.THEM,
                    by=visitor.person_id,
                    at=door.at,
                )
            return to(door, meeting_id, "/tablets")
        except GovernError as refusal:
            form = form.refused(refusal)
    return await listed(request, reading, meeting_id, form)


HANDLERS = [card_page, hold_up, wait, enter, tablets, look]
