"""Witnesses' lines under a head of the log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from govern.ballots.seal import checkpoint, cosigning, signing
from govern.ballots.seal.checkpoint import Checkpoint, CheckpointRefused
from govern.ballots.seal.manifest import Signer

LOG, ANN, BO = bytes([1]) * 32, bytes([2]) * 32, bytes([3]) * 32
AT = datetime(2026, 11, 22, 18, tzinfo=UTC)
NOTE = checkpoint.sign(Checkpoint("a/b", 3, bytes(32), AT), LOG).note()


def witness(name: str, seed: bytes) -> Signer:
    return Signer(name, signing.public_key_of(seed))


def test_two_witnesses_lines_are_joined_and_the_log_s_own_stays() -> None:
    both = cosigning.merged(NOTE, [cosigning.cosign(NOTE, "Ann", ANN, AT), cosigning.cosign(NOTE, "Bo", BO, AT)])
    assert cosigning.cosigned_at(both, witness("Ann", ANN)) == AT
    assert cosigning.cosigned_at(both, witness("Bo", BO)) == AT
    assert cosigning.cosigned_at(both, witness("Ann", BO)) is None
    assert cosigning.cosigned_at(NOTE, witness("Ann", ANN)) is None
    assert checkpoint.verify(both, "a/b", signing.public_key_of(LOG)).size == 3


def test_signing_again_leaves_one_line() -> None:
    later = AT + timedelta(hours=1)
    twice = cosigning.cosign(cosigning.cosign(NOTE, "Ann", ANN, AT), "Ann", ANN, later)
    assert len(checkpoint.read(twice).signatures) == 2
    assert cosigning.cosigned_at(twice, witness("Ann", ANN)) == later


def test_a_line_moved_to_another_head_is_refused() -> None:
    signed = cosigning.cosign(NOTE, "Ann", ANN, AT)
    other = checkpoint.sign(Checkpoint("a/b", 4, bytes(32), AT), LOG).note()
    moved = other + checkpoint.read(signed).signatures[1].line()
    with pytest.raises(CheckpointRefused, match="Ann"):
        cosigning.cosigned_at(moved, witness("Ann", ANN))
    with pytest.raises(CheckpointRefused, match="two different heads"):
        cosigning.merged(other, [signed])


def test_the_time_is_part_of_what_is_signed() -> None:
    signed = checkpoint.read(cosigning.cosign(NOTE, "Ann", ANN, AT))
    line = signed.signatures[1]
    later = line.signature[:7] + bytes([line.signature[7] ^ 1]) + line.signature[8:]
    changed = NOTE + checkpoint.NoteSignature(line.name, line.key_hash, later).line()
    with pytest.raises(CheckpointRefused):
        cosigning.cosigned_at(changed, witness("Ann", ANN))
