"""What is said of counts that compare, grade or buy. One sentence says one thing."""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.count.words import how_many, plain
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


# --- grading ---


def graded(valid: Fraction) -> Sentence:
    return Sentence(
        "Each candidate's grades are put in order, and the one in the middle counts. Valid votes: {valid}.",
        valid=plain(valid),
    )


def median(name: str, grade: Fraction) -> Sentence:
    return Sentence("The middle grade of {name} is {grade}.", name=name, grade=plain(grade))


def told_apart(names: tuple[str, ...]) -> Sentence:
    return Sentence(
        "With middle grades taken away one by one until they differ, these come in this order: {names}.", names=names
    )


# --- buying together ---


def shares(valid: Fraction, share: Fraction, *, of_a_seat: bool) -> Sentence:
    if of_a_seat:
        return Sentence(
            "Valid votes: {valid}. Each has {share} of a seat to spend, together with others.",
            valid=plain(valid),
            share=plain(share),
        )
    return Sentence(
        "Valid votes: {valid}. Each has {share} of the budget to spend, together with others.",
        valid=plain(valid),
        share=plain(share),
    )


def bought(name: str, votes: Fraction, price: Fraction, cost: Fraction | None) -> Sentence:
    """`cost` is None where a seat is bought."""
    if cost is None:
        return Sentence(
            "The {votes} vote for {name} pays {price} of a seat. {name} is elected.",
            "The {votes} votes for {name} pay for a seat, at most {price} each. {name} is elected.",
            how_many(votes),
            name=name,
            votes=plain(votes),
            price=plain(price),
        )
    return Sentence(
        "The {votes} vote for {name} pays the cost, {cost}. {name} is in.",
        "The {votes} votes for {name} pay the cost, {cost}, at most {price} each. {name} is in.",
        how_many(votes),
        name=name,
        votes=plain(votes),
        price=plain(price),
        cost=plain(cost),
    )


def completed() -> Sentence:
    return Sentence(
        "No other supporters have enough left to pay. So what is left goes to those with most votes that still fit."
    )


def filled_up(name: str, votes: Fraction, cost: Fraction) -> Sentence:
    return Sentence(
        "{name} has {votes} vote, costs {cost}, and is in.",
        "{name} has {votes} votes, costs {cost}, and is in.",
        how_many(votes),
        name=name,
        votes=plain(votes),
        cost=plain(cost),
    )
