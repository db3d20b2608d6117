"""What would turn a decision: how many more votes for, or fewer against, in one group alone would change the outcome.

Found by search, not by a formula, so that it holds for every rule: `least` tries the numbers in pieces between which
a group's own state changes (silent, tied, voting), and inside a piece one more vote moves a result one way only.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from itertools import pairwise

import msgspec
from msgspec.structs import replace

from govern.ballots.deciding.decide import decide
from govern.ballots.deciding.decision import Decision
from govern.ballots.deciding.question import Base, Group, Question
from govern.sentences import Sentence


class Move(enum.StrEnum):
    """What people of a group would have done otherwise."""

    MORE_FOR = "more_for"
    FEWER_AGAINST = "fewer_against"
    AGAINST_TO_FOR = "against_to_for"
    MORE_AGAINST = "more_against"
    FEWER_FOR = "fewer_for"
    FOR_TO_AGAINST = "for_to_against"


#: For each move what one person adds to For and to Against.
STEPS = {
    Move.MORE_FOR: (1, 0),
    Move.FEWER_AGAINST: (0, -1),
    Move.AGAINST_TO_FOR: (1, -1),
    Move.MORE_AGAINST: (0, 1),
    Move.FEWER_FOR: (-1, 0),
    Move.FOR_TO_AGAINST: (-1, 1),
}
TO_CARRY = (Move.MORE_FOR, Move.FEWER_AGAINST, Move.AGAINST_TO_FOR)
TO_LOSE = (Move.MORE_AGAINST, Move.FEWER_FOR, Move.FOR_TO_AGAINST)


class Turn(msgspec.Struct, frozen=True):
    """One group: for each move the least number of its people that turns the outcome, None where no number does."""

    group: str
    name: str | Sentence
    moves: dict[Move, int | None]


def turning(question: Question) -> tuple[Turn, ...]:
    """Each group that may vote, by itself, everybody else voting as they did."""
    carried = decide(question).carried
    moves = TO_LOSE if carried else TO_CARRY
    return tuple(
        Turn(group.id, group.name, {move: _least(question, group, move, carried=carried) for move in moves})
        for group in question.groups
        if not group.barred and group.entitled
    )


def _least(question: Question, group: Group, move: Move, *, carried: bool) -> int | None:
    def after(number: int) -> Decision:
        return decide(_moved(question, group, move, number))

    def turned(number: int) -> bool:
        return after(number).carried is not carried

    def turned_but_for_turnout(number: int) -> bool:
        found = after(number)
        return len(found.reasons) <= (0 if found.turnout.met else 1)

    # Fewer papers raise a share and lower a turnout: the least that is enough for the share is the best there is.
    wanted = turned_but_for_turnout if move is Move.FEWER_AGAINST else turned
    for first, last in _pieces(group, move, _most(question, group, move)):
        number = _first(wanted, first, last)
        if number is not None and turned(number):
            return number
    return None


def _first(holds: Callable[[int], bool], low: int, high: int) -> int | None:
    """The least number of a piece for which it holds, where it goes on holding to the piece's end."""
    if not holds(high):
        return None
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return high


def _most(question: Question, group: Group, move: Move) -> int:
    """How many people of a group could do this."""
    if move in (Move.FEWER_AGAINST, Move.AGAINST_TO_FOR):
        return group.against
    if move in (Move.FEWER_FOR, Move.FOR_TO_AGAINST):
        return group.for_
    room = group.present if question.rule.threshold.base is Base.PRESENT and group.present else group.entitled
    return room - group.papers


def _pieces(group: Group, move: Move, most: int) -> Iterator[tuple[int, int]]:
    """1 to `most`, cut where the group is tied, silent or only just not: there a result may jump either way."""
    for_step, against_step = STEPS[move]
    cuts = {1, most}
    for blank in (0, group.blank):  # blank papers may count as against
        gap, closing = group.against + blank - group.for_, for_step - against_step
        tied = gap // closing
        cuts |= {tied - 1, tied, tied + 1, tied + 2}
    edges = sorted(cut for cut in cuts if 1 <= cut <= most)
    for edge, following in pairwise([*edges, most + 1]):
        yield edge, edge
        if edge + 1 < following:
            yield edge + 1, following - 1


def _moved(question: Question, group: Group, move: Move, number: int) -> Question:
    for_step, against_step = STEPS[move]

    def changed(one: Group) -> Group:
        if one.id != group.id:
            return one
        return replace(one, for_=one.for_ + for_step * number, against=one.against + against_step * number)

    return replace(
        question, groups=tuple(map(changed, question.groups)), classes=tuple(map(changed, question.classes))
    )
