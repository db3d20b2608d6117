"""A photograph somebody gives: checked, made anew without a word about where it was taken, kept under a random name.

    content ──remade──► Photograph and its bytes ──keep──► a file under the society's uploads
                                                              │ forget
                                                              └─cut──► its middle, for papers: one shape for all
    a room keeps the `Photograph` in a row of its own, with the description, and shows it ──content_of──► bytes

What was sent is never kept. A picture is read only after its head said that it is small enough to be read, is turned
upright, made smaller, and written as a JPEG that holds the picture and nothing else: no place, no day, no camera.
Nothing here shows a photograph to anybody: a page of a room does, after it has asked its gate.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import struct
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from PIL import Image, ImageOps

from govern.errors import NotValid, Unavailable
from govern.society import write_secret

FOLDER = "photographs"
KIND = "image/jpeg"
#: What may be sent, and what becomes of it.
MOST_BYTES = 12_000_000
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1_600
QUALITY = 85
#: A JPEG may come in several passes over the picture; one with very many is made to keep a machine busy.
MOST_PASSES = 100
#: Whoever sends a file that is a little too big is told beside the field; one far over it is not read to its end.
LARGEST_BODY = MOST_BYTES + 4_000_000
LONGEST_DESCRIPTION = 400
#: On paper: 36 mm wide at 400 dots an inch.
PRINTED = (568, 426)

#: One picture a time: each takes much memory for a moment.
_ONE_AT_A_TIME = threading.Lock()
#: Marks in a JPEG after which its size stands.
_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})


class Photograph(msgspec.Struct, frozen=True):
    """A photograph that lies in the society's folder. `hash` is the SHA-256 of its bytes."""

    id: UUID
    width: int
    height: int
    hash: bytes


def described(description: str | None, field: str = "description") -> str:
    """The words for those who cannot see the picture. Raises `NotValid`: no photograph is without them."""
    words = " ".join((description or "").split())
    if not words:
        raise NotValid("Say what the picture shows, for those who cannot see it.", field=field)
    if len(words) > LONGEST_DESCRIPTION:
        raise NotValid("Say it in {most} characters at most.", field=field, most=LONGEST_DESCRIPTION)
    return words


async def keep(uploads: Path, content: bytes, field: str = "photograph") -> Photograph:
    """Make the picture anew and write it down under a random name. Raises `NotValid` beside the field."""
    return await asyncio.to_thread(_keep, uploads, content, field)


async def keep_for(
    uploads: Path,
    content: bytes,
    write: Callable[[Photograph], Awaitable[UUID | None]],
    field: str = "photograph",
) -> Photograph:
    """Kept before `write` puts its row into the database: where that is refused the file goes again. `write` tells
    which photograph gave way, and the file of that one goes. Raises what `write` raises, and `NotValid`."""
    kept = await keep(uploads, content, field)
    try:
        before = await write(kept)
    except Exception:
        forget(uploads, kept.id)
        raise
    if before is not None:
        forget(uploads, before)
    return kept


def content_of(uploads: Path, photograph: Photograph) -> bytes:
    """The picture as it was kept. Raises `Unavailable` where it is lost, or no longer what its hash says."""
    file = _file(uploads, photograph.id)
    content = file.read_bytes() if file.exists() else b""
    if hashlib.sha256(content).digest() != photograph.hash:
        raise Unavailable("This picture is not as it was kept. Tell the secretary: it is in the society's backup.")
    return content


def cut(content: bytes) -> bytes:
    """The middle of a kept picture, four wide and three high, as pages show it: for papers, so that all are alike."""
    with _ONE_AT_A_TIME, Image.open(io.BytesIO(content), formats=("JPEG",)) as kept:
        made = io.BytesIO()
        ImageOps.fit(kept, PRINTED).save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()


def forget(uploads: Path, photograph_id: UUID) -> None:
    """The file goes: its row was refused, or somebody took the picture away."""
    _file(uploads, photograph_id).unlink(missing_ok=True)


def _file(uploads: Path, photograph_id: UUID) -> Path:
    return uploads / FOLDER / f"{photograph_id}.jpg"


