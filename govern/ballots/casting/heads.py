"""The last signed head of each log, kept outside the database, so that an older copy of the database is known as one.

Ballot-protocol 6. A vote is answered when three things have happened, in this order: its transaction is committed and
on disk; the new head is in its file here and on disk; the page is sent. After a power cut between the first and the
second the database is ahead of the file, which is no harm: it goes on from it. The file is never ahead of what was
committed, so a database whose log does not go on from the file's head has been put back.

A file has two places of the same length. A head is written over the older one, so that a torn write leaves the newer.
Whoever writes holds the file alone (`flock`), and writes only what comes after what stands there, so that several
processes may finish in any order. `epoch` goes before `size`: after officers have begun a log anew, it is shorter.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import LogLeaf, LogNode
from govern.ballots.seal import tree
from govern.database import folder_beside, once_committed
from govern.errors import Unavailable
from govern.sentences import Sentence

FOLDER = "heads"
PLACE = 2048
ROOM = PLACE - 65  # beside the hash and its end of line

PUT_BACK = Sentence(
    "The box of this vote was put back to an older copy, so nothing can go into it now. Nothing was sent. "
    "Two officers are putting it right. Please come back later today."
)
BEGUN_BEFORE = Sentence(
    "This vote was open before, and its database was put back to a copy from before that. It cannot be opened again. "
    "Withdraw it, and make a new vote."
)


class InRecovery(Unavailable):
    """The log does not go on from the last head that was signed: nothing is added to it and no head is signed."""

    def __init__(self, why: Sentence = PUT_BACK) -> None:
        super().__init__(why)


class HeadNotKept(Unavailable):
    """It is in the database, and the head could not be kept outside it: nobody is told that it is in."""

    def __init__(self) -> None:
        super().__init__(
            "We cannot say for certain just now that this is in the box. Please send it again in a minute: the same "
            "envelope is never put in twice."
        )


class Kept(NamedTuple):
    """A head as it is kept. `restored`: it was not signed here but found in a copy that was put back."""

    epoch: int
    size: int
    root: bytes
    note: str = ""
    restored: bool = False

    def to_bytes(self) -> bytes:
        """One place of the file: a hash, then the facts and spaces; without the note where that is too long."""
        facts = self._asdict() | {"root": self.root.hex()}
        said = json.dumps(facts, ensure_ascii=False).encode()
        if len(said) > ROOM:
            said = json.dumps(facts | {"note": ""}).encode()
        said = said.ljust(ROOM)
        return hashlib.sha256(said).hexdigest().encode() + b"\n" + said

    @classmethod
    def from_bytes(cls, place: bytes) -> Kept | None:
        """None for a place that was never written, or not to its end."""
        mark, _, said = place.partition(b"\n")
        if len(place) != PLACE or hashlib.sha256(said).hexdigest().encode() != mark:
            return None
        facts = json.loads(said)
        return cls(
            facts["epoch"], facts["size"], bytes.fromhex(facts["root"]), facts["note"], facts["restored"] is True
        )

    @property
    def order(self) -> tuple[int, int]:
        return self.epoch, self.size


# --- The files ------------------------------------------------------------------------------------------------------


def file_of(folder: Path, ballot_id: UUID) -> Path:
    return folder / FOLDER / f"{ballot_id.hex}.head"


def kept_head(folder: Path, ballot_id: UUID) -> Kept | None:
    """The last head kept of this log; None where none ever was."""
    try:
        content = file_of(folder, ballot_id).read_bytes()
    except FileNotFoundError:
        return None
    return _latest(content)[0]


def _latest(content: bytes) -> tuple[Kept | None, int]:
    """The later of the two heads, and in which place the next one goes."""
    first, second = Kept.from_bytes(content[:PLACE]), Kept.from_bytes(content[PLACE:])
    if second is None or (first is not None and first.order > second.order):
        return first, 1 if first is not None else 0
    return second, 0


def keep(folder: Path, ballot_id: UUID, head: Kept) -> None:
    """The head in its file and on disk, unless one that comes after it stands there already."""
    with _held(file_of(folder, ballot_id)) as descriptor:
        stands, place = _latest(os.pread(descriptor, 2 * PLACE, 0))
        if stands is not None and stands.order >= head.order:
            return
        os.pwrite(descriptor, head.to_bytes(), place * PLACE)
        os.fdatasync(descriptor)


@contextmanager
def _held(file: Path) -> Iterator[int]:
    file.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_size < 2 * PLACE:
            os.ftruncate(descriptor, 2 * PLACE)
            for folder in (file.parent, file.parent.parent):
                on_disk(folder)
        yield descriptor
    finally:
        os.close(descriptor)


def on_disk(folder: Path) -> None:
    """That a file of this name is there survives a power cut, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def mark_restored(folder: Path, ballot_id: UUID, epoch: int, frontier: tree.Frontier, note: str) -> None:
    """This log was found in a copy that was put back: nobody knows what came after it."""
    keep(folder, ballot_id, Kept(epoch, frontier.size, frontier.root, note, restored=True))


def forget(folder: Path, ballot_id: UUID) -> None:
    """The vote is in the archive: nothing is added to its log any more."""
    file_of(folder, ballot_id).unlink(missing_ok=True)


# --- Beside a transaction -------------------------------------------------------------------------------------------


def keep_once_committed(writing: AsyncSession, ballot_id: UUID, head: Kept) -> None:
    """After the commit, before anybody is told: the head in its file. Raises `HeadNotKept` from `writing()`."""
    folder = folder_beside(writing)
    if folder is None:
        return

    async def keeping() -> None:
        try:
            await asyncio.to_thread(keep, folder, ballot_id, head)
        except OSError as trouble:
            raise HeadNotKept() from trouble

    once_committed(writing, ("head", ballot_id), keeping)


async def lost(session: AsyncSession, ballot_id: UUID, epoch: int, frontier: tree.Frontier) -> Kept | None:
    """The head from which this log should go on and does not; None where all is well."""
    folder = folder_beside(session)
    kept = None if folder is None else kept_head(folder, ballot_id)
    if kept is None or kept.epoch < epoch:
        return None
    if kept.epoch > epoch or kept.restored or kept.size > frontier.size:
        return kept
    if kept.size == frontier.size:
        return None if kept.root == frontier.root else kept
    nodes = await nodes_in(session, ballot_id, tree.nodes_for_root(kept.size))
    try:
        root = tree.root_of_first(lambda level, place: nodes[level, place], kept.size)
    except KeyError:
        return kept
    return None if root == kept.root else kept


async def nodes_in(
    reading: AsyncSession, ballot_id: UUID, wanted: tuple[tuple[int, int], ...]
) -> dict[tuple[int, int], bytes]:
    """The hashes a proof asks for: leaves from the log, whole nodes from beside it."""
    leaves = [place for level, place in wanted if level == 0]
    higher = [(level, place) for level, place in wanted if level]
    found: dict[tuple[int, int], bytes] = {}
    if leaves:
        rows = await reading.execute(
            select(LogLeaf.place, LogLeaf.hash).where(LogLeaf.ballot_id == ballot_id, LogLeaf.place.in_(leaves))
        )
        found |= {(0, place): leaf_hash for place, leaf_hash in rows}
    if higher:
        nodes = await reading.execute(
            select(LogNode.level, LogNode.place, LogNode.hash).where(
                LogNode.ballot_id == ballot_id, tuple_(LogNode.level, LogNode.place).in_(higher)
            )
        )
        found |= {(level, place): node for level, place, node in nodes}
    return found
