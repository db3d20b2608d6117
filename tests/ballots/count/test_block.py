"""Block vote and plain plurality: W8 in all its variants, W16, and what must hold of every count."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from govern.ballots.count import (
    Candidate,
    Cap,
    Election,
    LotNeeded,
    Paper,
    Result,
    Standing,
    TieFor,
    Why,
    carry,
    count,
)
from govern.sentences import Sentence
from tests.ballots.count.elections import expected

VOLUNTEERS = ("Ana", "Bo", "Di")
W8 = {"Ana": 80, "Bo": 75, "Cai": 60, "Di": 55, "Eve": 40}
BOARD_CAP = Cap("volunteer", 3, already_holding=2, of=9)


def an_election(votes: dict[str, int], seats: int, *caps: Cap, **more: Any) -> Election:
    """Each vote on a paper of its own, so that any totals can be had."""
    candidates = tuple(Candidate(name, name, ("volunteer",) if name in VOLUNTEERS else ()) for name in votes)
    papers = tuple(Paper((name,), times=number) for name, number in votes.items())
    return Election(candidates=candidates, seats=seats, papers=papers, caps=caps, **more)


def block(election: Election) -> Result:
    return count(election, "block-vote")


def winners(result: Result) -> list[str]:
    return [entry.candidate for entry in result.elected]


def reasons(result: Result) -> dict[str, str]:
    return {entry.candidate: str(entry.reason) for entry in result.not_elected}


def test_w8_the_volunteer_cap_passes_two_over() -> None:
    result = block(an_election(W8, 3, BOARD_CAP))
    assert winners(result) == ["Ana", "Cai", "Eve"]
    assert reasons(result) == {
        "Bo": "not elected: volunteer cap (3 of 9 reached)",
        "Di": "not elected: volunteer cap (3 of 9 reached)",
    }
    assert result.vacant == 0 and result.ties == () and result.lot_order is None
    assert [str(sentence) for sentence in result.last.why] == [
        "Ana has 80 votes and is elected.",
        "Bo has 75 votes and is passed over: volunteer cap (3 of 9 reached).",
        "Cai has 60 votes and is elected.",
        "Di has 55 votes and is passed over: volunteer cap (3 of 9 reached).",
        "Eve has 40 votes and is elected.",
    ]


def test_w8_without_eve_a_seat_stays_empty() -> None:
    result = block(an_election({name: votes for name, votes in W8.items() if name != "Eve"}, 3, BOARD_CAP))
    assert winners(result) == ["Ana", "Cai"]
    assert result.vacant == 1
    assert str(result.last.why[-1]) == "1 seat stays empty."


@pytest.mark.parametrize(("lucky", "unlucky"), [("Ana", "Bo"), ("Bo", "Ana")])
def test_w8_two_equal_volunteers_draw_lots_for_the_last_volunteer_place(lucky: str, unlucky: str) -> None:
    order = (lucky, unlucky, "Cai", "Di", "Eve")
    result = block(an_election(W8 | {"Bo": 80}, 3, BOARD_CAP, lot_order=order))
    assert winners(result) == [lucky, "Cai", "Eve"]
    assert reasons(result)[unlucky] == "not elected: cap, by lot"
    assert reasons(result)["Di"] == "not elected: volunteer cap (3 of 9 reached)"
    tie = result.ties[0]
    assert (tie.purpose, tie.tied, tie.chosen) == (TieFor.CAPPED_PLACE, ("Ana", "Bo"), (lucky,))
    assert str(result.last.why[0]) == f"Ana, Bo have equal votes for the last place. The lot chose {lucky}."
    assert result.elected[0].by_lot and not result.elected[1].by_lot
    assert result.lot_order == order


def test_without_the_cap_the_three_with_most_votes_are_elected() -> None:
    result = block(an_election(W8, 3))
    assert winners(result) == ["Ana", "Bo", "Cai"]
    assert {entry.why for entry in result.not_elected} == {Why.VOTES}
    assert str(result.last.why[-1]) == "Eve is not elected: all seats are taken."


def test_a_cap_is_no_reason_once_all_seats_are_taken() -> None:
    result = block(an_election({"Cai": 9, "Ana": 8, "Eve": 7, "Bo": 6}, 3, BOARD_CAP))
    assert winners(result) == ["Cai", "Ana", "Eve"]
    assert reasons(result) == {"Bo": "not elected"}


def test_a_cap_can_be_named_in_the_words_of_the_rulebook() -> None:
    cap = Cap("volunteer", 0, name=Sentence("unpaid helpers"))
    assert reasons(block(an_election({"Ana": 1}, 1, cap))) == {"Ana": "not elected: unpaid helpers cap (0 reached)"}


def test_w16_one_seat_and_equal_votes_go_to_lot() -> None:
    election = an_election({"Cai": 41, "Eve": 41, "Gwen": 3}, 1)
    with pytest.raises(LotNeeded, match="Cai, Eve"):
        block(election)
    result = block(replace(election, lot_order=("Gwen", "Eve", "Cai")))
    assert winners(result) == ["Eve"]
    assert reasons(result) == {"Cai": "not elected: by lot", "Gwen": "not elected"}
    assert result.ties[0].purpose is TieFor.LAST_PLACE


def test_w16_three_equal_for_two_last_seats_are_all_put_in_order_by_lot() -> None:
    votes = {"Huw": 50, "Cai": 30, "Eve": 30, "Gwen": 30}
    result = block(an_election(votes, 3, lot_order=("Gwen", "Cai", "Eve", "Huw")))
    assert winners(result) == ["Huw", "Gwen", "Cai"]
    assert reasons(result) == {"Eve": "not elected: by lot"}
    assert (result.ties[0].tied, result.ties[0].chosen) == (("Cai", "Eve", "Gwen"), ("Gwen", "Cai"))


def test_w16_a_tie_that_decides_nothing_needs_no_lot() -> None:
    result = block(an_election({"Cai": 30, "Eve": 30, "Gwen": 3}, 2))
    assert winners(result) == ["Cai", "Eve"] and result.ties == ()


def test_a_tie_among_those_who_all_lost_needs_no_lot() -> None:
    assert block(an_election({"Huw": 9, "Cai": 3, "Eve": 3}, 1)).ties == ()


def test_who_is_in_whatever_the_lot_says_is_not_in_the_lot() -> None:
    """Three equal and three seats, but one volunteer place for two volunteers: Cai is in without a lot."""
    result = block(an_election({"Ana": 80, "Bo": 80, "Cai": 80}, 3, BOARD_CAP, lot_order=("Bo", "Ana", "Cai")))
    assert winners(result) == ["Cai", "Bo"]
    assert result.ties[0].tied == ("Ana", "Bo") and result.vacant == 1


def test_a_full_category_is_no_part_of_a_tie() -> None:
    full = Cap("volunteer", 3, already_holding=3, of=9)
    result = block(an_election({"Ana": 5, "Cai": 5}, 1, full))
    assert winners(result) == ["Cai"] and result.ties == ()
    assert reasons(result) == {"Ana": "not elected: volunteer cap (3 of 9 reached)"}


def test_plurality_at_large_with_weights_and_an_overfull_paper() -> None:
    table = expected("nasty/n22_plurality_at_large")
    papers = tuple(
        Paper(tuple(str(mark) for mark in paper["approve"]), Fraction(str(paper["weight"])))
        for paper in table["ballots"]
    )
    candidates = tuple(Candidate(str(n), name) for n, name in enumerate(table["candidates"], start=1))
    election = Election(candidates=candidates, seats=2, papers=papers)
    result = block(election)
    assert result.last.votes == tuple(Fraction(total) for total in table["plurality_at_large"]["totals"])
    assert winners(result) == [str(number) for number in table["plurality_at_large"]["elected"]]
    assert result.void == 1
    unlimited = block(replace(election, at_most=4))
    assert unlimited.last.votes == tuple(Fraction(total) for total in table["approval_without_limit"]["totals"])
    assert unlimited.void == 0


def test_votes_for_one_who_withdrew_are_void_and_blank_papers_are_counted() -> None:
    papers = (Paper(("Ana",), times=9), Paper(("Ana", "Cai"), times=2), Paper((), times=4), Paper(("Eve",)))
    candidates = tuple(Candidate(name, name) for name in ("Ana", "Cai", "Eve"))
    result = block(Election(candidates=candidates, seats=2, papers=papers, withdrawn=("Ana",)))
    assert winners(result) == ["Cai", "Eve"]
    assert (result.valid, result.blank, result.void) == (Fraction(3), 4, 9)
    assert reasons(result) == {"Ana": "not elected: withdrew"}
    assert result.last.standing == (Standing.WITHDRAWN, Standing.ELECTED, Standing.ELECTED)


def test_no_papers_leave_it_to_the_lot() -> None:
    result = block(an_election({"Cai": 0, "Eve": 0}, 1, lot_order=("Eve", "Cai")))
    assert winners(result) == ["Eve"] and str(result.last.why[0]) == "No valid votes were cast."


def test_no_more_candidates_than_seats_are_all_elected_within_the_caps() -> None:
    result = block(an_election({"Ana": 0, "Bo": 3, "Cai": 1}, 4, Cap("volunteer", 1)))
    assert winners(result) == ["Bo", "Cai"] and result.vacant == 2


def test_the_room_under_a_cap_carries_from_contest_to_contest() -> None:
    cap = Cap("volunteer", 3, already_holding=1, of=9)
    first = block(an_election({"Ana": 5, "Cai": 4}, 1, cap))
    second_cap = carry((cap,), first)
    assert second_cap == (Cap("volunteer", 3, already_holding=2, of=9),)
    second = block(an_election({"Bo": 9, "Di": 8, "Eve": 1}, 2, *second_cap))
    assert winners(second) == ["Bo", "Eve"]
    assert carry(second_cap, second)[0].room == 0


NAMES = "ABCDEFG"


@st.composite
def elections(draw: st.DrawFn) -> Election:
    names = NAMES[: draw(st.integers(1, 7))]
    seats = draw(st.integers(0, 5))
    categories = st.sampled_from([(), ("a",), ("b",), ("a", "b")])
    marks = st.lists(st.sampled_from(names), max_size=6, unique=True).map(tuple)
    paper = st.builds(Paper, marks, st.sampled_from([1, 2, Fraction(1, 3)]), st.integers(0, 4))
    return Election(
        candidates=tuple(Candidate(name, name, draw(categories)) for name in names),
        seats=seats,
        papers=tuple(draw(st.lists(paper, max_size=10))),
        caps=tuple(Cap(category, draw(st.integers(0, 3))) for category in draw(st.sampled_from(["", "a", "ab"]))),
        lot_order=tuple(draw(st.permutations(names))),
    )


def plain(election: Election) -> list[str]:
    """The rule word for word, with the lot over everybody: take by votes, then luck; pass over who breaks a cap."""
    totals = {candidate.id: Fraction(0) for candidate in election.candidates}
    for paper in election.papers:
        for mark in paper.marks if len(paper.marks) <= election.seats else ():
            totals[mark] += paper.weight * paper.times
    assert election.lot_order is not None
    luck = {name: place for place, name in enumerate(election.lot_order)}
    elected: list[str] = []
    categories = {candidate.id: candidate.categories for candidate in election.candidates}
    for name in sorted(totals, key=lambda name: (-totals[name], luck[name])):
        held = {cap.category: sum(cap.category in categories[other] for other in elected) for cap in election.caps}
        breaks = any(cap.category in categories[name] and held[cap.category] >= cap.limit for cap in election.caps)
        if len(elected) < election.seats and not breaks:
            elected.append(name)
    return sorted(elected)


@given(elections())
def test_the_elected_are_those_of_the_rule_word_for_word(election: Election) -> None:
    result = block(election)
    assert sorted(winners(result)) == plain(election)
    assert len(result.elected) + result.vacant == election.seats
    outcomes = winners(result) + [entry.candidate for entry in result.not_elected]
    assert sorted(outcomes) == [candidate.id for candidate in election.candidates]


@given(elections(), st.randoms())
def test_the_order_of_papers_and_of_the_list_does_not_matter(election: Election, random: Any) -> None:
    papers, candidates = list(election.papers), list(election.candidates)
    random.shuffle(papers)
    random.shuffle(candidates)
    other = block(replace(election, papers=tuple(papers), candidates=tuple(candidates)))
    assert sorted(winners(other)) == sorted(winners(block(election)))


@given(elections(), st.data())
def test_a_lot_is_drawn_only_where_it_changes_who_is_elected(election: Election, data: st.DataObject) -> None:
    if not block(election).ties:
        names = [candidate.id for candidate in election.candidates]
        other = replace(election, lot_order=tuple(data.draw(st.permutations(names))))
        assert winners(block(other)) == winners(block(election))
        assert winners(block(replace(election, lot_order=None))) == winners(block(election))
