"""Secrets of a ballot, in files of the society's folder and never in its database: its key (at the level Everyday,
where the server is the one trustee), the key under which tellers enter papers, the seed of its lots.

Made once: a step that failed half-way and is taken again finds the same file.
"""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path
from uuid import UUID

from govern.ballots.lifecycle.unsealing import Keys
from govern.ballots.seal import box, group, sharing, signing
from govern.ballots.seal.canonical import digest
from govern.errors import Unavailable
from govern.society import Society, write_secret

SEED_BYTES = 32


def keep_only_share(society: Society, ballot_id: UUID) -> sharing.Dealing:
    """A ballot's key in one share, the server's, made and kept if it is not there yet."""
    fresh = group.scalar_to_bytes(group.random_scalar())
    return sharing.dealt_with([group.scalar_from_bytes(_kept(_file(society, ballot_id, "share"), fresh))], 1)


def only_share(society: Society, ballot_id: UUID) -> group.Scalar:
    """The server's share, to open what was mixed. Raises Unavailable where the file is not on this machine."""
    return group.scalar_from_bytes(_read(_file(society, ballot_id, "share")))


def held_by_server(society: Society, ballot_id: UUID) -> Keys:
    """Everything with which the server opens a ballot of the level Everyday."""
    return Keys(only_share(society, ballot_id), server_seed(society, "trustee"), server_seed(society, "mixer"))


def server_seed(society: Society, role: str) -> bytes:
    """The Ed25519 seed with which the server signs as "trustee" or "mixer": made from its log key, each its own."""
    return digest(f"server-{role}", society.key("log"))


def server_keys(society: Society) -> frozenset[bytes]:
    """The public keys of everything the server signs with: nobody who holds a duty may have one of them."""
    seeds = (server_seed(society, "trustee"), server_seed(society, "mixer"), society.key("log"))
    return frozenset(signing.public_key_of(seed) for seed in seeds)


def keep_tellers_key(society: Society, ballot_id: UUID) -> box.KeyPair:
    """The key under which two tellers enter what they read, made and kept if it is not there yet."""
    return box.key_from_private(_kept(_file(society, ballot_id, "key"), box.make_key().private))


def tellers_key(society: Society, ballot_id: UUID) -> box.KeyPair:
    """The tellers' key, which in ballots of an earlier version (BOX) is the key to the envelopes too.

    Raises Unavailable where the file is not on this machine.
    """
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
