"""What is kept apart and what is opened: the confidential annex, and the public version of signed minutes."""

from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import NotFound
from govern.minutes.book import lifecycle, queries
from govern.minutes.book.forms import AnnexForm
from govern.minutes.book.pages.minutes import desk, readable, writer
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, words
from govern.web.guards import public, signed_in
from govern.web.page import page
from govern.web.steps import Answer, Press, filled_in
from govern.web.visitor import Visitor

ANNEX = "/office/minutes/{minutes_id:uuid}/annex"


async def _annex_page(
    request: AnyRequest, reading: AsyncSession, minutes_id: UUID, form: Submission[AnnexForm] | None = None
) -> Response[str]:
    door = door_of(request)
    live = await queries.live_page(reading, minutes_id, door.language.code, door.at)
    annex = await queries.annex_of(reading, minutes_id, door.language.code)
    return page(request, "minutes/annex_office.html", section="office", live=live, annex=annex, form=form)


@get(ANNEX, name="minutes.annex_office", guards=[writer])
async def annex_office(request: AnyRequest, reading: AsyncSession, minutes_id: UUID) -> Response[str]:
    return await _annex_page(request, reading, minutes_id)


@post(ANNEX, name="minutes.keep_apart", guards=[writer])
async def keep_apart(request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID) -> Answer:

    async def act(writing: AsyncSession, sent: AnnexForm) -> str:
        await lifecycle.keep_apart(
            writing,
            minutes_id,
            sent.item,
            words(sent.heading, sent.heading_cy),
            words(sent.text, sent.text_cy),
            words(sent.decision, sent.decision_cy),
            by=visitor.person_id,
            at=door.at,
        )
        return door.here(f"office/minutes/{minutes_id}/annex")

    return await filled_in(
        request, store, AnnexForm, act, lambda reading, form: _annex_page(request, reading, minutes_id, form)
    )


@get("/minutes/{minutes_id:uuid}/annex", name="minutes.annex", guards=[signed_in])
async def annex(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, minutes_id: UUID
) -> Response[str]:
    """The annex for whoever was there and counted, without items in which they declared an interest; all of it for
    its writer. To everybody else it is not there."""
    found = await readable(reading, minutes_id, door)
    entries = await queries.annex_of(reading, minutes_id, door.language.code)
    if not visitor.may(Permission.MINUTES_WRITE):
        mine = await lifecycle.may_read(reading, minutes_id, visitor.person_id)
        entries = tuple(one for one in entries if one.id in mine)
    if not entries:
        raise NotFound("There is no annex here that you may read. Those who decided at the meeting read it.")
    return page(request, "minutes/annex.html", section="meetings", minutes=found, annex=entries)


@get("/minutes/{minutes_id:uuid}/public", name="minutes.public", guards=[public])
async def public_version(request: AnyRequest, reading: AsyncSession, door: Door, minutes_id: UUID) -> Response[str]:
    if not await queries.is_public(reading, minutes_id, door.at):
        raise NotFound("There are no minutes here that everybody may read. If you are a member, sign in first.")
    found = await queries.minutes_page(reading, minutes_id, door.language.code)
    return page(request, "minutes/public.html", section="meetings", minutes=found)


@post("/office/minutes/{minutes_id:uuid}/public", name="minutes.make_public", guards=[writer])
async def make_public(request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID) -> Answer:

    async def act(writing: AsyncSession, sent: Press) -> str:
        await lifecycle.open_to_everybody(writing, minutes_id, by=visitor.person_id, at=door.at)
        return door.here(f"minutes/{minutes_id}/public")

    return await filled_in(request, store, Press, act, lambda reading, form: desk(request, reading, minutes_id, form))


HANDLERS = [annex_office, keep_apart, annex, public_version, make_public]
