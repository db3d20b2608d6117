"""What each step of a count is called in plain words. One sentence says one thing."""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.count.election import Cap, TieRule
from govern.ballots.count.result import Tie, TieFor
from govern.sentences import Sentence, Value


def plain(number: Fraction) -> Value:
    """A whole number as such, so that it is shown without decimals."""
    return number.numerator if number.denominator == 1 else number


def _how_many(votes: Fraction) -> int:
    """The number that chooses the plural; a part of a vote takes the plural of many."""
    return votes.numerator if votes.denominator == 1 else 100


def needed(quota: Fraction, valid: Fraction, seats: int) -> Sentence:
    return Sentence(
        "Valid votes: {valid}. Seats: {seats}. Votes needed to be elected: {quota}.",
        valid=plain(valid),
        seats=seats,
        quota=plain(quota),
    )


def no_votes() -> Sentence:
    return Sentence("No valid votes were cast.")


def reached(name: str, votes: Fraction, quota: Fraction) -> Sentence:
    return Sentence(
        "{name} has {votes} vote. {quota} are needed. {name} is elected.",
        "{name} has {votes} votes. {quota} are needed. {name} is elected.",
        _how_many(votes),
        name=name,
        votes=plain(votes),
        quota=plain(quota),
    )


def spare(name: str, surplus: Fraction, value: Fraction | None) -> Sentence:
    if value is None:
        return Sentence(
            "The {surplus} spare vote of {name} moves to next choices.",
            "The {surplus} spare votes of {name} move to next choices.",
            _how_many(surplus),
            name=name,
            surplus=plain(surplus),
        )
    return Sentence(
        "The {surplus} spare vote of {name} moves to next choices, each paper at {value} of a vote.",
        "The {surplus} spare votes of {name} move to next choices, each paper at {value} of a vote.",
        _how_many(surplus),
        name=name,
        surplus=plain(surplus),
        value=plain(value),
    )


def fewest(name: str, votes: Fraction) -> Sentence:
    return Sentence(
        "{name} has the fewest votes, {votes}, and is out. The papers move to next choices.",
        name=name,
        votes=plain(votes),
    )


def doomed(name: str, cap: Sentence) -> Sentence:
    return Sentence("{name} can no longer be elected: {cap}.", name=name, cap=cap)


def out_by_cap(name: str) -> Sentence:
    return Sentence("The papers of {name}, who can no longer be elected, move to next choices.", name=name)


def cannot_be_spared(name: str) -> Sentence:
    return Sentence(
        "{name} has fewer votes and stays in, because the caps leave too few others for the open seats.", name=name
    )


def exhausted(votes: Fraction) -> Sentence:
    return Sentence(
        "{votes} vote leaves the count: no next choice, or fractions beyond five decimals.",
        "{votes} votes leave the count: no next choice, or fractions beyond five decimals.",
        _how_many(votes),
        votes=plain(votes),
    )


def last_seats(names: tuple[str, ...]) -> Sentence:
    return Sentence(
        "{names} takes the last seat, because there are no more candidates left than seats.",
        "{names} take the last seats, because there are no more candidates left than seats.",
        len(names),
        names=names,
    )


def vacant(seats: int) -> Sentence:
    return Sentence("{seats} seat stays empty.", "{seats} seats stay empty.", seats, seats=seats)


def elected_with(name: str, votes: Fraction) -> Sentence:
    return Sentence(
        "{name} has {votes} vote and is elected.",
        "{name} has {votes} votes and is elected.",
        _how_many(votes),
        name=name,
        votes=plain(votes),
    )


def passed_over(name: str, votes: Fraction, cap: Sentence) -> Sentence:
    return Sentence(
        "{name} has {votes} vote and is passed over: {cap}.",
        "{name} has {votes} votes and is passed over: {cap}.",
        _how_many(votes),
        name=name,
        votes=plain(votes),
        cap=cap,
    )


def no_seat_left(names: tuple[str, ...]) -> Sentence:
    return Sentence(
        "{names} is not elected: all seats are taken.",
        "{names} are not elected: all seats are taken.",
        len(names),
        names=names,
    )


def tie(broken: Tie, names: dict[str, str]) -> Sentence:
    """How a tie was broken, and what that means for whom it chose."""
    tied = tuple(names[candidate] for candidate in broken.tied)
    chosen = tuple(names[candidate] for candidate in broken.chosen)
    if broken.how is not TieRule.LOT:
        return _by_stage(broken, tied, chosen)
    if broken.purpose is TieFor.EXCLUSION:
        return Sentence("{tied} have equal votes. By lot, {chosen} goes out.", tied=tied, chosen=chosen)
    if broken.purpose is TieFor.SURPLUS:
        return Sentence("{tied} have equal votes. By lot, {chosen} comes first.", tied=tied, chosen=chosen)
    return Sentence("{tied} have equal votes for the last place. The lot chose {chosen}.", tied=tied, chosen=chosen)


def _by_stage(broken: Tie, tied: tuple[str, ...], chosen: tuple[str, ...]) -> Sentence:
    stage = broken.stage or 1
    if broken.purpose is TieFor.EXCLUSION:
        return Sentence(
            "{tied} have equal votes. In stage {stage} {chosen} had fewest, and goes out.",
            tied=tied,
            chosen=chosen,
            stage=stage,
        )
    return Sentence(
        "{tied} have equal votes. In stage {stage} {chosen} had most, and comes first.",
        tied=tied,
        chosen=chosen,
        stage=stage,
    )


# --- why somebody is not elected: short, as it stands in a table ---


def not_enough() -> Sentence:
    return Sentence("not elected")


def lost_lot() -> Sentence:
    return Sentence("not elected: by lot")


def lost_by_cap(cap: Cap) -> Sentence:
    return Sentence("not elected: {cap}", cap=cap.reason)


def lost_cap_by_lot() -> Sentence:
    return Sentence("not elected: cap, by lot")


def withdrew() -> Sentence:
    return Sentence("not elected: withdrew")
