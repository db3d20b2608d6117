"""Floors, and floors with caps, in whole counts: cases worked by hand, in votes that move and votes that do not."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from msgspec.structs import replace

from govern.ballots.count import (
    Candidate,
    Cap,
    Election,
    Floor,
    LotNeeded,
    NotCountable,
    Paper,
    Result,
    Standing,
    TieFor,
    Why,
    caps,
    carry,
    count,
    filling,
)
from govern.ballots.count.filling import Filling
from govern.ballots.count.stack import sort_papers
from govern.ballots.count.table import Table
from govern.sentences import Sentence
from tests.ballots.count.elections import expected, read

GROUPS = {"W": "women", "B": "Black", "V": "volunteer", "Y": "young"}


def an_election(votes: dict[str, int], seats: int, *constraints: Cap | Floor, **more: Any) -> Election:
    """Each paper names one candidate; the capital letters of a name say to which groups they belong."""
    return Election(
        candidates=tuple(Candidate(name, name, tuple(GROUPS[c] for c in name if c in GROUPS)) for name in votes),
        seats=seats,
        papers=tuple(Paper((name,), times=number) for name, number in votes.items()),
        caps=tuple(one for one in constraints if isinstance(one, Cap)),
        floors=tuple(one for one in constraints if isinstance(one, Floor)),
        **more,
    )


def stv(election: Election) -> Result:
    return count(election, "scottish-stv")


def block(election: Election) -> Result:
    return count(election, "block-vote")


def winners(result: Result) -> list[str]:
    return [entry.candidate for entry in result.elected]


def reasons(result: Result) -> dict[str, str]:
    return {entry.candidate: str(entry.reason) for entry in result.not_elected}


def told(result: Result) -> list[str]:
    return [str(sentence) for stage in result.stages for sentence in stage.why]


# --- n11: two women at least of three seats ---


def n11() -> Election:
    election = read("nasty/n11_floor_two_of_category")
    women = tuple(
        replace(candidate, categories=("women",) if candidate.name.startswith("W") else ())
        for candidate in election.candidates
    )
    return replace(election, candidates=women, floors=(Floor("women", 2),))


def test_a_floor_keeps_its_seats_from_the_first_stage_on() -> None:
    table = expected("nasty/n11_floor_two_of_category")["scottish-stv+constraints"]
    result = stv(n11())
    assert [(int(e.candidate), e.stage) for e in result.elected] == [
        (e["candidate"], e["stage"]) for e in table["elected"]
    ]
    assert len(result.stages) == len(table["stages"]) == 1
    assert [str(int(votes)) for votes in result.last.votes] == table["stages"][0]["votes"]
    assert {entry.why for entry in result.not_elected} == {Why.FLOOR}
    assert {str(entry.reason) for entry in result.not_elected} == {"not elected: women minimum (at least 2)"}
    assert result.last.standing[1] is Standing.DOOMED
    assert told(result)[1:] == [
        "M1 has 50 votes. 38 are needed. M1 is elected.",
        "M2 can no longer be elected: women minimum (at least 2).",
        "M3 can no longer be elected: women minimum (at least 2).",
        "M4 can no longer be elected: women minimum (at least 2).",
        "W1, W2 take the last seats, because there are no more candidates left than seats.",
    ]
    assert result.unmet == () and result.vacant == 0


def test_the_same_papers_without_the_floor_elect_three_men() -> None:
    result = stv(replace(n11(), floors=()))
    assert winners(result) == ["1", "2", "3"]


def test_with_every_seat_for_the_floor_the_others_are_out_before_anybody_is_elected() -> None:
    votes = {"m": 50, "W1": 9, "W2": 8, "W3": 7}
    result = stv(an_election(votes, 2, Floor("women", 2), lot_order=tuple(votes)))
    assert winners(result) == ["W1", "W2"]
    assert result.stages[0].standing[0] is Standing.DOOMED and result.stages[1].moved == "m"
    assert told(result)[1] == "m can no longer be elected: women minimum (at least 2)."


def test_the_last_woman_cannot_be_spared_and_the_count_says_why() -> None:
    """The quota is 12. W has fewest and stays; n goes; m and l are equal for the one seat beside hers."""
    votes = {"m": 10, "l": 10, "n": 9, "W": 4}
    result = stv(an_election(votes, 2, Floor("women", 1), lot_order=("l", "n", "m", "W")))
    assert winners(result) == ["l", "W"]
    assert told(result)[1] == (
        "W has fewer votes and stays in, because too few others are left for this: women minimum (at least 1)."
    )
    lost = {entry.candidate: (entry.why, str(entry.reason)) for entry in result.not_elected}
    assert lost == {"n": (Why.VOTES, "not elected"), "m": (Why.LOT, "not elected: by lot")}


def test_hills_black_woman_is_guarded_though_each_floor_alone_could_do_without_her() -> None:
    """Voting matters 9: three seats, two women and two Black people at least, two Black men, two white women and one
    Black woman, who has fewest votes. Every way to meet both floors has her in it."""
    votes = {"B1": 10, "B2": 9, "W1": 8, "W2": 7, "WB": 6}
    result = stv(an_election(votes, 3, Floor("women", 2), Floor("Black", 2)))
    assert sorted(winners(result)) == ["B1", "W1", "WB"]
    assert [stage.excluded for stage in result.stages] == [(), ("W2",), ("B2",)]
    both = "women minimum (at least 2), Black minimum (at least 2)"
    assert told(result)[1] == f"WB has fewer votes and stays in, because too few others are left for this: {both}."
    assert reasons(result) == {"W2": "not elected", "B2": "not elected"}
    assert sorted(winners(block(an_election(votes, 3, Floor("women", 2), Floor("Black", 2))))) == ["B1", "W1", "WB"]


# --- caps and floors together ---


def test_a_cap_and_a_floor_together_bar_somebody_whom_neither_bars_alone() -> None:
    """Both women are needed and one of them is a volunteer. So only one other volunteer can sit, though two may.
    The quota is 17: V1 is in, V2 with 18 is not; n, the lowest of those who can be spared, goes."""
    votes = {"V1": 20, "V2": 18, "VW": 16, "m": 15, "n": 10, "W": 5}
    result = stv(an_election(votes, 4, Cap("volunteer", 2), Floor("women", 2)))
    assert winners(result) == ["V1", "VW", "m", "W"]
    assert told(result)[2] == ("V2 can no longer be elected: volunteer cap (at most 2), women minimum (at least 2).")
    lost = {entry.candidate: (entry.why, str(entry.reason)) for entry in result.not_elected}
    assert lost["V2"] == (Why.FLOOR, "not elected: volunteer cap (at most 2), women minimum (at least 2)")
    assert [stage.moved for stage in result.stages] == [None, "V2", "V1", "n"]
    assert winners(block(an_election(votes, 4, Cap("volunteer", 2), Floor("women", 2)))) == ["V1", "VW", "m", "W"]


def test_a_full_cap_is_named_alone_beside_a_floor() -> None:
    votes = {"V1": 9, "V2": 8, "W": 1}
    for counted in (stv, block):
        result = counted(an_election(votes, 2, Cap("volunteer", 1), Floor("women", 1)))
        assert winners(result) == ["V1", "W"]
        lost = result.not_elected[0]
        assert (lost.why, str(lost.reason)) == (Why.CAP, "not elected: volunteer cap (1 reached)")


@pytest.mark.parametrize("counted", [stv, block])
def test_a_seat_stays_empty_rather_than_a_floor_unmet(counted: Any) -> None:
    """The only woman fills both caps. With her, one seat stays empty; without her, both would be filled."""
    votes = {"V": 10, "Y": 9, "VYW": 1}
    caps = Cap("volunteer", 1), Cap("young", 1)
    result = counted(an_election(votes, 2, *caps, Floor("women", 1)))
    assert winners(result) == ["VYW"] and result.vacant == 1 and result.unmet == ()
    assert reasons(result)["V"] == "not elected: volunteer cap (at most 1), women minimum (at least 1)"
    assert winners(counted(an_election(votes, 2, *caps))) == ["V", "Y"]


def test_who_went_out_is_called_back_for_a_seat_that_would_stay_empty() -> None:
    """The quota is 7. z goes out, and the papers bring VY over the quota, who fills both caps: V and Y are barred."""
    election = an_election({"V": 6, "Y": 6, "VY": 5}, 2, Cap("volunteer", 1), Cap("young", 1))
    papers = (*election.papers, Paper(("z", "VY"), times=3))
    result = stv(replace(election, candidates=(*election.candidates, Candidate("z", "z")), papers=papers))
    assert winners(result) == ["VY", "z"] and result.vacant == 0
    assert told(result)[-1] == (
        "A seat would stay empty. z, the last to go out of those who can have it, is elected."
    )
    assert set(reasons(result)) == {"V", "Y"} and result.last.standing[3] is Standing.ELECTED


# --- what cannot be met ---


@pytest.mark.parametrize("counted", [stv, block])
def test_a_floor_for_more_than_stand_is_lowered_and_the_result_says_so(counted: Any) -> None:
    result = counted(an_election({"m": 10, "n": 9, "W": 1}, 2, Floor("women", 2)))
    assert winners(result) == ["m", "W"]
    assert [(entry.category, entry.least, entry.kept) for entry in result.unmet] == [("women", 2, 1)]
    assert told(result)[0] == str(result.unmet[0].said)
    assert told(result)[0] == (
        "women minimum (at least 2): too few can be elected. The count goes on with at least 1."
    )
    assert reasons(result) == {"n": "not elected: women minimum (at least 1)"}


@pytest.mark.parametrize("counted", [stv, block])
def test_a_floor_for_a_group_of_whom_nobody_stands_leaves_no_seat_empty(counted: Any) -> None:
    election = an_election({"m": 10, "n": 9, "W": 8}, 2, Floor("women", 1), withdrawn=("W",))
    result = counted(election)
    assert winners(result) == ["m", "n"] and result.vacant == 0
    assert told(result)[0] == "women minimum (at least 1): too few can be elected. The count goes on without it."


@pytest.mark.parametrize(
    ("votes", "seats", "constraints", "kept"),
    [
        ({"W1": 1, "W2": 1, "W3": 1}, 2, (Floor("women", 3),), {"women": 2}),
        ({"VW1": 3, "VW2": 2, "m": 1}, 3, (Floor("women", 2), Cap("volunteer", 1)), {"women": 1}),
        ({"VW": 3, "m": 1}, 1, (Floor("women", 1), Cap("volunteer", 2, already_holding=2)), {"women": 0}),
        ({"W": 1, "Y": 1}, 1, (Floor("women", 1), Floor("young", 1)), {"young": 0}),
        ({"W": 1, "Y": 1}, 1, (Floor("young", 1), Floor("women", 1)), {"women": 0}),
        ({"W": 1, "YB": 1}, 1, (Floor("women", 1), Floor("young", 1), Floor("Black", 1)), {"women": 0}),
        ({"WY": 1, "W": 5, "Y": 5}, 1, (Floor("women", 1), Floor("young", 1)), {}),
        ({"W": 1, "m": 1}, 2, (Floor("women", 4, already_holding=1),), {"women": 2}),
        ({"m": 1, "n": 1}, 1, (Floor("women", 2, already_holding=2),), {}),
    ],
)
@pytest.mark.parametrize("counted", [stv, block])
def test_floors_are_lowered_to_the_most_that_can_be_met_together(
    counted: Any, votes: dict[str, int], seats: int, constraints: tuple[Cap | Floor, ...], kept: dict[str, int]
) -> None:
    result = counted(an_election(votes, seats, *constraints, lot_order=tuple(votes)))
    assert {entry.category: entry.kept for entry in result.unmet} == kept


# --- ties ---


@pytest.mark.parametrize("counted", [stv, block])
def test_a_tie_for_the_one_place_beside_a_floor_goes_to_lot(counted: Any) -> None:
    election = an_election({"m": 10, "l": 10, "W": 2}, 2, Floor("women", 1))
    with pytest.raises(LotNeeded, match="m, l have equal votes"):
        counted(election)
    result = counted(replace(election, lot_order=("W", "l", "m")))
    assert winners(result) == ["l", "W"]
    assert [(tie.purpose, tie.tied, tie.chosen) for tie in result.ties] == [(TieFor.CAPPED_PLACE, ("m", "l"), ("l",))]
    lost = result.not_elected[0]
    assert (lost.why, str(lost.reason)) == (Why.FLOOR_BY_LOT, "not elected: minimum, by lot")
    assert result.elected[0].by_lot and not result.elected[1].by_lot


@pytest.mark.parametrize("counted", [stv, block])
def test_who_is_in_whatever_the_lot_says_is_not_in_the_lot(counted: Any) -> None:
    votes = {"m": 10, "W1": 10, "l": 10, "W2": 1}
    result = counted(an_election(votes, 3, Floor("women", 2), lot_order=("l", "m", "W1", "W2")))
    assert sorted(winners(result)) == ["W1", "W2", "l"]
    assert [tie.tied for tie in result.ties] == [("m", "l")]


def test_two_who_are_barred_with_equal_votes_go_out_by_lot() -> None:
    election = an_election({"V1": 5, "V2": 5, "m": 20, "n": 4, "o": 3}, 2, Cap("volunteer", 0))
    with pytest.raises(LotNeeded, match="V1, V2"):
        stv(election)
    result = stv(replace(election, lot_order=("V2", "V1", "m", "n", "o")))
    assert [stage.moved for stage in result.stages[:3]] == [None, "V1", "V2"]
    assert str(result.stages[1].why[0]) == "V1, V2 have equal votes. By lot, V1 goes out."
    assert {entry.why for entry in result.not_elected[:2]} == {Why.CAP}


def test_a_cap_is_no_reason_in_a_transferable_vote_either_once_all_seats_are_taken() -> None:
    result = stv(an_election({"V1": 9, "m": 8, "V2": 3}, 2, Cap("volunteer", 1)))
    assert winners(result) == ["V1", "m"]
    assert reasons(result) == {"V2": "not elected: volunteer cap (1 reached)"}, "barred while a seat was open"
    late = stv(an_election({"m": 9, "V1": 8, "V2": 3}, 2, Cap("volunteer", 1)))
    assert reasons(late) == {"V2": "not elected"}


# --- passing over ---


def test_in_a_block_vote_the_highest_of_the_group_have_the_seats_kept_for_it() -> None:
    """In the order of votes; M2, M3 and M4 are passed over because the seats left are needed."""
    votes = {"M1": 50, "M2": 45, "M3": 30, "W1": 8, "W2": 6, "M4": 9}
    result = block(an_election(votes, 3, Floor("women", 2)))
    assert winners(result) == ["M1", "W1", "W2"]
    assert told(result) == [
        "M1 has 50 votes and is elected.",
        "M2 has 45 votes and is passed over: women minimum (at least 2).",
        "M3 has 30 votes and is passed over: women minimum (at least 2).",
        "M4 has 9 votes and is passed over: women minimum (at least 2).",
        "W1 has 8 votes and is elected.",
        "W2 has 6 votes and is elected.",
    ]
    assert {entry.why for entry in result.not_elected} == {Why.FLOOR}


def test_a_floor_that_the_votes_meet_by_themselves_changes_nothing() -> None:
    votes = {"W1": 9, "m": 8, "W2": 7, "n": 6}
    assert winners(block(an_election(votes, 3, Floor("women", 2)))) == ["W1", "m", "W2"]
    assert block(an_election(votes, 3, Floor("women", 2))).last == block(an_election(votes, 3)).last


def test_a_floor_can_be_named_in_the_words_of_the_rulebook() -> None:
    floor = Floor("women", 3, already_holding=2, of=9, name=Sentence("women members"))
    result = block(an_election({"m": 2, "W": 1}, 1, floor))
    assert reasons(result) == {"m": "not elected: women members minimum (at least 3 of 9)"}


def test_what_a_floor_still_asks_for_carries_from_contest_to_contest() -> None:
    floors = (Floor("women", 3, already_holding=1, of=9), Floor("young", 1, of=9))
    first = block(an_election({"W1": 5, "m": 4, "Y1": 1}, 2, *floors))
    assert winners(first) == ["W1", "Y1"]
    left = carry(floors, first)
    assert left == (Floor("women", 3, 2, of=9), Floor("young", 1, 1, of=9))
    second = stv(an_election({"m": 9, "n": 8, "W2": 1}, 2, *left))
    assert winners(second) == ["m", "W2"]
    assert [floor.need for floor in carry(left, second)] == [0, 0]


# --- what contradicts itself ---


@pytest.mark.parametrize(
    ("constraints", "words"),
    [
        ((Floor("women", 1), Floor("women", 2)), "Two minimums"),
        ((Floor("women", -1),), "minimum cannot be below zero"),
        ((Floor("women", 1, -1),), "minimum cannot be below zero"),
        ((Floor("women", 2), Cap("women", 1)), "women: the minimum is higher than the cap"),
    ],
)
def test_constraints_that_contradict_themselves_are_refused(constraints: tuple[Cap | Floor, ...], words: str) -> None:
    with pytest.raises(NotCountable, match=words):
        stv(an_election({"W": 1}, 1, *constraints))


def test_exactly_so_many_are_a_cap_and_a_floor_of_the_same_group() -> None:
    votes = {"W1": 9, "W2": 8, "m": 7, "n": 6}
    for counted in (stv, block):
        assert sorted(winners(counted(an_election(votes, 3, Floor("women", 1), Cap("women", 1))))) == ["W1", "m", "n"]


def test_some_can_be_excluded_together_only_if_none_of_them_is_needed_for_the_others() -> None:
    election = an_election(
        {"W1": 4, "W2": 3, "m": 2, "n": 1, "V1": 1, "V2": 1}, 3, Cap("volunteer", 1), Floor("women", 1)
    )
    table = Table(election, sort_papers(election), scale=1, quota=None)
    assert table.can_spare([0]) and table.can_spare([1]) and not table.can_spare([0, 1])
    assert table.can_spare([2, 3]) and not table.can_spare([1, 2, 3])


# --- what it costs ---


def thirty() -> Election:
    """Thirty candidates in all mixtures of six groups, with a cap and a floor for each; ten seats."""
    groups = "abcdef"
    every = [kind for size in (1, 2, 3) for kind in itertools.combinations(groups, size)][:30]
    candidates = tuple(Candidate(str(place), str(place), kind) for place, kind in enumerate(every))
    ids = [candidate.id for candidate in candidates]
    return Election(
        candidates=candidates,
        seats=10,
        papers=tuple(Paper(tuple(ids[at::7] + ids[:at:5]), times=1 + at * at % 11) for at in range(30)),
        caps=tuple(Cap(group, 5) for group in groups),
        floors=tuple(Floor(group, 2) for group in groups),
        at_most=30,
        lot_order=tuple(ids),
    )


@pytest.mark.parametrize("counted", [stv, block])
def test_twelve_overlapping_constraints_on_thirty_candidates_are_counted_in_few_steps(
    counted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = []
    looking = filling._Search._try

    def look(*question: Any) -> Filling:
        steps.append(1)
        return looking(*question)

    monkeypatch.setattr(filling._Search, "_try", look)
    filling._best.cache_clear()
    result = counted(thirty())
    assert len(result.elected) == 10 and result.unmet == ()
    sitting = [dict.fromkeys(c.categories) for c in result.candidates if c.id in winners(result)]
    assert all(2 <= sum(group in kinds for kinds in sitting) <= 5 for group in "abcdef")
    assert len(steps) < 50_000


def test_where_too_many_orders_would_have_to_be_tried_all_equals_are_in_the_lot(monkeypatch: Any) -> None:
    votes = {"m": 10, "W1": 10, "l": 10, "W2": 1}
    election = an_election(votes, 3, Floor("women", 2), lot_order=("l", "m", "W1", "W2"))
    exact = block(election)
    monkeypatch.setattr(caps, "ORDERS", 1)
    result = block(election)
    assert sorted(winners(result)) == sorted(winners(exact)) == ["W1", "W2", "l"]
    assert result.ties[0].tied == ("m", "W1", "l")
