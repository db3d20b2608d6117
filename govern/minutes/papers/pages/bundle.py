"""`office/meetings/…/bundle`: every paper of a meeting in one file, made off the event loop."""

import asyncio
from uuid import UUID

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.minutes.book.pages.files import PDF
from govern.minutes.papers.queries import bundles
from govern.permissions import Permission
from govern.web.door import Door
from govern.web.guards import holding

writer = holding(Permission.MINUTES_WRITE)
AT = "/office/meetings/{meeting_id:uuid}/bundle"


def _file(content: bytes, kind: str, name: str) -> Response[bytes]:
    return Response(content, media_type=kind, headers={"content-disposition": f'inline; filename="{name}"'})


@get(AT + ".pdf", name="papers.bundle_pdf", guards=[writer])
async def bundle_pdf(reading: AsyncSession, door: Door, meeting_id: UUID) -> Response[bytes]:
    """In the language of the page: contents at the front, bookmarks, pages counted through."""
    found = await bundles.bundle(reading, meeting_id, door.language, door.at, every_language=False)
    content = await asyncio.to_thread(bundles.as_pdf, found, door.language)
    return _file(content, PDF, f"bundle-{door.language.code}.pdf")


@get(AT + ".zip", name="papers.bundle_zip", guards=[writer])
async def bundle_zip(reading: AsyncSession, door: Door, meeting_id: UUID) -> Response[bytes]:
    """In every language of the society, with the list of hashes and the lines of the audit trail."""
    found = await bundles.bundle(reading, meeting_id, door.language, door.at, every_language=True)
    return _file(await asyncio.to_thread(bundles.as_zip, found, door.language), "application/zip", "bundle.zip")


HANDLERS = [bundle_pdf, bundle_zip]
