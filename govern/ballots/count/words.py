"""What each step of a count is called in plain words. One sentence says one thing."""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.count.election import Cap, Constraint, Floor, TieRule
from govern.ballots.count.result import Tie, TieFor, Why
from govern.sentences import Sentence, Value


def plain(number: Fraction) -> Value:
    """A whole number as such, so that it is shown without decimals."""
    return number.numerator if number.denominator == 1 else number


def how_many(votes: Fraction) -> int:
    """The number that chooses the plural; a part of a vote takes the plural of many."""
    return votes.numerator if votes.denominator == 1 else 100


def needed(quota: Fraction, valid: Fraction, seats: int, *, above: bool = False) -> Sentence:
    if above:
        return Sentence(
            "Valid votes: {valid}. Seats: {seats}. Votes needed to be elected: more than {quota}.",
            valid=plain(valid),
            seats=seats,
            quota=plain(quota),
        )
    return Sentence(
        "Valid votes: {valid}. Seats: {seats}. Votes needed to be elected: {quota}.",
        valid=plain(valid),
        seats=seats,
        quota=plain(quota),
    )


def no_votes() -> Sentence:
    return Sentence("No valid votes were cast.")


def reached(name: str, votes: Fraction, quota: Fraction, *, above: bool = False) -> Sentence:
    if above:
        return Sentence(
            "{name} has {votes} vote. More than {quota} are needed. {name} is elected.",
            "{name} has {votes} votes. More than {quota} are needed. {name} is elected.",
            how_many(votes),
            name=name,
            votes=plain(votes),
            quota=plain(quota),
        )
    return Sentence(
        "{name} has {votes} vote. {quota} are needed. {name} is elected.",
        "{name} has {votes} votes. {quota} are needed. {name} is elected.",
        how_many(votes),
        name=name,
        votes=plain(votes),
        quota=plain(quota),
    )


def spare(name: str, surplus: Fraction, value: Fraction | None) -> Sentence:
    if value is None:
        return Sentence(
            "The {surplus} spare vote of {name} moves to next choices.",
            "The {surplus} spare votes of {name} move to next choices.",
            how_many(surplus),
            name=name,
            surplus=plain(surplus),
        )
    return Sentence(
        "The {surplus} spare vote of {name} moves to next choices, each paper at {value} of a vote.",
        "The {surplus} spare votes of {name} move to next choices, each paper at {value} of a vote.",
        how_many(surplus),
        name=name,
        surplus=plain(surplus),
        value=plain(value),
    )


def keeps(name: str, part: Fraction) -> Sentence:
    return Sentence(
        "{name} now keeps {part} of each paper. The rest moves to next choices.", name=name, part=plain(part)
    )


def fewest(name: str, votes: Fraction) -> Sentence:
    return Sentence(
        "{name} has the fewest votes, {votes}, and is out. The papers move to next choices.",
        name=name,
        votes=plain(votes),
    )


def fewest_at_the_end(name: str, votes: Fraction) -> Sentence:
    return Sentence(
        "{name} has the fewest votes, {votes}, and is out. No papers need to move.", name=name, votes=plain(votes)
    )


def cannot_catch_up(names: tuple[str, ...], votes: Fraction) -> Sentence:
    return Sentence(
        "{names} have the fewest votes, {votes} together, and cannot catch up with the next. They are out.",
        names=names,
        votes=plain(votes),
    )


def can_wait(surplus: Fraction) -> Sentence:
    return Sentence(
        "The {surplus} spare votes of those elected can wait: they could not save who goes out now.",
        surplus=plain(surplus),
    )


def now_needed(quota: Fraction) -> Sentence:
    return Sentence(
        "Papers have left the count before anybody is elected. Votes needed now: {quota}.", quota=plain(quota)
    )


def enough(name: str, votes: Fraction, share: Fraction) -> Sentence:
    return Sentence(
        "{name} has {votes} vote. With the votes still in play {share} are enough. {name} is elected.",
        "{name} has {votes} votes. With the votes still in play {share} are enough. {name} is elected.",
        how_many(votes),
        name=name,
        votes=plain(votes),
        share=plain(share),
    )


def by_name(because: tuple[Constraint, ...]) -> Sentence | tuple[Sentence, ...]:
    """The constraints that stand in somebody's way. A cap that does so alone is full."""
    if len(because) == 1:
        only = because[0]
        return only.reason if isinstance(only, Cap) else only.rule
    return tuple(limit.rule for limit in because)


