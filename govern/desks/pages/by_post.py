"""`office/outbox/by-post`: letters for whoever has no mail address are taken in piles to the printer, and posted."""

import asyncio

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.desks import posting
from govern.documents.pdf import pdf
from govern.errors import NotFound
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.post import lifecycle
from govern.post.forms import TakePile
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

keeper = holding(Permission.MAIL_SETTINGS)
AT = "/office/outbox/by-post"


@get(AT, name="by_post.piles", guards=[keeper])
async def piles(request: AnyRequest, reading: AsyncSession) -> Response[str]:
    letters = await posting.addressed(reading)
    return page(
        request,
        "desks/by_post.html",
        section="office",
        waiting=posting.waiting(letters),
        taken=posting.taken(letters),
        without=sorted({one.name for one in letters if not one.address}),
        done=request.query_params.get("done", ""),
    )


@post(AT, name="by_post.take", guards=[keeper])
async def take(request: AnyRequest, door: Door, store: Store, reading: AsyncSession, visitor: Visitor) -> Redirect:
    """The oldest letters of one language and format become a pile; the record says who took it."""
    sent: Submission[TakePile] = submitted(TakePile, await request.form(), door.language.say)
    if sent.values is None:
        raise NotFound("There are no such letters to print now. Look at the list again.")
    chosen = posting.of_kind(await posting.addressed(reading), sent.values.language, sent.values.made)
    async with store.writing() as writing:
        ids = [one.letter.id for one in chosen]
        await lifecycle.take_pile(writing, ids, by=visitor.person_id, at=door.at)
    return _back(door, "taken")


@get(AT + "/{number:int}/letters.pdf", name="by_post.letters", guards=[keeper])
async def letters_pdf(reading: AsyncSession, door: Door, number: int) -> Response[bytes]:
    """The letters of a pile. One that is stopped meanwhile, since somebody died or left, is not among them."""
    letters = [one for one in await posting.addressed(reading, number) if one.address]
    if not letters:
        raise NotFound("There is no such pile to post now. Look at the list again.")
    paper = posting.printed(letters, site_of(door).name, number, day_of(door.at))
    content = await asyncio.to_thread(pdf, paper)
    headers = {"content-disposition": f'inline; filename="letters-by-post-{number}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


@post(AT + "/{number:int}/posted", name="by_post.posted", guards=[keeper])
async def posted(door: Door, store: Store, visitor: Visitor, number: int) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.posted(writing, number, by=visitor.person_id, at=door.at)
    return _back(door, "posted")


def _back(door: Door, done: str) -> Redirect:
    return Redirect(door.here("office/outbox/by-post"), query_params={"done": done}, status_code=303)


HANDLERS = [piles, take, letters_pdf, posted]
