"""Scottish STV against official results, cases made to break it, caps, and the sentences."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from govern.ballots.count import (
    Action,
    Candidate,
    Cap,
    Election,
    LotNeeded,
    Paper,
    Result,
    Standing,
    TieFor,
    TieRule,
    Why,
    count,
)
from tests.ballots.count.elections import FOLDER, expected, read

REAL = sorted(path.stem for path in (FOLDER / "real").glob("*.json") if path.stem != "us_minneapolis_mayor_2013")
NASTY = sorted(
    path.stem for path in (FOLDER / "nasty").glob("*.blt") if not path.stem.startswith(("n10", "n11", "n22"))
)
WEIGHTED = sorted(path.stem for path in (FOLDER / "weighted").glob("*.json"))
TIE_WORDS = {None: None, "previous stage": TieRule.BACKWARDS, "lot": TieRule.LOT}


def stv(election: Election) -> Result:
    return count(election, "scottish-stv")


def assert_same(result: Result, table: dict[str, Any]) -> None:
    """Quota, elected in order, excluded in order, and every stage's votes to the last decimal."""
    assert result.quota == Fraction(table["quota"])
    assert result.valid == Fraction(str(table["valid_votes"]))
    assert [(int(entry.candidate), entry.stage) for entry in result.elected] == [
        (entry["candidate"], entry["stage"]) for entry in table["elected"]
    ]
    assert [int(name) for stage in result.stages for name in stage.excluded] == table["excluded_in_order"]
    assert len(result.stages) == len(table["stages"])
    for stage, row in zip(result.stages, table["stages"], strict=True):
        assert (stage.number, stage.action.value) == (row["stage"], row["action"].removesuffix(" doomed"))
        assert stage.moved == (None if row["candidate"] is None else str(row["candidate"]))
        assert stage.votes == tuple(Fraction(votes) for votes in row["votes"])
        assert stage.non_transferable == Fraction(row["non_transferable"])
        if "tie_break" in row:
            assert (stage.ties[0].how if stage.ties else None) == TIE_WORDS[row["tie_break"]]


@pytest.mark.parametrize("name", REAL)
def test_a_real_ward_is_counted_as_the_council_counted_it(name: str) -> None:
    table = expected(f"real/{name}")
    assert table["verified"]["official_elected"]
    assert_same(stv(read(f"real/{name}")), table)


@pytest.mark.parametrize("name", WEIGHTED)
def test_weighted_papers_are_counted_to_the_last_decimal(name: str) -> None:
    assert_same(stv(read(f"weighted/{name}")), expected(f"weighted/{name}"))


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_case_is_counted_as_its_file_says(name: str) -> None:
    table = expected(f"nasty/{name}")
    order = tuple(str(number) for number in table.get("lot_order", ()))
    result = stv(replace(read(f"nasty/{name}"), lot_order=order))
    assert_same(result, table["scottish-stv"])
    lots = [tie for tie in result.ties if tie.how is TieRule.LOT]
    assert [[int(name) for name in tie.undecided] for tie in lots] == [
        lot["tied"] for lot in table["scottish-stv"]["lots"]
    ]


def test_there_are_enough_real_wards_and_one_of_them_has_a_tie() -> None:
    assert len(REAL) == 12
    ties = stv(read("real/renfrewshire_2017_ward3")).ties
    assert [(tie.purpose, tie.how, tie.tied, tie.chosen, tie.stage) for tie in ties] == [
        (TieFor.SURPLUS, TieRule.BACKWARDS, ("6", "8"), ("8",), 5)
    ]


def test_a_tie_can_be_read_forwards_where_the_rules_say_so() -> None:
    election = replace(read("nasty/n02_backwards_not_forwards"), ties=(TieRule.FORWARDS, TieRule.LOT))
    result = stv(election)
    assert {entry.name for entry in result.elected} == {"Big", "Y"}
    assert [(tie.how, tie.stage, tie.chosen) for tie in result.ties] == [(TieRule.FORWARDS, 1, ("1",))]


def test_without_a_lot_a_tie_to_the_beginning_asks_for_one_by_name() -> None:
    with pytest.raises(LotNeeded, match=r"A, B, C have equal votes, and a lot must decide\. Draw the lot") as refusal:
        stv(read("nasty/n01_all_tied_lot"))
    assert refusal.value.tied == ("1", "2", "3")


