"""A mix and a partial decryption as documents that their makers sign: what is published, and what the tools exchange.

docs/bundle.md, section 7. Lists of points, of pairs and of numbers are joined bytes: each entry has 32 bytes (a pair
64). The signature is over the hash of the document without it, so nobody can put another's name to a mix.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from govern.ballots.seal import group, signing
from govern.ballots.seal.canonical import Document, Plain, decode_object, digest, encode, to_text
from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.fields import Fields
from govern.ballots.seal.group import NotAScalar, Point, Scalar
from govern.ballots.seal.opening import PartialProof
from govern.ballots.seal.shuffle_proof import Commitments, ShuffleProof
from govern.errors import NotValid

PAIR = 2 * group.SIZE
MOST_STAGES = 32


class NotSigned(NotValid):
    """The document is not signed by whoever it says made it."""


@dataclass(frozen=True, slots=True)
class Mix:
    """One mix of one contest and style: `stage` from 1, the mixer by name, the outputs in their order, the proof."""

    contest: str
    style: str
    stage: int
    mixer: str
    outputs: tuple[Ciphertext, ...]
    proof: ShuffleProof
    signature: bytes = b""

    def facts(self) -> Document:
        """Everything but the signature."""
        proof, t = self.proof, self.proof.t
        return {
            "contest": self.contest,
            "style": self.style,
            "stage": self.stage,
            "mixer": self.mixer,
            "outputs": to_text(b"".join(one.to_bytes() for one in self.outputs)),
            "c": _joined(proof.c),
            "c_hat": _joined(proof.c_hat),
            "t1": to_text(t.t1),
            "t2": to_text(t.t2),
            "t3": to_text(t.t3),
            "t4_b": to_text(t.t4_b),
            "t4_a": to_text(t.t4_a),
            "t_hat": _joined(t.t_hat),
            "s1": _number(proof.s1),
            "s2": _number(proof.s2),
            "s3": _number(proof.s3),
            "s4": _number(proof.s4),
            "s_hat": _numbers(proof.s_hat),
            "s_prime": _numbers(proof.s_prime),
        }

    def signed(self, seed: bytes) -> Mix:
        return replace(self, signature=signing.sign(seed, _message("mix", self.facts())))

    def check_signed(self, public_key: bytes) -> None:
        """Raises NotSigned."""
        _check_signed("mix", self.facts(), self.signature, public_key)

    def to_bytes(self) -> bytes:
        return encode(self.facts() | {"signature": to_text(self.signature)})

    @classmethod
    def from_bytes(cls, content: bytes) -> Mix:
        """Raises NotCanonical, NotThisDocument. Points are not looked at here: whoever checks the proof does."""
        return cls._from_document(decode_object(content))

    @classmethod
    def _from_document(cls, document: Plain) -> Mix:
        fields = Fields("mix", document)
        mix = cls(
            contest=fields.text("contest", 64),
            style=fields.text("style", 64),
            stage=fields.whole("stage", 1, MOST_STAGES),
            mixer=fields.text("mixer"),
            outputs=tuple(
                Ciphertext(pair[: group.SIZE], pair[group.SIZE :]) for pair in _split(fields, "outputs", PAIR)
            ),
            proof=ShuffleProof(
                c=_split(fields, "c"),
                c_hat=_split(fields, "c_hat"),
                t=Commitments(
                    fields.octets("t1", group.SIZE),
                    fields.octets("t2", group.SIZE),
                    fields.octets("t3", group.SIZE),
                    fields.octets("t4_b", group.SIZE),
                    fields.octets("t4_a", group.SIZE),
                    _split(fields, "t_hat"),
                ),
                s1=_read_number(fields, "s1"),
                s2=_read_number(fields, "s2"),
                s3=_read_number(fields, "s3"),
                s4=_read_number(fields, "s4"),
                s_hat=_read_numbers(fields, "s_hat"),
                s_prime=_read_numbers(fields, "s_prime"),
            ),
            signature=fields.octets("signature", signing.SIGNATURE),
        )
        fields.done()
        return mix


@dataclass(frozen=True, slots=True)
class Partial:
    """One trustee's parts of all slips of a contest and style, in the order of the last mix, with the proof."""

    contest: str
    style: str
    trustee: int
    proof: PartialProof
    signature: bytes = b""

    def facts(self) -> Document:
        return {
            "contest": self.contest,
            "style": self.style,
            "trustee": self.trustee,
            "shares": _joined(self.proof.parts),
            "challenge": _number(self.proof.challenge),
            "answer": _number(self.proof.answer),
        }

    def signed(self, seed: bytes) -> Partial:
        return replace(self, signature=signing.sign(seed, _message("partial", self.facts())))

    def check_signed(self, public_key: bytes) -> None:
        """Raises NotSigned."""
        _check_signed("partial", self.facts(), self.signature, public_key)

    def to_bytes(self) -> bytes:
        return encode(self.facts() | {"signature": to_text(self.signature)})

    @classmethod
    def from_bytes(cls, content: bytes) -> Partial:
        """Raises NotCanonical, NotThisDocument."""
        fields = Fields("partial", decode_object(content))
        partial = cls(
            contest=fields.text("contest", 64),
            style=fields.text("style", 64),
            trustee=fields.whole("trustee", 1, 255),
            proof=PartialProof(
                _split(fields, "shares"), _read_number(fields, "challenge"), _read_number(fields, "answer")
            ),
            signature=fields.octets("signature", signing.SIGNATURE),
        )
        fields.done()
        return partial


def _message(kind: str, facts: Document) -> bytes:
    return digest(f"{kind}-signature", encode(facts))


def _check_signed(kind: str, facts: Document, signature: bytes, public_key: bytes) -> None:
    if not signing.is_signed(public_key, _message(kind, facts), signature):
        raise NotSigned("This file is not signed by the scrutineer whose name it has. Ask them to make it again.")


def _joined(points: tuple[Point, ...]) -> str:
    return to_text(b"".join(points))


def _number(scalar: Scalar) -> str:
    return to_text(group.scalar_to_bytes(scalar))


def _numbers(scalars: tuple[Scalar, ...]) -> str:
    return to_text(b"".join(map(group.scalar_to_bytes, scalars)))


def _split(fields: Fields, name: str, size: int = group.SIZE) -> tuple[bytes, ...]:
    content = fields.octets(name)
    if not content or len(content) % size:
        raise fields.refusal(name)
    return tuple(content[at : at + size] for at in range(0, len(content), size))


def _read_number(fields: Fields, name: str) -> Scalar:
    try:
        return group.scalar_from_bytes(fields.octets(name, group.SIZE))
    except NotAScalar:
        raise fields.refusal(name) from None


def _read_numbers(fields: Fields, name: str) -> tuple[Scalar, ...]:
    try:
        return tuple(group.scalar_from_bytes(part) for part in _split(fields, name))
    except NotAScalar:
        raise fields.refusal(name) from None
