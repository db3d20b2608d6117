"""Pure rules of the search: how a text becomes words, which words were asked for, and the part of a text to show.

Both databases are given words made here and nothing of their own languages, so that they find the same (decision 43).
A word is found by its beginning: "meeting" finds "meetings". Every word asked for must be there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from govern.errors import NotValid
from govern.identity.rules import day_of
from govern.sentences import Sentence

MOST_WORDS, LONGEST_WORD, SHORTEST_WORD = 8, 60, 2
ON_A_PAGE = 20
AROUND = 12


class Kind(StrEnum):
    """What was found, by the room it comes from. The order is that of the filter on the page."""

    MINUTES = "minutes"
    VOTE = "vote"
    RECOMMENDATION = "recommendation"
    MEETING = "meeting"
    PAPER = "paper"
    FORUM = "forum"
    PAST = "past"


KINDS = {
    Kind.MINUTES: Sentence("Minutes"),
    Kind.VOTE: Sentence("Results of votes"),
    Kind.RECOMMENDATION: Sentence("Recommendations"),
    Kind.MEETING: Sentence("Notices and agendas"),
    Kind.PAPER: Sentence("Papers of meetings"),
    Kind.FORUM: Sentence("Notes of forums"),
    Kind.PAST: Sentence("Minutes from before"),
}


class Reader(msgspec.Struct, frozen=True):
    """Who searches, and when. Nobody signed in: no person. `answers`: an officer who answers recommendations;
    `runs_votes`: one who runs votes; `writes_minutes`: one who keeps the minutes; `calls`: one who calls meetings."""

    person_id: UUID | None
    at: datetime
    answers: bool = False
    runs_votes: bool = False
    writes_minutes: bool = False
    calls: bool = False

    @property
    def on(self) -> date:
        """The day it is for them."""
        return day_of(self.at)


class Text(msgspec.Struct, frozen=True):
    """One thing to be found: where it is shown (an address within the society), in which language ("": as typed),
    its heading, its words and its day."""

    address: str
    language: str
    title: str
    text: str
    on: date


class Piece(msgspec.Struct, frozen=True):
    """A piece of a text to show; `hit`: it is a word that was asked for."""

    text: str
    hit: bool


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text: small letters, no marks above or below them, nothing but letters and digits.

    >>> words_of("Siân's café, 2026: dŵr")
    ('sian', 's', 'cafe', '2026', 'dwr')
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return tuple(word[:LONGEST_WORD] for word in kept.split())


def asked(text: str) -> tuple[str, ...]:
    """The words somebody asked for, each once. Raises `NotValid` where there is nothing to look for, or too much."""
    words = tuple(dict.fromkeys(words_of(text)))
    if not words:
        raise NotValid("Type a word to look for, for example “minibus”.", field="q")
    if len(words) > MOST_WORDS:
        raise NotValid("Type {n} words or fewer. Leave out the small ones.", n=MOST_WORDS, field="q")
    if max(map(len, words)) < SHORTEST_WORD:
        raise NotValid("Type at least {n} letters of a word.", n=SHORTEST_WORD, field="q")
    return words


def pieces(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """The part of a text around the first word that was asked for, the words marked; else how the text begins.

    >>> [(p.text, p.hit) for p in pieces("We bought a van.", ("bought",))]
    [('We ', False), ('bought', True), (' a van.', False)]
    """
    tokens = text.split()
    hits = [any(part.startswith(word) for part in words_of(token) for word in words) for token in tokens]
    first = hits.index(True) if True in hits else 0
    begin, end = max(0, first - AROUND), first + 2 * AROUND
    found: list[Piece] = []
    if begin:
        found.append(Piece("… ", False))
    for place in range(begin, min(end, len(tokens))):
        gap = "" if place == begin else " "
        if hits[place]:
            if gap:
                found.append(Piece(gap, False))
            found.append(Piece(tokens[place], True))
        else:
            found.append(Piece(gap + tokens[place], False))
    if end < len(tokens):
        found.append(Piece(" …", False))
    return _joined(found)


def _joined(found: Sequence[Piece]) -> tuple[Piece, ...]:
    joined: list[Piece] = []
    for piece in found:
        if joined and joined[-1].hit is piece.hit:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.hit)
        else:
            joined.append(piece)
    return tuple(joined)
