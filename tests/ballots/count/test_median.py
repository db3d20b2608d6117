"""Score by median: cases by hand, and grades taken away one by one."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from govern.ballots.count import Action, Candidate, Cap, Election, LotNeeded, NotCountable, Paper, TieFor, count
from tests.ballots.count.elections import winners


def graded(grades: dict[str, tuple[int, ...]], **more: Any) -> Election:
    """One paper for each place of the tuples, everybody graded on it."""
    papers = tuple(Paper(tuple(grades), scores=scores) for scores in zip(*grades.values(), strict=True))
    candidates = tuple(Candidate(name, name) for name in grades)
    return replace(Election(candidates=candidates, seats=1, papers=papers), **more)


@pytest.mark.parametrize(
    ("grades", "medians", "order"),
    [
        ({"A": (5, 5, 0), "B": (4, 4, 4)}, [5, 4], "AB"),  # the mean would say B
        ({"A": (5, 5, 0, 0), "B": (1, 1, 1, 1)}, [0, 1], "BA"),  # of two in the middle the lower counts
        ({"A": (1, 3, 4), "B": (2, 3, 3)}, [3, 3], "BA"),  # after 3: 1 against 2
        ({"A": (1, 3, 4), "B": (1, 3, 5)}, [3, 3], "BA"),  # after 3, then 1: 4 against 5
        ({"A": (0, 2, 2, 2, 2), "B": (1, 1, 2, 5, 5)}, [2, 2], "AB"),  # after 2: 2 against 1
        ({"A": (3, 3), "B": (3, 4)}, [3, 3], "BA"),
        ({"A": (9,), "B": (10,), "C": (0,)}, [9, 10, 0], "BAC"),
    ],
)
def test_the_highest_median_comes_first_and_equal_ones_are_told_apart_by_removal(
    grades: dict[str, tuple[int, ...]], medians: list[int], order: str
) -> None:
    result = count(graded(grades), "median")
    assert [int(median) for median in result.stages[0].votes] == medians
    assert result.order == tuple((name,) for name in order)
    assert winners(result) == [order[0]] and result.ties == ()


def test_medians_and_removal_are_told() -> None:
    result = count(graded({"Ana": (1, 3, 4), "Bo": (2, 3, 3), "Cai": (4, 0, 1)}), "median")
    assert [str(sentence) for sentence in result.stages[0].why] == [
        "Each candidate's grades are put in order, and the one in the middle counts. Valid votes: 3.",
        "The middle grade of Bo is 3.",
        "The middle grade of Ana is 3.",
        "The middle grade of Cai is 1.",
        "With middle grades taken away one by one until they differ, these come in this order: Bo, Ana.",
    ]
    assert result.stages[0].action is Action.GRADE and result.stages[0].grades == (4, 3, 2, 1, 0)
    assert [[int(votes) for votes in row] for row in result.stages[0].matrix] == [
        [1, 1, 0, 1, 0],
        [0, 2, 1, 0, 0],
        [1, 0, 0, 1, 1],
    ]
    assert str(result.last.why[0]) == "Bo is next in the order, and is elected."


def test_whoever_has_no_grade_on_a_paper_has_the_lowest() -> None:
    papers = (Paper(("A",), times=2, scores=(4,)), Paper(("A", "B"), scores=(1, 3)), Paper((), times=7))
    candidates = (Candidate("A", "A"), Candidate("B", "B"))
    result = count(Election(candidates=candidates, seats=2, papers=papers), "median")
    assert [int(median) for median in result.stages[0].votes] == [4, 0]
    assert (int(result.valid), result.blank) == (3, 7)


def test_who_withdrew_has_no_grades_and_a_first_grade_stands() -> None:
    papers = (Paper(("X", "A", "A"), scores=(9, 2, 5)), Paper(("X",), scores=(9,)))
    candidates = (Candidate("A", "A"), Candidate("X", "X"))
    result = count(Election(candidates=candidates, seats=2, papers=papers, withdrawn=("X",)), "median")
    assert [int(median) for median in result.stages[0].votes] == [2, 0]
    assert winners(result) == ["A"] and result.void == 1 and result.vacant == 1


def test_equal_grades_throughout_go_to_lot_only_at_the_last_place() -> None:
    election = graded({"A": (1, 3), "B": (3, 1), "C": (0, 0)})
    with pytest.raises(LotNeeded, match="A, B"):
        count(election, "median")
    result = count(replace(election, lot_order=("B", "A", "C")), "median")
    assert winners(result) == ["B"] and result.ties[0].purpose is TieFor.LAST_RANK
    assert count(replace(election, seats=2), "median").ties == ()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"papers": (Paper(("A",)),)}, "without a score"),
        ({"papers": (Paper(("A", "B"), scores=(1,)),)}, "without a score"),
        ({"papers": (Paper(("A",), scores=(-1,)),)}, "below zero"),
        ({"caps": (Cap("volunteer", 1),)}, "cannot keep limits"),
    ],
)
def test_what_cannot_be_graded_is_refused(more: dict[str, Any], words: str) -> None:
    with pytest.raises(NotCountable, match=words):
        count(graded({"A": (1,), "B": (2,)}, **more), "median")


@st.composite
def elections(draw: st.DrawFn) -> Election:
    names = "ABCD"[: draw(st.integers(1, 4))]
    papers = []
    for _ in range(draw(st.integers(0, 6))):
        marks = tuple(draw(st.lists(st.sampled_from(names), max_size=4, unique=True)))
        scores = tuple(draw(st.integers(0, 3)) for _ in marks)
        weight = draw(st.sampled_from([Fraction(1), Fraction(2), Fraction(1, 2), Fraction(2, 3)]))
        papers.append(Paper(marks, weight, draw(st.integers(0, 3)), scores=scores))
    return Election(
        candidates=tuple(Candidate(name, name) for name in names),
        seats=draw(st.integers(0, 3)),
        papers=tuple(papers),
        lot_order=tuple(draw(st.permutations(names))),
    )


def taken_away(election: Election, name: str) -> list[int]:
    """Every grade as often as it was given, in the smallest parts; the medians in the order they are taken away."""
    parts = lcm(*(Fraction(paper.weight).denominator for paper in election.papers), 1)
    grades = []
    for paper in election.papers:
        grade = paper.scores[paper.marks.index(name)] if name in paper.marks else 0
        grades += [grade] * (int(paper.weight * parts) * paper.times if paper.marks else 0)
    grades.sort()
    return [grades.pop((len(grades) - 1) // 2) for _ in range(len(grades))]


@given(elections())
def test_the_order_is_that_of_grades_taken_away_one_by_one(election: Election) -> None:
    values = {candidate.id: taken_away(election, candidate.id) for candidate in election.candidates}
    result = count(election, "median")
    best_first = sorted({tuple(value) for value in values.values()}, reverse=True)
    assert [[list(values[name]) for name in equal] for equal in result.order] == [
        [list(value)] * sum(tuple(other) == value for other in values.values()) for value in best_first
    ]
    medians = [value[0] if value else 0 for value in values.values()]
    assert [int(median) for median in result.stages[0].votes] == medians


@given(elections(), st.integers(1, 4), st.randoms())
def test_a_weight_is_as_many_papers_and_no_order_matters(election: Election, k: int, random: Any) -> None:
    heavy = replace(election, papers=tuple(replace(paper, weight=paper.weight * k) for paper in election.papers))
    many = replace(election, papers=tuple(election.papers) * k)
    assert count(heavy, "median").stages == count(many, "median").stages
    papers, candidates = list(election.papers), list(election.candidates)
    random.shuffle(papers)
    random.shuffle(candidates)
    other = count(replace(election, papers=tuple(papers), candidates=tuple(candidates)), "median")
    assert sorted(winners(other)) == sorted(winners(count(election, "median")))
    assert list(map(set, other.order)) == list(map(set, count(election, "median").order))
