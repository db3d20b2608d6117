"""What witnesses, mixers and scrutineers are given of a ballot (docs/ceremony-files.md): a part of its bundle.

The pack for witnesses holds hashes and no handles. Nothing here holds a name of a voter or a choice.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import Ballot, LogLeaf, RollEntry, SealedDocument
from govern.ballots.queries.ceremony import Turn, ceremony_of, notes_of
from govern.ballots.queries.gathering import find_ballot
from govern.ballots.rules.duties import LEAST_MIXERS
from govern.ballots.seal import bundle
from govern.ballots.seal.documents import Level, RollRow, roll_to_bytes
from govern.ballots.seal.packs import HASHES
from govern.errors import WrongMoment


async def _opened(reading: AsyncSession, ballot_id: UUID) -> Ballot:
    ballot = await find_ballot(reading, ballot_id)
    if ballot.level is Level.EVERYDAY or ballot.opened_at is None or ballot.manifest is None:
        raise WrongMoment(
            "There is no such file now: this vote has not opened, or nobody outside the server needs it."
        )
    return ballot


async def head_pack(reading: AsyncSession, ballot_id: UUID) -> bytes:
    """For witnesses, from the opening on: the manifest, all heads that were given out, the hashes of all leaves."""
    ballot = await _opened(reading, ballot_id)
    hashes = await _hashes(reading, ballot_id)
    return bundle.pack(
        {
            "manifest.json": ballot.manifest or b"",
            "heads.json": bundle.heads(await notes_of(reading, ballot_id, hashes)),
            HASHES: b"".join(hashes),
        }
    )


async def log_pack(reading: AsyncSession, ballot_id: UUID) -> bytes:
    """For the next mixer, once papers and facts are fixed and witnessed: the log, and every mix so far."""
    state = await ceremony_of(reading, ballot_id)
    if state is None or state.turn in (Turn.LAY_DOWN, Turn.LAY_DOWN_AGAIN, Turn.WITNESS):
        raise WrongMoment("There is nothing to mix yet. See on the page of the vote what comes first.")
    return await _log(reading, ballot_id)


async def mixed_pack(reading: AsyncSession, ballot_id: UUID) -> bytes:
    """For scrutineers, once two have mixed: the same, with all mixes."""
    state = await ceremony_of(reading, ballot_id)
    if state is None or state.turn not in (Turn.OPEN, Turn.COUNT, Turn.COUNTED) or len(state.mixed) < LEAST_MIXERS:
        raise WrongMoment("There is nothing to open yet. See on the page of the vote what comes first.")
    return await _log(reading, ballot_id)


async def _log(reading: AsyncSession, ballot_id: UUID) -> bytes:
    ballot = await _opened(reading, ballot_id)
    bodies = list(
        await reading.scalars(select(LogLeaf.body).where(LogLeaf.ballot_id == ballot_id).order_by(LogLeaf.place))
    )
    rows = await reading.scalars(select(RollEntry).where(RollEntry.ballot_id == ballot_id))
    documents = await reading.scalars(select(SealedDocument).where(SealedDocument.ballot_id == ballot_id))
    kept = {row.name: row.content for row in documents if not row.name.startswith("partial/")}
    hashes = await _hashes(reading, ballot_id)
    return bundle.pack(
        {
            **kept,
            "manifest.json": ballot.manifest or b"",
            "roll.json": roll_to_bytes([RollRow(row.handle, row.style, row.units) for row in rows]),
            "log.jsonl": b"".join(body + b"\n" for body in bodies),
            "heads.json": bundle.heads(await notes_of(reading, ballot_id, hashes)),
        }
    )


async def _hashes(reading: AsyncSession, ballot_id: UUID) -> list[bytes]:
    found = select(LogLeaf.hash).where(LogLeaf.ballot_id == ballot_id).order_by(LogLeaf.place)
    return list(await reading.scalars(found))


__all__ = ["head_pack", "log_pack", "mixed_pack"]
