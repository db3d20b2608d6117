"""Exact fractions and the alternative vote: real elections, cases worked out by hand, and what they refuse."""

from __future__ import annotations

from fractions import Fraction

import pytest
from msgspec.structs import replace

from govern.ballots.count import Candidate, Cap, Election, NotCountable, Paper, TieRule, Why, count
from tests.ballots.count.elections import FOLDER, expected, read

WARDS = sorted(path.stem for path in (FOLDER / "real").glob("*.json") if path.stem != "us_minneapolis_mayor_2013")


@pytest.mark.parametrize("name", WARDS)
def test_without_cutting_off_every_real_ward_elects_the_same(name: str) -> None:
    """Not a law of nature, but none of these wards turns on the sixth decimal or on a part of a vote in the quota."""
    elected = [str(entry["candidate"]) for entry in expected(f"real/{name}")["elected"]]
    assert [entry.candidate for entry in count(read(f"real/{name}"), "wigm").elected] == elected


def test_thirds_stay_thirds() -> None:
    """11 papers for A of 20, two seats: more than 20/3 are needed, and 13/3 of A's votes move on by elevenths."""
    candidates = tuple(Candidate(name, name) for name in "ABC")
    papers = (Paper(("A", "B"), times=7), Paper(("A", "C"), times=4), Paper(("B",), times=2), Paper(("C",), times=7))
    result = count(Election(candidates=candidates, seats=2, papers=papers), "wigm")
    assert result.quota == Fraction(20, 3)
    assert [entry.candidate for entry in result.elected] == ["A", "C"]
    assert list(result.stages[0].votes) == [11, 2, 7]
    assert [str(sentence) for sentence in result.stages[0].why] == [
        "Valid votes: 20. Seats: 2. Votes needed to be elected: more than 6.667.",
        "A has 11 votes. More than 6.667 are needed. A is elected.",
        "C has 7 votes. More than 6.667 are needed. C is elected.",
    ]
    three = count(Election(candidates=(*candidates, Candidate("D", "D")), seats=3, papers=papers), "wigm")
    assert three.quota == 5 and three.stages[1].value == Fraction(6, 11)
    assert list(three.stages[1].votes) == [5, 2 + 7 * Fraction(6, 11), 7, 0], "C is elected and gets no more"
    assert three.stages[1].non_transferable == 4 * Fraction(6, 11)


def test_exactly_the_quota_is_not_yet_enough() -> None:
    """Two candidates with half each: a lot decides, not the order of the list."""
    candidates = tuple(Candidate(name, name) for name in "AB")
    papers = (Paper(("A",), times=10), Paper(("B",), times=10))
    result = count(Election(candidates=candidates, seats=1, papers=papers, lot_order=("B", "A")), "wigm")
    assert [entry.candidate for entry in result.elected] == ["B"]
    assert [tie.how for tie in result.ties] == [TieRule.LOT]


def test_the_mayor_of_minneapolis_is_counted_as_the_file_says() -> None:
    table = expected("real/us_minneapolis_mayor_2013")
    result = count(read("real/us_minneapolis_mayor_2013"), "av")
    assert result.quota == 39680 and result.valid == 79358
    assert [(entry.name, entry.stage) for entry in result.elected] == [("BETSY HODGES", 36)]
    assert [int(name) for stage in result.stages for name in stage.excluded] == table["excluded_in_order"]
    for stage, row in zip(result.stages, table["stages"], strict=True):
        assert stage.votes == tuple(Fraction(votes) for votes in row["votes"])
        assert stage.non_transferable == Fraction(row["non_transferable"])
        assert stage.moved == (None if row["candidate"] is None else str(row["candidate"]))


def test_half_is_not_more_than_half_whatever_papers_weigh() -> None:
    candidates = tuple(Candidate(name, name) for name in "ABC")
    papers = (Paper(("A",), Fraction(1, 2)), Paper(("B",), Fraction(1, 4)), Paper(("C", "B"), Fraction(1, 4)))
    election = Election(candidates=candidates, seats=1, papers=papers, lot_order=("B", "C", "A"))
    result = count(election, "av")
    assert len(result.stages) == 3, "half of the votes did not elect A at once"
    assert [(tie.tied, tie.chosen) for tie in result.ties] == [(("B", "C"), ("C",)), (("A", "B"), ("B",))]
    heavier = replace(papers[0], weight=Fraction(51, 100))
    assert len(count(replace(election, papers=(heavier, *papers[1:])), "av").stages) == 1


def test_the_alternative_vote_refuses_several_seats_in_a_sentence() -> None:
    with pytest.raises(NotCountable, match=r"fills one seat, and there are 3\. Choose a way of counting for several"):
        count(replace(read("nasty/n06_withdrawn"), seats=3), "av")


def test_who_may_not_be_elected_is_out_of_an_alternative_vote_first() -> None:
    candidates = (Candidate("V", "V", ("volunteer",)), Candidate("S", "S"), Candidate("T", "T"))
    papers = (Paper(("V", "T"), times=60), Paper(("S",), times=30), Paper(("T",), times=10))
    result = count(Election(candidates=candidates, seats=1, papers=papers, caps=(Cap("volunteer", 2, 2),)), "av")
    assert [entry.candidate for entry in result.elected] == ["T"]
    assert {entry.candidate: entry.why for entry in result.not_elected}["V"] is Why.CAP
    assert [stage.moved for stage in result.stages] == [None, "V"]
