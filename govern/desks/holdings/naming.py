"""How it is said of a column that names a person what is given out of it, and what becomes of it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from govern.sentences import Sentence


class Given(StrEnum):
    """What somebody gets of the rows that name them."""

    WHOLE = "whole"  # the row is about them: all of it but keys, secrets and other people
    ACT = "act"  # they did something as an officer: what and when
    SEALED = "sealed"  # it is there and cannot be read


class OnMerge(StrEnum):
    """What becomes of rows when the record they name turns out to be a second one of the same person."""

    MOVES = "moves"  # the row names the record that stays
    STAYS = "stays"  # it is history, and goes on naming the record that is gone
    OWN_STEP = "own step"  # `lifecycle.merging` does it by a rule of its own


class OnErase(StrEnum):
    """What becomes of rows when the person is erased."""

    STAYS = "stays"
    GOES = "goes"  # the rows are deleted
    OWN_STEP = "own step"  # `lifecycle.erasing` empties them, or identity and the post do


class Naming(msgspec.Struct, frozen=True):
    """One column that names a person. `hides` are columns nobody gets: keys, secrets, other people's words."""

    table: str
    column: str
    given: Given
    what: Sentence
    why: Sentence
    on_merge: OnMerge
    on_erase: OnErase
    hides: tuple[str, ...] = ()


FOR_EVER = Sentence("The register is kept for ever, as the law asks of a co-operative society.")
LAW = Sentence("The register of officers is kept for ever, as the law asks.")
MINUTES = Sentence("It belongs to the minutes of a meeting, which are kept as long as the rules say.")
PAPERS = Sentence("It belongs to the papers of a vote, which are kept for a time after it so that it can be checked.")
WAY_IN = Sentence("We need it so that you can sign in. Codes and passwords are kept scrambled: nobody can read them.")
ASKED = Sentence("We need it so that what you asked for can be answered.")
ACT = Sentence("You did this as an officer. It is kept with what you did it to.")
SEALED = Sentence(
    "It is sealed and cannot be read. How you voted is in a sealed envelope that bears no name: nobody can find it, "
    "and so nobody can give it to you."
)
TIES = Sentence("The rules ask about ties between people, so that nobody decides who is too close.")
CIRCLES = Sentence("A circle decides openly and by name. It is kept as long as minutes are.")
AWARDS = Sentence("Awards that members give each other are kept as long as minutes are.")
FUND = Sentence("What the fund for people in need decides is kept as long as minutes are.")
POTS = Sentence("Money that people put together is kept account of, as long as minutes are.")
MAIL = Sentence("We keep what we wrote to you for a time set in the rules.")


def about(
    table: str,
    what: Sentence,
    why: Sentence,
    on_merge: OnMerge,
    on_erase: OnErase,
    *hides: str,
    column: str = "person_id",
) -> Naming:
    return Naming(table, column, Given.WHOLE, what, why, on_merge, on_erase, hides)


def acts(table: str, what: Sentence, *columns: str) -> list[Naming]:
    return [Naming(table, column, Given.ACT, what, ACT, OnMerge.STAYS, OnErase.STAYS) for column in columns]
