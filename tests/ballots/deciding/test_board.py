"""Votes of the board: the quorum of seats filled, a simple majority, equal votes (W16), who is not counted."""

from __future__ import annotations

import pytest

from govern.ballots.deciding import Side
from govern.ballots.deciding.board import BodyState, BodyTie, BodyVote, decide_in_body
from govern.errors import NotValid

CASTING = BodyTie.CHAIR_CASTING


def vote(for_: int, against: int, blank: int = 0, **more: object) -> BodyVote:
    given = {"filled": 9, "present": 8, "needed": 5, **more}
    return BodyVote(for_=for_, against=against, blank=blank, **given)  # type: ignore[arg-type] # a table of cases


def told(asked: BodyVote) -> str:
    return " ".join(str(step) for step in decide_in_body(asked).steps)


@pytest.mark.parametrize(
    ("asked", "state"),
    [
        (vote(5, 3), BodyState.CARRIED),
        (vote(3, 5), BodyState.LOST),
        (vote(4, 4), BodyState.STATUS_QUO),
        (vote(1, 0, 7), BodyState.CARRIED),
        (vote(0, 0, 8), BodyState.LOST),
        (vote(4, 0, present=4), BodyState.UNDECIDED),
        (vote(4, 4, tie=CASTING, chair=Side.FOR), BodyState.CARRIED),
        (vote(4, 4, tie=CASTING, chair=Side.AGAINST), BodyState.LOST),
        (vote(4, 4, tie=CASTING), BodyState.STATUS_QUO),
        (vote(4, 4, chair=Side.FOR), BodyState.STATUS_QUO),
    ],
)
def test_what_comes_of_a_vote_on_the_board(asked: BodyVote, state: BodyState) -> None:
    assert decide_in_body(asked).state is state


def test_w16_four_to_four_keeps_things_and_may_go_to_the_general_meeting() -> None:
    decision = decide_in_body(vote(4, 4))
    assert str(decision.refer) == "The question can be put to the general meeting instead."
    assert told(vote(4, 4)) == (
        "9 seats have a vote on this. 8 of these people are there. 5 are needed. 4 for, 4 against. "
        "More for than against is needed. The votes are equal, so things stay as they are. Things stay as they are."
    )
    assert decide_in_body(vote(5, 3)).refer is None


def test_w23_two_to_two_without_the_recused_is_not_granted() -> None:
    """A panel of five, one recused: four seats have a vote, and an equal vote changes nothing (invariant 31)."""
    panel = vote(2, 2, filled=4, present=4, needed=3)
    assert decide_in_body(panel).state is BodyState.STATUS_QUO


def test_without_a_quorum_nothing_is_decided_and_nothing_is_counted() -> None:
    assert told(vote(4, 0, present=4)).endswith(
        "There are not enough people here for the meeting to decide. Nothing can be decided."
    )


@pytest.mark.parametrize(
    ("asked", "words", "field"),
    [
        (vote(5, 4), "9 votes were given, and 8 people", "for"),
        (vote(1, 1, present=10), "only 9 seats have one", "present"),
        (vote(-1, 1), "below nought", None),
    ],
)
def test_numbers_that_cannot_be_a_vote_are_refused(asked: BodyVote, words: str, field: str | None) -> None:
    with pytest.raises(NotValid, match=words) as refusal:
        decide_in_body(asked)
    assert refusal.value.field == field
