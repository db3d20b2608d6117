"""Everything that may stand in the log of a ballot, in the order in which a ballot lives.

Design: ballot-protocol 3.4 and decision 19. No leaf holds a time or a name of a member; none holds a choice in clear,
but for papers that were mixed by hand after the close. An officer is named by their office on this ballot. On the
wire every leaf has its `kind`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from govern.ballots.seal.canonical import Document, Plain, decode_object, encode, to_text
from govern.ballots.seal.contests import HASH
from govern.ballots.seal.envelope import APPOINTED, Envelope
from govern.ballots.seal.fields import Fields, NotThisDocument, repeats
from govern.ballots.seal.leaves_after import CastingVote, Closed, FactsFixed, PaperBatch, Withdrawn
from govern.ballots.seal.manifest import Channel


@dataclass(frozen=True, slots=True)
class Opened:
    """Voting begins. The first leaf of every log; it fixes the manifest."""

    kind: ClassVar[str] = "open"
    manifest_hash: bytes

    def facts(self) -> Document:
        return {"manifest_hash": to_text(self.manifest_hash)}

    @classmethod
    def taken_from(cls, fields: Fields) -> Opened:
        return cls(fields.octets("manifest_hash", HASH))


@dataclass(frozen=True, slots=True)
class Appointed:
    """Somebody may cast for this handle, in this channel. `holder_hash` is one for all mandates of a holder.

    `contests`: those the holder may cast for, where it is not the whole paper; an envelope under this appointment
    holds a slip for each of them and no other (invariant 50).
    """

    kind: ClassVar[str] = "appoint"
    handle: str
    channel: Channel
    holder_hash: bytes
    contests: tuple[str, ...] | None = None

    def facts(self) -> Document:
        document: Document = {
            "handle": self.handle,
            "channel": self.channel.value,
            "holder_hash": to_text(self.holder_hash),
        }
        return document if self.contests is None else document | {"contests": list(self.contests)}

    @classmethod
    def taken_from(cls, fields: Fields) -> Appointed:
        leaf = cls(
            fields.handle(),
            fields.word("channel", Channel),
            fields.octets("holder_hash", HASH),
            fields.texts("contests") if fields.has("contests") else None,
        )
        if leaf.channel not in APPOINTED:
            raise fields.refusal("channel")
        if leaf.contests is not None and (not leaf.contests or repeats(leaf.contests)):
            raise fields.refusal("contests")
        return leaf


@dataclass(frozen=True, slots=True)
class Revoked:
    """The appointment at this log index has ended; what was cast under it does not count."""

    kind: ClassVar[str] = "revoke"
    authority: int

    def facts(self) -> Document:
        return {"authority": self.authority}

    @classmethod
    def taken_from(cls, fields: Fields) -> Revoked:
        return cls(fields.whole("authority"))


@dataclass(frozen=True, slots=True)
class Cast:
    """An envelope was cast."""

    kind: ClassVar[str] = "envelope"
    envelope: Envelope

    def facts(self) -> Document:
        return self.envelope.to_document()

    @classmethod
    def taken_from(cls, fields: Fields) -> Cast:
        return cls(Envelope.taken_from(fields))


@dataclass(frozen=True, slots=True)
class OpenedForTest:
    """An envelope was opened as a test before anybody knew whose it was: it may never be cast, nor any of its slips.

    `sealed_hash` is the hash of its `sealed`, `slips` the first half (A) of each of its ciphertexts (decision 21).
    """

    kind: ClassVar[str] = "test"
    sealed_hash: bytes
    slips: tuple[bytes, ...]

    def facts(self) -> Document:
        return {"sealed_hash": to_text(self.sealed_hash), "slips": [to_text(slip) for slip in self.slips]}

    @classmethod
    def taken_from(cls, fields: Fields) -> OpenedForTest:
        leaf = cls(fields.octets("sealed_hash", HASH), fields.octets_list("slips", HASH))
        if not leaf.slips or repeats(leaf.slips):
            raise fields.refusal("slips")
        return leaf


@dataclass(frozen=True, slots=True)
class PaperIn:
    """A paper's outer envelope arrived and lies unopened in this batch; two tellers saw it."""

    kind: ClassVar[str] = "paper-in"
    handle: str
    batch: str

    def facts(self) -> Document:
        return {"handle": self.handle, "batch": self.batch}

    @classmethod
    def taken_from(cls, fields: Fields) -> PaperIn:
        return cls(fields.handle(), fields.text("batch", 64))


@dataclass(frozen=True, slots=True)
class Arrived:
    """The voter is checked in at the meeting."""

    kind: ClassVar[str] = "arrive"
    handle: str

    def facts(self) -> Document:
        return {"handle": self.handle}

    @classmethod
    def taken_from(cls, fields: Fields) -> Arrived:
        return cls(fields.handle())


