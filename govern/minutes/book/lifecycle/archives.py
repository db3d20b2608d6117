"""Many past minutes at once: one ZIP with the files and `past-minutes.csv`. Looked at first, then put in, whole.

Names inside the archive are only compared with the list; none becomes the name of a file on our disk.
"""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
import zipfile
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.incoming.rows import FileNotValid
from govern.constituencies.register.incoming.sheet import Line, read_sheet
from govern.constituencies.rulebook import queries as rulebook
from govern.errors import GovernError, NotAllowed, NotFound, NotValid
from govern.identity.rules import day_of
from govern.minutes.book.incoming import COLUMNS, MOST_BYTES, REQUIRED, Body, FileKind, Listed, kind_of, listed_in
from govern.minutes.book.lifecycle import past
from govern.minutes.book.lifecycle.past import Kept
from govern.minutes.book.models import PastMinutes
from govern.sentences import Sentence

LIST = "past-minutes.csv"
MOST_ARCHIVE_BYTES = 64 * 1024 * 1024
MOST_UNPACKED = 256 * 1024 * 1024
MOST_FILES = 1_000


class Found(msgspec.Struct, frozen=True):
    """A line of the list with its file, as it stands against what is here; `why` says why it cannot be put in."""

    number: int
    file: str
    listed: Listed | None
    kind: FileKind | None
    hash: bytes
    why: tuple[Sentence, ...]


class Look(msgspec.Struct, frozen=True):
    """What an archive would bring in. `unlisted` are files that no line names; they are left out."""

    lines: tuple[Found, ...]
    unlisted: tuple[str, ...]

    @property
    def refused(self) -> tuple[Found, ...]:
        return tuple(line for line in self.lines if line.why)


def archive_of(uploads: Path, archive_id: UUID) -> Path:
    """The archive. Raises `NotFound` where there is none of this id, or it was put in or let go."""
    file = uploads / f"{archive_id}.past.zip"
    if not file.exists():
        raise NotFound("We do not have this archive. It was put in or let go, or send it again.")
    return file


def forget_archive(uploads: Path, archive_id: UUID) -> None:
    (uploads / f"{archive_id}.past.zip").unlink(missing_ok=True)


async def keep_archive(uploads: Path, parts: AsyncIterator[bytes]) -> UUID:
    """Write an archive down as it comes. Raises `FileNotValid` for one that is too large or no archive."""
    archive_id = uuid4()
    file, size = uploads / f"{archive_id}.past.zip", 0
    with file.open("xb") as out:
        async for part in parts:
            size += len(part)
            if size > MOST_ARCHIVE_BYTES:
                break
            await asyncio.to_thread(out.write, part)
    if size > MOST_ARCHIVE_BYTES or not zipfile.is_zipfile(file):
        forget_archive(uploads, archive_id)
        if size > MOST_ARCHIVE_BYTES:
            raise FileNotValid(
                "This archive is larger than {limit} megabytes. Send the minutes in parts.",
                field="archive",
                limit=MOST_ARCHIVE_BYTES // 1024 // 1024,
            )
        raise FileNotValid(
            "This is no ZIP archive. Put the files and the list into one, and send it.", field="archive"
        )
    return archive_id


async def look_at(reading: AsyncSession, file: Path, *, at: datetime) -> Look:
    """What the archive would bring in, line by line; changes nothing. Raises `FileNotValid` without a list."""
    today = day_of(at)
    book = (await rulebook.in_force(reading, today)).rulebook
    bodies, languages = past.bodies_of(book), past.languages_of(book)
    look = await asyncio.to_thread(_read, file, bodies, languages, today)
    hashes = [line.hash for line in look.lines if line.hash]
    here = set(await reading.scalars(select(PastMinutes.file_hash).where(PastMinutes.file_hash.in_(hashes))))
    known = Sentence("This file has been brought in already.")
    lines = (
        msgspec.structs.replace(line, why=(*line.why, known)) if line.hash in here else line for line in look.lines
    )
    return msgspec.structs.replace(look, lines=tuple(lines))


def _read(file: Path, bodies: tuple[Body, ...], languages: tuple[str, ...], today: date) -> Look:
    try:
        with zipfile.ZipFile(file) as archive:
            return _looked(archive, bodies, languages, today)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError):
        raise FileNotValid(
            "This archive cannot be opened. Make it again, without a password, and send it.", field="archive"
        ) from None


