"""One choice a paper, and as many as one likes: against the model cases and the rule word for word."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from govern.ballots.count import Candidate, Cap, Election, LotNeeded, Paper, Why, count
from tests.ballots.count.elections import expected, read, sets_of, winners

ANA, BO, CAI = (Candidate("A", "Ana", ("volunteer",)), Candidate("B", "Bo", ("volunteer",)), Candidate("C", "Cai"))


def test_plurality_takes_memphis_where_others_take_nashville() -> None:
    result = count(read("nasty/n19_tennessee"), "plurality")
    assert winners(result) == [str(expected("nasty/n19_tennessee")["plurality_winner"])]
    assert [int(votes) for votes in result.last.votes] == [42, 26, 15, 17]


def test_a_paper_that_may_mark_one_and_marks_two_is_void() -> None:
    papers = (Paper(("A", "B"), times=9), Paper(("C",)), Paper((), times=2))
    election = Election(candidates=(ANA, BO, CAI), seats=1, papers=papers, at_most=1)
    result = count(election, "plurality")
    assert winners(result) == ["C"]
    assert (int(result.valid), result.void, result.blank) == (1, 9, 2)


def test_a_paper_with_two_in_first_place_has_not_made_one_choice() -> None:
    papers = (Paper(("A", "B"), times=9, shared=(2,)), Paper(("C", "A", "B"), shared=(1, 2)))
    result = count(Election(candidates=(ANA, BO, CAI), seats=1, papers=papers), "plurality")
    assert winners(result) == ["C"] and result.void == 9


def test_approval_adds_every_mark_at_its_full_weight() -> None:
    table = expected("nasty/n22_plurality_at_large")
    result = count(sets_of("nasty/n22_plurality_at_large"), "approval")
    assert result.last.votes == tuple(Fraction(total) for total in table["approval_without_limit"]["totals"])
    assert winners(result) == [str(number) for number in table["approval_without_limit"]["elected_2"]]
    assert result.void == 0 and result.valid == Fraction("22.5")


def test_with_one_choice_each_the_papers_of_several_marks_are_void() -> None:
    election = replace(sets_of("nasty/n22_plurality_at_large"), at_most=1, lot_order=("4", "3", "2", "1"))
    result = count(election, "plurality")
    assert result.void == 21 and result.valid == 0 and winners(result) == ["4", "3"]


@pytest.mark.parametrize("name", ["n20_mes_4_2", "n21_mes_completion"])
def test_approval_agrees_with_the_committees_of_the_model_cases(name: str) -> None:
    election = sets_of(f"nasty/{name}")
    committees = expected(f"nasty/{name}")["abcvoting_av_all_tied_committees"]
    ids = [candidate.id for candidate in election.candidates]
    found = {
        frozenset(winners(count(replace(election, lot_order=tuple(order)), "approval"))) for order in (ids, ids[::-1])
    }
    assert found == {frozenset(str(number) for number in committee) for committee in committees}


def test_marks_on_one_rank_all_count_as_approved() -> None:
    papers = (Paper(("A", "B"), shared=(2,), times=3), Paper(("C",)))
    result = count(Election(candidates=(ANA, BO, CAI), seats=2, papers=papers), "approval")
    assert winners(result) == ["A", "B"] and result.valid == 4
    assert winners(count(Election(candidates=(ANA, BO, CAI), seats=2, papers=papers), "block-vote")) == ["A", "B"]


@pytest.mark.parametrize("method", ["plurality", "approval", "block-vote"])
def test_who_would_break_a_cap_is_passed_over(method: str) -> None:
    papers = (Paper(("A",), times=5), Paper(("B",), times=4), Paper(("C",), times=3))
    election = Election(candidates=(ANA, BO, CAI), seats=2, papers=papers, caps=(Cap("volunteer", 1),))
    result = count(election, method)
    assert winners(result) == ["A", "C"]
    assert [(lost.candidate, lost.why) for lost in result.not_elected] == [("B", Why.CAP)]


@pytest.mark.parametrize("method", ["plurality", "approval"])
def test_a_tie_for_the_last_seat_needs_a_lot_and_any_other_needs_none(method: str) -> None:
    papers = (Paper(("A",), times=2), Paper(("B",), times=2), Paper(("C",)))
    election = Election(candidates=(ANA, BO, CAI), seats=1, papers=papers)
    with pytest.raises(LotNeeded, match="Ana, Bo"):
        count(election, method)
    assert winners(count(replace(election, seed=bytes(16)), method)) in (["A"], ["B"])
    assert count(replace(election, seats=2), method).ties == ()
    assert count(replace(election, seats=2), method).order == (("A", "B"), ("C",))


@given(st.data())
def test_totals_and_seats_are_those_added_by_hand(data: st.DataObject) -> None:
    names = "ABCDE"[: data.draw(st.integers(1, 5))]
    marks = st.lists(st.sampled_from(names), max_size=5, unique=True).map(tuple)
    weights = st.sampled_from([1, 3, Fraction(1, 2), Fraction(2, 3)])
    papers = tuple(data.draw(st.lists(st.builds(Paper, marks, weights, st.integers(0, 3)), max_size=8)))
    luck = tuple(data.draw(st.permutations(names)))
    seats = data.draw(st.integers(0, 4))
    candidates = tuple(Candidate(name, name) for name in names)
    election = Election(candidates=candidates, seats=seats, papers=papers, lot_order=luck)
    first = {name: Fraction(0) for name in names}
    every = dict(first)
    for paper in papers:
        for at, name in enumerate(paper.marks):
            every[name] += paper.weight * paper.times
            first[name] += paper.weight * paper.times if at == 0 else 0
    for method, totals in (("plurality", first), ("approval", every)):
        result = count(election, method)
        assert result.last.votes == tuple(totals.values())
        best = sorted(names, key=lambda name: (-totals[name], luck.index(name)))[:seats]
        assert sorted(winners(result)) == sorted(best)