@dataclass(frozen=True, slots=True)
class Left:
    """The voter has left the meeting."""

    kind: ClassVar[str] = "leave"
    handle: str

    def facts(self) -> Document:
        return {"handle": self.handle}

    @classmethod
    def taken_from(cls, fields: Fields) -> Left:
        return cls(fields.handle())


@dataclass(frozen=True, slots=True)
class Taken:
    """The vote is taken in the room now: who is checked in at this entry is attending."""

    kind: ClassVar[str] = "taken"

    def facts(self) -> Document:
        return {}

    @classmethod
    def taken_from(cls, fields: Fields) -> Taken:
        return cls()


@dataclass(frozen=True, slots=True)
class Struck:
    """Nothing cast for this handle counts. Two officers say so; the reason names nobody."""

    kind: ClassVar[str] = "strike"
    handle: str
    reason: str
    officers: tuple[str, ...]

    def facts(self) -> Document:
        return {"handle": self.handle, "reason": self.reason, "officers": list(self.officers)}

    @classmethod
    def taken_from(cls, fields: Fields) -> Struck:
        leaf = cls(fields.handle(), fields.text("reason", 200), fields.texts("officers"))
        if len(leaf.officers) != 2 or repeats(leaf.officers):
            raise fields.refusal("officers")
        return leaf


@dataclass(frozen=True, slots=True)
class Incident:
    """Something happened that the record of the ballot must show; the text itself is kept elsewhere, by its hash."""

    kind: ClassVar[str] = "incident"
    text_hash: bytes

    def facts(self) -> Document:
        return {"text_hash": to_text(self.text_hash)}

    @classmethod
    def taken_from(cls, fields: Fields) -> Incident:
        return cls(fields.octets("text_hash", HASH))


@dataclass(frozen=True, slots=True)
class Epoch:
    """The log goes on from an older copy of itself. The last head that was signed before, by its size and root, is
    not continued by what follows; two officers say so. It may stand wherever an envelope or a strike may."""

    kind: ClassVar[str] = "epoch"
    lost_size: int
    lost_root: bytes
    officers: tuple[str, ...]

    def facts(self) -> Document:
        return {
            "prev_head": {"size": self.lost_size, "root": to_text(self.lost_root)},
            "officers": list(self.officers),
        }

    @classmethod
    def taken_from(cls, fields: Fields) -> Epoch:
        head = Fields("head", fields.group("prev_head"))
        leaf = cls(head.whole("size"), head.octets("root", HASH), fields.texts("officers"))
        head.done()
        if len(leaf.officers) != 2 or repeats(leaf.officers):
            raise fields.refusal("officers")
        return leaf


Leaf: TypeAlias = (
    Opened
    | Appointed
    | Revoked
    | Cast
    | OpenedForTest
    | PaperIn
    | Arrived
    | Left
    | Taken
    | Struck
    | Incident
    | Epoch
    | Closed
    | PaperBatch
    | FactsFixed
    | CastingVote
    | Withdrawn
)

_READERS: dict[str, Callable[[Fields], Leaf]] = {
    Opened.kind: Opened.taken_from,
    Appointed.kind: Appointed.taken_from,
    Revoked.kind: Revoked.taken_from,
    Cast.kind: Cast.taken_from,
    OpenedForTest.kind: OpenedForTest.taken_from,
    PaperIn.kind: PaperIn.taken_from,
    Arrived.kind: Arrived.taken_from,
    Left.kind: Left.taken_from,
    Taken.kind: Taken.taken_from,
    Struck.kind: Struck.taken_from,
    Incident.kind: Incident.taken_from,
    Epoch.kind: Epoch.taken_from,
    Closed.kind: Closed.taken_from,
    PaperBatch.kind: PaperBatch.taken_from,
    FactsFixed.kind: FactsFixed.taken_from,
    CastingVote.kind: CastingVote.taken_from,
    Withdrawn.kind: Withdrawn.taken_from,
}


def leaf_to_document(leaf: Leaf) -> Document:
    return {"kind": leaf.kind, **leaf.facts()}


def leaf_from_document(document: Plain) -> Leaf:
    """Raises NotThisDocument for an unknown kind and for any fact missing, unknown or out of place."""
    fields = Fields("leaf", document)
    kind = fields.text("kind", 40)
    reader = _READERS.get(kind)
    if reader is None:
        raise NotThisDocument(
            'There is no log entry of the kind "{kind}". It may come from a newer version of this program.', kind=kind
        )
    leaf = reader(fields)
    fields.done()
    return leaf


def leaf_to_bytes(leaf: Leaf) -> bytes:
    """What is hashed into the tree and stored."""
    return encode(leaf_to_document(leaf))


def leaf_from_bytes(content: bytes) -> Leaf:
    """Raises NotCanonical or NotThisDocument for anything `leaf_to_bytes` would not write."""
    return leaf_from_document(decode_object(content))
