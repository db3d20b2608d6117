"""Papers of what was said and decided, as PDF and DOCX: the minutes, the declaration of a result."""

from uuid import UUID

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.documents import Document, Form
from govern.minutes.book.pages.files import as_docx, as_pdf
from govern.minutes.book.pages.minutes import readable
from govern.minutes.papers import queries
from govern.minutes.papers.queries.frames import in_frame
from govern.minutes.papers.rules import PaperKind
from govern.web.door import Door
from govern.web.guards import public, signed_in


async def _minutes(reading: AsyncSession, door: Door, minutes_id: UUID) -> Document:
    found = await readable(reading, minutes_id, door)
    return await _paper(
        reading, door, PaperKind.MINUTES, found.meeting_id, queries.minutes_paper(found, door.language)
    )


async def _declaration(reading: AsyncSession, door: Door, ballot_id: UUID) -> Document:
    document = await queries.declaration_paper(reading, ballot_id, door.language)
    return await _paper(reading, door, PaperKind.DECLARATION, ballot_id, document)


async def _paper(reading: AsyncSession, door: Door, kind: PaperKind, subject: UUID, document: Document) -> Document:
    """In its frame, and with the number it was issued under where it says nothing else."""
    wanted = queries.Wanted(kind, subject, door.language, Form.STANDARD, door.at)
    return await queries.as_issued(reading, wanted, await in_frame(reading, document, wanted))


@get("/minutes/{minutes_id:uuid}/minutes.pdf", name="minutes.pdf", guards=[signed_in])
async def minutes_pdf(reading: AsyncSession, door: Door, minutes_id: UUID) -> Response[bytes]:
    return await as_pdf(await _minutes(reading, door, minutes_id))


@get("/minutes/{minutes_id:uuid}/minutes.docx", name="minutes.docx", guards=[signed_in])
async def minutes_docx(reading: AsyncSession, door: Door, minutes_id: UUID) -> Response[bytes]:
    return await as_docx(await _minutes(reading, door, minutes_id))


@get("/papers/ballots/{ballot_id:uuid}/declaration.pdf", name="papers.declaration_pdf", guards=[public])
async def declaration_pdf(reading: AsyncSession, door: Door, ballot_id: UUID) -> Response[bytes]:
    return await as_pdf(await _declaration(reading, door, ballot_id))


@get("/papers/ballots/{ballot_id:uuid}/declaration.docx", name="papers.declaration_docx", guards=[public])
async def declaration_docx(reading: AsyncSession, door: Door, ballot_id: UUID) -> Response[bytes]:
    return await as_docx(await _declaration(reading, door, ballot_id))


HANDLERS = [minutes_pdf, minutes_docx, declaration_pdf, declaration_docx]
