"""What a secret ballot is, written down before it opens and never changed.

Design: ballot-protocol 3.4. The manifest's hash is the first entry of the log and stands in every envelope.
Lists that only sealed slips need (trustees, mixers, Feldman commitments) are there and empty at the level Everyday.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from govern.ballots.seal.canonical import Document, Plain, decode_object, digest, encode, to_text
from govern.ballots.seal.contests import ContestEntry, StyleEntry
from govern.ballots.seal.fields import Fields, moment_to_text, repeats

VERSION = 1
KEY = HASH = 32


class Level(enum.StrEnum):
    """How much this ballot protects (ballot-protocol 3.1). It is printed on the result."""

    EVERYDAY = "everyday"
    AGM = "agm"
    CONTESTED = "contested"


class Sealing(enum.StrEnum):
    """How slips are sealed. SLIPS: ElGamal to a key in shares, mixed before they are opened. BOX: sealed boxes to one
    key, as ballots were that an earlier version opened."""

    SLIPS = "slips"
    BOX = "box"


class Channel(enum.StrEnum):
    """By which way a vote comes (decision 19)."""

    ROOM = "room"
    DIRECT = "direct"
    PAPER = "paper"
    PROXY_DIRECTED = "proxy_directed"
    PROXY_FREE = "proxy_free"
    PEER = "peer"


PRECEDENCE = (
    Channel.ROOM,
    Channel.DIRECT,
    Channel.PAPER,
    Channel.PROXY_DIRECTED,
    Channel.PROXY_FREE,
    Channel.PEER,
)
"""Invariant 42, strongest first. Where a rulebook lets a paper replace an electronic vote, `paper` moves up."""


class Attending(enum.StrEnum):
    """What happens to a direct early vote whose owner is checked in when the vote is taken (invariant 42)."""

    DISCOUNT = "discount"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Trustee:
    """One holder of a share of the key: number from 1, name, Ed25519 signing key, share of the public key (X_i)."""

    number: int
    name: str
    signing_key: bytes
    share_key: bytes

    def to_document(self) -> Document:
        return {
            "i": self.number,
            "name": self.name,
            "sign_pk": to_text(self.signing_key),
            "X_i": to_text(self.share_key),
        }

    @classmethod
    def from_document(cls, document: Plain) -> Trustee:
        fields = Fields("trustee", document)
        trustee = cls(
            fields.whole("i", 1, 255), fields.text("name"), fields.octets("sign_pk", KEY), fields.octets("X_i", KEY)
        )
        fields.done()
        return trustee


@dataclass(frozen=True, slots=True)
class Signer:
    """A mixer, a witness or a teller: who, and their Ed25519 public key."""

    name: str
    key: bytes

    def to_document(self) -> Document:
        return {"name": self.name, "pk": to_text(self.key)}

    @classmethod
    def from_document(cls, document: Plain) -> Signer:
        fields = Fields("signer", document)
        signer = cls(fields.text("name"), fields.octets("pk", KEY))
        fields.done()
        return signer


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The whole of what a ballot is. Times are UTC to the second; keys are 32 bytes.

    `election_key` is the public key to which slips are sealed, `log_key` the log's Ed25519 public key, `threshold`
    how many trustees are needed, `witness_quorum` how many witnesses must sign a head, `verifier_hash` the SHA-256
    of the independent checker where one is published.
    """

    ballot_id: str
    society: str
    title: str
    contests: tuple[ContestEntry, ...]
    styles: tuple[StyleEntry, ...]
    roll_hash: bytes
    roll_size: int
    opens: datetime
    closes: datetime
    level: Level
    sealing: Sealing
    precedence: tuple[Channel, ...] = PRECEDENCE
    attending: Attending = Attending.DISCOUNT
    privacy_floor: int
    trackers: bool = False
    election_key: bytes
    feldman: tuple[bytes, ...] = ()
    trustees: tuple[Trustee, ...] = ()
    threshold: int = 1
    mixers: tuple[Signer, ...] = ()
    witnesses: tuple[Signer, ...] = ()
    witness_quorum: int = 0
    log_origin: str
    log_key: bytes
    tellers: tuple[Signer, ...] = ()
    verifier_hash: bytes | None = None

    def to_document(self) -> Document:
        document: Document = {
            "v": VERSION,
            "ballot_id": self.ballot_id,
            "society": self.society,
            "title": self.title,
            "contests": [contest.to_document() for contest in self.contests],
            "styles": [style.to_document() for style in self.styles],
            "roll_hash": to_text(self.roll_hash),
            "roll_size": self.roll_size,
            "opens": moment_to_text(self.opens),
            "closes": moment_to_text(self.closes),
            "level": self.level.value,
            "sealing": self.sealing.value,
            "precedence": [channel.value for channel in self.precedence],
            "early_vote_if_attending": self.attending.value,
            "privacy_floor": self.privacy_floor,
            "trackers": self.trackers,
            "election_key": to_text(self.election_key),
            "feldman": [to_text(point) for point in self.feldman],
            "trustees": [trustee.to_document() for trustee in self.trustees],
            "k": self.threshold,
            "mixers": [mixer.to_document() for mixer in self.mixers],
            "witnesses": [witness.to_document() for witness in self.witnesses],
            "k_w": self.witness_quorum,
            "log_origin": self.log_origin,
            "log_pk": to_text(self.log_key),
            "tellers": [teller.to_document() for teller in self.tellers],
        }
        return document if self.verifier_hash is None else document | {"verifier_sha256": to_text(self.verifier_hash)}

    @classmethod
    def from_document(cls, document: Plain) -> Manifest:
        """Raises NotThisDocument for anything missing, unknown, out of range or at odds with another part."""
        fields = Fields("manifest", document)
        if fields.whole("v") != VERSION:
            raise fields.refusal("v")
        manifest = cls(
            ballot_id=fields.text("ballot_id", 64),
            society=fields.text("society"),
            title=fields.text("title"),
            contests=tuple(ContestEntry.from_document(part) for part in fields.parts("contests")),
            styles=tuple(StyleEntry.from_document(part) for part in fields.parts("styles")),
            roll_hash=fields.octets("roll_hash", HASH),
            roll_size=fields.whole("roll_size"),
            opens=fields.moment("opens"),
            closes=fields.moment("closes"),
            level=fields.word("level", Level),
            sealing=fields.word("sealing", Sealing),
            precedence=_channels(fields),
            attending=fields.word("early_vote_if_attending", Attending),
            privacy_floor=fields.whole("privacy_floor", 1),
            trackers=fields.flag("trackers"),
            election_key=fields.octets("election_key", KEY),
            feldman=fields.octets_list("feldman", KEY),
            trustees=tuple(Trustee.from_document(part) for part in fields.parts("trustees")),
            threshold=fields.whole("k", 1, 255),
            mixers=tuple(Signer.from_document(part) for part in fields.parts("mixers")),
            witnesses=tuple(Signer.from_document(part) for part in fields.parts("witnesses")),
            witness_quorum=fields.whole("k_w", 0, 255),
            log_origin=fields.text("log_origin", 255),
            log_key=fields.octets("log_pk", KEY),
            tellers=tuple(Signer.from_document(part) for part in fields.parts("tellers")),
            verifier_hash=fields.octets("verifier_sha256", HASH) if fields.has("verifier_sha256") else None,
        )
        fields.done()
        _refuse_contradictions(manifest, fields)
        return manifest

    def to_bytes(self) -> bytes:
        return encode(self.to_document())

    @classmethod
    def from_bytes(cls, content: bytes) -> Manifest:
        return cls.from_document(decode_object(content))

    def hash(self) -> bytes:
        """32 bytes: what the `open` leaf, every envelope and the fingerprint stand on."""
        return digest("manifest", self.to_bytes())

    def contest(self, contest_id: str) -> ContestEntry:
        return next(contest for contest in self.contests if contest.id == contest_id)

    def style(self, style_id: str) -> StyleEntry:
        return next(style for style in self.styles if style.id == style_id)


def _channels(fields: Fields) -> tuple[Channel, ...]:
    try:
        channels = tuple(Channel(word) for word in fields.texts("precedence"))
    except ValueError:
        raise fields.refusal("precedence") from None
    if sorted(channels) != sorted(Channel):
        raise fields.refusal("precedence")
    return channels


def _refuse_contradictions(manifest: Manifest, fields: Fields) -> None:
    known = {contest.id for contest in manifest.contests}
    if not known or len(known) != len(manifest.contests):
        raise fields.refusal("contests")
    if not manifest.styles or repeats(style.id for style in manifest.styles):
        raise fields.refusal("styles")
    if any(contest not in known for style in manifest.styles for contest in style.contests):
        raise fields.refusal("styles")
    if manifest.opens >= manifest.closes:
        raise fields.refusal("closes")
    if manifest.witness_quorum > len(manifest.witnesses):
        raise fields.refusal("k_w")
