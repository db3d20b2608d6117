"""The file `verify.py`: the one of today, which goes into manifests, and the one that a manifest of before names."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import verifier
from govern.ballots.models import Ballot, KeptChecker, LogIncident
from govern.ballots.seal.documents import Manifest

CHECKER = Path(verifier.__file__).with_name("verify.py")


class Checker(NamedTuple):
    """The bytes of one `verify.py`, and their SHA-256."""

    content: bytes
    hash: bytes


class Named(msgspec.Struct, frozen=True):
    """The `verify.py` that a manifest names: its SHA-256 in hex, whether it is the one of today, and whether it is
    there at all."""

    sha256: str
    of_today: bool
    is_kept: bool


class Incident(msgspec.Struct, frozen=True):
    """An entry of a log that says something happened: its place, the text in English and in Welsh, and both as they
    are hashed."""

    leaf: int
    english: str
    welsh: str
    sha256: str


def of_today() -> Checker:
    content = CHECKER.read_bytes()
    return Checker(content, hashlib.sha256(content).digest())


async def checker_of(reading: AsyncSession, manifest: Manifest) -> bytes | None:
    """The very file that the manifest names; None where nobody kept it. A manifest that names none gets today's."""
    today = of_today()
    if manifest.verifier_hash in (None, today.hash):
        return today.content
    packed = await reading.scalar(select(KeptChecker.packed).where(KeptChecker.hash == manifest.verifier_hash))
    return None if packed is None else zlib.decompress(packed)


async def named_by(reading: AsyncSession, ballot_id: UUID) -> Named | None:
    """None before the vote is frozen, and where its manifest names none."""
    content = await reading.scalar(select(Ballot.manifest).where(Ballot.id == ballot_id))
    manifest = None if content is None else Manifest.from_bytes(content)
    if manifest is None or manifest.verifier_hash is None:
        return None
    there = await checker_of(reading, manifest) is not None
    return Named(manifest.verifier_hash.hex(), manifest.verifier_hash == of_today().hash, there)


async def incidents_of(reading: AsyncSession, ballot_id: UUID) -> tuple[Incident, ...]:
    """What a log's entries `incident` stand for, in their order."""
    rows = await reading.scalars(
        select(LogIncident).where(LogIncident.ballot_id == ballot_id).order_by(LogIncident.leaf)
    )
    found = []
    for row in rows:
        english, _, welsh = row.text.partition("\n")
        found.append(Incident(row.leaf, english, welsh, hashlib.sha256(row.text.encode()).hexdigest()))
    return tuple(found)


__all__ = ["CHECKER", "Checker", "Incident", "Named", "checker_of", "incidents_of", "named_by", "of_today"]
