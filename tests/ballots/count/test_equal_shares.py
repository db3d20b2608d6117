"""Equal Shares: model cases, every purchase proved voter by voter, and what the method promises to groups."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from govern.ballots.count import Action, Candidate, Cap, Election, LotNeeded, NotCountable, Paper, Result, Why, count
from tests.ballots.count.elections import expected, sets_of, winners


def of(costs: Mapping[str, int | None], *papers: Paper, seats: int = 0, **more: Any) -> Election:
    candidates = tuple(Candidate(name, name, cost=cost) for name, cost in costs.items())
    return Election(candidates=candidates, seats=seats, papers=papers, **more)


def sets(times: int, marks: str) -> Paper:
    return Paper(tuple(marks), times=times)


def told(result: Result) -> list[str]:
    return [str(sentence) for stage in result.stages for sentence in stage.why]


@pytest.mark.parametrize("name", ["n20_mes_4_2", "n21_mes_completion"])
def test_whatever_the_lot_the_committee_is_one_of_the_model_case(name: str) -> None:
    election, table = sets_of(f"nasty/{name}"), expected(f"nasty/{name}")
    allowed = {
        frozenset(str(number) for number in committee)
        for committee in table["abcvoting_equal-shares_all_tied_committees"]
    }
    found = set()
    for luck in permutations([candidate.id for candidate in election.candidates]):
        result = count(replace(election, lot_order=luck), "equal-shares")
        found.add(frozenset(winners(result)))
        assert result.completion == "utilitarian" and result.vacant == 0
    assert found <= allowed
    assert len(found) == {"n20_mes_4_2": 3, "n21_mes_completion": 2}[name]


def test_each_round_says_what_is_bought_and_for_how_much() -> None:
    election = replace(sets_of("nasty/n20_mes_4_2"), lot_order=("1", "2", "3", "4"))
    result = count(election, "equal-shares")
    assert told(result) == [
        "Valid votes: 6. Each has 0.5 of a seat to spend, together with others.",
        "A, B, C would cost their supporters the same. By lot, A comes first.",
        "The 4 votes for A pay for a seat, at most 0.25 each. A is elected.",
        "B, C would cost their supporters the same. By lot, B comes first.",
        "The 4 votes for B pay for a seat, at most 0.25 each. B is elected.",
        "The 2 votes for D pay for a seat, at most 0.5 each. D is elected.",
    ]
    assert [stage.value for stage in result.stages[1:]] == [Fraction(1, 4), Fraction(1, 4), Fraction(1, 2)]
    assert [int(money) for money in result.stages[2].money] == [0, 0, 0, 1]
    assert [(lost.candidate, lost.why) for lost in result.not_elected] == [("3", Why.LOT)]
    with pytest.raises(LotNeeded, match="A, B, C"):
        count(replace(election, lot_order=None), "equal-shares")


def test_the_completion_is_a_stage_of_its_own() -> None:
    result = count(replace(sets_of("nasty/n21_mes_completion"), lot_order=("5", "4", "3", "2", "1")), "equal-shares")
    assert [stage.action for stage in result.stages] == [Action.FIRST, Action.BUY, Action.COMPLETE]
    assert winners(result) == ["1", "2", "3", "5"] and result.last.elected == ("2", "3", "5")
    assert [str(sentence) for sentence in result.last.why] == [
        "No other supporters have enough left to pay. So what is left goes to those with most votes that still fit.",
        "B has 3 votes and is elected.",
        "C has 3 votes and is elected.",
        "D, E have equal votes for the last place. The lot chose E.",
        "E has 2 votes and is elected.",
    ]


def test_parties_get_seats_in_proportion() -> None:
    names = dict.fromkeys("ABCDEFGHIJKLMNOP")
    result = count(of(names, sets(6, "ABCDEFGH"), sets(4, "IJKLMNOP"), seats=5, seed=bytes(16)), "equal-shares")
    assert sum(name in "ABCDEFGH" for name in winners(result)) == 3


def test_a_budget_goes_to_what_supporters_pay_the_smallest_part_for() -> None:
    """Ten votes with 10 each. P: 60 by six, 1/6 of the cost a vote; Q: 50 by five, 1/5; R: 40 by four, 1/4 of it."""
    papers = (sets(4, "P"), sets(2, "PQ"), sets(3, "QR"), sets(1, "R"))
    result = count(of({"P": 60, "Q": 50, "R": 40}, *papers, budget=100), "equal-shares")
    assert winners(result) == ["P", "R"] and result.spent == 100 and result.vacant == 0
    assert result.stages[1].value == 10
    assert told(result)[0] == "Valid votes: 10. Each has 10 of the budget to spend, together with others."
    assert told(result)[1] == "The 6 votes for P pay the cost, 60, at most 10 each. P is in."
    assert told(result)[2] == "The 4 votes for R pay the cost, 40, at most 10 each. R is in."


def test_what_is_left_of_a_budget_goes_to_most_votes_that_fit_and_to_nothing_that_nobody_marked() -> None:
    papers = (sets(3, "PQ"), sets(2, "QR"), sets(1, "R"))
    result = count(of({"P": 50, "Q": 59, "R": 31, "S": 1}, *papers, budget=60), "equal-shares")
    assert winners(result) == ["Q"] and result.spent == 59
    assert told(result)[-1] == "Q has 5 votes, costs 59, and is in."
    assert {lost.candidate for lost in result.not_elected} == {"P", "R", "S"}


def test_equal_in_price_needs_no_lot_where_all_can_be_bought() -> None:
    three = of({"B": None, "A": None, "C": None}, sets(2, "A"), sets(2, "BC"), seats=2, lot_order=("C", "B"))
    result = count(three, "equal-shares")
    assert winners(result) == ["A", "C"] and result.ties[0].tied == ("B", "C")
    assert [entry.by_lot for entry in result.elected] == [False, True]
    both = count(of({"A": None, "B": None}, sets(2, "A"), sets(2, "B"), seats=2), "equal-shares")
    assert sorted(winners(both)) == ["A", "B"] and both.ties == () and both.lot_order is None


def test_seats_without_votes_are_filled_and_seats_without_candidates_stay_empty() -> None:
    result = count(of({"A": None, "B": None, "X": None}, sets(1, "AX"), seats=3, withdrawn=("X",)), "equal-shares")
    assert winners(result) == ["A", "B"] and result.vacant == 1
    assert told(result)[-1] == "1 seat stays empty."
    assert [(lost.candidate, lost.why) for lost in result.not_elected] == [("X", Why.WITHDRAWN)]


@pytest.mark.parametrize(
    ("election", "words"),
    [
        (of({"A": 5}, seats=1), "no budget"),
        (of({"A": None}, budget=5), "A needs a cost"),
        (of({"A": 0}, budget=5), "A needs a cost"),
        (of({"A": 1}, budget=-1), "budget cannot be below zero"),
        (of({"A": None}, caps=(Cap("volunteer", 1),)), "cannot keep limits"),
    ],
)
def test_what_cannot_be_bought_is_refused(election: Election, words: str) -> None:
    with pytest.raises(NotCountable, match=words):
        count(election, "equal-shares")


# --- any election ---


@st.composite
def elections(draw: st.DrawFn) -> Election:
    names = "ABCDE"[: draw(st.integers(1, 5))]
    with_costs = draw(st.booleans())
    papers = [
        Paper(
            tuple(draw(st.lists(st.sampled_from(names), max_size=5, unique=True))),
            draw(st.sampled_from([Fraction(1), Fraction(2), Fraction(1, 2)])),
            draw(st.integers(0, 3)),
        )
        for _ in range(draw(st.integers(0, 6)))
    ]
    return of(
        {name: draw(st.integers(1, 9)) if with_costs else None for name in names},
        *papers,
        seats=draw(st.integers(0, 4)),
        budget=draw(st.integers(0, 20)) if with_costs else None,
        lot_order=tuple(draw(st.permutations(names))),
    )


def costs_of(election: Election) -> dict[str, Fraction]:
    return {candidate.id: Fraction(candidate.cost or 1) for candidate in election.candidates}


def whole_of(election: Election) -> Fraction:
    return Fraction(election.seats if election.budget is None else election.budget)


@given(elections())
def test_every_purchase_is_the_cheapest_and_paid_in_full_voter_by_voter(election: Election) -> None:
    """Each round is proved from the definition: the price pays the cost, and nothing open was cheaper."""
    papers = [paper for paper in election.papers for _ in range(paper.times) if paper.marks]
    valid = sum((Fraction(paper.weight) for paper in papers), Fraction(0))
    money = [whole_of(election) / valid for _ in papers]
    costs, result = costs_of(election), count(election, "equal-shares")
    open_ = set(costs)

    def raised(name: str, price: Fraction) -> Fraction:
        paying = [
            min(has, price) * paper.weight for paper, has in zip(papers, money, strict=True) if name in paper.marks
        ]
        return sum(paying, Fraction(0))

    for stage in result.stages[1:]:
        if stage.action is not Action.BUY:
            continue
        assert stage.value is not None
        bought, part = stage.elected[0], stage.value / costs[stage.elected[0]]
        assert raised(bought, stage.value) == costs[bought]
        for name in open_:
            assert raised(name, part * costs[name]) <= costs[name]
        for at, paper in enumerate(papers):
            money[at] -= min(money[at], stage.value) if bought in paper.marks else 0
        open_.remove(bought)
        for place, name in enumerate(costs):
            assert stage.money[place] == raised(name, Fraction(10**9))
    assert all(raised(name, Fraction(10**9)) < costs[name] for name in open_)


@given(elections())
def test_never_more_is_spent_than_there_is_and_nothing_wanted_that_fits_is_left(election: Election) -> None:
    costs, result = costs_of(election), count(election, "equal-shares")
    left = whole_of(election) - sum(costs[name] for name in winners(result))
    assert left >= 0
    assert result.spent == (None if election.budget is None else whole_of(election) - left)
    assert result.vacant == (0 if election.budget is not None else left)
    wanted = {mark for paper in election.papers if paper.times for mark in paper.marks}
    for lost in result.not_elected:
        assert costs[lost.candidate] > left or (election.budget is not None and lost.candidate not in wanted)
    everybody = winners(result) + [lost.candidate for lost in result.not_elected]
    assert sorted(everybody) == sorted(costs)


@given(elections())
def test_a_group_that_agrees_on_enough_is_not_left_without_its_share(election: Election) -> None:
    """Extended justified representation (Peters and Skowron 2020), every set of candidates tried: of those who agree
    on n candidates and could pay for n seats, not so many have fewer than n elected that these could pay for n."""
    if election.budget is not None:
        return
    elected = set(winners(count(election, "equal-shares")))
    valid = sum((paper.weight * Fraction(paper.times) for paper in election.papers if paper.marks), Fraction(0))
    for size in range(1, election.seats + 1):
        for agreed in combinations([candidate.id for candidate in election.candidates], size):
            short = [
                paper.weight * Fraction(paper.times)
                for paper in election.papers
                if set(agreed) <= set(paper.marks) and len(elected & set(paper.marks)) < size
            ]
            assert not sum(short) or sum(short) * election.seats < size * valid


@given(elections(), st.integers(1, 4), st.randoms())
def test_a_weight_is_as_many_papers_and_no_order_matters(election: Election, k: int, random: Any) -> None:
    heavy = replace(election, papers=tuple(replace(paper, weight=paper.weight * k) for paper in election.papers))
    many = replace(election, papers=tuple(election.papers) * k)
    assert count(heavy, "equal-shares").stages == count(many, "equal-shares").stages
    papers, candidates = list(election.papers), list(election.candidates)
    random.shuffle(papers)
    random.shuffle(candidates)
    other = count(replace(election, papers=tuple(papers), candidates=tuple(candidates)), "equal-shares")
    assert sorted(winners(other)) == sorted(winners(count(election, "equal-shares")))
