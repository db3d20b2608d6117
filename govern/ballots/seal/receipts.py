"""What a voter keeps: the whole sealed envelope, and the proof that it is in the log. Nothing of the choice.

Design: ballot-protocol 3.4 and 3.8 (V7). A receipt holds the envelope itself, so that it can be handed in again if
the log was ever rolled back.
"""

from __future__ import annotations

from dataclasses import dataclass

from govern.ballots.seal import checkpoint, tree
from govern.ballots.seal.canonical import Document, Plain, decode_object, encode, to_text
from govern.ballots.seal.envelope import Envelope
from govern.ballots.seal.fields import Fields
from govern.ballots.seal.leaves import Cast, leaf_to_bytes
from govern.errors import NotValid


class ReceiptFails(NotValid):
    """The receipt does not prove that its envelope is in the log."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """`index` is the envelope's place in the log, `note` the signed head, `proof` the path from leaf to root."""

    envelope: Envelope
    index: int
    note: str
    proof: tuple[bytes, ...]

    @property
    def code(self) -> str:
        return self.envelope.code

    def to_document(self) -> Document:
        return {
            "envelope": self.envelope.to_document(),
            "index": self.index,
            "checkpoint": to_text(self.note.encode()),
            "proof": [to_text(step) for step in self.proof],
        }

    @classmethod
    def from_document(cls, document: Plain) -> Receipt:
        fields = Fields("receipt", document)
        envelope = Envelope.from_document(fields.group("envelope"))
        index = fields.whole("index")
        try:
            note = fields.octets("checkpoint").decode("utf-8")
        except UnicodeDecodeError:
            raise fields.refusal("checkpoint") from None
        receipt = cls(envelope, index, note, fields.octets_list("proof", tree.HASH_SIZE))
        fields.done()
        return receipt

    def to_bytes(self) -> bytes:
        return encode(self.to_document())

    @classmethod
    def from_bytes(cls, content: bytes) -> Receipt:
        return cls.from_document(decode_object(content))


def verify(receipt: Receipt, manifest_hash: bytes, log_origin: str, log_key: bytes) -> checkpoint.Checkpoint:
    """The log head that includes this envelope. Raises ReceiptFails, or CheckpointRefused for a wrong signature."""
    if receipt.envelope.sealed.manifest_hash != manifest_hash:
        raise ReceiptFails("This receipt belongs to another ballot. Please check which ballot you want to look at.")
    head = checkpoint.verify(receipt.note, log_origin, log_key)
    leaf = tree.leaf_hash(leaf_to_bytes(Cast(receipt.envelope)))
    if not tree.verify_inclusion(leaf, receipt.index, head.size, receipt.proof, head.root):
        raise ReceiptFails(
            "This receipt does not prove that the envelope is in the box. Please show it to the returning officer."
        )
    return head
