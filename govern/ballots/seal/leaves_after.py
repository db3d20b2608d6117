"""Log entries of the end of a ballot: the close, what may follow it, and the withdrawal of a whole ballot."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import ClassVar

from govern.ballots.seal.canonical import Document, Plain, to_text
from govern.ballots.seal.contests import HASH
from govern.ballots.seal.fields import Fields, repeats
from govern.ballots.seal.slips import SIZE as SLIP


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


class ChairSide(enum.StrEnum):
    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class CastingVote:
    """The chair used a casting vote after equal votes, where the rules give one."""

    kind: ClassVar[str] = "casting-vote"
    contest: str
    side: ChairSide

    def facts(self) -> Document:
        return {"contest": self.contest, "side": self.side.value}

    @classmethod
    def taken_from(cls, fields: Fields) -> CastingVote:
        return cls(fields.text("contest", 64), fields.word("side", ChairSide))


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
