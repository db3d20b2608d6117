"""All letters of a notice as one file: made in pieces beside the requests, and joined; a page tells how far it is.

    plan ──begin──► pieces, one after the other ──joined──► letters.pdf ──forget──► (they are in the post)

The pieces lie in a folder of the uploads that the digest of the letters names. Work that was broken off goes on with
the first piece that is not there. No row of the database knows of it: what is made can be made again.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from time import time
from uuid import UUID

import msgspec

from govern.documents import Block, Document, Heading, PageBreak, Paragraph
from govern.documents.binding import Part, bound, pages_of, with_even_pages
from govern.documents.letters import posted
from govern.documents.pdf import pdf
from govern.errors import NotFound
from govern.society import write_secret

FOLDER, FILE, ABOUT = "letters", "letters.pdf", "about.json"
#: So many letters are one piece: it takes some seconds.
A_PIECE = 100
#: Made letters hold addresses: whoever forgets to say that they are in the post leaves them here no longer.
KEPT_FOR = 7 * 24 * 60 * 60
logger = logging.getLogger("govern.letters")
_making: dict[Path, asyncio.Task[None]] = {}


class LetterKind(msgspec.Struct, frozen=True):
    """Letters that say the same: the letter, and to whom, each with the lines of their address."""

    document: Document
    addresses: tuple[tuple[str, ...], ...]

    @property
    def title(self) -> str:
        labels = self.document.labels
        return f"{labels.language}, {labels.form}"


class Batch(msgspec.Struct, frozen=True):
    """Letters of one kind as one file for a word processor, counted from `first`."""

    number: int
    kind: LetterKind
    first: int
    addresses: tuple[tuple[str, ...], ...]

    @property
    def last(self) -> int:
        return self.first + len(self.addresses) - 1

    def document(self) -> Document:
        """Each letter begins on a page of its own, with everything that the printed one has above its words."""
        letter = self.kind.document
        blocks: list[Block] = []
        for address in self.addresses:
            if blocks:
                said = Paragraph(letter.society_name), Heading(letter.title), Paragraph(letter.labels.made_on)
                blocks += [PageBreak(), *said]
            blocks += [Paragraph("\n".join(address)), *letter.blocks]
        return msgspec.structs.replace(letter, blocks=tuple(blocks))


class LetterPlan(msgspec.Struct, frozen=True):
    """All letters of a notice that are to be printed: the list on top, the kinds, whose they are, in that order."""

    front: Document
    kinds: tuple[LetterKind, ...]
    people: tuple[UUID, ...]
    both_sides: bool

    @property
    def batches(self) -> tuple[Batch, ...]:
        """The same letters in the same order, a hundred of one kind at most in each."""
        found: list[Batch] = []
        first = 1
        for kind in self.kinds:
            for start in range(0, len(kind.addresses), A_PIECE):
                found.append(Batch(len(found) + 1, kind, first, kind.addresses[start : start + A_PIECE]))
                first = found[-1].last + 1
        return tuple(found)

    @property
    def digest(self) -> str:
        """By this the letters are known: the same people, addresses and words give the same."""
        said = hashlib.sha256(str(self.both_sides).encode())
        for person in self.people:
            said.update(person.bytes)
        for kind in self.kinds:
            said.update(repr((kind.document.blocks, kind.title, kind.addresses)).encode())
        return said.hexdigest()[:32]


class Made(msgspec.Struct, frozen=True):
    """How far the letters are. `working`: somebody sets them now; else they were broken off."""

    digest: str
    letters: int
    done: int
    ready: bool
    working: bool
    both_sides: bool
    people: tuple[UUID, ...]


def begin(uploads: Path, notice_id: UUID, plan: LetterPlan) -> str:
    """Set the letters, unless they are there or somebody is at it. Returns the digest by which they are asked for."""
    _clear(uploads)
    folder = uploads / FOLDER / str(notice_id) / plan.digest
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    about = {"people": [str(one) for one in plan.people], "both_sides": plan.both_sides}
    _whole(folder / ABOUT, json.dumps(about).encode())
    if not (folder / FILE).exists() and folder not in _making:
        task = asyncio.get_running_loop().create_task(_make(folder, plan))
        _making[folder] = task
        task.add_done_callback(lambda _: _making.pop(folder, None))
    return plan.digest


async def a_while(uploads: Path, notice_id: UUID, digest: str, seconds: float) -> None:
    """Wait for letters that are nearly there: a few are made before the page is."""
    task = _making.get(_folder(uploads, notice_id, digest))
    if task is not None:
        await asyncio.wait([task], timeout=seconds)


def made(uploads: Path, notice_id: UUID, digest: str) -> Made:
    """Raises `NotFound` for letters that nobody asked for, or that are in the post."""
    folder = _folder(uploads, notice_id, digest)
    about = json.loads((folder / ABOUT).read_bytes())
    people = tuple(UUID(one) for one in about["people"])
    ready = (folder / FILE).exists()
    done = sum(int(piece.stem.split("-")[2]) for piece in folder.glob("piece-*.pdf"))
    return Made(
        digest=digest,
        letters=len(people),
        done=len(people) if ready else min(done, len(people)),
        ready=ready,
        working=folder in _making,
        both_sides=about["both_sides"],
        people=people,
    )


def file_of(uploads: Path, notice_id: UUID, digest: str) -> Path:
    """The file to print. Raises `NotFound` before it is whole."""
    file = _folder(uploads, notice_id, digest) / FILE
    if not file.exists():
        raise NotFound("These letters are not ready yet. Go back to the page that says how far they are.")
    return file


def forget(uploads: Path, notice_id: UUID) -> None:
    """The letters of a notice go: they are in the post."""
    shutil.rmtree(uploads / FOLDER / str(notice_id), ignore_errors=True)


def _folder(uploads: Path, notice_id: UUID, digest: str) -> Path:
    folder = uploads / FOLDER / str(notice_id) / digest
    if not digest.isalnum() or not (folder / ABOUT).exists():
        raise NotFound("There are no such letters to print now. Look at the list again.")
    return folder


def _clear(uploads: Path) -> None:
    for about in (uploads / FOLDER).glob(f"*/*/{ABOUT}"):
        if time() - about.stat().st_mtime > KEPT_FOR and about.parent not in _making:
            shutil.rmtree(about.parent, ignore_errors=True)


async def _make(folder: Path, plan: LetterPlan) -> None:
    """One piece after the other, each in a thread: between them everybody else has their turn."""
    try:
        for kind in plan.kinds:
            pieces = list(_pieces(folder, plan, kind))
            if all(piece.exists() for piece, _ in pieces):
                continue
            letter = await asyncio.to_thread(pdf, kind.document, letter=True)
            for piece, addresses in pieces:
                if not piece.exists():
                    await asyncio.to_thread(_set, piece, letter, addresses, kind, both_sides=plan.both_sides)
        await asyncio.to_thread(_join, folder, plan)
    except Exception as trouble:
        logger.error("letters: %s", type(trouble).__name__)


def _pieces(folder: Path, plan: LetterPlan, kind: LetterKind) -> Iterator[tuple[Path, tuple[tuple[str, ...], ...]]]:
    number = plan.kinds.index(kind)
    for start in range(0, len(kind.addresses), A_PIECE):
        addresses = kind.addresses[start : start + A_PIECE]
        yield folder / f"piece-{number:04}{start:06}-{len(addresses)}.pdf", addresses


def _set(
    piece: Path, letter: bytes, addresses: tuple[tuple[str, ...], ...], kind: LetterKind, *, both_sides: bool
) -> None:
    made_now = posted(letter, addresses, large=kind.document.large, both_sides=both_sides)
    begins = json.dumps(made_now.begins).encode()
    _whole(piece.with_suffix(".json"), begins)
    _whole(piece, made_now.content)


def _whole(file: Path, content: bytes) -> None:
    """Under its name only when it is whole."""
    half = file.with_suffix(".half")
    half.unlink(missing_ok=True)
    write_secret(half, content)
    half.replace(file)


def _join(folder: Path, plan: LetterPlan) -> None:
    front = pdf(plan.front)
    if plan.both_sides and pages_of(front) % 2:
        front = with_even_pages(front)
    parts = [
        Part(
            kind.title,
            kind.document.language,
            piece.read_bytes(),
            marks=tuple(
                (lines[0], page)
                for lines, page in zip(addresses, json.loads(piece.with_suffix(".json").read_bytes()), strict=True)
            ),
        )
        for kind in plan.kinds
        for piece, addresses in _pieces(folder, plan, kind)
    ]
    whole = bound(Part(plan.front.title, plan.front.language, front), parts, numbered=False)
    _whole(folder / FILE, whole)
    for piece in (*folder.glob("piece-*.pdf"), *folder.glob("piece-*.json")):
        piece.unlink()
