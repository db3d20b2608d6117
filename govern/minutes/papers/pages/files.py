"""Which papers a word processor may have."""

from litestar import Response

from govern.documents import Document
from govern.errors import NotFound
from govern.minutes.book.pages import files
from govern.minutes.papers.rules import EDITABLE

_EDITED = frozenset(kind.value for kind in EDITABLE)


async def as_docx(paper: Document, kind: str) -> Response[bytes]:
    """Raises `NotFound` for a kind that nobody edits."""
    if not is_edited(kind):
        raise NotFound("This paper is not made for a word processor. Take the PDF instead.")
    return await files.as_docx(paper)


def is_edited(kind: str) -> bool:
    return kind in _EDITED
