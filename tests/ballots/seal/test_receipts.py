"""What a voter keeps proves that the envelope is in the log, and says nothing else."""

from __future__ import annotations

import pytest

from govern.ballots.seal import box, checkpoint, receipts, signing, tree
from govern.ballots.seal.checkpoint import Checkpoint, CheckpointRefused
from govern.ballots.seal.documents import (
    Cast,
    Channel,
    Envelope,
    NotThisDocument,
    Opened,
    Receipt,
    Sealed,
    Slip,
    handle_from,
    leaf_to_bytes,
    ticket_of,
)
from govern.ballots.seal.receipts import ReceiptFails

MANIFEST_HASH = b"M" * 32
ORIGIN = "tair-nant.example/agm"
SEED = b"S" * 32
KEY = signing.public_key_of(SEED)
ELECTION = box.make_key()


def an_envelope(number: int) -> Envelope:
    handle, nonce = handle_from(bytes([number]) * 10), bytes(16)
    slip = Slip("m1", box.seal(ELECTION.public, bytes(30)))
    return Envelope(Sealed(MANIFEST_HASH, "users", ticket_of(handle, nonce), (slip,)), handle, nonce, Channel.DIRECT)


ENVELOPES = [an_envelope(number) for number in range(6)]
LEAVES = [leaf_to_bytes(Opened(MANIFEST_HASH)), *(leaf_to_bytes(Cast(envelope)) for envelope in ENVELOPES)]


def a_receipt(number: int) -> Receipt:
    """The receipt given when the log ended with this envelope's successor or, for the last, with itself."""
    nodes, frontier = {}, tree.Frontier()
    for index, leaf in enumerate(LEAVES):
        nodes[0, index] = tree.leaf_hash(leaf)
        frontier, finished = frontier.append(nodes[0, index])
        nodes |= {(node.level, node.index): node.hash for node in finished}
    note = checkpoint.sign(Checkpoint(ORIGIN, frontier.size, frontier.root), SEED).note()
    proof = tree.inclusion_proof(lambda level, at: nodes[level, at], number + 1, frontier.size)
    return Receipt(ENVELOPES[number], number + 1, note, proof)


RECEIPT = a_receipt(3)


def changed(**facts: object) -> Receipt:
    values = {name: getattr(RECEIPT, name) for name in RECEIPT.__dataclass_fields__}
    return Receipt(**{**values, **facts})


@pytest.mark.parametrize("number", range(6))
def test_every_receipt_proves_its_envelope(number: int) -> None:
    receipt = Receipt.from_bytes(a_receipt(number).to_bytes())
    assert receipt == a_receipt(number)
    assert receipts.verify(receipt, MANIFEST_HASH, ORIGIN, KEY).size == 7
    assert receipt.code == ENVELOPES[number].code


@pytest.mark.parametrize(
    "receipt",
    [
        changed(index=3),
        changed(index=99),
        changed(envelope=ENVELOPES[2]),
        changed(envelope=an_envelope(3)),
        changed(proof=RECEIPT.proof[:-1]),
        changed(proof=()),
        changed(proof=(bytes(32), *RECEIPT.proof[1:])),
        changed(note=checkpoint.sign(Checkpoint(ORIGIN, 7, bytes(32)), SEED).note()),
    ],
)
def test_a_receipt_that_was_changed_proves_nothing(receipt: Receipt) -> None:
    with pytest.raises(ReceiptFails, match="returning officer"):
        receipts.verify(receipt, MANIFEST_HASH, ORIGIN, KEY)


def test_a_receipt_of_another_ballot_or_under_another_key_is_refused() -> None:
    with pytest.raises(ReceiptFails, match="another ballot"):
        receipts.verify(RECEIPT, bytes(32), ORIGIN, KEY)
    with pytest.raises(CheckpointRefused):
        receipts.verify(RECEIPT, MANIFEST_HASH, ORIGIN, signing.public_key_of(bytes(32)))


@pytest.mark.parametrize("change", [{"index": -1}, {"proof": ["AAAA"]}, {"checkpoint": "_w"}, {"choice": "for"}])
def test_a_receipt_of_another_shape_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(NotThisDocument):
        Receipt.from_document({**RECEIPT.to_document(), **change})  # type: ignore[dict-item]  # one fact replaced


def test_a_receipt_has_no_content() -> None:
    assert RECEIPT.to_document().keys() == {"envelope", "index", "checkpoint", "proof"}
    assert bytes(30).hex() not in RECEIPT.to_bytes().hex()
