"""What kind of file minutes came in: known by the content, never by the name. Anything that could run is refused.

It is looked at as papers of meetings are (documents/attachments.py), and kept as it came.
"""

from __future__ import annotations

from enum import StrEnum

from govern.documents import attachments
from govern.documents.attachments import Kind
from govern.documents.texts import MOST_LETTERS, text_of
from govern.errors import NotValid

MOST_BYTES = attachments.MOST_BYTES
MAY_BE_IN_TEXT = {"\t", "\n", "\r", "\f"}


class FileKind(StrEnum):
    """A file that may be kept."""

    PDF = "pdf"
    DOCX = "docx"
    TXT = "txt"


def words_in(kind: FileKind, content: bytes) -> str:
    """What a search finds the file by, beside its title. It may take seconds."""
    if kind is FileKind.TXT:
        return content.decode("utf-8-sig", "ignore")[:MOST_LETTERS]
    return text_of(Kind(kind.value), content)


def kind_of(content: bytes) -> FileKind:
    """PDF, DOCX or plain text. Raises `NotValid` for anything else, and for what would run when it is opened."""
    if not content:
        raise NotValid("This file is empty. Choose the file with the minutes.", field="file")
    if len(content) > MOST_BYTES:
        raise NotValid(
            "This file is larger than {limit} megabytes. Save it with smaller pictures, then send it again.",
            field="file",
            limit=MOST_BYTES // 1024 // 1024,
        )
    if content.startswith(b"%PDF-"):
        attachments.check_pdf(content, "file")
        return FileKind.PDF
    if content.startswith(b"PK\x03\x04"):
        if not attachments.check_docx(content, "file"):
            raise _neither()
        return FileKind.DOCX
    return _text(content)


def _text(content: bytes) -> FileKind:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _neither() from None
    if any(not letter.isprintable() and letter not in MAY_BE_IN_TEXT and ord(letter) < 0xA0 for letter in text):
        raise _neither()
    return FileKind.TXT


def _neither() -> NotValid:
    return NotValid(
        "This is neither a PDF, nor a DOCX, nor a text in UTF-8. Save the minutes as one of these.", field="file"
    )