def _keep(uploads: Path, content: bytes, field: str) -> Photograph:
    made, (width, height) = remade(content, field)
    kept = Photograph(uuid4(), width, height, hashlib.sha256(made).digest())
    (uploads / FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
    write_secret(_file(uploads, kept.id), made)
    return kept


def remade(content: bytes, field: str = "photograph") -> tuple[bytes, tuple[int, int]]:
    """The picture as a new JPEG and its width and height. Raises `NotValid` with the reason in a sentence."""
    if len(content) > MOST_BYTES:
        raise NotValid(
            "This file is too big. It can have {most} million bytes at most. Send the picture in a smaller size.",
            field=field,
            most=MOST_BYTES // 1_000_000,
        )
    kind, (width, height) = _head(content, field)
    if width * height > MOST_PIXELS or (kind == "JPEG" and content.count(b"\xff\xda") > MOST_PASSES):
        raise NotValid(
            "This picture is too large to be opened safely. It can have {most} million dots at most. "
            "Make it smaller first.",
            field=field,
            most=MOST_PIXELS // 1_000_000,
        )
    try:
        with _ONE_AT_A_TIME:
            return _made_anew(content, kind)
    except Exception:  # the library answers broken files with exceptions of many kinds; all mean the same here
        raise _no_picture(field) from None


def _no_picture(field: str) -> NotValid:
    return NotValid(
        "This file is not a picture we can open. Send a photograph as JPEG, PNG or WebP.",
        field=field,
    )


def _made_anew(content: bytes, kind: str) -> tuple[bytes, tuple[int, int]]:
    with Image.open(io.BytesIO(content), formats=(kind,)) as sent:
        if sent.width * sent.height > MOST_PIXELS:
            raise ValueError("its head says two sizes")
        sent.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is read at a part of its size where that is enough
        upright = ImageOps.exif_transpose(sent)
    if upright.mode == "P":
        upright = upright.convert("RGBA")  # colours of a palette cannot be mixed
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # Painted on a new sheet, so that nothing that was said beside the picture comes along.
    sheet = Image.new("RGB", upright.size, "white")
    if upright.has_transparency_data:
        seen = upright.convert("RGBA")
        sheet.paste(seen, mask=seen)
    else:
        sheet.paste(upright.convert("RGB"))
    made = io.BytesIO()
    sheet.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue(), sheet.size


# --- The head of a file: what it is and how large, before anything is unpacked --------------------------------------


def _head(content: bytes, field: str) -> tuple[str, tuple[int, int]]:
    """Kind, width and height, by content alone. Raises `NotValid` for anything but the three kinds."""
    try:
        if content.startswith(b"\xff\xd8\xff"):
            kind, size = "JPEG", _jpeg(content)
        elif content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
            kind, size = "PNG", struct.unpack(">II", content[16:24])
        elif content.startswith(b"RIFF") and content[8:12] == b"WEBP":
            kind, size = "WEBP", _webp(content)
        else:
            raise _no_picture(field)
    except (struct.error, IndexError, ValueError):
        raise _no_picture(field) from None
    if 0 in size:
        raise _no_picture(field)
    return kind, (size[0], size[1])


def _jpeg(content: bytes) -> tuple[int, int]:
    """From mark to mark until the one that says the size. Raises `ValueError` where there is none."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("no mark where one must be")
        mark = content[at + 1]
        if mark == 0xFF:
            at += 1
        elif mark in _ALONE:
            at += 2
        elif mark in _SIZES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        else:
            (length,) = struct.unpack(">H", content[at + 2 : at + 4])
            at += 2 + max(length, 2)


def _webp(content: bytes) -> tuple[int, int]:
    """The three ways in which a WebP says its size. Raises `ValueError` for another."""
    way = content[12:16]
    if way == b"VP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if way == b"VP8L":
        (bits,) = struct.unpack("<I", content[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if way == b"VP8X":
        width, height = content[24:27], content[27:30]
        if len(height) < 3:
            raise ValueError("the head is cut off")
        return int.from_bytes(width, "little") + 1, int.from_bytes(height, "little") + 1
    raise ValueError("no way we know")
