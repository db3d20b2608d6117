"""What those who hold a duty in a sealed ballot hand in before it opens: who they are, and how its key is shared.

Level AGM (ballot-protocol 3.1, 3.5): scrutineers hold shares of the key, mixers shuffle, witnesses sign the log's
heads. docs/ceremony-files.md says which file goes which way. Each is signed: nobody can put in another's name.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import ClassVar

from govern.ballots.seal import group, sharing, signing
from govern.ballots.seal.canonical import Document, Plain, decode_object, digest, encode, to_text
from govern.ballots.seal.checkpoint import is_name
from govern.ballots.seal.fields import Fields, repeats
from govern.ballots.seal.manifest import HASH, KEY, VERSION, Signer, Trustee
from govern.ballots.seal.proof_documents import NotSigned
from govern.errors import NotValid

LONGEST_NAME = 100


class Duty(enum.StrEnum):
    """What somebody does for a ballot with a key of their own."""

    TRUSTEE = "trustee"
    MIXER = "mixer"
    WITNESS = "witness"


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody's public key for one duty (Ed25519), signed with it: they hold the private half.

    A witness's name goes into the log's heads, where names have no spaces and no plus signs (C2SP signed-note).
    """

    duty: Duty
    name: str
    key: bytes
    signature: bytes = b""

    KIND: ClassVar[str] = "card"

    def facts(self) -> Document:
        return {"v": VERSION, "duty": self.duty.value, "name": self.name, "pk": to_text(self.key)}

    @classmethod
    def made(cls, duty: Duty, name: str, seed: bytes) -> Card:
        """The card that goes with this Ed25519 seed. Raises NotValid for a name that cannot stand in the manifest."""
        check_name(duty, name)
        card = cls(duty, name, signing.public_key_of(seed))
        return replace(card, signature=signing.sign(seed, _message(cls.KIND, card.facts())))

    def signer(self) -> Signer:
        return Signer(self.name, self.key)

    def to_bytes(self) -> bytes:
        return encode(self.facts() | {"signature": to_text(self.signature)})

    @classmethod
    def from_bytes(cls, content: bytes) -> Card:
        """Raises NotCanonical, NotThisDocument, NotSigned, and NotValid for its name."""
        fields = Fields(cls.KIND, decode_object(content))
        fields.whole("v", VERSION, VERSION)
        card = cls(
            fields.word("duty", Duty),
            fields.text("name", LONGEST_NAME),
            fields.octets("pk", KEY),
            fields.octets("signature", signing.SIGNATURE),
        )
        fields.done()
        check_name(card.duty, card.name)
        _check(cls.KIND, card.facts(), card.signature, card.key)
        return card


def check_name(duty: Duty, name: str) -> None:
    """Raises NotValid with what to do instead."""
    if not name.strip() or name != name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        raise NotValid("Write a name of up to {most} letters on one line.", most=LONGEST_NAME)
    if duty is Duty.WITNESS and not is_name(name):
        raise NotValid("The name of a witness has no spaces and no plus sign. Put a hyphen in their place.")