def test_a_seed_gives_the_same_lots_every_time_and_the_result_says_which() -> None:
    election = replace(read("nasty/n01_all_tied_lot"), seed=b"a seed of sixteen", contest="board")
    first, second = stv(election), stv(replace(election, candidates=election.candidates))
    assert first == second and first.lot_order is not None
    assert first.elected[0].candidate == first.lot_order[0]
    assert first.not_elected[0].why is Why.LOT
    assert stv(read("real/shetland_2017_ward4")).lot_order is None


# --- caps by guarding and dooming ---


def capped(name: str, volunteers: set[str], cap: Cap) -> Election:
    election = read(name)
    candidates = tuple(
        replace(candidate, categories=("volunteer",) if candidate.id in volunteers else ())
        for candidate in election.candidates
    )
    return replace(election, candidates=candidates, caps=(cap,))


def test_a_capped_category_is_out_before_anything_else_moves() -> None:
    election = capped("nasty/n10_cap_two_volunteers_of_six", {"1", "2", "3", "4"}, Cap("volunteer", 2, of=6))
    result = stv(election)
    assert_same(result, expected("nasty/n10_cap_two_volunteers_of_six")["scottish-stv+constraints"])
    out = {entry.name: (entry.why, str(entry.reason)) for entry in result.not_elected}
    assert out["Vol 3"] == (Why.CAP, "not elected: volunteer cap (2 of 6 reached)")
    assert out["Vol 4"][0] is Why.CAP and out["Staff 5"][0] is Why.VOTES
    assert result.stages[0].standing[2:4] == (Standing.DOOMED, Standing.DOOMED)


def test_the_ward_without_its_cap_elects_the_third_volunteer() -> None:
    result = stv(read("nasty/n10_cap_two_volunteers_of_six"))
    assert_same(result, expected("nasty/n10_cap_two_volunteers_of_six")["scottish-stv"])


def test_places_already_held_leave_less_room() -> None:
    election = capped("nasty/n10_cap_two_volunteers_of_six", {"1", "2", "3", "4"}, Cap("volunteer", 3, 2, of=9))
    assert [entry.name for entry in stv(election).elected if entry.name.startswith("Vol")] == ["Vol 1"]
    full = replace(election, caps=(Cap("volunteer", 3, 5),))
    result = stv(full)
    assert not [entry for entry in result.elected if entry.name.startswith("Vol")]
    assert {str(entry.reason) for entry in result.not_elected} == {"not elected: volunteer cap (3 reached)"}
    assert len(result.elected) == 5 and result.vacant == 1


def small(votes: dict[str, int], seats: int, volunteers: str, cap: Cap, **more: Any) -> Election:
    candidates = tuple(Candidate(name, name, ("volunteer",) if name in volunteers else ()) for name in votes)
    papers = tuple(Paper((name,), times=number) for name, number in votes.items())
    return Election(candidates=candidates, seats=seats, papers=papers, caps=(cap,), **more)


def test_whoever_is_needed_to_fill_a_seat_is_not_excluded() -> None:
    """Two seats, one volunteer at most: the only other candidate has fewest votes and stays."""
    result = stv(small({"V": 10, "W": 9, "S": 1}, 2, "VW", Cap("volunteer", 1)))
    assert [entry.candidate for entry in result.elected] == ["V", "S"]
    assert "S" not in {name for stage in result.stages for name in stage.excluded}


def test_a_guarded_candidate_is_named_when_another_goes_instead() -> None:
    election = small({"V": 5, "W": 5, "U": 4, "S": 1}, 2, "VWU", Cap("volunteer", 1), lot_order=("V", "W", "U", "S"))
    result = stv(election)
    assert {entry.candidate for entry in result.elected} == {"V", "S"}
    assert "S has fewer votes and stays in, because the caps leave too few others for the open seats." in [
        str(sentence) for stage in result.stages for sentence in stage.why
    ]


def test_a_seat_that_only_a_capped_category_could_fill_stays_empty() -> None:
    result = stv(small({"V": 10, "W": 9}, 2, "VW", Cap("volunteer", 1)))
    assert [entry.candidate for entry in result.elected] == ["V"]
    assert result.vacant == 1
    assert str(result.last.why[-1]) == "1 seat stays empty."


