"""What people learn before they take a role, and for which roles the rules ask it (M68)."""

from __future__ import annotations

import enum
from collections.abc import Collection

from govern.constituencies.rulebook.book import Rulebook
from govern.sentences import Sentence


class TrainingKind(enum.StrEnum):
    """What a training is about."""

    PRINCIPLES = "principles"
    VALUES = "values"
    BOARD = "board"
    FACILITATION = "facilitation"


TRAINING_NAMES = {
    TrainingKind.PRINCIPLES: Sentence("Co-operative principles"),
    TrainingKind.VALUES: Sentence("What the organisation stands for"),
    TrainingKind.BOARD: Sentence("Voting and the duties of a board"),
    TrainingKind.FACILITATION: Sentence("Facilitating"),
}


def asked_of_candidates(book: Rulebook) -> tuple[TrainingKind, ...]:
    """What somebody has learned before they stand for a seat, where the rules ask for training."""
    return (TrainingKind.BOARD,) if book.elections.training_required else ()


def asked_of_facilitators(book: Rulebook) -> tuple[TrainingKind, ...]:
    """What somebody has learned before an agenda of a forum they lead goes out, where the rules ask for training."""
    return (TrainingKind.FACILITATION,) if book.elections.training_required else ()


def lacking(book: Rulebook, learned: Collection[TrainingKind]) -> tuple[TrainingKind, ...]:
    """What a candidate has still to learn."""
    return tuple(kind for kind in asked_of_candidates(book) if kind not in learned)
