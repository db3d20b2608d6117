"""Yes and no with any threshold, against the worked examples and the comparison by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.ballots.count import Candidate, Cap, Election, NotCountable, Paper, Result, count
from govern.ballots.deciding import Base, Op, Threshold

YES, NO = Candidate("y", "Yes"), Candidate("n", "No")


def vote(for_: int, against: int, blank: int = 0, threshold: Threshold | None = None, **more: Any) -> Result:
    papers = (Paper(("y",), times=for_), Paper(("n",), times=against), Paper((), times=blank))
    settings = {"candidates": (YES, NO), "seats": 1, "papers": papers, "threshold": threshold, **more}
    return count(Election(**settings), "yes-no")


def is_carried(result: Result) -> bool:
    return [entry.candidate for entry in result.elected] == ["y"]


HALF, THREE_QUARTERS = Fraction(1, 2), Fraction(3, 4)


@pytest.mark.parametrize(
    ("votes", "threshold", "carried"),
    [
        ((26, 25, 0), None, True),
        ((25, 25, 0), None, False),  # W16: a tied vote of the members is lost
        ((25, 25, 0), Threshold(Op.GE, HALF), False),  # so it is where half is enough (invariant 35)
        ((25, 24, 0), Threshold(Op.GE, HALF), True),
        ((75, 25, 0), Threshold(Op.GE, THREE_QUARTERS), True),  # invariant 33
        ((75, 25, 0), Threshold(Op.GT, THREE_QUARTERS), False),
        ((70, 21, 0), Threshold(Op.GE, THREE_QUARTERS), True),  # W6: 76.92 of 100
        ((74, 25, 1), Threshold(Op.GE, THREE_QUARTERS, Base.PAPERS), False),
        ((75, 24, 1), Threshold(Op.GE, THREE_QUARTERS, Base.PAPERS), True),
        ((50, 20, 30), Threshold(Op.GT, HALF, Base.PAPERS), False),
        ((50, 20, 30), Threshold(Op.GT, HALF), True),
        ((50, 0, 0), Threshold(Op.GE, HALF, Base.ENTITLED), True),
        ((50, 0, 0), Threshold(Op.GT, HALF, Base.ENTITLED), False),
        ((1, 2, 0), Threshold(Op.GE, Fraction(1, 3)), True),
        ((333, 667, 0), Threshold(Op.GE, Fraction(1, 3)), False),
        ((5, 0, 0), Threshold(Op.GE, Fraction(1)), True),
        ((0, 0, 9), Threshold(Op.GE, Fraction(0)), False),  # nobody voted for or against
    ],
)
def test_a_yes_stands_where_its_threshold_is_met(
    votes: tuple[int, int, int], threshold: Threshold | None, carried: bool
) -> None:
    result = vote(*votes, threshold=threshold, electorate=100 if votes[0] + votes[1] <= 100 else 1000)
    assert is_carried(result) == carried
    assert [entry.candidate for entry in result.not_elected] == ["n" if carried else "y"]
    assert str(result.last.why[-1]) == ("The resolution is carried." if carried else "The resolution is lost.")


def test_it_is_told_with_its_numbers_and_its_reason() -> None:
    result = vote(60, 40, 5, Threshold(Op.GE, Fraction(2, 3)))
    assert [str(sentence) for sentence in result.last.why] == [
        "For: 60 of 100.",
        "That is 60 of 100.",
        "At least two thirds is needed.",
        "5 papers were blank. They are in the turnout and not in these numbers.",
        "Not enough were for.",
        "The resolution is lost.",
    ]
    assert str(result.not_elected[0].reason) == "Not enough were for."
    tied = vote(5, 5)
    assert "The votes are equal, and an equal vote is lost." in map(str, tied.last.why)
    of_all = vote(60, 30, 10, Threshold(Op.GT, HALF, Base.PAPERS))
    assert [str(sentence) for sentence in of_all.last.why][2] == "That is of all papers, blank ones included."


def test_a_paper_with_both_answers_is_void() -> None:
    result = vote(0, 0, papers=(Paper(("y", "n"), times=4), Paper(("n",))))
    assert result.void == 4 and not is_carried(result)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"candidates": (YES,)}, "two answers"),
        ({"seats": 2}, "two answers"),
        ({"withdrawn": ("n",)}, "two answers"),
        ({"caps": (Cap("a", 1),)}, "cannot keep limits"),
        ({"threshold": Threshold(Op.GT, HALF, Base.PRESENT)}, "who was present"),
        ({"threshold": Threshold(Op.GT, HALF, Base.ENTITLED)}, "Say how many"),
        ({"threshold": Threshold(Op.GT, HALF, Base.ENTITLED), "electorate": 2}, "more papers than people"),
    ],
)
def test_what_is_no_yes_or_no_is_refused(more: dict[str, Any], words: str) -> None:
    papers = (Paper(("y",), times=2), Paper((), times=1))
    with pytest.raises(NotCountable, match=words):
        vote(0, 0, **({"papers": papers} | more))


@given(
    st.lists(st.tuples(st.sampled_from(["y", "n", ""]), st.sampled_from([1, 2, Fraction(1, 3)])), max_size=9),
    st.sampled_from(list(Op)),
    st.fractions(0, 1, max_denominator=6),
    st.sampled_from([Base.CAST, Base.PAPERS, Base.ENTITLED]),
)
def test_weights_count_in_full_on_both_sides(
    slips: list[tuple[str, int | Fraction]], op: Op, of: Fraction, base: Base
) -> None:
    papers = tuple(Paper((mark,) if mark else (), weight) for mark, weight in slips)
    result = vote(0, 0, threshold=Threshold(op, of, base), papers=papers, electorate=Fraction(50))
    sides = {
        mark: sum((Fraction(weight) for side, weight in slips if side == mark), Fraction(0))
        for mark in ("y", "n", "")
    }
    whole = {Base.CAST: sides["y"] + sides["n"], Base.PAPERS: sum(sides.values()), Base.ENTITLED: Fraction(50)}[base]
    enough = sides["y"] > of * whole if op is Op.GT else sides["y"] >= of * whole
    tied = base is Base.CAST and of == HALF and sides["y"] == sides["n"]
    assert is_carried(result) == (enough and not tied and sides["y"] + sides["n"] > 0)
