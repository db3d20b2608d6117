"""The documents of a secret ballot, gathered at one door: import them from here."""

from __future__ import annotations

from govern.ballots.seal.contests import ContestEntry, ContestKind, OptionEntry, StyleEntry
from govern.ballots.seal.envelope import (
    Envelope,
    Sealed,
    Slip,
    code_from_hash,
    code_of,
    handle_from,
    read_code,
    ticket_of,
)
from govern.ballots.seal.fields import NotThisDocument
from govern.ballots.seal.leaves import (
    Appointed,
    Arrived,
    Cast,
    Closed,
    Incident,
    Leaf,
    Left,
    Opened,
    PaperIn,
    Revoked,
    Struck,
    Taken,
    Withdrawn,
    leaf_from_bytes,
    leaf_from_document,
    leaf_to_bytes,
    leaf_to_document,
)
from govern.ballots.seal.manifest import PRECEDENCE, Attending, Channel, Level, Manifest, Sealing, Signer, Trustee
from govern.ballots.seal.receipts import Receipt
from govern.ballots.seal.roll import RollRow, roll_from_bytes, roll_hash, roll_to_bytes

__all__ = [
    "PRECEDENCE",
    "Appointed",
    "Arrived",
    "Attending",
    "Cast",
    "Channel",
    "Closed",
    "ContestEntry",
    "ContestKind",
    "Envelope",
    "Incident",
    "Leaf",
    "Left",
    "Level",
    "Manifest",
    "NotThisDocument",
    "Opened",
    "OptionEntry",
    "PaperIn",
    "Receipt",
    "Revoked",
    "RollRow",
    "Sealed",
    "Sealing",
    "Signer",
    "Slip",
    "Struck",
    "StyleEntry",
    "Taken",
    "Trustee",
    "Withdrawn",
    "code_from_hash",
    "code_of",
    "handle_from",
    "leaf_from_bytes",
    "leaf_from_document",
    "leaf_to_bytes",
    "leaf_to_document",
    "read_code",
    "roll_from_bytes",
    "roll_hash",
    "roll_to_bytes",
    "ticket_of",
]
