"""Elections as JSON: approvals, rankings, scores, budgets; and which format a file has."""

from __future__ import annotations

import gzip
import io
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from govern.ballots.count import Candidate, Election, Paper, count
from govern.ballots.count.formats import Malformed, read
from govern.errors import NotValid
from tests.ballots.count.elections import FOLDER, expected

MINIMAL: dict[str, Any] = {"candidates": ["Ana", "Bo", "Cai"], "ballots": []}


def given(**parts: Any) -> Election:
    return read(io.BytesIO(json.dumps(MINIMAL | parts).encode()))


@pytest.mark.parametrize("name", ["n20_mes_4_2", "n21_mes_completion", "n22_plurality_at_large"])
def test_the_approvals_of_the_folder_are_read(name: str) -> None:
    election, content = read(FOLDER / "nasty" / f"{name}.json"), expected(f"nasty/{name}")
    assert [candidate.name for candidate in election.candidates] == content["candidates"]
    assert election.seats == content["seats"]
    read_back = [(list(map(int, paper.marks)), paper.weight * paper.times) for paper in election.papers]
    assert read_back == [(ballot["approve"], Fraction(str(ballot["weight"]))) for ballot in content["ballots"]]


def test_the_block_vote_of_the_folder_is_counted_from_its_file() -> None:
    result = count(read(FOLDER / "nasty/n22_plurality_at_large.json"), "block-vote")
    table = expected("nasty/n22_plurality_at_large")["plurality_at_large"]
    assert [str(votes) for votes in result.last.votes] == [str(Fraction(total)) for total in table["totals"]]
    assert {int(entry.candidate) for entry in result.elected} == set(table["elected"])


def test_a_budget_with_costs() -> None:
    election = given(
        candidates=[{"name": "Swings", "cost": 1200}, {"name": "Slide", "cost": "99.50", "categories": ["play"]}],
        budget=2000,
        title="The park",
        ballots=[{"weight": "2.5", "approve": [1]}, {"weight": 3, "approve": [1, 2]}, {"approve": []}],
    )
    assert election.candidates == (
        Candidate("1", "Swings", cost=1200),
        Candidate("2", "Slide", ("play",), Fraction(199, 2)),
    )
    assert (election.budget, election.seats, election.title) == (2000, 2, "The park")
    assert list(election.papers) == [Paper(("1",), Fraction(5, 2)), Paper(("1", "2"), times=3), Paper(())]
    assert [candidate.cost for candidate in given(costs=[1, 2, "1/3"]).candidates] == [1, 2, Fraction(1, 3)]


def test_ranks_and_scores() -> None:
    ballots = [{"rank": [2, [1, 3]]}, {"rank": [3, 1]}, {"weight": 2, "scores": [0, None, 4]}]
    assert list(given(ballots=ballots, withdrawn=[2]).papers) == [
        Paper(("2", "1", "3"), shared=(1, 2)),
        Paper(("3", "1")),
        Paper(("3", "1"), times=2, scores=(4, 0)),
    ]


def test_decimals_are_read_as_they_are_written() -> None:
    text = b'{"candidates": ["Ana"], "ballots": [{"weight": 0.1, "approve": [1]}]}'
    assert list(read(io.BytesIO(text)).papers) == [Paper(("1",), Fraction(1, 10))]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (b'{"candidates": ["Ana"],\n "ballots": [}', (2, 14), "no JSON"),
        (b'{"candidates": ["Ana"]', (1, 23), "no JSON"),
        (b'{"candidates":\n["\xff"]}', (2, 3), "UTF-8"),
        (b'{"candidates":\n["\0"]}', (2, 3), "NUL"),
    ],
)
def test_what_is_no_json_is_refused_with_line_and_column(text: bytes, place: tuple[int, int], words: str) -> None:
    with pytest.raises(Malformed, match=words) as caught:
        read(io.BytesIO(text))
    assert (caught.value.line, caught.value.column) == place


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"candidates": None}, 'no list of "candidates"'),
        ({"candidates": ["Ana", " "]}, "Candidate 2 has no name"),
        ({"candidates": [{"cost": 3}]}, "Candidate 1 has no name"),
        ({"candidates": [{"name": "A", "categories": "x"}]}, "list of words"),
        ({"candidates": [{"name": "A", "cost": -1}]}, '"-1" is no cost'),
        ({"candidates": [{"name": "A", "cost": True}]}, '"True" is no cost'),
        ({"costs": [1]}, "one cost for each"),
        ({"budget": "much"}, '"much" is no budget'),
        ({"seats": -1}, "number of seats"),
        ({"seats": "2"}, "number of seats"),
        ({"withdrawn": [4]}, "Withdrawn: There is no candidate 4"),
        ({"ballots": {}}, "have to be a list"),
        ({"ballots": [{"approve": [1]}, 7]}, "Ballot 2: It has to be an object"),
        ({"ballots": [{}]}, "Ballot 1: It needs one of"),
        ({"ballots": [{"approve": [], "rank": []}]}, "Ballot 1: It needs one of"),
        ({"ballots": [{"approve": [0]}]}, "Ballot 1: There is no candidate 0"),
        ({"ballots": [{"approve": [4]}]}, "Ballot 1: There is no candidate 4"),
        ({"ballots": [{"approve": ["1"]}]}, 'Ballot 1: "1" is no number'),
        ({"ballots": [{"approve": [True]}]}, 'Ballot 1: "True" is no number'),
        ({"ballots": [{"approve": 1}]}, "square brackets"),
        ({"ballots": [{"rank": 1}]}, "list of numbers"),
        ({"ballots": [{"scores": [1]}]}, "for each candidate"),
        ({"ballots": [{"scores": [1, -1, 2]}]}, "whole numbers from 0"),
        ({"ballots": [{"scores": [1, "2", 2]}]}, "whole numbers from 0"),
        ({"ballots": [{"weight": -1, "approve": []}]}, "not below zero"),
        ({"ballots": [{"weight": 10**50, "approve": []}]}, "not below zero"),
        ({"ballots": [{"weight": True, "approve": []}]}, "not below zero"),
        ({"ballots": [{"weight": float("nan"), "approve": []}]}, "not below zero"),
    ],
)
def test_json_that_is_no_election_is_refused(parts: dict[str, Any], words: str) -> None:
    with pytest.raises(NotValid, match=words):
        given(**parts)


@pytest.mark.parametrize("text", [b"[]", b'{"candidates": ' + b"[" * 100_000])
def test_json_of_another_shape_is_refused(text: bytes) -> None:
    with pytest.raises(NotValid, match=r"one object|too many"):
        read(io.BytesIO(text))


def test_the_format_is_told_from_the_name_or_from_how_the_file_begins(tmp_path: Path) -> None:
    blt = b'# one\n2 1\n1 1 2 0\n0\n"Ana"\n"Bo"\n'
    table = b"Ana,Bo\n1,2\n"
    choices = b' {"candidates": ["Ana", "Bo"], "ballots": [{"rank": [1, 2]}]}'
    contents = {".blt": blt, ".csv": table, ".json": choices, ".txt": blt, "": table, ".weird": choices}
    for suffix, content in contents.items():
        for packed in (content, gzip.compress(content), b"\xef\xbb\xbf" + content):
            path = tmp_path / f"election{suffix}{'.gz' if packed is not content else ''}"
            path.write_bytes(packed)
            assert [paper.marks for paper in read(path).papers] == [("1", "2")]
            with path.open("rb") as stream:
                assert len(read(stream).candidates) == 2


def test_a_file_that_is_not_there_is_the_system_s_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none.blt")
