"""What is said of counts that compare, grade or buy. One sentence says one thing."""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.count.words import plain
from govern.sentences import Sentence

# --- comparing ---


def compared(valid: Fraction) -> Sentence:
    return Sentence("Every two candidates are compared on all papers. Valid votes: {valid}.", valid=plain(valid))


def beats_all(name: str) -> Sentence:
    return Sentence("{name} beats every other candidate.", name=name)


def nobody_beats_all() -> Sentence:
    return Sentence("Nobody beats every other candidate.")


def what_a_path_is() -> Sentence:
    return Sentence(
        "A path leads from a candidate to one whom they beat, and so on. It is as strong as its weakest win. "
        "Of wins with equal votes, the one with fewer votes against it is stronger."
    )


def path(name: str, other: str, there: Fraction, back: Fraction) -> Sentence:
    return Sentence(
        "{name} comes before {other}: the strongest path there has {there} votes, the one back {back}.",
        name=name,
        other=other,
        there=plain(there),
        back=plain(back),
    )


def what_locking_is() -> Sentence:
    return Sentence("The largest majorities come first. One that contradicts those before it is left out.")


def locked(winner: str, loser: str, votes: Fraction, against: Fraction) -> Sentence:
    return Sentence(
        "{winner} beats {loser}, {votes} to {against}. That is locked in.",
        winner=winner,
        loser=loser,
        votes=plain(votes),
        against=plain(against),
    )


def left_out(winner: str, loser: str, votes: Fraction, against: Fraction) -> Sentence:
    return Sentence(
        "{winner} beats {loser}, {votes} to {against}. That contradicts what is locked in, and is left out.",
        winner=winner,
        loser=loser,
        votes=plain(votes),
        against=plain(against),
    )
