"""Every paper of a meeting in one file, made off the event loop: the office's, and that of whoever takes part."""

import asyncio
from uuid import UUID

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.meetings.pages.member import shown
from govern.minutes.book.pages.files import PDF
from govern.minutes.papers.queries import bundle_files, bundles
from govern.minutes.papers.queries.bundles import Reader
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import Door
from govern.web.guards import holding, signed_in
from govern.web.visitor import Visitor

writer = holding(Permission.MINUTES_WRITE)
AT = "/office/meetings/{meeting_id:uuid}/bundle"
MINE = "/meetings/{meeting_id:uuid}/papers/bundle"
ZIP = "application/zip"


def _file(content: bytes, kind: str, name: str) -> Response[bytes]:
    headers = {"content-disposition": f'inline; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type=kind, headers=headers)


def _in_office(visitor: Visitor, made: str) -> Reader:
    """With every paper that this officer may read, or (`made=all`) with what may be handed round."""
    return Reader(visitor.person_id, visitor.may(Permission.MEETING_CALL), made == "all")


def _asked(made: str) -> str:
    return "-for-all" if made == "all" else ""


@get(AT + ".pdf", name="papers.bundle_pdf", guards=[writer])
async def bundle_pdf(
    reading: AsyncSession, society: Society, door: Door, visitor: Visitor, meeting_id: UUID, made: str = ""
) -> Response[bytes]:
    """In the language of the page: contents at the front, bookmarks, pages counted through."""
    reader = _in_office(visitor, made)
    found = await bundles.bundle(reading, meeting_id, door.language, door.at, reader, every_language=False)
    content = await asyncio.to_thread(bundle_files.as_pdf, found, door.language, society.uploads())
    return _file(content, PDF, f"bundle-{door.language.code}{_asked(made)}.pdf")


@get(AT + ".zip", name="papers.bundle_zip", guards=[writer])
async def bundle_zip(
    reading: AsyncSession, society: Society, door: Door, visitor: Visitor, meeting_id: UUID, made: str = ""
) -> Response[bytes]:
    """In every language of the society, with the list of hashes and the lines of the audit trail."""
    reader = _in_office(visitor, made)
    found = await bundles.bundle(reading, meeting_id, door.language, door.at, reader, every_language=True)
    content = await asyncio.to_thread(bundle_files.as_zip, found, door.language, society.uploads())
    return _file(content, ZIP, f"bundle{_asked(made)}.zip")


@get(MINE + ".pdf", name="papers.my_bundle_pdf", guards=[signed_in])
async def my_bundle_pdf(
    reading: AsyncSession, society: Society, door: Door, visitor: Visitor, meeting_id: UUID
) -> Response[bytes]:
    """Notice, agenda, and the papers that this person may read: of the others not even the title."""
    await shown(reading, meeting_id, door)
    reader = Reader(visitor.person_id, visitor.may(Permission.MEETING_CALL))
    found = await bundles.bundle_of_reader(reading, meeting_id, door.language, door.at, reader)
    content = await asyncio.to_thread(bundle_files.as_pdf, found, door.language, society.uploads())
    return _file(content, PDF, f"papers-{door.language.code}.pdf")


@get(MINE + ".zip", name="papers.my_bundle_zip", guards=[signed_in])
async def my_bundle_zip(
    reading: AsyncSession, society: Society, door: Door, visitor: Visitor, meeting_id: UUID
) -> Response[bytes]:
    """The same as a zip, where papers of every kind lie as they were kept."""
    await shown(reading, meeting_id, door)
    reader = Reader(visitor.person_id, visitor.may(Permission.MEETING_CALL))
    found = await bundles.bundle_of_reader(reading, meeting_id, door.language, door.at, reader)
    content = await asyncio.to_thread(bundle_files.as_zip, found, door.language, society.uploads())
    return _file(content, ZIP, "papers.zip")


HANDLERS = [bundle_pdf, bundle_zip, my_bundle_pdf, my_bundle_zip]
