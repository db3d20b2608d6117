"""Somebody's card for check-in: a picture for the scanner and the same code in letters, on a page and printed."""

import asyncio
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.documents import Document, Paragraph, Picture, labels_in
from govern.documents.pdf import pdf
from govern.documents.pictures.drawing import Caption
from govern.documents.qr import qr
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.meetings import lifecycle, queries
from govern.meetings.rules import day_of, grouped
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.guards import holding, signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

attending = holding(Permission.MEETING_ATTEND)
TITLE = Sentence("Card for meetings")
CAPTION = Sentence("The code of this card, for the scanner at the desk")
WHAT_FOR = Sentence("Show this card at the desk when you come to a meeting, and when you leave.")
NOBODY_KNOWS = Sentence("The code says nothing about you. With it alone nobody can sign in, vote or read anything.")
LOST = Sentence("If you lose the card, make a new one. The old one does not work then.")


@get("/me/card", name="meetings.my_card", guards=[signed_in])
async def my_card(request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor) -> Response[str]:
    code = await queries.card_of(reading, visitor.person_id)
    picture = "" if code is None else qr(code, Caption(title=door.language.say(CAPTION)), prefix="card")
    return page(
        request,
        "meetings/card.html",
        section="home",
        code=None if code is None else grouped(code),
        picture=picture,
        sentences=(WHAT_FOR, NOBODY_KNOWS),
        lost=LOST,
    )


@post("/me/card", name="meetings.make_my_card", guards=[signed_in])
async def make_my_card(store: Store, door: Door, visitor: Visitor) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.make_card(writing, visitor.person_id, by=visitor.person_id, at=door.at)
    return Redirect(door.here("me/card"), status_code=303)


@get("/me/card.pdf", name="meetings.my_card_printed", guards=[signed_in])
async def my_card_printed(reading: AsyncSession, door: Door, visitor: Visitor) -> Response[bytes]:
    return await printed(reading, door, visitor.person_id)


@post("/office/cards/{person_id:uuid}", name="meetings.make_card", guards=[attending])
async def make_card(store: Store, reading: AsyncSession, door: Door, visitor: Visitor, person_id: UUID) -> Redirect:
    """For members who do not sign in: the first card, or the one that stands already."""
    if await queries.card_of(reading, person_id) is None:
        async with store.writing() as writing:
            await lifecycle.make_card(writing, person_id, by=visitor.person_id, at=door.at)
    return Redirect(door.here(f"office/cards/{person_id}/card.pdf"), status_code=303)


@get("/office/cards/{person_id:uuid}/card.pdf", name="meetings.card_printed", guards=[attending])
async def card_printed(reading: AsyncSession, door: Door, person_id: UUID) -> Response[bytes]:
    return await printed(reading, door, person_id)


async def printed(reading: AsyncSession, door: Door, person_id: UUID) -> Response[bytes]:
    """A page to be cut: the name, the picture, the code in letters."""
    code = await queries.card_of(reading, person_id)
    if code is None:
        raise NotFound("There is no card yet. Make the card first.")
    person = await identity.person(reading, person_id)
    say = door.language.say
    caption = say(CAPTION)
    document = Document(
        title=say(TITLE),
        language=door.language.code,
        society_name=door.face.name if door.face else "",
        number="",
        made_on=day_of(door.at),
        audit_hash="",
        labels=labels_in(door.language, made_on=day_of(door.at)),
        blocks=(
            Paragraph(person.name),
            Picture(str(qr(code, Caption(title=caption), prefix="card")), caption, grouped(code)),
            Paragraph(grouped(code)),
            *(Paragraph(say(each)) for each in (WHAT_FOR, NOBODY_KNOWS, LOST)),
        ),
    )
    return Response(await asyncio.to_thread(pdf, document), media_type="application/pdf")


HANDLERS = [my_card, make_my_card, my_card_printed, make_card, card_printed]
