"""The level of a ballot: how much it protects, which one the rules ask for, and what each means in plain words.

Ballot-protocol 3.1, decision 25. At the level Everyday the server holds the one key. At the level AGM the key was
dealt to scrutineers, and no machine can open the box alone. The level Contested is reserved.
"""

from __future__ import annotations

import msgspec

from govern.ballots.seal.documents import Level, Manifest
from govern.constituencies.rulebook.book import Rulebook
from govern.errors import NotValid
from govern.sentences import Sentence

ORDER = (Level.EVERYDAY, Level.AGM, Level.CONTESTED)


class Secrecy(msgspec.Struct, frozen=True, kw_only=True):
    """How a ballot is kept secret: its level, and once the roll is frozen how many of how many open it, and how many
    mix and witness. Before that the numbers are 0."""

    level: Level = Level.EVERYDAY
    needed: int = 0
    shares: int = 0
    mixers: int = 0
    witnesses: int = 0

    @classmethod
    def of(cls, manifest: Manifest) -> Secrecy:
        return cls(
            level=manifest.level,
            needed=manifest.threshold,
            shares=len(manifest.trustees),
            mixers=len(manifest.mixers),
            witnesses=len(manifest.witnesses),
        )


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


# --- In plain words -------------------------------------------------------------------------------------------------


def secrecy(kept: Secrecy) -> tuple[Sentence, ...]:
    """What this level protects, and what it does not."""
    return (
        Sentence("Your vote is sealed in an envelope before it is kept. Until the count nobody can read it there."),
        Sentence("Envelopes are opened after the close, all together and without names."),
        Sentence("You can see that your envelope is in the box. Your receipt does not show what you chose."),
        *(_everyday() if kept.level is Level.EVERYDAY else _agm(kept)),
    )


def _everyday() -> tuple[Sentence, ...]:
    return (
        Sentence(
            "This vote has the level Everyday. The key to the envelopes is a file that the society keeps. "
            "Whoever has that file and the box could read votes."
        ),
        Sentence("The computer that runs this service sees your choice for a moment, when it seals the envelope."),
        Sentence("At this level nothing proves to people outside that the votes counted are the votes cast."),
    )


def _agm(kept: Secrecy) -> tuple[Sentence, ...]:
    return (
        level_in_short(kept),
        Sentence("Mixers outside this service shuffle the sealed votes first, so nobody can tell whose is whose."),
        Sentence("Witnesses outside this service sign what is in the box, so nothing can be taken out unseen."),
        Sentence("Two officers together freeze the roll, open the vote and close it before its time."),
        Sentence("The computer that runs this service sees your choice for a moment, when it seals the envelope."),
        Sentence("Anybody can check the result afterwards, with a file that holds no names."),
    )


def level_in_short(kept: Secrecy) -> Sentence:
    """The level and what it means, as it stands on every paper, receipt, notice and result."""
    if kept.level is Level.EVERYDAY:
        return Sentence(
            "This vote has the level Everyday. The society’s server holds the key and could open the envelopes."
        )
    if not kept.shares:
        return Sentence(
            "This vote has the level AGM. Several scrutineers share the key, and the server cannot open an envelope."
        )
    return Sentence(
        "This vote has the level AGM. {needed} of {shares} scrutineers must open it together. "
        "The server cannot open an envelope.",
        needed=kept.needed,
        shares=kept.shares,
    )


def secrecy_in_short(kept: Secrecy) -> Sentence:
    if kept.level is Level.EVERYDAY:
        return Sentence(
            "Your vote is sealed, and no officer sees it on any page. "
            "This vote has the level Everyday, which has limits."
        )
    return Sentence(
        "Your vote is sealed, and no officer sees it on any page. "
        "This vote has the level AGM: nobody can open it alone."
    )
