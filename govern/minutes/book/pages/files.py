"""A paper as a file, made off the event loop: it takes a good part of a second."""

import asyncio
from collections.abc import Callable

from litestar import Response

from govern.documents import Document
from govern.documents.docx import docx
from govern.documents.pdf import pdf

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def as_pdf(paper: Document) -> Response[bytes]:
    return await _made(paper, pdf, PDF, "pdf")


async def as_docx(paper: Document) -> Response[bytes]:
    return await _made(paper, docx, DOCX, "docx")


async def _made(paper: Document, make: Callable[[Document], bytes], kind: str, ending: str) -> Response[bytes]:
    content = await asyncio.to_thread(make, paper)
    name = f"{paper.number or 'paper'}-{paper.language}.{ending}"
    return Response(content, media_type=kind, headers={"content-disposition": f'inline; filename="{name}"'})
