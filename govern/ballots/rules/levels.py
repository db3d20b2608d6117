"""The level of a ballot: how much it protects, and which one the rules ask for. `secrecy` says what each means.

Ballot-protocol 3.1, decision 25. At the level Everyday the server holds the one key. At the level AGM the key was
dealt to scrutineers, and no machine can open the box alone. The level Contested is reserved.
"""

from __future__ import annotations

from govern.ballots.seal.documents import Level
from govern.constituencies.rulebook.book import Rulebook
from govern.errors import NotValid

ORDER = (Level.EVERYDAY, Level.AGM, Level.CONTESTED)


def level_asked(book: Rulebook, *, of_forum: bool) -> Level:
    """The level a new ballot has unless somebody says another. A forum's vote is its own matter."""
    return Level.AGM if book.ballot.level == "agm" and not of_forum else Level.EVERYDAY


def check_level(level: Level, *, of_forum: bool) -> None:
    """Raises NotValid for the field `level`."""
    if level is Level.CONTESTED:
        raise NotValid(
            "The level Contested needs letters with codes, which this version cannot print. Choose the level AGM.",
            field="level",
        )
    if level is Level.AGM and of_forum:
        raise NotValid(
            "A vote of one forum has the level Everyday, since the forum freezes it. Choose that level, or let the "
            "whole society vote.",
            field="level",
        )


def is_enough(level: Level, asked: str) -> bool:
    """Whether a ballot protects at least as much as the rules ask."""
    return ORDER.index(level) >= ORDER.index(Level(asked))
