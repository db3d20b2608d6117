"""What kind of file minutes came in: known by the content, never by the name. Anything that could run is refused."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from io import BytesIO

from govern.errors import NotValid

MOST_BYTES = 20 * 1024 * 1024
#: A document of a word processor has some dozens of parts.
MOST_PARTS = 2_000
#: Names in a PDF of what it does by itself when it is opened.
RUNS = (b"/JavaScript", b"/Launch")
MAY_BE_IN_TEXT = {"\t", "\n", "\r", "\f"}


class FileKind(StrEnum):
    """A file that may be kept."""

    PDF = "pdf"
    DOCX = "docx"
    TXT = "txt"


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
        return _pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _docx(content)
    return _text(content)


def _pdf(content: bytes) -> FileKind:
    if b"%%EOF" not in content[-2048:]:
        raise NotValid("This PDF is not whole: its end is missing. Save it again, then send it.", field="file")
    if any(word in content for word in RUNS):
        raise NotValid(
            "This PDF runs a program when it is opened. Print it into a new PDF, then send that one.", field="file"
        )
    return FileKind.PDF


def _docx(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            names = {name.casefold() for name in parts.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise _neither() from None
    if "word/document.xml" not in names or "[content_types].xml" not in names or len(names) > MOST_PARTS:
        raise _neither()
    if any(name.endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) or "/embeddings/" in name for name in names):
        raise NotValid(
            "This document carries a program or another file inside. Save it as PDF, then send that one.",
            field="file",
        )
    return FileKind.DOCX


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