@dataclass(frozen=True, slots=True)
class KeyShares:
    """How the key of one ballot is shared: all of a dealing but the shares. `origin` names the ballot's log."""

    origin: str
    threshold: int
    commitments: tuple[group.Point, ...]
    trustees: tuple[Trustee, ...]

    @property
    def key(self) -> group.Point:
        """Y, to which slips are sealed."""
        return self.commitments[0]

    @classmethod
    def of(cls, origin: str, dealing: sharing.Dealing, cards: tuple[Card, ...]) -> KeyShares:
        """What a dealer publishes; trustees are numbered from 1 in the order of their cards."""
        trustees = tuple(
            Trustee(number, card.name, card.key, sharing.share_key(dealing.commitments, number))
            for number, card in enumerate(cards, 1)
        )
        return cls(origin, len(dealing.commitments), dealing.commitments, trustees)

    def to_bytes(self) -> bytes:
        return encode(
            {
                "v": VERSION,
                "log_origin": self.origin,
                "k": self.threshold,
                "election_key": to_text(self.key),
                "feldman": [to_text(point) for point in self.commitments],
                "trustees": [trustee.to_document() for trustee in self.trustees],
            }
        )

    def hash(self) -> bytes:
        """32 bytes: what trustees sign when they accept their shares."""
        return digest("key-shares", self.to_bytes())

    @classmethod
    def from_bytes(cls, content: bytes) -> KeyShares:
        """Raises NotCanonical, NotThisDocument, and NotADealing where the points do not fit each other."""
        fields = Fields("key-shares", decode_object(content))
        fields.whole("v", VERSION, VERSION)
        origin, threshold = fields.text("log_origin", 200), fields.whole("k", 1, sharing.MOST)
        key = fields.octets("election_key", KEY)
        commitments = fields.octets_list("feldman", KEY)
        trustees = tuple(Trustee.from_document(part) for part in fields.parts("trustees"))
        fields.done()
        sharing.check_commitments(key, commitments, threshold)
        shares = cls(origin, threshold, commitments, trustees)
        shares._check_trustees()
        return shares

    def _check_trustees(self) -> None:
        numbers = [trustee.number for trustee in self.trustees]
        if numbers != list(range(1, len(numbers) + 1)) or not self.threshold <= len(numbers) <= sharing.MOST:
            raise sharing.NotADealing("Scrutineers are numbered from 1, and there are as many as are needed or more.")
        if repeats(trustee.name for trustee in self.trustees) or repeats(one.signing_key for one in self.trustees):
            raise sharing.NotADealing(
                "Two scrutineers have the same name or the same key. Each brings their own card."
            )
        for trustee in self.trustees:
            public = sharing.share_key(self.commitments, trustee.number)
            if public in (group.IDENTITY, self.key) or public != trustee.share_key:
                raise sharing.NotADealing(
                    "The public share of {name} does not fit the key. Deal a new key.", name=trustee.name
                )


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A trustee's word that their share fits the commitments. Without everybody's no ballot opens."""

    shares_hash: bytes
    number: int
    signature: bytes = b""

    KIND: ClassVar[str] = "acceptance"

    def facts(self) -> Document:
        return {"v": VERSION, "shares_hash": to_text(self.shares_hash), "i": self.number}

    @classmethod
    def made(cls, shares: KeyShares, number: int, share: group.Scalar, seed: bytes) -> Acceptance:
        """Only for a share that fits. Raises WrongShare, and NotSigned where the seed is not this trustee's."""
        sharing.check_share(shares.commitments, number, share)
        accepted = cls(shares.hash(), number)
        signature = signing.sign(seed, _message(cls.KIND, accepted.facts()))
        signed = replace(accepted, signature=signature)
        signed.check(shares)
        return signed

    def check(self, shares: KeyShares) -> Trustee:
        """Whose it is. Raises NotSigned unless it is for these shares and by the trustee with this number."""
        found = next((trustee for trustee in shares.trustees if trustee.number == self.number), None)
        if found is None or self.shares_hash != shares.hash():
            raise NotSigned("This acceptance is for another key. Ask the scrutineer for the one of this ballot.")
        _check(self.KIND, self.facts(), self.signature, found.signing_key)
        return found

    def to_bytes(self) -> bytes:
        return encode(self.facts() | {"signature": to_text(self.signature)})

    @classmethod
    def from_bytes(cls, content: bytes) -> Acceptance:
        """Raises NotCanonical, NotThisDocument."""
        fields = Fields(cls.KIND, decode_object(content))
        fields.whole("v", VERSION, VERSION)
        accepted = cls(
            fields.octets("shares_hash", HASH),
            fields.whole("i", 1, sharing.MOST),
            fields.octets("signature", signing.SIGNATURE),
        )
        fields.done()
        return accepted


Handed = Card | KeyShares | Acceptance
_BY_NAME: dict[str, type[Card] | type[KeyShares] | type[Acceptance]] = {
    "duty": Card,
    "feldman": KeyShares,
    "shares_hash": Acceptance,
}


def handed_in(content: bytes) -> Handed:
    """Whichever of the three this file is. Raises what their `from_bytes` raise, and NotValid for none of them."""
    document: Plain = decode_object(content)
    assert isinstance(document, dict)
    for name, kind in _BY_NAME.items():
        if name in document:
            return kind.from_bytes(content)
    raise NotValid("This file is no card, no sharing of a key and no acceptance. Choose the file the tool wrote.")


def _message(kind: str, facts: Document) -> bytes:
    return digest(f"{kind}-signature", encode(facts))


def _check(kind: str, facts: Document, signature: bytes, public_key: bytes) -> None:
    if not signing.is_signed(public_key, _message(kind, facts), signature):
        raise NotSigned("This file was not signed with the key that it names. Ask its owner to make it again.")
