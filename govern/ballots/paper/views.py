"""A paper as its pages are given it: frozen values in one language, never a table, a handle or a name of a voter."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from govern.ballots.rules import ContestKind, EasyLine, Method, Readers, Tried, Weight
from govern.ballots.rules.outcome import Rule
from govern.sentences import Sentence


class GroupCount(msgspec.Struct, frozen=True):
    """A group of members and how many of it are meant. `id` is the rulebook's, for its thread."""

    id: str
    name: str
    count: int


class CandidateView(msgspec.Struct, frozen=True):
    """One person on a paper, or one thing to choose: then `name` and `statement` are its name and what is said of it.
    `id` is what a choice names, `group` the name of their group."""

    id: UUID
    person_id: UUID
    name: str
    constituency: str
    group: str
    attributes: tuple[str, ...]
    statement: str
    withdrawn: bool
    picture: str = ""
    picture_alt: str = ""
    trials: tuple[Tried, ...] = ()


class ContestView(msgspec.Struct, frozen=True, kw_only=True):
    """One contest as a voter reads it. Answers to a resolution are "yes" and "no"; candidates stand in lot order.

    `at_most` is how many may be marked or ranked. `counted` says how, in sentences.
    """

    id: UUID
    position: int
    kind: ContestKind
    title: str
    question: str
    full_text: str
    yes_means: str
    no_means: str
    easy_title: str
    easy_lines: tuple[EasyLine, ...]
    easy_readers: Readers
    ask_whom: str
    method: Method | None
    seats: int
    at_most: int
    candidates: tuple[CandidateView, ...]
    voters: tuple[GroupCount, ...]
    counted: tuple[Rule, ...]
    uncontested: bool = False
    weight: Weight | None = None


class PaperView(msgspec.Struct, frozen=True):
    """The paper of one voter: the contests of their style, in order."""

    ballot_id: UUID
    number: str
    title: str
    closes_at: datetime
    contests: tuple[ContestView, ...]
    voted: bool
    small_group: Sentence | None
    order_said: Sentence
    level_said: Sentence | None = None

    def contest(self, number: int) -> ContestView | None:
        """The contest on page `number` of the paper, from 1."""
        return self.contests[number - 1] if 1 <= number <= len(self.contests) else None


ORDER_SAID = Sentence("The order here was drawn by lot. It is the same for everybody.")