def test_a_tie_for_the_last_capped_place_goes_to_lot() -> None:
    votes = {"V": 10, "W": 10, "S": 3, "T": 2}
    election = small(votes, 3, "VW", Cap("volunteer", 1), lot_order=("W", "V", "S", "T"))
    result = stv(election)
    assert {entry.candidate: entry.by_lot for entry in result.elected} == {"W": True, "S": False, "T": False}
    loser = next(entry for entry in result.not_elected if entry.candidate == "V")
    assert (loser.why, str(loser.reason)) == (Why.CAP_BY_LOT, "not elected: cap, by lot")
    assert [(tie.purpose, tie.undecided) for tie in result.ties] == [(TieFor.CAPPED_PLACE, ("V", "W"))]


def test_equal_votes_at_the_quota_need_no_lot_while_there_is_room() -> None:
    assert stv(small({"V": 10, "W": 10, "S": 1}, 2, "VW", Cap("volunteer", 2))).ties == ()


def test_two_caps_at_once_keep_the_seats_that_can_be_filled() -> None:
    """C counts under both caps; A and B under one each. Two seats can be filled only without C."""
    candidates = (Candidate("A", "A", ("a",)), Candidate("B", "B", ("b",)), Candidate("C", "C", ("a", "b")))
    papers = (Paper(("A",), times=5), Paper(("B",), times=6), Paper(("C",), times=7))
    election = Election(candidates=candidates, seats=2, papers=papers, caps=(Cap("a", 1), Cap("b", 1)))
    result = stv(election)
    assert {
        entry.candidate for entry in stv(replace(election, papers=(*papers[:2], Paper(("C",), times=5)))).elected
    } == {"A", "B"}
    assert [entry.candidate for entry in result.elected] == ["C"], "with the quota, no cap is broken by C"
    assert result.vacant == 1


# --- sentences ---


def test_every_stage_is_told_in_plain_words() -> None:
    result = stv(read("nasty/n16_truncation_matters"))
    assert [[str(sentence) for sentence in stage.why] for stage in result.stages] == [
        [
            "Valid votes: 20. Seats: 2. Votes needed to be elected: 7.",
            "A has 11 votes. 7 are needed. A is elected.",
        ],
        [
            "The 4 spare votes of A move to next choices, each paper at 0.36363 of a vote.",
            "0.00007 votes leave the count: no next choice, or fractions beyond five decimals.",
        ],
        [
            "C has the fewest votes, 6.45452, and is out. The papers move to next choices.",
            "6.45452 votes leave the count: no next choice, or fractions beyond five decimals.",
            "B takes the last seat, because there are no more candidates left than seats.",
        ],
    ]
    assert [stage.action for stage in result.stages] == [Action.FIRST, Action.SURPLUS, Action.EXCLUDE]
    assert [stage.value for stage in result.stages] == [None, Fraction(36363, 100000), None]


def test_a_tie_is_told_in_plain_words() -> None:
    backwards = [str(s) for s in stv(read("nasty/n02_backwards_not_forwards")).last.why]
    assert backwards[0] == "X, Y have equal votes. In stage 3 Y had fewest, and goes out."
    surplus = str(stv(read("real/renfrewshire_2017_ward3")).stages[6].why[0])
    assert surplus.endswith("have equal votes. In stage 5 JIM SHARKEY (Lab) had most, and comes first.")
    excluded = stv(replace(read("nasty/n01_all_tied_lot"), lot_order=("1", "2", "3"))).stages[1]
    assert str(excluded.why[0]) == "A, B, C have equal votes. By lot, C goes out."
    lot = stv(replace(read("nasty/n14_equal_surpluses"), lot_order=("1", "2", "3", "4", "5"))).stages[1]
    assert str(lot.why[0]) == "A, B have equal votes. By lot, A comes first."


def test_no_papers_at_all_is_told_and_counted() -> None:
    nothing = replace(read("nasty/n17_no_valid_votes"), papers=(), lot_order=("1", "2", "3"))
    result = stv(nothing)
    assert str(result.stages[0].why[0]) == "No valid votes were cast."
    assert [entry.candidate for entry in result.elected] == ["1", "2"]


def test_those_who_withdrew_are_listed_as_such() -> None:
    result = stv(read("nasty/n06_withdrawn"))
    gone = next(entry for entry in result.not_elected if entry.candidate == "2")
    assert gone.why is Why.WITHDRAWN and result.void == 3 and result.blank == 0
    assert stv(read("nasty/n07_empty_ballots")).blank == 100
