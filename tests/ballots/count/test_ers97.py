"""The rules of the Electoral Reform Society of 1997: its model election stage by stage, and each rule by a case."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from govern.ballots.count import Action, Candidate, Cap, Election, LotNeeded, Paper, Result, TieRule, count
from tests.ballots.count.elections import FOLDER, expected, read

WARDS = sorted(path.stem for path in (FOLDER / "real").glob("*.json"))


def ers(papers: dict[str, int], seats: int, names: str, **more: Any) -> Result:
    """Papers as words of letters."""
    candidates = tuple(Candidate(name, name) for name in names)
    kinds = tuple(Paper(tuple(ranking), times=number) for ranking, number in papers.items())
    return count(Election(candidates=candidates, seats=seats, papers=kinds, **more), "ers97")


def test_the_model_election_is_counted_as_in_the_booklet() -> None:
    table = expected("models/ers97_model")["ers97"]
    result = count(read("models/ers97_model"), "ers97")
    assert result.quota == Fraction(table["quota"])
    assert [(int(entry.candidate), entry.stage) for entry in result.elected] == [
        (entry["candidate"], entry["stage"]) for entry in table["elected"]
    ]
    so_far = set[int]()
    for stage, row in zip(result.stages, table["stages"], strict=True):
        moved = stage.together or ((stage.moved,) if stage.moved else ())
        assert (stage.number, stage.action.value) == (row["stage"], row["action"])
        assert [int(name) for name in moved] == row["candidates"]
        assert stage.votes == tuple(Fraction(votes) for votes in row["votes"])
        assert stage.non_transferable == Fraction(row["non_transferable"])
        so_far |= {int(name) for name in stage.elected}
        assert so_far == set(row["elected_so_far"])


@pytest.mark.parametrize("name", WARDS)
def test_a_real_election_elects_whom_the_council_declared(name: str) -> None:
    """Not a law of nature; in two wards the order differs."""
    elected = {str(entry["candidate"]) for entry in expected(f"real/{name}")["elected"]}
    assert {entry.candidate for entry in count(read(f"real/{name}"), "ers97").elected} == elected


def test_an_exact_quota_is_not_raised() -> None:
    assert ers({"A": 12, "B": 6, "C": 3}, 2, "ABC").quota == 7
    assert ers({"A": 12, "B": 6, "C": 4}, 2, "ABC").quota == Fraction("7.34")


def test_papers_that_run_out_before_anybody_is_elected_lower_the_quota() -> None:
    """37 papers, quota 9.25. D and E go out with 4, of which nothing moves: 33 remain, quota 8.25, and A has it."""
    result = ers({"A": 9, "BA": 8, "CA": 8, "FA": 8, "D": 2, "E": 2}, 3, "ABCDEF", lot_order=tuple("ABCFDE"))
    assert [stage.quota for stage in result.stages[:2]] == [Fraction("9.25"), Fraction("8.25")]
    assert result.stages[1].together == ("D", "E") and result.stages[1].elected == ("A",)
    assert "Papers have left the count before anybody is elected. Votes needed now: 8.25." in [
        str(sentence) for sentence in result.stages[1].why
    ]


def test_a_surplus_waits_while_it_can_change_nothing() -> None:
    """Quota 10; A's spare vote cannot bring E's 2 to D's 4, so E goes first."""
    result = ers({"AE": 11, "B": 7, "C": 6, "D": 4, "EB": 2}, 2, "ABCDE")
    assert result.quota == 10
    assert [(stage.action, stage.moved) for stage in result.stages[:2]] == [
        (Action.FIRST, None),
        (Action.EXCLUDE, "E"),
    ]


def test_a_surplus_comes_from_the_last_batch_alone() -> None:
    """B has 9 of its own for D and gets 4 from C for E. Quota 10: the three spare votes go to E, none to D."""
    result = ers({"A": 9, "BD": 9, "CBE": 4, "D": 5, "E": 5, "F": 8}, 3, "ABCDEF")
    assert result.quota == 10
    surplus = next(stage for stage in result.stages if stage.moved == "B")
    assert surplus.action is Action.SURPLUS and surplus.value == Fraction("0.75")
    assert list(surplus.transfers) == [0, -3, 0, 0, 3, 0]


def test_only_whole_hundredths_move_and_the_rest_leaves_the_count() -> None:
    """A has 12 of 20 with quota 6.67: 5.33 ÷ 12 is 0.44, and 0.05 stay behind."""
    stage = ers({"AB": 7, "AC": 5, "B": 4, "C": 4}, 2, "ABC").stages[1]
    assert stage.value == Fraction("0.44")
    assert stage.votes == (Fraction("6.67"), 4 + 7 * Fraction("0.44"), 4 + 5 * Fraction("0.44"))
    assert stage.non_transferable == Fraction("0.05")


def test_those_elected_by_one_batch_get_nothing_of_the_next() -> None:
    """C holds four whole papers and four of 0.6 from A. The whole ones give B the quota; the others pass B over."""
    result = ers({"ACBD": 4, "AE": 4, "AD": 4, "A": 8, "B": 9, "CB": 4, "D": 9, "E": 9}, 3, "ABCDE")
    assert result.quota == Fraction("12.75")
    stage = next(stage for stage in result.stages if stage.moved == "C")
    assert list(stage.transfers) == [0, 4, Fraction("-6.4"), Fraction("2.4"), 0]
    assert stage.elected == ("B", "D")


def test_a_tie_is_read_forwards_whatever_the_election_says() -> None:
    election = replace(
        read("nasty/n02_backwards_not_forwards"), ties=(TieRule.BACKWARDS, TieRule.LOT), lot_order=None
    )
    assert {tie.how for tie in count(election, "ers97").ties} <= {TieRule.FORWARDS}


def test_two_for_one_seat_with_votes_that_were_always_equal_wait_for_a_lot() -> None:
    """Both have the quota of 10; neither is elected by it, and the lot says who goes out. No papers move then."""
    with pytest.raises(LotNeeded):
        ers({"AB": 10, "B": 10}, 1, "AB")
    result = ers({"AB": 10, "B": 10}, 1, "AB", lot_order=("B", "A"))
    assert [entry.candidate for entry in result.elected] == ["B"]
    assert (result.last.moved, result.last.excluded) == (None, ("A",)) and list(result.last.votes) == [10, 10]
    assert [tie.how for tie in result.ties] == [TieRule.LOT]


def test_of_two_for_one_seat_whoever_was_ahead_first_is_elected() -> None:
    """A and B reach the quota of 10 together when C goes out, and B began with more."""
    result = ers({"A": 7, "B": 8, "CA": 3, "CB": 2}, 1, "ABC")
    assert [entry.candidate for entry in result.elected] == ["B"]
    assert [(tie.tied, tie.chosen, tie.how, tie.stage) for tie in result.ties] == [
        (("A", "B"), ("B",), TieRule.FORWARDS, 1)
    ]


def test_somebody_needed_under_a_cap_does_not_go_out_with_others() -> None:
    candidates = tuple(Candidate(name, name, ("volunteer",) if name in "VWX" else ()) for name in "VWXST")
    papers = tuple(Paper((name,), times=n) for name, n in (("V", 30), ("W", 20), ("X", 20), ("S", 1), ("T", 2)))
    result = count(Election(candidates=candidates, seats=3, papers=papers, caps=(Cap("volunteer", 1),)), "ers97")
    assert {entry.candidate for entry in result.elected} == {"V", "S", "T"}
