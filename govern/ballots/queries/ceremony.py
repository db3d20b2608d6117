"""How far a closed ballot of the level AGM has come: laid down, witnessed, mixed, opened. And the heads kept.

What was mixed stands beside the log that it was mixed from (`LaidDownLog`). Once the log is longer, it is laid down
again before anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import KeptHead, LaidDownLog, LogHead, SealedDocument
from govern.ballots.queries.gathering import find_ballot
from govern.ballots.rules import MeetingFacts, Stage
from govern.ballots.rules.duties import LEAST_MIXERS, who_signed
from govern.ballots.seal import checkpoint, tree
from govern.ballots.seal.documents import Level, Manifest, Signer
from govern.ballots.seal.proof_documents import Mix
from govern.errors import NotFound

MIX, PARTIAL = "mix/", "partial/"


class Turn(StrEnum):
    """What comes next after the close, or why it waits."""

    LAY_DOWN = "lay_down"
    LAY_DOWN_AGAIN = "lay_down_again"
    WITNESS = "witness"
    MIX = "mix"
    OPEN = "open"
    COUNT = "count"
    COUNTED = "counted"


class Ceremony(msgspec.Struct, frozen=True, kw_only=True):
    """`size` is the log's now, `laid_size` as it was laid down; `note` is its head with the lines of witnesses,
    `signed` who they are. `mixed` names the mixers in order, `opened` the scrutineers (numbers) who opened.

    `anything`: whether there is any sealed slip that counts; where nobody voted on a screen nothing is mixed.
    """

    size: int
    note: str
    signed: tuple[Signer, ...]
    quorum: int
    needed: int
    counted: bool
    laid_size: int | None = None
    laid_at: datetime | None = None
    anything: bool = True
    mixed: tuple[str, ...] = ()
    opened: tuple[int, ...] = ()

    @property
    def witnessed(self) -> bool:
        return len(self.signed) >= self.quorum

    @property
    def turn(self) -> Turn:
        if self.laid_size is None:
            return Turn.LAY_DOWN
        if self.laid_size != self.size:
            return Turn.LAY_DOWN_AGAIN
        if not self.witnessed:
            return Turn.WITNESS
        if self.anything and len(self.mixed) < LEAST_MIXERS:
            return Turn.MIX
        if self.anything and len(self.opened) < self.needed:
            return Turn.OPEN
        return Turn.COUNTED if self.counted else Turn.COUNT


async def ceremony_of(reading: AsyncSession, ballot_id: UUID) -> Ceremony | None:
    """None before the close, and at the level Everyday, where the count does all of it. Raises NotFound."""
    ballot = await find_ballot(reading, ballot_id)
    if ballot.manifest is None or ballot.closed_at is None or ballot.level is Level.EVERYDAY:
        return None
    manifest = Manifest.from_bytes(ballot.manifest)
    note = await final_note(reading, ballot_id)
    laid = await reading.get(LaidDownLog, ballot_id)
    names = list(await reading.scalars(select(SealedDocument.name).where(SealedDocument.ballot_id == ballot_id)))
    return Ceremony(
        size=checkpoint.read(note).checkpoint.size,
        note=note,
        signed=who_signed(manifest, note),
        quorum=manifest.witness_quorum,
        needed=manifest.threshold,
        counted=ballot.stage is not Stage.CLOSED,
        laid_size=laid.size if laid else None,
        laid_at=laid.at if laid else None,
        anything=laid is None or laid.inputs_hash != NOTHING,
        mixed=await _mixers(reading, ballot_id, names),
        opened=tuple(sorted({_last(name.rpartition("-t")[2]) for name in names if name.startswith(PARTIAL)})),
    )


NOTHING = bytes(32)
"""The `inputs_hash` where no sealed slip counts."""


def _last(tail: str) -> int:
    return int(tail.removesuffix(".json"))


async def _mixers(reading: AsyncSession, ballot_id: UUID, names: Sequence[str]) -> tuple[str, ...]:
    """Who mixed, in order. All of one stage are by one, so one of each is read."""
    first = {_last(name.rpartition("-")[2]): name for name in sorted(names) if name.startswith(MIX)}
    rows = select(SealedDocument).where(
        SealedDocument.ballot_id == ballot_id, SealedDocument.name.in_(list(first.values()))
    )
    by_name = {row.name: Mix.from_bytes(row.content).mixer for row in await reading.scalars(rows)}
    return tuple(by_name[first[stage]] for stage in sorted(first))


async def meeting_laid(reading: AsyncSession, ballot_id: UUID) -> tuple[bool, MeetingFacts | None]:
    """Whether papers and facts were laid down, and what the count was told of the meeting then."""
    laid = await reading.get(LaidDownLog, ballot_id)
    if laid is None or laid.meeting is None:
        return laid is not None, None
    return True, msgspec.json.decode(laid.meeting, type=MeetingFacts)


async def is_opened(reading: AsyncSession, ballot_id: UUID) -> bool:
    """Whether a scrutineer has opened their part: from then on what counts may not change."""
    found = select(SealedDocument.name).where(
        SealedDocument.ballot_id == ballot_id, SealedDocument.name.startswith(PARTIAL)
    )
    return await reading.scalar(found.limit(1)) is not None


# --- Heads ----------------------------------------------------------------------------------------------------------


async def final_note(reading: AsyncSession, ballot_id: UUID) -> str:
    """The newest head, with the lines of witnesses where it has some."""
    head = await reading.get(LogHead, ballot_id)
    if head is None:
        raise NotFound("This vote has not opened, so its list has no end that could be signed. Come back then.")
    kept = await reading.get(KeptHead, (ballot_id, head.epoch, head.size))
    if kept is not None and _text(kept.note) == _text(head.checkpoint):
        return kept.note
    return head.checkpoint


def _text(note: str) -> str:
    return checkpoint.read(note).checkpoint.text()


async def notes_of(reading: AsyncSession, ballot_id: UUID, hashes: Sequence[bytes]) -> list[str]:
    """`heads.json`: every head that was given out and that this log continues, by size, the newest last.

    `hashes` are those of all its leaves. A head that was lost with an older copy is in the leaf `epoch` instead.
    """
    rows = await reading.scalars(
        select(KeptHead).where(KeptHead.ballot_id == ballot_id).order_by(KeptHead.size, KeptHead.epoch)
    )
    kept = {checkpoint.read(row.note).checkpoint: row.note for row in rows}
    newest = await final_note(reading, ballot_id)
    found: dict[int, str] = {}
    frontier, wanted = tree.Frontier(), {(head.size, head.root): note for head, note in kept.items()}
    for leaf_hash in hashes:
        frontier, _ = frontier.append(leaf_hash)
        if (frontier.size, frontier.root) in wanted:
            found[frontier.size] = wanted[frontier.size, frontier.root]
    last = checkpoint.read(newest).checkpoint.size
    return [note for size, note in sorted(found.items()) if size < last] + [newest]


__all__ = ["NOTHING", "Ceremony", "Turn", "ceremony_of", "final_note", "is_opened", "meeting_laid", "notes_of"]
