"""Reading a document fact by fact, so that nothing missing, unknown or of another kind slips through."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from fractions import Fraction
from typing import TypeVar

from govern.ballots.seal.canonical import Document, NotCanonical, Plain, fraction_from_text, from_text
from govern.errors import NotValid

Word = TypeVar("Word", bound=enum.StrEnum)
LONGEST = 2000
HANDLE = re.compile(r"[a-z2-7]{16}")
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class NotThisDocument(NotValid):
    """The bytes are canonical, but they are not a document of this kind."""


class Fields:
    """A document of one kind, read name by name. `done` refuses names that nobody asked for."""

    def __init__(self, kind: str, document: Plain) -> None:
        if not isinstance(document, dict):
            raise NotThisDocument("A {kind} must be a group of named facts.", kind=kind)
        self.kind = kind
        self._left: Document = dict(document)

    def text(self, name: str, longest: int = 2000) -> str:
        value = self._take(name)
        if not isinstance(value, str) or not 1 <= len(value) <= longest:
            raise self.refusal(name)
        return value

    def maybe_empty(self, name: str, longest: int) -> str:
        """A text that may be empty: then it says that there is none."""
        value = self._take(name)
        if not isinstance(value, str) or len(value) > longest:
            raise self.refusal(name)
        return value

    def whole(self, name: str, least: int = 0, most: int = 2**53 - 1) -> int:
        value = self._take(name)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.refusal(name)
        return value

    def flag(self, name: str) -> bool:
        value = self._take(name)
        if not isinstance(value, bool):
            raise self.refusal(name)
        return value

    def octets(self, name: str, size: int | None = None) -> bytes:
        content = self._octets(name, self._take(name))
        if size is not None and len(content) != size:
            raise self.refusal(name)
        return content

    def fraction(self, name: str) -> Fraction:
        try:
            return fraction_from_text(self.text(name, 200))
        except NotCanonical:
            raise self.refusal(name) from None

    def moment(self, name: str) -> datetime:
        return self._moment(name, self.text(name, 20))

    def word(self, name: str, words: type[Word]) -> Word:
        try:
            return words(self.text(name, 40))
        except ValueError:
            raise self.refusal(name) from None

    def handle(self, name: str = "handle") -> str:
        value = self.text(name, 16)
        if not HANDLE.fullmatch(value):
            raise self.refusal(name)
        return value

    def group(self, name: str) -> Document:
        value = self._take(name)
        if not isinstance(value, dict):
            raise self.refusal(name)
        return value

    def parts(self, name: str) -> list[Plain]:
        value = self._take(name)
        if not isinstance(value, list):
            raise self.refusal(name)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        parts = self.parts(name)
        if not all(isinstance(part, str) and 1 <= len(part) <= LONGEST for part in parts):
            raise self.refusal(name)
        return tuple(str(part) for part in parts)

    def octets_list(self, name: str, size: int) -> tuple[bytes, ...]:
        contents = tuple(self._octets(name, part) for part in self.parts(name))
        if any(len(content) != size for content in contents):
            raise self.refusal(name)
        return contents

    def has(self, name: str) -> bool:
        """Whether an optional fact is there. What is absent is left out: there is no null."""
        return name in self._left

    def done(self) -> None:
        """Nothing may be left over."""
        if self._left:
            raise NotThisDocument(
                'A {kind} has no "{name}". It may come from a newer version of this program.',
                kind=self.kind,
                name=min(self._left),
            )

    def refusal(self, name: str) -> NotThisDocument:
        return NotThisDocument(
            'The "{name}" of this {kind} is not as it must be. Please ask for a fresh copy.',
            name=name,
            kind=self.kind,
        )

    def _take(self, name: str) -> Plain:
        if name not in self._left:
            raise NotThisDocument(
                'This {kind} has no "{name}". Please ask for a fresh copy.', kind=self.kind, name=name
            )
        return self._left.pop(name)

    def _octets(self, name: str, value: Plain) -> bytes:
        if not isinstance(value, str):
            raise self.refusal(name)
        try:
            return from_text(value)
        except NotCanonical:
            raise self.refusal(name) from None

    def _moment(self, name: str, text: str) -> datetime:
        try:
            moment = datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)
        except ValueError:
            raise self.refusal(name) from None
        if moment_to_text(moment) != text:
            raise self.refusal(name)
        return moment


def moment_to_text(moment: datetime) -> str:
    """A moment as UTC to the second: 2026-11-22T18:00:00Z. It must know its zone and be a whole second."""
    if moment.tzinfo is None or moment.microsecond:
        raise NotThisDocument("A time in a document is a whole second and names its time zone.")
    return moment.astimezone(UTC).strftime(_MOMENT)


def repeats(names: Iterable[str | bytes]) -> bool:
    """Whether a name stands twice."""
    listed = list(names)
    return len(set(listed)) != len(listed)
