"""Meek's method against published rounds, counts by hand, real wards, and elections that converge slowly."""

from __future__ import annotations

from fractions import Fraction

import pytest

from govern.ballots.count import Action, Candidate, Cap, Election, Paper, Result, Standing, TieRule, count
from tests.ballots.count.elections import FOLDER, expected, read

WARDS = sorted(path.stem for path in (FOLDER / "real").glob("*.json") if path.stem != "us_minneapolis_mayor_2013")


def meek(election: Election) -> Result:
    return count(election, "meek")


def near(found: Fraction, said: str, within: str) -> bool:
    return abs(found - Fraction(said)) <= Fraction(within)


@pytest.mark.parametrize("name", WARDS)
def test_a_real_ward_elects_whom_another_count_of_it_by_meek_elects(name: str) -> None:
    table = expected(f"real/{name}")["other_methods"]["meek"]
    result = meek(read(f"real/{name}"))
    assert sorted(int(entry.candidate) for entry in result.elected) == table["elected"]


def test_the_model_election_is_counted_as_hill_wichmann_and_woodall_published_it() -> None:
    """Stage for stage: their table has the same numbers of stages; its last row prints 242.01 for what is 242.02."""
    result = meek(read("models/ers97_model"))
    for number, quota, exhausted, votes in expected("models/ers97_model")["hww_table"]["rows"]:
        stage = result.stages[number - 1]
        assert stage.quota is not None and near(stage.quota, quota, "0.006"), number
        assert near(stage.non_transferable, exhausted, "0.015"), number
        for place, said in enumerate(votes):
            if said == "EX":
                assert stage.standing[place] is Standing.EXCLUDED and stage.votes[place] == stage.kept[place] == 0
            else:
                assert near(stage.votes[place], said, "0.006"), (number, place)
    assert [int(entry.candidate) for entry in result.elected] == expected("models/ers97_model")["meek"]["elected"]


def test_the_model_election_has_the_votes_of_another_count_to_six_decimals() -> None:
    """Its last round stops before it has converged, so that only the four before can be compared."""
    result = meek(read("models/ers97_model"))
    rounds = expected("models/ers97_model")["meek"]["rounds"][:4]
    for stage, row in zip([result.stages[at] for at in (1, 3, 5, 8)], rounds, strict=True):
        assert near(stage.quota or Fraction(0), row["quota"], "0.000001")
        assert near(stage.non_transferable, row["exhausted"], "0.000001")
        assert all(near(*pair, "0.000001") for pair in zip(stage.votes, row["votes"], strict=True))


@pytest.mark.parametrize(("name", "at"), [("meek_hand_1", (1,)), ("meek_hand_2", (1, 2))])
def test_a_case_worked_out_by_hand(name: str, at: tuple[int, ...]) -> None:
    table = expected(f"models/{name}")["meek"]
    result = meek(read(f"models/{name}"))
    assert [int(entry.candidate) for entry in result.elected] == table["elected"]
    for stage, row in zip([result.stages[place] for place in at], table["rounds"], strict=True):
        assert all(near(*pair, "0.0000001") for pair in zip(stage.votes, row["votes"], strict=True))


def test_what_is_kept_is_told_and_written_down() -> None:
    """60 for A, 100/3 are needed: A keeps 5/9 of each paper."""
    stage = meek(read("models/meek_hand_1")).stages[1]
    assert (stage.action, stage.moved, stage.together) == (Action.SURPLUS, "1", ())
    assert near(stage.kept[0], "5/9", "0.000000001") and list(stage.kept[1:]) == [1, 1]
    assert [str(sentence) for sentence in stage.why] == [
        "A now keeps 0.556 of each paper. The rest moves to next choices.",
        "B has 36.667 votes. More than 33.333 are needed. B is elected.",
    ]


def test_votes_that_only_differ_by_rounding_are_a_tie() -> None:
    """A keeps a half in the end, as 60 a = (100 - 20 (1 - a)) / 3; only then does B have 20 votes like C and D."""
    candidates = tuple(Candidate(name, name) for name in "ABCD")
    papers = (Paper(("A", "B"), times=40), Paper(("A",), times=20), Paper(("C",), times=20), Paper(("D",), times=20))
    election = Election(
        candidates=candidates, seats=2, papers=papers, ties=(TieRule.LOT,), lot_order=("A", "B", "D", "C")
    )
    result = meek(election)
    assert result.stages[1].votes[1] != 20, "what this test is about: rounds come near, they do not arrive"
    assert result.ties[0].tied == ("B", "C", "D")
    assert result.stages[2].moved == "C"


def test_papers_that_name_only_the_elected_end_in_a_quota_near_nought_and_the_count_ends() -> None:
    """Nineteen candidates share all papers of twenty seats: each round lowers the quota by a twentieth only."""
    names = [f"{place:02d}" for place in range(25)]
    circle = [tuple((names[:19] * 2)[at : at + 19]) for at in range(19)]
    election = Election(
        candidates=tuple(Candidate(name, name) for name in names),
        seats=20,
        papers=tuple(Paper(ranking, times=100) for ranking in circle),
        lot_order=tuple(names),
    )
    result = meek(election)
    assert sorted(entry.candidate for entry in result.elected) == names[:20]
    assert result.quota is not None and 0 < result.quota < Fraction(1, 1000)


def test_a_cap_is_kept_and_the_papers_of_those_it_puts_out_move_first() -> None:
    candidates = tuple(Candidate(name, name, ("volunteer",) if name in "VW" else ()) for name in "VWST")
    papers = (Paper(("V", "W", "S"), times=60), Paper(("S",), times=25), Paper(("T",), times=26), Paper(("W",)))
    result = meek(Election(candidates=candidates, seats=2, papers=papers, caps=(Cap("volunteer", 1),)))
    assert [entry.candidate for entry in result.elected] == ["V", "S"]
    assert [(stage.action, stage.moved) for stage in result.stages[:3]] == [
        (Action.FIRST, None),
        (Action.EXCLUDE, "W"),
        (Action.SURPLUS, "V"),
    ]
