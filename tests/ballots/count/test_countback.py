"""Count-back: who takes the seat of a member who left, and that nobody else loses theirs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from govern.ballots.count import Candidate, Cap, Election, NotCountable, Paper, count, count_back
from tests.ballots.count.elections import read
from tests.ballots.count.test_stages_always import SEVERAL_SEATS, elections


def two_groups(**more: Any) -> Election:
    """Three seats: A and B of the larger group, X of the smaller. C and Y, Z were not elected."""
    papers = {"ABC": 40, "BAC": 25, "CAB": 5, "XYZ": 20, "YXZ": 9, "ZYX": 8}
    return Election(
        candidates=tuple(Candidate(name, name, ("volunteer",) if name in "BCY" else ()) for name in "ABCXYZ"),
        seats=3,
        papers=tuple(Paper(tuple(ranking), times=number) for ranking, number in papers.items()),
        lot_order=tuple("ABCXYZ"),
        **more,
    )


METHODS = pytest.mark.parametrize("method", SEVERAL_SEATS)


@METHODS
def test_the_group_of_the_member_who_left_keeps_the_seat(method: str) -> None:
    election = two_groups()
    assert {entry.candidate for entry in count(election, method).elected} == {"A", "B", "X"}
    for gone, rest, new in (("X", ("A", "B"), "Y"), ("A", ("B", "X"), "C"), ("B", ("A", "X"), "C")):
        back = count_back(election, method, left=(gone,), sitting=rest)
        assert [entry.candidate for entry in back.new] == [new]
        assert {entry.candidate for entry in back.recount.elected} == {*rest, new}


def test_it_is_told_in_plain_words() -> None:
    back = count_back(two_groups(), "scottish-stv", left=("X",), sitting=("A", "B"))
    assert [str(sentence) for sentence in back.why] == [
        "X has left. All papers are counted again without X; whoever still sits keeps their seat.",
        "Y takes the seat.",
    ]
    reasons = {entry.candidate: str(entry.reason) for entry in back.recount.not_elected}
    assert reasons["X"] == "not elected: withdrew"


@METHODS
def test_whoever_declines_is_passed_over_and_a_seat_nobody_takes_stays_empty(method: str) -> None:
    election = two_groups()
    back = count_back(election, method, left=("X",), sitting=("A", "B"), declined=("Y",))
    assert [entry.candidate for entry in back.new] == ["Z"]
    nobody = count_back(election, method, left=("X",), sitting=("A", "B"), declined=("Y", "Z", "C"))
    assert (nobody.new, nobody.vacant) == ((), 1)
    assert str(nobody.why[-1]) == "1 seat stays empty."


@METHODS
def test_a_member_with_fewer_votes_than_others_keeps_the_seat(method: str) -> None:
    """Z sits although nearly nobody voted for Z, after an earlier count-back; A leaves."""
    back = count_back(two_groups(), method, left=("A",), sitting=("B", "Z"))
    assert {"B", "Z"} < {entry.candidate for entry in back.recount.elected}
    assert len(back.new) == 1


@METHODS
def test_a_cap_counts_those_who_sit_and_never_unseats_them(method: str) -> None:
    """B, a volunteer, sits. With room for one volunteer neither C nor Y can follow; with room for two C can."""
    tight = count_back(two_groups(caps=(Cap("volunteer", 1),)), method, left=("A",), sitting=("B", "X"))
    assert [entry.candidate for entry in tight.new] == ["Z"]
    wide = count_back(two_groups(caps=(Cap("volunteer", 2),)), method, left=("A",), sitting=("B", "X"))
    assert [entry.candidate for entry in wide.new] == ["C"]
    broken = count_back(two_groups(caps=(Cap("volunteer", 0),)), method, left=("A",), sitting=("B", "X"))
    assert "B" in {entry.candidate for entry in broken.recount.elected}


def test_two_seats_at_once_go_to_the_first_two() -> None:
    back = count_back(two_groups(), "meek", left=("A", "X"), sitting=("B",))
    assert {entry.candidate for entry in back.new} == {"C", "Y"}


def test_the_seat_of_a_mayor_goes_to_the_next() -> None:
    back = count_back(read("real/us_minneapolis_mayor_2013"), "av", left=("3",), sitting=())
    assert [entry.name for entry in back.new] == ["MARK ANDREW"]


@METHODS
@given(election=elections(), data=st.data())
def test_nobody_who_sits_is_ever_unseated_and_no_more_seats_are_filled_than_fell_empty(
    method: str, election: Election, data: st.DataObject
) -> None:
    members = [entry.candidate for entry in count(election, method).elected]
    left = tuple(name for name in members if data.draw(st.booleans()))
    sitting = tuple(name for name in members if name not in left)
    back = count_back(election, method, left=left, sitting=sitting)
    elected = {entry.candidate for entry in back.recount.elected}
    assert set(sitting) <= elected and not set(left) & elected
    assert len(back.new) + back.vacant == len(left)
    categories = {candidate.id: candidate.categories for candidate in election.candidates}
    for cap in election.caps:
        assert sum(cap.category in categories[name] for name in elected) <= cap.room


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"method": "block-vote"}, "papers that move"),
        ({"left": ("Q",)}, '"Q" did not stand'),
        ({"sitting": ("A", "X")}, "named twice"),
        ({"sitting": ("A", "B", "C")}, "4 members are named for 3 seats"),
    ],
)
def test_names_that_contradict_each_other_are_refused(more: dict[str, Any], words: str) -> None:
    asked = {"method": "meek", "left": ("X",), "sitting": ("A", "B"), **more}
    with pytest.raises(NotCountable, match=words):
        count_back(two_groups(), **asked)
    with pytest.raises(NotCountable):
        count_back(replace(two_groups(), withdrawn=("X",)), "meek", left=("X",), sitting=("A", "B"))
