"""A paper that somebody sends to be read by others: its kind known by its content, cleaned of what is said beside it.

    content ──cleaned──► PDF, DOCX or picture without who wrote it, where and with what; nothing in it that runs

What was sent is never kept. Kinds that could run, files within files and locked files are refused with a sentence.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from uuid import UUID

import msgspec
import pikepdf

from govern.documents import photographs
from govern.errors import NotValid, Unavailable
from govern.society import write_secret

FOLDER = "papers"
MOST_BYTES = 20 * 1024 * 1024
#: A file a little too big is told beside its field; one far over it is not read to its end.
LARGEST_BODY = MOST_BYTES + 4_000_000
#: A document of a word processor has some dozens of parts, and is not much larger when unpacked.
MOST_PARTS = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
#: Parts of a DOCX that say who wrote it, when and with what.
SAID_BESIDE = ("docprops/", "customxml/")
RUNS = (".exe", ".js", ".vbs", "vbaproject.bin")


class Kind(StrEnum):
    """A paper that may be kept."""

    PDF = "pdf"
    DOCX = "docx"
    JPEG = "jpeg"


TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.JPEG: "image/jpeg",
}


class Cleaned(msgspec.Struct, frozen=True):
    """A paper as it may be kept. `words`: those inside of it, once they were read (`texts.read`)."""

    kind: Kind
    content: bytes
    words: str | None = None

    @property
    def hash(self) -> bytes:
        return hashlib.sha256(self.content).digest()


async def cleaned(content: bytes, field: str = "file") -> Cleaned:
    """The paper as it may be kept. Raises `NotValid` with the reason in a sentence."""
    return await asyncio.to_thread(clean, content, field)


def clean(content: bytes, field: str = "file") -> Cleaned:
    if not content:
        raise NotValid("This file is empty. Choose the file with the paper.", field=field)
    if len(content) > MOST_BYTES:
        raise NotValid(
            "This file is larger than {limit} megabytes. Save it with smaller pictures, then send it again.",
            field=field,
            limit=MOST_BYTES // 1024 // 1024,
        )
    if content.startswith(b"%PDF-"):
        return Cleaned(Kind.PDF, _pdf(content, field))
    if content.startswith(b"PK\x03\x04"):
        return Cleaned(Kind.DOCX, _docx(content, field))
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")):
        made, _ = photographs.remade(content, field)
        return Cleaned(Kind.JPEG, made)
    raise _no_kind(field)


def _no_kind(field: str) -> NotValid:
    return NotValid(
        "This is neither a PDF, nor a DOCX, nor a picture we can open. Save the paper as one of these.", field=field
    )


# --- Each kind ------------------------------------------------------------------------------------------------------


def check_pdf(content: bytes, field: str) -> None:
    """Raises `NotValid` for a PDF that is locked or not whole, does something by itself, or holds other files."""
    with _opened(content, field):
        pass


@contextmanager
def _opened(content: bytes, field: str) -> Iterator[pikepdf.Pdf]:
    try:
        with pikepdf.open(io.BytesIO(content)) as paper:
            if not len(paper.pages):
                raise ValueError("no page")
            _check_parts(paper, field)
            yield paper
    except pikepdf.PasswordError:
        raise NotValid(
            "This PDF is locked with a password. Save it without one, then send it.", field=field
        ) from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise NotValid("This PDF is not whole. Save it again, then send it.", field=field) from None


def _pdf(content: bytes, field: str) -> bytes:
    with _opened(content, field) as paper:
        del paper.docinfo
        if "/Metadata" in paper.Root:
            del paper.Root["/Metadata"]
        made = io.BytesIO()
        paper.save(made, deterministic_id=True)
        return made.getvalue()


def _check_parts(paper: pikepdf.Pdf, field: str) -> None:
    """Raises `NotValid` for a PDF that does something by itself, or holds other files."""
    for part in _parts(paper):
        action = part.get("/S")
        if action in (pikepdf.Name.JavaScript, pikepdf.Name.Launch) or "/JS" in part:
            raise NotValid(
                "This PDF runs a program when it is opened. Print it into a new PDF, then send that one.",
                field=field,
            )
        if "/EmbeddedFiles" in part or part.get("/Type") == pikepdf.Name.EmbeddedFile:
            raise NotValid("This PDF holds other files. Send each of them by itself.", field=field)


def _parts(paper: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the file: those that stand alone, and those inside of them."""
    waiting: list[pikepdf.Object] = list(paper.objects)
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            yield part
            inside = [child for _, child in part.items()]
        elif isinstance(part, pikepdf.Array):
            inside = list(part)
        else:
            continue
        waiting += [child for child in inside if isinstance(child, pikepdf.Object) and not child.is_indirect]


def check_docx(content: bytes, field: str) -> bool:
    """Whether this is a document of a word processor. Raises `NotValid` for one that is too large, or carries what it
    must not."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as sent:
            return _is_docx(sent, field)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError):
        return False


def _is_docx(sent: zipfile.ZipFile, field: str) -> bool:
    parts = sent.infolist()
    names = {part.filename.casefold() for part in parts}
    if "word/document.xml" not in names or "[content_types].xml" not in names:
        return False
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotValid("This document is too large when it is opened. Save it as PDF.", field=field)
    if any(name.endswith(RUNS) or "/embeddings/" in name for name in names):
        raise NotValid(
            "This document carries a program or another file inside. Save it as PDF, then send that one.",
            field=field,
        )
    return True


def _docx(content: bytes, field: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as sent:
            if not _is_docx(sent, field):
                raise _no_kind(field)
            return _rewritten(sent, sent.infolist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError):
        raise _no_kind(field) from None


def _rewritten(sent: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> bytes:
    """The same document; what is said beside it is there and empty, since its list of parts names it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in parts:
            said = sent.read(part)
            if part.filename.casefold().startswith(SAID_BESIDE):
                said = _emptied(part.filename.casefold(), said)
            kept.writestr(zipfile.ZipInfo(part.filename), said, zipfile.ZIP_DEFLATED)
    return made.getvalue()


_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_CUSTOM = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)


def _emptied(name: str, said: bytes) -> bytes:
    known = {"docprops/core.xml": _CORE, "docprops/app.xml": _APP, "docprops/custom.xml": _CUSTOM}
    if name in known:
        return known[name].encode()
    return said if name.startswith("customxml/") or name.endswith(".rels") else b""


# --- Files ----------------------------------------------------------------------------------------------------------


def keep(uploads: Path, file_id: UUID, paper: Cleaned) -> None:
    """Written down under a random name, for its owner alone."""
    (uploads / FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
    write_secret(_file(uploads, file_id), paper.content)


def content_of(uploads: Path, file_id: UUID, digest: bytes) -> bytes:
    """The paper as it was kept. Raises `Unavailable` where it is lost, or no longer what its hash says."""
    file = _file(uploads, file_id)
    content = file.read_bytes() if file.exists() else b""
    if hashlib.sha256(content).digest() != digest:
        raise Unavailable("This paper is not as it was kept. Tell the secretary: it is in the society's backup.")
    return content


def forget(uploads: Path, file_id: UUID) -> None:
    """The file goes: its row was refused."""
    _file(uploads, file_id).unlink(missing_ok=True)


def _file(uploads: Path, file_id: UUID) -> Path:
    return uploads / FOLDER / f"{file_id}.paper"
