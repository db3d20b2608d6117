"""Envelopes, their tickets and their codes."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.ballots.seal.canonical import Document, digest, encode
from govern.ballots.seal.documents import (
    Channel,
    Envelope,
    NotThisDocument,
    Sealed,
    Slip,
    code_from_hash,
    code_of,
    handle_from,
    read_code,
    ticket_of,
)
from govern.ballots.seal.envelope import LETTERS, NotACode

HANDLE = handle_from(b"0123456789")
NONCE = b"sixteen bytes :)"
SEALED = Sealed(b"M" * 32, "users", ticket_of(HANDLE, NONCE), (Slip("m1", b"box"), Slip("board", b"another")))
ENVELOPE = Envelope(SEALED, HANDLE, NONCE, Channel.DIRECT)


def test_an_envelope_comes_back_as_it_was() -> None:
    assert Envelope.from_document(ENVELOPE.to_document()) == ENVELOPE
    by_peer = Envelope(SEALED, HANDLE, NONCE, Channel.PEER, authority=7)
    assert Envelope.from_document(by_peer.to_document()) == by_peer


def test_the_shape_on_the_wire_is_that_of_the_decisions() -> None:
    document = ENVELOPE.to_document()
    assert document.keys() == {"sealed", "handle", "nonce", "channel"}
    assert SEALED.to_document().keys() == {"manifest_hash", "style", "ticket", "slips"}


def test_the_ticket_is_the_hash_of_tag_handle_and_nonce() -> None:
    content = b"\x00\x00\x00\x10covote/v1/ticket" + HANDLE.encode() + NONCE
    assert ticket_of(HANDLE, NONCE) == hashlib.sha256(content).digest()
    with pytest.raises(NotThisDocument):
        ticket_of(HANDLE, b"short")


def test_an_envelope_around_somebody_elses_ticket_is_refused() -> None:
    other = Envelope(SEALED, handle_from(bytes(10)), NONCE, Channel.DIRECT)
    with pytest.raises(NotThisDocument, match="nonce"):
        Envelope.from_document(other.to_document())


@pytest.mark.parametrize(
    "change",
    [
        {"channel": "paper"},
        {"channel": "assist"},
        {"channel": "peer"},
        {"authority": 3},
        {"handle": "x"},
        {"nonce": "AAAA"},
        {"sealed": {}},
        {"sealed": {**SEALED.to_document(), "slips": []}},
        {"sealed": {**SEALED.to_document(), "slips": [Slip("m1", b"x").to_document()] * 2}},
        {"sealed": {**SEALED.to_document(), "slips": [{"contest": "m1", "box": ""}]}},
        {"sealed": {**SEALED.to_document(), "slips": [Slip("m1", bytes(5000)).to_document()]}},
        {"more": 1},
    ],
    ids=str,
)
def test_an_envelope_of_another_shape_is_refused(change: Document) -> None:
    with pytest.raises(NotThisDocument):
        Envelope.from_document(ENVELOPE.to_document() | change)


def test_the_code_is_the_beginning_of_the_hash_of_what_is_sealed() -> None:
    assert SEALED.hash() == digest("sealed", encode(SEALED.to_document()))
    assert code_of(SEALED) == ENVELOPE.code == code_from_hash(SEALED.hash())
    assert code_from_hash(bytes(32)) == "2222-2222-2222-2222"
    assert code_from_hash(b"\xff" * 32) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    assert code_from_hash(bytes(9) + b"\x01" + b"\xff" * 22) == "2222-2222-2222-2223"


def test_the_code_does_not_depend_on_who_casts_it() -> None:
    assert Envelope(SEALED, HANDLE, NONCE, Channel.ROOM).code == ENVELOPE.code


@given(st.binary(min_size=32, max_size=32))
def test_codes_avoid_letters_that_look_alike_and_can_be_typed_back(content: bytes) -> None:
    code = code_from_hash(content)
    assert not set(code) & set("0O1I") and len(set(LETTERS)) == 32
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} ", code.replace("-", "–")):
        assert read_code(typed) == code


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKLM-NPQ0", "ABCD-EFGH-JKLM-NPQRS", "ABCD-EFGH-JKLM-NPQŷ"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(NotACode, match="sixteen"):
        read_code(typed)
