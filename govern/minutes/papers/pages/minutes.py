"""Papers of what was said and decided, as PDF and DOCX: the minutes, the declaration of a result."""

import asyncio
from collections.abc import Callable
from uuid import UUID

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.documents import Document
from govern.documents.docx import docx
from govern.documents.pdf import pdf
from govern.minutes.book.pages.minutes import readable
from govern.minutes.papers import queries
from govern.web.door import Door
from govern.web.guards import public, signed_in

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@get("/minutes/{minutes_id:uuid}/minutes.pdf", name="minutes.pdf", guards=[signed_in])
async def minutes_pdf(reading: AsyncSession, door: Door, minutes_id: UUID) -> Response[bytes]:
    found = await readable(reading, minutes_id, door)
    return await printed(queries.minutes_paper(found, door.language), pdf, PDF, "pdf")


@get("/minutes/{minutes_id:uuid}/minutes.docx", name="minutes.docx", guards=[signed_in])
async def minutes_docx(reading: AsyncSession, door: Door, minutes_id: UUID) -> Response[bytes]:
    found = await readable(reading, minutes_id, door)
    return await printed(queries.minutes_paper(found, door.language), docx, DOCX, "docx")


@get("/papers/ballots/{ballot_id:uuid}/declaration.pdf", name="papers.declaration_pdf", guards=[public])
async def declaration_pdf(reading: AsyncSession, door: Door, ballot_id: UUID) -> Response[bytes]:
    return await printed(await queries.declaration_paper(reading, ballot_id, door.language), pdf, PDF, "pdf")


@get("/papers/ballots/{ballot_id:uuid}/declaration.docx", name="papers.declaration_docx", guards=[public])
async def declaration_docx(reading: AsyncSession, door: Door, ballot_id: UUID) -> Response[bytes]:
    return await printed(await queries.declaration_paper(reading, ballot_id, door.language), docx, DOCX, "docx")


async def printed(paper: Document, make: Callable[[Document], bytes], kind: str, ending: str) -> Response[bytes]:
    """The paper as a file, made off the event loop: it takes a good part of a second."""
    content = await asyncio.to_thread(make, paper)
    name = f"{paper.number}-{paper.language}.{ending}"
    return Response(content, media_type=kind, headers={"content-disposition": f'inline; filename="{name}"'})


HANDLERS = [minutes_pdf, minutes_docx, declaration_pdf, declaration_docx]
