"""The contests of a ballot and the styles of its papers, as the manifest states them."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from fractions import Fraction

from govern.ballots.seal.canonical import Document, Plain, fraction_to_text, to_text
from govern.ballots.seal.fields import Fields, repeats

HASH = 32
MOST_NUMBERS = 63
MOST_RANKS = 38
MOST_MARKS = 232


class ContestKind(enum.StrEnum):
    """RESOLUTION: one of two answers. RANKING: options in order of preference. SET: some options, unordered."""

    RESOLUTION = "resolution"
    RANKING = "ranking"
    SET = "set"


@dataclass(frozen=True, slots=True)
class OptionEntry:
    """One option or candidate. `text_hash` is digest("text", the wording in all its languages and formats).

    `photograph` is the SHA-256 of the picture that every voter saw beside it, and `shows` its words in each language;
    both are left out where there is none.
    """

    id: str
    text_hash: bytes
    photograph: bytes | None = None
    shows: dict[str, str] = field(default_factory=dict)

    def to_document(self) -> Document:
        document: Document = {"id": self.id, "text_hash": to_text(self.text_hash)}
        if self.photograph is None:
            return document
        shows: Document = {**self.shows}
        return document | {"photograph": {"sha256": to_text(self.photograph), "shows": shows}}

    @classmethod
    def from_document(cls, document: Plain) -> OptionEntry:
        fields = Fields("option", document)
        option, text_hash = fields.text("id", 64), fields.octets("text_hash", HASH)
        photograph, shows = _photograph(fields.group("photograph")) if fields.has("photograph") else (None, {})
        fields.done()
        return cls(option, text_hash, photograph, shows)


def _photograph(document: Document) -> tuple[bytes, dict[str, str]]:
    fields = Fields("photograph", document)
    content, shows = fields.octets("sha256", HASH), fields.group("shows")
    fields.done()
    words = {language: said for language, said in shows.items() if isinstance(said, str) and said}
    if not words or len(words) != len(shows):
        raise fields.refusal("shows")
    return content, words


@dataclass(frozen=True, slots=True)
class ContestEntry:
    """One contest. Options stand in the order of the paper; `at_most` is how many of them one slip may mark.

    `rule_id` names the way of counting or deciding, `rule_params` its settings, both from the rulebook.
    """

    id: str
    kind: ContestKind
    text_hash: bytes
    options: tuple[OptionEntry, ...]
    at_most: int
    seats: int
    rule_id: str
    rule_params: Document
    allow_abstain: bool

    def to_document(self) -> Document:
        return {
            "id": self.id,
            "kind": self.kind.value,
            "text_hash": to_text(self.text_hash),
            "options": [option.to_document() for option in self.options],
            "at_most": self.at_most,
            "seats": self.seats,
            "rule_id": self.rule_id,
            "rule_params": self.rule_params,
            "allow_abstain": self.allow_abstain,
        }

    @classmethod
    def from_document(cls, document: Plain) -> ContestEntry:
        fields = Fields("contest", document)
        contest = cls(
            id=fields.text("id", 64),
            kind=fields.word("kind", ContestKind),
            text_hash=fields.octets("text_hash", HASH),
            options=tuple(OptionEntry.from_document(part) for part in fields.parts("options")),
            at_most=fields.whole("at_most", 1, 232),
            seats=fields.whole("seats", 0, 232),
            rule_id=fields.text("rule_id", 64),
            rule_params=fields.group("rule_params"),
            allow_abstain=fields.flag("allow_abstain"),
        )
        fields.done()
        if repeats(option.id for option in contest.options) or not contest.fits_a_slip():
            raise fields.refusal("options")
        return contest

    def fits_a_slip(self) -> bool:
        """Whether every choice has an encoding in thirty bytes (see `slips`)."""
        options, marks = len(self.options), self.at_most
        if not 1 <= marks <= options:
            return False
        if self.kind is ContestKind.RESOLUTION:
            return (options, marks) == (2, 1)
        if self.kind is ContestKind.RANKING:
            return options <= MOST_NUMBERS and marks <= MOST_RANKS
        return options <= MOST_MARKS


@dataclass(frozen=True, slots=True)
class StyleEntry:
    """One kind of paper: the constituencies where its votes count (decision 15), weight, contests in order."""

    id: str
    constituencies: tuple[str, ...]
    weight: Fraction
    contests: tuple[str, ...]

    def to_document(self) -> Document:
        return {
            "id": self.id,
            "constituencies": list(self.constituencies),
            "weight": fraction_to_text(self.weight),
            "contests": list(self.contests),
        }

    @classmethod
    def from_document(cls, document: Plain) -> StyleEntry:
        fields = Fields("style", document)
        style = cls(
            fields.text("id", 64), fields.texts("constituencies"), fields.fraction("weight"), fields.texts("contests")
        )
        fields.done()
        if style.weight <= 0:
            raise fields.refusal("weight")
        if not style.contests or repeats(style.contests):
            raise fields.refusal("contests")
        return style