def _looked(archive: zipfile.ZipFile, bodies: tuple[Body, ...], languages: tuple[str, ...], today: date) -> Look:
    names = _names(archive)
    folder, lines = _list_of(archive, names)
    found: list[Found] = []
    seen: set[bytes] = set()
    for line in lines:
        name = line.cell("file")
        listed = listed_in(line, bodies, languages, today)
        why = listed if isinstance(listed, tuple) else ()
        kind, digest, trouble = _file(archive, names, folder + name)
        if digest and digest in seen:
            trouble = Sentence("The same file stands in this list twice.")
        seen.add(digest)
        why = (*why, trouble) if trouble else why
        found.append(Found(line.number, name, None if isinstance(listed, tuple) else listed, kind, digest, why))
    named = {folder + one.file for one in found} | {folder + LIST}
    unlisted = tuple(name for name in sorted(names) if name not in named)
    return Look(tuple(found), unlisted)


def _names(archive: zipfile.ZipFile) -> set[str]:
    """The files inside, without folders and what a Mac adds. Raises `FileNotValid` for too many or too much."""
    inside = [
        one
        for one in archive.infolist()
        if not one.is_dir() and not one.filename.startswith("__MACOSX/") and not one.filename.endswith(".DS_Store")
    ]
    if len(inside) > MOST_FILES:
        raise FileNotValid(
            "This archive holds more than {most} files. Send the minutes in parts.", field="archive", most=MOST_FILES
        )
    if sum(one.file_size for one in inside) > MOST_UNPACKED:
        raise FileNotValid(
            "Unpacked, this archive is larger than {limit} megabytes. Send the minutes in parts.",
            field="archive",
            limit=MOST_UNPACKED // 1024 // 1024,
        )
    return {one.filename for one in inside}


def _list_of(archive: zipfile.ZipFile, names: set[str]) -> tuple[str, list[Line]]:
    """The list, and the folder it stands in: files are named from there."""
    lists = [name for name in names if name.rpartition("/")[2].casefold() == LIST]
    if len(lists) != 1:
        raise FileNotValid(
            "The archive needs one list called “{name}” that names each file.", field="archive", name=LIST
        )
    with tempfile.NamedTemporaryFile(suffix=".csv") as copy:
        copy.write(_content(archive, lists[0]))
        copy.flush()
        try:
            lines = list(read_sheet(Path(copy.name), COLUMNS, REQUIRED, MOST_FILES))
        except FileNotValid as refusal:
            refusal.field = "archive"
            raise
    if not lines:
        raise FileNotValid("The list names no file. Write a line for each.", field="archive")
    return lists[0].rpartition("/")[0] + ("/" if "/" in lists[0] else ""), lines


def _file(archive: zipfile.ZipFile, names: set[str], name: str) -> tuple[FileKind | None, bytes, Sentence | None]:
    if name not in names:
        return None, b"", Sentence("The archive has no file of this name.")
    content = _content(archive, name)
    try:
        return kind_of(content), hashlib.sha256(content).digest(), None
    except NotValid as refusal:
        return None, b"", refusal.message


def _content(archive: zipfile.ZipFile, name: str) -> bytes:
    """At most one byte more than may be kept, whatever the archive says of its size."""
    with archive.open(name) as file:
        return file.read(MOST_BYTES + 1)


def check_may_put_in(look: Look) -> None:
    """An archive is taken whole or not at all. Raises `NotAllowed`."""
    if look.refused:
        raise NotAllowed(
            "Some lines of this list cannot be taken, so nothing has been put in. "
            "Correct it and send the archive again."
        )


async def unpack(uploads: Path, file: Path, look: Look) -> list[Kept]:
    """Write every file down, before the transaction that notes them. Raises what `check_may_put_in` raises."""
    check_may_put_in(look)
    return await asyncio.to_thread(_keep_all, uploads, file, look)


def _keep_all(uploads: Path, file: Path, look: Look) -> list[Kept]:
    kept: list[Kept] = []
    try:
        with zipfile.ZipFile(file) as archive:
            folder, _ = _list_of(archive, _names(archive))
            for line in look.lines:
                kept.append(past.keep_now(uploads, _content(archive, folder + line.file)))
    except (GovernError, OSError):
        forget_all(uploads, kept)
        raise
    return kept


def forget_all(uploads: Path, kept: Sequence[Kept]) -> None:
    for one in kept:
        past.forget(uploads, one)


async def bring_all(
    writing: AsyncSession, kept: Sequence[Kept], look: Look, *, by: UUID | None, at: datetime
) -> None:
    """Note the minutes of every line. Raises what `past.bring_in` raises, and then nothing was brought in."""
    for one, line in zip(kept, look.lines, strict=True):
        if line.listed is not None:
            await past.bring_in(writing, one, line.listed, by=by, at=at)
