"""Secrets of a ballot, in files of the society's folder and never in its database: the key to its envelopes and the
seed of its lots. Made once: a step that failed half-way and is taken again finds the same file."""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path
from uuid import UUID

from govern.ballots.seal import box
from govern.errors import Unavailable
from govern.society import Society, write_secret

SEED_BYTES = 32


def keep_election_key(society: Society, ballot_id: UUID) -> box.KeyPair:
    """The key pair of a ballot, made and kept if it is not there yet."""
    return box.key_from_private(_kept(_file(society, ballot_id, "key"), box.make_key().private))


def election_key(society: Society, ballot_id: UUID) -> box.KeyPair:
    """The key pair of a ballot, for the count. Raises Unavailable where the file is not on this machine."""
    return box.key_from_private(_read(_file(society, ballot_id, "key")))


def keep_lots_seed(society: Society, ballot_id: UUID) -> bytes:
    """The seed of a ballot's lots, made and kept if it is not there yet."""
    return _kept(_file(society, ballot_id, "lots"), secrets.token_bytes(SEED_BYTES))


def lots_seed(society: Society, ballot_id: UUID) -> bytes:
    """The seed, for the count, from which on it is shown. Raises Unavailable where the file is not here."""
    return _read(_file(society, ballot_id, "lots"))


def _file(society: Society, ballot_id: UUID, kind: str) -> Path:
    return society.folder / "keys" / "ballots" / f"{ballot_id}.{kind}"


def _kept(file: Path, fresh: bytes) -> bytes:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(FileExistsError):
        write_secret(file, fresh)
    return _read(file)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise Unavailable(
            "The file {name} is not in the society's folder of keys, so this cannot be done here. "
            "Bring it back from the copy in safe keeping.",
            name=file.name,
        ) from None
