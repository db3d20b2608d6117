"""What is wrong with a rulebook, said to the officer who wrote it: where, what, and what would be right."""

from __future__ import annotations

import msgspec

from govern.errors import NotValid
from govern.sentences import Sentence

Path = tuple[str | int, ...]


class Problem(msgspec.Struct, frozen=True):
    """One thing wrong at one place. `path` is keys and row numbers from 0, as `("constituency", 2, "weight")`."""

    path: Path
    wrong: Sentence


class RulebookNotValid(NotValid):
    """A rulebook that cannot be used. `problems` holds every one, in the order of the lines."""

    def __init__(self, problems: tuple[Sentence, ...]) -> None:
        self.problems = problems
        text = Sentence(
            "This rulebook cannot be used yet. One thing needs to be put right. {problems}",
            "This rulebook cannot be used yet. {count} things need to be put right. {problems}",
            len(problems),
            count=len(problems),
            problems=problems,
        )
        super().__init__(text)
