"""The public board of a ballot: the signed end of its list, who signed it, and by whom its secrecy is guarded."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import Ballot, LogHead
from govern.ballots.queries.box import consistency
from govern.ballots.queries.guarding import guards_of
from govern.ballots.queries.publishing import may_be_known
from govern.ballots.rules.secrecy import Guarded
from govern.ballots.seal import checkpoint, cosigning
from govern.ballots.seal.checkpoint import CheckpointRefused
from govern.ballots.seal.documents import Manifest
from govern.ballots.seal.fingerprint import fingerprint
from govern.database import in_language
from govern.errors import NotFound


class Signed(msgspec.Struct, frozen=True):
    """One line under a head. `good` is None where nobody here knows the key, so it is not judged."""

    name: str
    is_log: bool
    good: bool | None
    at: datetime | None


class Head(msgspec.Struct, frozen=True):
    """A signed end of the list."""

    note: str
    size: int
    at: datetime | None
    lines: tuple[Signed, ...]

    @property
    def witnesses(self) -> int:
        return sum(1 for line in self.lines if line.good and not line.is_log)


class Known(msgspec.Struct, frozen=True):
    """What anybody may know of a ballot before they look at its box."""

    id: UUID
    number: str
    title: str
    stage: str
    guarded: Guarded
    fingerprint: tuple[str, ...]
    has_box: bool
    declared_at: datetime | None


async def known(reading: AsyncSession, ballot_id: UUID, language: str) -> Known:
    """Raises NotFound."""
    ballot = await may_be_known(reading, ballot_id)
    return Known(
        ballot.id,
        ballot.number,
        in_language(ballot.title, language),
        ballot.stage,
        await guards_of(reading, ballot),
        () if ballot.manifest_hash is None else fingerprint(ballot.manifest_hash),
        ballot.opened_at is not None,
        ballot.declared_at,
    )


async def head(reading: AsyncSession, ballot_id: UUID) -> Head:
    """The end of the list as it is now. Raises NotFound before the ballot has opened."""
    ballot = await reading.get(Ballot, ballot_id)
    note = await reading.scalar(select(LogHead.checkpoint).where(LogHead.ballot_id == ballot_id))
    if ballot is None or ballot.manifest is None or not note:
        raise NotFound("There is no box for this vote yet. Come back when voting is open.")
    return read(note, Manifest.from_bytes(ballot.manifest))


def read(note: str, manifest: Manifest) -> Head:
    """Whose each line is, and whether it is good."""
    signed = checkpoint.read(note)
    known = {cosigning.cosigner_hash(one.name, one.key): one for one in manifest.witnesses}
    lines = []
    for line in signed.signatures:
        witness = known.get(line.key_hash)
        if line.key_hash == checkpoint.key_hash(manifest.log_origin, manifest.log_key):
            lines.append(Signed(line.name, True, _log_signed(note, manifest), signed.checkpoint.at))
        elif witness is not None and witness.name == line.name:
            at = _time_of(note, manifest, line.key_hash)
            lines.append(Signed(line.name, False, at is not None, at))
        else:
            lines.append(Signed(line.name, False, None, None))
    return Head(note, signed.checkpoint.size, signed.checkpoint.at, tuple(lines))


def _time_of(note: str, manifest: Manifest, key_hash: bytes) -> datetime | None:
    for witness in manifest.witnesses:
        if cosigning.cosigner_hash(witness.name, witness.key) == key_hash:
            try:
                return cosigning.cosigned_at(note, witness)
            except CheckpointRefused:
                return None
    return None


def _log_signed(note: str, manifest: Manifest) -> bool:
    try:
        checkpoint.verify(note, manifest.log_origin, manifest.log_key)
    except CheckpointRefused:
        return False
    return True


async def gossip(reading: AsyncSession, ballot_id: UUID, since: int | None) -> tuple[Head, tuple[bytes, ...]]:
    """The head, and the proof that it goes on from one of `since` entries: for whoever compares what they saw."""
    now = await head(reading, ballot_id)
    if since is None:
        return now, ()
    if not 0 < since <= now.size:
        raise NotFound("The list never had so many entries. Ask for a head without saying since when.")
    return now, await consistency(reading, ballot_id, since, now.size)
