"""A casual vacancy: a seat empty before its term ends, how it may be filled, and for how long (invariant 19).

open ── fill (co-option, by-election, next best) ──> filled
  └──── left vacant, or the term it belonged to ends, or an election fills the row ──> expired
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from govern.constituencies.boards.rules.holders import HowFilled
from govern.constituencies.rulebook.book import citation
from govern.constituencies.rulebook.book.tables import Terms
from govern.errors import NotAllowed, WrongMoment
from govern.sentences import Sentence


class VacancyStage(StrEnum):
    """Where a vacancy is in its life."""

    OPEN = "open"
    FILLED = "filled"
    EXPIRED = "expired"


class Way(StrEnum):
    """How a vacancy is filled, or that it is left."""

    CO_OPTION = "co_option"
    BY_ELECTION = "by_election"
    NEXT_BEST = "next_best"
    APPOINTMENT = "appointment"
    LEAVE = "leave"


class VacancyStep(StrEnum):
    """What can happen to a vacancy."""

    FILL = "fill"
    EXPIRE = "expire"


NEXT = {
    (VacancyStage.OPEN, VacancyStep.FILL): VacancyStage.FILLED,
    (VacancyStage.OPEN, VacancyStep.EXPIRE): VacancyStage.EXPIRED,
}
#: How whoever fills it comes to the seat.
HOW = {
    Way.CO_OPTION: HowFilled.CO_OPTED,
    Way.BY_ELECTION: HowFilled.ELECTED,
    Way.NEXT_BEST: HowFilled.NEXT_BEST,
    Way.APPOINTMENT: HowFilled.APPOINTED,
}
_CLOSED = {
    VacancyStage.FILLED: Sentence("This seat has been filled since. There is nothing to do."),
    VacancyStage.EXPIRED: Sentence("This vacancy is over. The seat is filled when its turn comes."),
}


def after(stage: VacancyStage, step: VacancyStep) -> VacancyStage:
    """The stage that follows. Raises `WrongMoment`."""
    try:
        return NEXT[stage, step]
    except KeyError:
        raise WrongMoment(_CLOSED[stage]) from None


def ways_for(terms: Terms, *, next_best_left: bool = True) -> tuple[Way, ...]:
    """How a vacancy may be filled: as the rules say; an election of members is always open, and so is leaving it.

    Where the rules take the next in the last election and nobody is left, a by-election follows (Cartrefi).
    """
    first = Way(terms.casual_vacancy)
    if first is Way.NEXT_BEST and not next_best_left:
        first = Way.BY_ELECTION
    return tuple(dict.fromkeys((first, Way.BY_ELECTION, Way.LEAVE)))


def check_way_out(terms: Terms, way: Way) -> None:
    """Whether the rules allow to fill it so. Raises `NotAllowed` with what they say."""
    if way not in ways_for(terms):
        raise NotAllowed(
            "The rules fill a seat that falls empty early in another way: {way} ({rule}). "
            "Choose that, or an election.",
            field="way",
            rule=citation("terms.casual_vacancy"),
            way=WAY_WORDS[Way(terms.casual_vacancy)],
        )


WAY_WORDS = {
    Way.CO_OPTION: Sentence("those who sit co-opt somebody"),
    Way.BY_ELECTION: Sentence("members elect somebody"),
    Way.NEXT_BEST: Sentence("the next in the last election takes it"),
    Way.APPOINTMENT: Sentence("whoever chose the last one chooses again"),
    Way.LEAVE: Sentence("it stays empty"),
}


def is_casual(due_on: date | None, on: date) -> bool:
    """Whether a seat that somebody leaves on a day falls empty before its time."""
    return due_on is None or on < due_on
