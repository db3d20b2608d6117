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
from govern.ballots.seal.manifest import Channel
from govern.ballots.seal.slips import SIZE as SLIP


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
class Tested:
    """An envelope was opened as a test before anybody knew whose it was: it may never be cast, nor any of its slips.

    `sealed_hash` is the hash of its `sealed`, `slips` the first half (A) of each of its ciphertexts (decision 21).
    """

    kind: ClassVar[str] = "test"
    sealed_hash: bytes
    slips: tuple[bytes, ...]

    def facts(self) -> Document:
        return {"sealed_hash": to_text(self.sealed_hash), "slips": [to_text(slip) for slip in self.slips]}

    @classmethod
    def taken_from(cls, fields: Fields) -> Tested:
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
class Closed:
    """Voting has ended. After it come only strikes, incidents, papers that were read, and the facts of the count."""

    kind: ClassVar[str] = "close"

    def facts(self) -> Document:
        return {}

    @classmethod
    def taken_from(cls, fields: Fields) -> Closed:
        return cls()


@dataclass(frozen=True, slots=True)
class PaperSlips:
    """What stood on the papers of a batch for one contest: slips of thirty bytes in their order, and the spoilt."""

    contest: str
    slips: tuple[bytes, ...]
    spoilt: int

    def to_document(self) -> Document:
        return {"contest": self.contest, "slips": [to_text(slip) for slip in self.slips], "spoilt": self.spoilt}

    @classmethod
    def from_document(cls, document: Plain) -> PaperSlips:
        fields = Fields("paper contest", document)
        found = cls(fields.text("contest", 64), fields.octets_list("slips", SLIP), fields.whole("spoilt"))
        fields.done()
        if list(found.slips) != sorted(found.slips):
            raise fields.refusal("slips")
        return found


@dataclass(frozen=True, slots=True)
class PaperBatch:
    """Papers of one style, taken out of their envelopes, mixed, and then read by two tellers who agree.

    `papers` counts outer envelopes, `missing` those without a paper; so each contest has `papers - missing` slips.
    """

    kind: ClassVar[str] = "paper-batch"
    batch: str
    style: str
    papers: int
    missing: int
    slips: tuple[PaperSlips, ...]
    tellers: tuple[str, ...]

    def facts(self) -> Document:
        return {
            "batch": self.batch,
            "style": self.style,
            "papers": self.papers,
            "missing": self.missing,
            "slips": [part.to_document() for part in self.slips],
            "tellers": list(self.tellers),
        }

    @classmethod
    def taken_from(cls, fields: Fields) -> PaperBatch:
        leaf = cls(
            fields.text("batch", 64),
            fields.text("style", 64),
            fields.whole("papers", 1),
            fields.whole("missing"),
            tuple(PaperSlips.from_document(part) for part in fields.parts("slips")),
            fields.texts("tellers"),
        )
        read = leaf.papers - leaf.missing
        if not leaf.slips or repeats(part.contest for part in leaf.slips):
            raise fields.refusal("slips")
        if any(len(part.slips) + part.spoilt != read for part in leaf.slips):
            raise fields.refusal("missing")
        if len(leaf.tellers) != 2 or repeats(leaf.tellers):
            raise fields.refusal("tellers")
        return leaf


@dataclass(frozen=True, slots=True)
class FactsFixed:
    """What the count is told beside the papers (places held, who withdrew, the lots' seed) is fixed before anything
    is opened: the hash of that document."""

    kind: ClassVar[str] = "facts"
    facts_hash: bytes

    def facts(self) -> Document:
        return {"facts_hash": to_text(self.facts_hash)}

    @classmethod
    def taken_from(cls, fields: Fields) -> FactsFixed:
        return cls(fields.octets("facts_hash", HASH))


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The ballot was withdrawn: nothing in this log is ever opened. The last leaf."""

    kind: ClassVar[str] = "withdrawn"
    reason: str

    def facts(self) -> Document:
        return {"reason": self.reason}

    @classmethod
    def taken_from(cls, fields: Fields) -> Withdrawn:
        return cls(fields.text("reason", 200))


Leaf: TypeAlias = (
    Opened
    | Appointed
    | Revoked
    | Cast
    | Tested
    | PaperIn
    | Arrived
    | Left
    | Taken
    | Struck
    | Incident
    | Closed
    | PaperBatch
    | FactsFixed
    | Withdrawn
)

_READERS: dict[str, Callable[[Fields], Leaf]] = {
    Opened.kind: Opened.taken_from,
    Appointed.kind: Appointed.taken_from,
    Revoked.kind: Revoked.taken_from,
    Cast.kind: Cast.taken_from,
    Tested.kind: Tested.taken_from,
    PaperIn.kind: PaperIn.taken_from,
    Arrived.kind: Arrived.taken_from,
    Left.kind: Left.taken_from,
    Taken.kind: Taken.taken_from,
    Struck.kind: Struck.taken_from,
    Incident.kind: Incident.taken_from,
    Closed.kind: Closed.taken_from,
    PaperBatch.kind: PaperBatch.taken_from,
    FactsFixed.kind: FactsFixed.taken_from,
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
