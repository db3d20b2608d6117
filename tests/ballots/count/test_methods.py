"""The front door: which methods there are, and what no method will count."""

from __future__ import annotations

import ast
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import replace

import govern.ballots.count
from govern.ballots.count import METHODS, Candidate, Cap, Election, NotCountable, Paper, UnknownMethod, count

ELECTION = Election(
    candidates=(Candidate("A", "Ana"), Candidate("B", "Bo")),
    seats=1,
    papers=(Paper(("A", "B"), times=2, scores=(2, 1)), Paper(("B",), scores=(2,))),
)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_method_counts_by_its_name(method: str) -> None:
    result = count(replace(ELECTION, at_most=2, lot_order=("A", "B")), method)
    assert result.method == method
    assert result.last == result.stages[-1]


def test_an_unknown_method_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownMethod, match=", ".join(METHODS)):
        count(ELECTION, "coin toss")


@pytest.mark.parametrize(
    ("election", "words"),
    [
        (replace(ELECTION, candidates=(Candidate("A", "x"), Candidate("A", "y"))), "same name"),
        (replace(ELECTION, seats=-1), "below zero"),
        (replace(ELECTION, papers=(Paper(("A",), -1),)), "less than nothing"),
        (replace(ELECTION, papers=(Paper(("A",), Fraction(-1, 2)),)), "less than nothing"),
        (replace(ELECTION, papers=(Paper(("A",), times=-1),)), "less than nothing"),
        (replace(ELECTION, papers=(Paper(("A", "Z")),)), '"Z", who is not a candidate'),
        (replace(ELECTION, withdrawn=("Z",)), "never a candidate"),
        (replace(ELECTION, lot_order=("Z",)), "lot names somebody"),
        (replace(ELECTION, caps=(Cap("v", 1), Cap("v", 2))), "Two caps"),
        (replace(ELECTION, caps=(Cap("v", -1),)), "below zero"),
        (replace(ELECTION, caps=(Cap("v", 1, -1),)), "below zero"),
    ],
)
def test_an_election_that_contradicts_itself_is_refused(election: Election, words: str) -> None:
    with pytest.raises(NotCountable, match=words):
        count(election, "scottish-stv")


def test_no_floating_point_number_is_used_anywhere_in_counting() -> None:
    folder = Path(govern.ballots.count.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path.name
            assert not (isinstance(node, ast.Name) and node.id == "float"), path.name
            assert not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)), path.name
