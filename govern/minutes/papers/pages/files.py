"""A paper as a file, made off the event loop."""

import asyncio
from collections.abc import Callable

from litestar import Response

from govern.documents import Document
from govern.documents.docx import docx
from govern.documents.pdf import pdf
from govern.errors import NotFound
from govern.minutes.papers.rules import EDITABLE, PaperKind

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def printed(paper: Document, make: Callable[[Document], bytes], kind: str, ending: str) -> Response[bytes]:
    """The paper as a file, made off the event loop: it takes a good part of a second."""
    content = await asyncio.to_thread(make, paper)
    name = f"{paper.number or 'paper'}-{paper.language}.{ending}"
    return Response(content, media_type=kind, headers={"content-disposition": f'inline; filename="{name}"'})


async def as_pdf(paper: Document) -> Response[bytes]:
    return await printed(paper, pdf, PDF, "pdf")


async def as_docx(paper: Document, kind: str = "") -> Response[bytes]:
    """Raises `NotFound` for a kind that nobody edits."""
    if kind and kind not in {one.value for one in EDITABLE}:
        raise NotFound("This paper is not made for a word processor. Take the PDF instead.")
    return await printed(paper, docx, DOCX, "docx")


def is_edited(kind: str) -> bool:
    return kind in {PaperKind(one).value for one in EDITABLE}
