"""`office/boards/{id}/domain`: what a body decides, where other matters belong, and what it has referred."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards.forms import ReferMatter
from govern.constituencies.boards.lifecycle import referring
from govern.constituencies.boards.lifecycle.referring import NewReferral
from govern.constituencies.boards.pages.shared import keeper
from govern.constituencies.boards.queries import domains as queries
from govern.database import Store
from govern.errors import GovernError
from govern.identity.rules import day_of
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.page import page
from govern.web.visitor import Visitor


class Told(msgspec.Struct, frozen=True):
    """What the page answers when somebody asks where a matter belongs."""

    word: str
    theirs: bool
    why: Sentence | None


@get("/office/boards/{board_id:str}/domain", name="boards.domain", guards=[keeper])
async def domain(
    request: AnyRequest, reading: AsyncSession, door: Door, board_id: str, topic: str = ""
) -> Response[str]:
    """With `topic`, says whether this body may decide it, and who may where it may not."""
    return await _domain_page(request, reading, door, board_id, None, topic)


@post("/office/boards/{board_id:str}/domain", name="boards.refer", guards=[keeper])
async def refer(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, board_id: str
) -> Response[str] | Redirect:
    form = submitted(ReferMatter, await request.form(), door.language.say)
    if form.values is not None:
        wanted = NewReferral(from_body=board_id, **msgspec.structs.asdict(form.values))
        try:
            async with store.writing() as writing:
                await referring.refer(writing, wanted, by=visitor.person_id, at=door.at)
            return Redirect(door.here(f"office/boards/{board_id}/domain#referrals"), status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _domain_page(request, reading, door, board_id, form, "")


@post("/office/boards/referrals/{referral_id:uuid}/back", name="boards.take_back", guards=[keeper])
async def take_back(store: Store, door: Door, visitor: Visitor, referral_id: UUID) -> Redirect:
    async with store.writing() as writing:
        body = await referring.take_back(writing, referral_id, by=visitor.person_id, at=door.at)
    return Redirect(door.here(f"office/boards/{body}/domain#referrals"), status_code=303)


async def _domain_page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    body: str,
    form: Submission[ReferMatter] | None,
    topic: str,
) -> Response[str]:
    today = day_of(door.at)
    found = await queries.domain_page(reading, body, today, door.language.code)
    return page(
        request,
        "boards/domain.html",
        section="office",
        form=form,
        body=found,
        told=await _told(reading, body, topic, door) if topic else None,
        topic=topic,
    )


async def _told(reading: AsyncSession, body: str, topic: str, door: Door) -> Told:
    try:
        await queries.may_decide(reading, body, topic[:60], day_of(door.at))
    except GovernError as refusal:
        return Told(topic, False, refusal.message)
    return Told(topic, True, None)


HANDLERS = [domain, refer, take_back]
