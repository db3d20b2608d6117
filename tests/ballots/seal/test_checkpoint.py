"""Signed heads of the log: their exact text, and everything that is refused."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govern.ballots.seal.checkpoint import (
    Checkpoint,
    CheckpointRefused,
    NoteSignature,
    SignedCheckpoint,
    key_hash,
    read,
    sign,
    verify,
)
from govern.ballots.seal.signing import public_key_of

SEED = bytes(range(32))
KEY = public_key_of(SEED)
ORIGIN = "tair-nant.example/agm-2026"
HEAD = Checkpoint(ORIGIN, 12, bytes(range(32)), datetime(2026, 11, 22, 18, 0, tzinfo=UTC))
NOTE = sign(HEAD, SEED).note()


def test_the_text_is_that_of_the_c2sp_format() -> None:
    assert HEAD.text() == f"{ORIGIN}\n12\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\ntime 1795370400\n"
    assert Checkpoint(ORIGIN, 0, bytes(32)).text().count("\n") == 3
    assert NOTE.startswith(HEAD.text() + f"\n\u2014 {ORIGIN} ")
    assert NOTE.endswith("\n") and not NOTE.endswith("\n\n")


def test_the_key_hash_is_that_of_the_example_in_the_go_library() -> None:
    # golang.org/x/mod/sumdb/note: "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    key = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
    assert key_hash("PeterNeumann", key).hex() == "c74f20a3"


def test_a_signed_head_verifies_and_comes_back() -> None:
    assert verify(NOTE, ORIGIN, KEY) == HEAD
    without_time = Checkpoint(ORIGIN, 0, bytes(32))
    assert verify(sign(without_time, SEED).note(), ORIGIN, KEY) == without_time


def test_lines_of_witnesses_are_kept_and_not_judged() -> None:
    signed = sign(HEAD, SEED)
    more = SignedCheckpoint(HEAD, (*signed.signatures, NoteSignature("witness.example", b"abcd", bytes(72))))
    assert verify(more.note(), ORIGIN, KEY) == HEAD
    assert read(more.note()) == more


def test_another_log_or_another_key_is_refused() -> None:
    with pytest.raises(CheckpointRefused, match="another log"):
        verify(NOTE, "elsewhere", KEY)
    with pytest.raises(CheckpointRefused, match="not signed"):
        verify(NOTE, ORIGIN, public_key_of(bytes(32)))


def test_two_lines_by_the_log_are_refused() -> None:
    line = sign(HEAD, SEED).signatures[0]
    with pytest.raises(CheckpointRefused, match="not signed"):
        verify(SignedCheckpoint(HEAD, (line, line)).note(), ORIGIN, KEY)


def test_a_wrong_signature_under_the_right_name_is_refused() -> None:
    forged = NoteSignature(ORIGIN, key_hash(ORIGIN, KEY), bytes(64))
    with pytest.raises(CheckpointRefused, match="wrong"):
        verify(SignedCheckpoint(HEAD, (forged,)).note(), ORIGIN, KEY)


@pytest.mark.parametrize("origin", ["", "a b", "a+b", "a\tb", "a\u00a0b", "a\nb"])
def test_a_log_cannot_have_such_a_name(origin: str) -> None:
    with pytest.raises(CheckpointRefused):
        sign(Checkpoint(origin, 1, bytes(32)), SEED)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n12\n", "\n012\n"),
        ("\n12\n", "\n-12\n"),
        ("\n12\n", "\n12 \n"),
        ("\n12\n", "\n٣\n"),
        ("\n12\n", "\n12\r\n"),
        ("AAECAwQF", "AAECAwQ"),
        ("Hh8=", "Hh8"),
        ("Hh8=", "Hh9="),
        ("time 1795370400", "time 01"),
        ("time 1795370400", "date 1795370400"),
        ("time 1795370400", "time 999999999999999"),
        ("time 1795370400\n", "time 1795370400\nmore\n"),
        ("\n\n", "\n"),
        ("\u2014 ", "- "),
        ("\u2014 ", "\u2014  "),
        (f"\u2014 {ORIGIN} ", "\u2014 "),
        (f"{ORIGIN}\n", ""),
    ],
)
def test_a_head_written_in_any_other_way_is_refused(old: str, new: str) -> None:
    changed = NOTE.replace(old, new, 1)
    assert changed != NOTE
    with pytest.raises(CheckpointRefused):
        verify(changed, ORIGIN, KEY)


@pytest.mark.parametrize("note", ["", "\n\n", NOTE + "\n", NOTE[:-1], "\n" + NOTE, NOTE + "x" * 20_000])
def test_what_is_no_note_is_refused(note: str) -> None:
    with pytest.raises(CheckpointRefused):
        verify(note, ORIGIN, KEY)


@settings(max_examples=300)
@given(st.integers(0, len(NOTE) - 1), st.characters(codec="utf-8"))
def test_a_note_with_one_changed_letter_never_verifies_as_something_else(at: int, letter: str) -> None:
    changed = NOTE[:at] + letter + NOTE[at + 1 :]
    if changed == NOTE:
        return
    with pytest.raises(CheckpointRefused):
        verify(changed, ORIGIN, KEY)
