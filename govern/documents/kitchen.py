"""Blocks of papers that lie on a table: cards to cut out, the mat they are put on, boxes with a letter beside."""

from __future__ import annotations

import msgspec

#: Words of so many letters fit into a third of the page.
SHORT = 17


class Photo(msgspec.Struct, frozen=True):
    """A photograph the society gave: the file's bytes and its kind, image/jpeg or image/png."""

    content: bytes
    kind: str

    def __post_init__(self) -> None:
        if self.kind not in ("image/jpeg", "image/png"):
            raise ValueError("photographs are JPEG or PNG")


class Card(msgspec.Struct, frozen=True):
    """A picture with its words, to be cut out along its edge: half a page, or a quarter where `small`. The picture
    only repeats the words, so it is decoration to a screen reader."""

    words: str
    picture: str | Photo | None = None
    more: str = ""
    small: bool = False


class Mat(msgspec.Struct, frozen=True):
    """What cards are put on: the topic, and the places from the left to the right, each with its picture."""

    topic: str
    places: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        if not self.places:
            raise ValueError("a mat has places")


class Ticks(msgspec.Struct, frozen=True):
    """A question with a box to tick for each answer, and beside it the letter that is typed in for it."""

    question: str
    choices: tuple[tuple[str, str], ...]
    note: str = ""

    def short(self) -> bool:
        """Whether three of them stand side by side."""
        return all(len(words) <= SHORT for _, words in self.choices)
