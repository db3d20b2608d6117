"""`minutes`: every set of minutes a reader may read, those of the time before among them, each with its mark."""

import asyncio
from uuid import UUID

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotFound
from govern.identity.rules import day_of
from govern.minutes.book.incoming import FileKind, SeenBy
from govern.minutes.book.lifecycle.past import content_of
from govern.minutes.book.queries import past as queries
from govern.minutes.book.queries import public_minutes
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.guards import public
from govern.web.page import page

#: Files are handed over to be saved, never shown inside our pages: a document is not ours to run (security.md).
MEDIA = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.TXT: "text/plain; charset=utf-8",
}


def readers(door: Door) -> tuple[SeenBy, ...]:
    """What the person at the door may read: everybody the public ones, members theirs, their writers all."""
    if door.visitor is None:
        return (SeenBy.PUBLIC,)
    if door.visitor.may(Permission.MINUTES_WRITE):
        return tuple(SeenBy)
    return (SeenBy.PUBLIC, SeenBy.MEMBERS)


@get("/minutes", name="minutes.list", guards=[public])
async def listed(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    language = door.language.code
    return page(
        request,
        "minutes/list.html",
        section="meetings",
        ours=await queries.our_minutes(reading, language) if door.visitor else (),
        open_to_all=() if door.visitor else await public_minutes(reading, door.at, language),
        past=await queries.past_minutes(reading, day_of(door.at), language, readers(door)),
    )


async def readable(reading: AsyncSession, past_id: UUID, door: Door) -> queries.PastView:
    """The minutes for this person. Those that are not theirs to read are not there."""
    found = await queries.one_past(reading, past_id, day_of(door.at), door.language.code)
    if found.seen_by not in readers(door):
        if door.visitor is None:
            raise NotFound("There are no minutes here that everybody may read. If you are a member, sign in first.")
        raise NotFound("There are no such minutes. Go to the list of minutes and choose from there.")
    return found


@get("/minutes/past/{past_id:uuid}", name="minutes.past", guards=[public])
async def one(request: AnyRequest, reading: AsyncSession, door: Door, past_id: UUID) -> Response[str]:
    return page(request, "minutes/past.html", section="meetings", past=await readable(reading, past_id, door))


@get("/minutes/past/{past_id:uuid}/file", name="minutes.past_file", guards=[public])
async def file(reading: AsyncSession, door: Door, society: Society, past_id: UUID) -> Response[bytes]:
    found = await readable(reading, past_id, door)
    content = await asyncio.to_thread(
        content_of, society.uploads(), found.id, found.file_kind, bytes.fromhex(found.hash)
    )
    headers = {"content-disposition": f'attachment; filename="{found.file_name}"'}
    return Response(content, media_type=MEDIA[found.file_kind], headers=headers)


HANDLERS = [listed, one, file]