def unmet(floor: Floor, kept: int) -> Sentence:
    if not kept:
        return Sentence("{floor}: too few can be elected. The count goes on without it.", floor=floor.rule)
    return Sentence(
        "{floor}: too few can be elected. The count goes on with at least {kept}.", floor=floor.rule, kept=kept
    )


def doomed(name: str, cap: Value) -> Sentence:
    return Sentence("{name} can no longer be elected: {cap}.", name=name, cap=cap)


def out_by_cap(name: str) -> Sentence:
    return Sentence("The papers of {name}, who can no longer be elected, move to next choices.", name=name)


def cannot_be_spared(name: str, because: tuple[Constraint, ...] = ()) -> Sentence:
    if because:
        return Sentence(
            "{name} has fewer votes and stays in, because too few others are left for this: {floor}.",
            name=name,
            floor=by_name(because),
        )
    return Sentence(
        "{name} has fewer votes and stays in, because the caps leave too few others for the open seats.", name=name
    )


def called_back(name: str) -> Sentence:
    return Sentence(
        "A seat would stay empty. {name}, the last to go out of those who can have it, is elected.", name=name
    )


def exhausted(votes: Fraction, decimals: int | None) -> Sentence:
    if decimals is None:
        return Sentence(
            "{votes} vote leaves the count: no next choice.",
            "{votes} votes leave the count: no next choice.",
            how_many(votes),
            votes=plain(votes),
        )
    if decimals == 2:
        return Sentence(
            "{votes} vote leaves the count: no next choice, or fractions beyond two decimals.",
            "{votes} votes leave the count: no next choice, or fractions beyond two decimals.",
            how_many(votes),
            votes=plain(votes),
        )
    return Sentence(
        "{votes} vote leaves the count: no next choice, or fractions beyond five decimals.",
        "{votes} votes leave the count: no next choice, or fractions beyond five decimals.",
        how_many(votes),
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
        how_many(votes),
        name=name,
        votes=plain(votes),
    )


def comes_next(name: str) -> Sentence:
    return Sentence("{name} is next in the order, and is elected.", name=name)


def passed_over(name: str, votes: Fraction, cap: Value) -> Sentence:
    return Sentence(
        "{name} has {votes} vote and is passed over: {cap}.",
        "{name} has {votes} votes and is passed over: {cap}.",
        how_many(votes),
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
    if broken.purpose is TieFor.MAJORITY:
        return Sentence(
            "Equal majorities among these cannot all stand: {tied}. By lot, those over {chosen} come last.",
            tied=tied,
            chosen=chosen,
        )
    if broken.purpose is TieFor.PURCHASE:
        return Sentence(
            "{tied} would cost their supporters the same. By lot, {chosen} comes first.", tied=tied, chosen=chosen
        )
    if broken.purpose is TieFor.LAST_RANK:
        return Sentence("{tied} rank equal for the last place. The lot chose {chosen}.", tied=tied, chosen=chosen)
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


# --- counting back for a seat that fell empty ---


def counted_back(left: tuple[str, ...]) -> Sentence:
    return Sentence(
        "{left} has left. All papers are counted again without {left}; whoever still sits keeps their seat.",
        "{left} have left. All papers are counted again without {left}; whoever still sits keeps their seat.",
        len(left),
        left=left,
    )


def takes_seat(name: str) -> Sentence:
    return Sentence("{name} takes the seat.", name=name)


def empty_seats() -> Sentence:
    return Sentence("empty seats")


# --- why somebody is not elected: short, as it stands in a table ---


def not_enough() -> Sentence:
    return Sentence("not elected")


def lost_lot() -> Sentence:
    return Sentence("not elected: by lot")


def lost_by_cap(*because: Constraint) -> Sentence:
    return Sentence("not elected: {cap}", cap=by_name(because))


def lost_cap_by_lot() -> Sentence:
    return Sentence("not elected: cap, by lot")


def lost_floor_by_lot() -> Sentence:
    return Sentence("not elected: minimum, by lot")


def why_barred(because: tuple[Constraint, ...], *, by_lot: bool) -> tuple[Why, Sentence]:
    """Why somebody is not elected whom constraints bar: a floor has them give way, or else a cap is full."""
    floor = any(isinstance(limit, Floor) for limit in because)
    if by_lot:
        return (Why.FLOOR_BY_LOT, lost_floor_by_lot()) if floor else (Why.CAP_BY_LOT, lost_cap_by_lot())
    return Why.FLOOR if floor else Why.CAP, lost_by_cap(*because)


def withdrew() -> Sentence:
    return Sentence("not elected: withdrew")
