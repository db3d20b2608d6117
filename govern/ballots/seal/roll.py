"""The frozen roll: random handles, each with the style of its paper. Who is behind a handle is not in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from govern.ballots.seal.canonical import Document, Plain, decode, digest, encode
from govern.ballots.seal.fields import Fields, NotThisDocument, repeats


@dataclass(frozen=True, slots=True)
class RollRow:
    """One entry of the frozen roll: a random handle, the style of its paper, its votes (1 unless rules give more)."""

    handle: str
    style: str
    units: int = 1

    def to_document(self) -> Document:
        return {"handle": self.handle, "style": self.style, "units": self.units}

    @classmethod
    def from_document(cls, document: Plain) -> RollRow:
        fields = Fields("roll row", document)
        row = cls(fields.handle(), fields.text("style", 64), fields.whole("units", 1))
        fields.done()
        return row


def roll_to_bytes(rows: Iterable[RollRow]) -> bytes:
    """The published roll: rows by handle, in canonical form. Raises NotThisDocument if a handle stands twice."""
    ordered = sorted(rows, key=lambda row: row.handle)
    if repeats(row.handle for row in ordered):
        raise NotThisDocument("A handle stands twice on this roll. Draw the handles again before the roll is frozen.")
    return encode([row.to_document() for row in ordered])


def roll_from_bytes(content: bytes) -> tuple[RollRow, ...]:
    """The way back, refusing rows out of order or repeated."""
    parts = decode(content)
    if not isinstance(parts, list):
        raise NotThisDocument("This is not a roll. Please ask for a fresh copy.")
    rows = tuple(RollRow.from_document(part) for part in parts)
    if roll_to_bytes(rows) != content:
        raise NotThisDocument("The rows of this roll are not in order. Please ask for a fresh copy.")
    return rows


def roll_hash(rows: Iterable[RollRow]) -> bytes:
    """32 bytes over all rows sorted by handle."""
    return digest("roll", roll_to_bytes(rows))
