"""What a count is told beside the papers, fixed in the log before anything is opened.

Places held by those who go on sitting, who withdrew, the quorum, the seed of the lots:
none of it can be chosen any more once somebody could know the slips. The document is `facts.json` of the bundle.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from govern.ballots.seal.canonical import Document, Plain, decode_object, digest, encode, to_text
from govern.ballots.seal.fields import Fields, repeats

SEED = 32
MOST = 1_000_000


class QuorumOf(enum.StrEnum):
    """Who says whether enough took part: the meeting's attendance, or the ballot's own turnout."""

    MEETING = "meeting"
    BALLOT = "ballot"


@dataclass(frozen=True, slots=True)
class QuorumFact:
    """How many had to take part. Of a meeting also how many did, and whether it was quorate."""

    of: QuorumOf
    required: int
    counted: int = 0
    quorate: bool = True

    def to_document(self) -> Document:
        document: Document = {"of": self.of.value, "required": self.required}
        return document | ({"counted": self.counted, "quorate": self.quorate} if self.of is QuorumOf.MEETING else {})

    @classmethod
    def from_document(cls, document: Plain) -> QuorumFact:
        fields = Fields("quorum", document)
        of, required = fields.word("of", QuorumOf), fields.whole("required", 0, MOST)
        fact = cls(of, required)
        if of is QuorumOf.MEETING:
            fact = cls(of, required, fields.whole("counted", 0, MOST), fields.flag("quorate"))
        fields.done()
        return fact

    def reached_by(self, voted: int) -> bool:
        """Whether enough took part; `voted` counts people who voted in this ballot."""
        return self.quorate if self.of is QuorumOf.MEETING else voted >= self.required


@dataclass(frozen=True, slots=True)
class HeldPlaces:
    """How many places people hold who go on sitting and count under this cap of the manifest."""

    id: str
    held: int

    def to_document(self) -> Document:
        return {"id": self.id, "held": self.held}

    @classmethod
    def from_document(cls, document: Plain) -> HeldPlaces:
        fields = Fields("places held", document)
        found = cls(fields.text("id", 200), fields.whole("held", 0, MOST))
        fields.done()
        return found


@dataclass(frozen=True, slots=True)
class FloorFact:
    """A quota that this election keeps: at least `least` of `places`; `held` of them go on being held by such people.

    `options` are those who stand here and count under it, `elsewhere` the free seats of other rows that such people
    could take, by row.
    """

    id: str
    least: int
    held: int
    places: int
    options: tuple[str, ...]
    elsewhere: dict[str, int] = field(default_factory=dict)

    def to_document(self) -> Document:
        elsewhere: Document = {**self.elsewhere}
        return {
            "id": self.id,
            "least": self.least,
            "held": self.held,
            "places": self.places,
            "options": list(self.options),
            "elsewhere": elsewhere,
        }

    @classmethod
    def from_document(cls, document: Plain) -> FloorFact:
        fields = Fields("floor", document)
        found = cls(
            fields.text("id", 200),
            fields.whole("least", 0, MOST),
            fields.whole("held", 0, MOST),
            fields.whole("places", 0, MOST),
            fields.texts("options"),
            _numbers(fields, "elsewhere"),
        )
        fields.done()
        return found


@dataclass(frozen=True, slots=True)
class ContestFacts:
    """What is told of one contest. `present`: the people of each group at the meeting, where the rule asks for it."""

    contest: str
    present: dict[str, int] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()
    caps: tuple[HeldPlaces, ...] = ()
    floors: tuple[FloorFact, ...] = ()

    def to_document(self) -> Document:
        present: Document = {**self.present}
        return {
            "contest": self.contest,
            "present": present,
            "withdrawn": list(self.withdrawn),
            "caps": [cap.to_document() for cap in self.caps],
            "floors": [floor.to_document() for floor in self.floors],
        }

    @classmethod
    def from_document(cls, document: Plain) -> ContestFacts:
        fields = Fields("contest's facts", document)
        found = cls(
            fields.text("contest", 64),
            _numbers(fields, "present"),
            fields.texts("withdrawn"),
            tuple(HeldPlaces.from_document(part) for part in fields.parts("caps")),
            tuple(FloorFact.from_document(part) for part in fields.parts("floors")),
        )
        fields.done()
        if repeats(found.withdrawn):
            raise fields.refusal("withdrawn")
        return found


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a count is told. `order`: the contests as they are counted; `contests` in the manifest's order."""

    order: tuple[str, ...]
    contests: tuple[ContestFacts, ...]
    quorum: QuorumFact | None = None
    seed: bytes | None = None

    def to_document(self) -> Document:
        document: Document = {
            "order": list(self.order),
            "contests": [contest.to_document() for contest in self.contests],
        }
        if self.quorum is not None:
            document["quorum"] = self.quorum.to_document()
        return document if self.seed is None else document | {"seed": to_text(self.seed)}

    @classmethod
    def from_document(cls, document: Plain) -> Facts:
        fields = Fields("facts", document)
        facts = cls(
            fields.texts("order"),
            tuple(ContestFacts.from_document(part) for part in fields.parts("contests")),
            QuorumFact.from_document(fields.group("quorum")) if fields.has("quorum") else None,
            fields.octets("seed", SEED) if fields.has("seed") else None,
        )
        fields.done()
        if sorted(facts.order) != sorted(contest.contest for contest in facts.contests) or repeats(facts.order):
            raise fields.refusal("order")
        return facts

    def to_bytes(self) -> bytes:
        return encode(self.to_document())

    @classmethod
    def from_bytes(cls, content: bytes) -> Facts:
        return cls.from_document(decode_object(content))

    def hash(self) -> bytes:
        """32 bytes: what the `facts` leaf fixes."""
        return digest("facts", self.to_bytes())


def _numbers(fields: Fields, name: str) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for key, value in fields.group(name).items():
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
            raise fields.refusal(name)
        numbers[key] = value
    return numbers
