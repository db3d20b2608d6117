"""Every kind of log entry: as bytes and back, and what is refused."""

from __future__ import annotations

from typing import get_args

import pytest

from govern.ballots.seal.canonical import Document, NotCanonical, encode
from govern.ballots.seal.documents import (
    Appointed,
    Arrived,
    Cast,
    CastingVote,
    ChairSide,
    Channel,
    Closed,
    Envelope,
    Epoch,
    FactsFixed,
    Incident,
    Leaf,
    Left,
    NotThisDocument,
    Opened,
    OpenedForTest,
    PaperBatch,
    PaperIn,
    PaperSlips,
    Revoked,
    Sealed,
    Slip,
    Struck,
    Taken,
    Withdrawn,
    handle_from,
    leaf_from_bytes,
    leaf_from_document,
    leaf_to_bytes,
    leaf_to_document,
    ticket_of,
)

HANDLE = handle_from(b"0123456789")
NONCE = bytes(16)
SEALED = Sealed(b"M" * 32, "users", ticket_of(HANDLE, NONCE), (Slip("m1", b"box"),))
LEAVES: list[Leaf] = [
    Opened(b"M" * 32),
    Appointed(HANDLE, Channel.PROXY_DIRECTED, b"H" * 32),
    Revoked(1),
    Cast(Envelope(SEALED, HANDLE, NONCE, Channel.ROOM)),
    Cast(Envelope(SEALED, HANDLE, NONCE, Channel.PROXY_DIRECTED, 1)),
    OpenedForTest(b"S" * 32, (b"A" * 32, b"B" * 32)),
    PaperIn(HANDLE, "batch 1"),
    Arrived(HANDLE),
    Left(HANDLE),
    Taken(),
    Struck(HANDLE, "not a member at the record date", ("returning officer", "scrutineer")),
    Incident(b"T" * 32),
    Epoch(20, b"R" * 32, ("first officer", "second officer")),
    Closed(),
    PaperBatch("1", "users", 3, 1, (PaperSlips("m1", (b"a" * 30,), 1),), ("teller one", "teller two")),
    FactsFixed(b"F" * 32),
    CastingVote("m1", ChairSide.AGAINST),
    Withdrawn("A candidate was left off the paper."),
]


BATCH: Document = {
    "kind": "paper-batch",
    "batch": "1",
    "style": "users",
    "papers": 3,
    "missing": 1,
    "slips": [{"contest": "m1", "slips": ["A" * 40, "B" * 40], "spoilt": 0}],
    "tellers": ["teller one", "teller two"],
}


def test_the_batch_that_the_refusals_start_from_is_one() -> None:
    assert leaf_to_document(leaf_from_document(BATCH)) == BATCH


def test_every_kind_is_tried_here() -> None:
    assert {type(leaf) for leaf in LEAVES} == set(get_args(Leaf))


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: type(leaf).__name__)
def test_an_entry_comes_back_as_it_was(leaf: Leaf) -> None:
    assert leaf_from_bytes(leaf_to_bytes(leaf)) == leaf


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: type(leaf).__name__)
def test_an_entry_with_one_fact_more_or_less_is_refused(leaf: Leaf) -> None:
    document = leaf_to_document(leaf)
    for name in document:
        with pytest.raises(NotThisDocument):
            leaf_from_document({key: value for key, value in document.items() if key != name})
    with pytest.raises(NotThisDocument):
        leaf_from_document(document | {"at": "2026-11-22T18:00:00Z"})


def test_no_entry_holds_a_time() -> None:
    for leaf in LEAVES:
        assert not {"at", "time", "when", "date"} & leaf_to_document(leaf).keys()


@pytest.mark.parametrize(
    "document",
    [
        {"kind": "test"},
        {"kind": 5},
        {"kind": "appoint", "handle": HANDLE, "channel": "direct", "holder_hash": "A" * 43},
        {"kind": "strike", "handle": HANDLE, "reason": "r", "officers": ["one"]},
        {"kind": "strike", "handle": HANDLE, "reason": "r", "officers": ["one", "one"]},
        {"kind": "strike", "handle": HANDLE, "reason": "r", "officers": ["one", "two", "three"]},
        {"kind": "strike", "handle": HANDLE, "reason": "r", "officers": ["one", 2]},
        {"kind": "strike", "handle": HANDLE, "reason": "", "officers": ["one", "two"]},
        {"kind": "revoke", "authority": -1},
        {"kind": "revoke", "authority": True},
        {"kind": "open", "manifest_hash": "AAAA"},
        {"kind": "paper-in", "handle": "1", "batch": "b"},
        {"kind": "test", "sealed_hash": "A" * 43, "slips": []},
        {"kind": "test", "sealed_hash": "A" * 43, "slips": ["A" * 43, "A" * 43]},
        BATCH | {"missing": 2},
        BATCH | {"tellers": ["teller one"]},
        BATCH | {"tellers": ["teller one", "teller one"]},
        BATCH | {"slips": []},
        BATCH | {"slips": [{"contest": "m1", "slips": ["B" * 40, "A" * 40], "spoilt": 0}]},
        BATCH | {"slips": [{"contest": "m1", "slips": ["A" * 40], "spoilt": 0}]},
        BATCH | {"slips": [{"contest": "m1", "slips": ["A" * 40, "A" * 40], "spoilt": 0}] * 2},
    ],
    ids=str,
)
def test_an_entry_that_cannot_be_is_refused(document: Document) -> None:
    with pytest.raises(NotThisDocument):
        leaf_from_document(document)


def test_bytes_that_are_no_entry_are_refused() -> None:
    with pytest.raises(NotCanonical):
        leaf_from_bytes(encode(["open"]))
    with pytest.raises(NotCanonical):
        leaf_from_bytes(leaf_to_bytes(Closed()) + b"\n")
    with pytest.raises(NotThisDocument):
        leaf_from_document("close")
