"""What must hold of every count by stages. The slow counts beside them are in test_slow_counts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from govern.ballots.count import Candidate, Cap, Election, Paper, Result, Why, count

NAMES = "ABCDEF"
SEVERAL_SEATS = ["scottish-stv", "wigm", "meek", "ers97"]
EVERY = pytest.mark.parametrize("method", [*SEVERAL_SEATS, "av"])


def counted(election: Election, method: str) -> Result:
    """The alternative vote gets one seat of it."""
    return count(replace(election, seats=min(election.seats, 1)) if method == "av" else election, method)


@st.composite
def elections(draw: st.DrawFn, *, whole: bool = False) -> Election:
    names = NAMES[: draw(st.integers(1, 6))]
    weights = st.integers(1, 3) if whole else st.fractions(0, 3, max_denominator=7) | st.integers(1, 20)
    ranking = st.lists(st.sampled_from(names), max_size=6).map(tuple)
    papers = draw(st.lists(st.builds(Paper, ranking, weights, st.integers(0, 9)), max_size=12))
    categories = st.sampled_from([(), ("a",), ("b",), ("a", "b")])
    cap_list = draw(st.sampled_from([(), ("a",), ("a", "b")]))
    return Election(
        candidates=tuple(Candidate(name, name, draw(categories)) for name in names),
        seats=draw(st.integers(0, 4)),
        papers=tuple(papers),
        withdrawn=tuple(draw(st.sets(st.sampled_from(names), max_size=2))),
        caps=tuple(Cap(category, draw(st.integers(0, 3)), draw(st.integers(0, 1))) for category in cap_list),
        lot_order=tuple(draw(st.permutations(names))),
    )


@EVERY
@given(election=elections())
def test_no_vote_is_made_or_lost_and_every_candidate_has_an_outcome(method: str, election: Election) -> None:
    result = counted(election, method)
    before = (Fraction(0),) * len(election.candidates)
    lost = Fraction(0)
    for stage in result.stages:
        assert sum(stage.votes) + stage.non_transferable == result.valid
        assert stage.non_transferable >= lost and min(stage.votes, default=0) >= 0
        assert stage.transfers == tuple(now - then for now, then in zip(stage.votes, before, strict=True))
        before, lost = stage.votes, stage.non_transferable
    outcomes = [entry.candidate for entry in result.elected] + [entry.candidate for entry in result.not_elected]
    assert sorted(outcomes) == sorted(candidate.id for candidate in election.candidates)
    assert len(result.elected) + result.vacant == result.seats
    told = [name for stage in result.stages for name in stage.elected]
    assert told == [entry.candidate for entry in result.elected]
    quotas = [stage.quota for stage in result.stages if stage.quota is not None]
    assert quotas == sorted(quotas, reverse=True) and quotas[-1] == result.quota


@EVERY
@given(election=elections())
def test_no_cap_is_ever_broken_and_no_seat_is_empty_while_somebody_could_sit_there(
    method: str, election: Election
) -> None:
    result = counted(election, method)
    categories = {candidate.id: candidate.categories for candidate in election.candidates}
    held = {cap.category: 0 for cap in election.caps}
    for entry in result.elected:
        for category in categories[entry.candidate]:
            if category in held:
                held[category] += 1
    assert all(held[cap.category] <= cap.room for cap in election.caps)
    if result.vacant:
        full = {cap.category for cap in election.caps if held[cap.category] >= cap.room}
        for loser in result.not_elected:
            assert loser.why is Why.WITHDRAWN or full & set(categories[loser.candidate])


@EVERY
@given(election=elections(), random=st.randoms())
def test_the_order_of_papers_and_of_the_list_does_not_matter(method: str, election: Election, random: Any) -> None:
    papers, candidates = list(election.papers), list(election.candidates)
    random.shuffle(papers)
    random.shuffle(candidates)
    other = counted(replace(election, papers=tuple(papers), candidates=tuple(candidates)), method)
    result = counted(election, method)
    assert {entry.candidate for entry in other.elected} == {entry.candidate for entry in result.elected}
    assert other.quota == result.quota
    for there, here in zip(other.stages, result.stages, strict=True):
        votes = dict(zip((candidate.id for candidate in candidates), there.votes, strict=True))
        assert tuple(votes[candidate.id] for candidate in election.candidates) == here.votes


@EVERY
@given(election=elections(), other_names=st.permutations("UVWXYZ"))
def test_what_candidates_are_called_does_not_matter(method: str, election: Election, other_names: list[str]) -> None:
    called = dict(zip(NAMES, other_names, strict=True))
    renamed = replace(
        election,
        candidates=tuple(replace(candidate, id=called[candidate.id]) for candidate in election.candidates),
        papers=tuple(replace(paper, marks=tuple(called[mark] for mark in paper.marks)) for paper in election.papers),
        withdrawn=tuple(called[name] for name in election.withdrawn),
        lot_order=tuple(called[name] for name in election.lot_order or ()),
    )
    there, here = counted(renamed, method), counted(election, method)
    assert [entry.candidate for entry in there.elected] == [called[entry.candidate] for entry in here.elected]
    assert [stage.votes for stage in there.stages] == [stage.votes for stage in here.stages]


@EVERY
@given(election=elections(whole=True))
def test_a_weight_of_three_is_three_papers(method: str, election: Election) -> None:
    heavy = [Paper(paper.marks, paper.weight, paper.times) for paper in election.papers]
    many = [Paper(paper.marks, 1, paper.times * int(paper.weight)) for paper in heavy]
    single = [replace(paper, times=1) for paper in many for _ in range(paper.times)]
    counts = [counted(replace(election, papers=tuple(papers)), method) for papers in (heavy, many, single)]
    assert counts[0].stages == counts[1].stages == counts[2].stages


@pytest.mark.parametrize("method", ["wigm", "av"])
@given(election=elections())
def test_where_nothing_is_rounded_the_unit_of_weight_does_not_matter(method: str, election: Election) -> None:
    papers = tuple(replace(paper, weight=paper.weight * Fraction(2, 7)) for paper in election.papers)
    lighter, result = counted(replace(election, papers=papers), method), counted(election, method)
    assert [entry.candidate for entry in lighter.elected] == [entry.candidate for entry in result.elected]
    for there, here in zip(lighter.stages, result.stages, strict=True):
        assert there.votes == tuple(votes * Fraction(2, 7) for votes in here.votes)


RANKINGS = st.permutations(NAMES).flatmap(lambda order: st.integers(1, 6).map(lambda n: tuple(order[:n])))


def plain(rankings: list[tuple[str, ...]], seats: int, luck: list[str]) -> Election:
    return Election(
        candidates=tuple(Candidate(name, name) for name in NAMES),
        seats=seats,
        papers=tuple(Paper(ranking) for ranking in rankings),
        lot_order=tuple(luck),
    )


@EVERY
@given(rest=st.lists(RANKINGS, max_size=15), more=st.integers(1, 3), luck=st.permutations(NAMES))
def test_whoever_more_than_half_put_first_is_elected(
    method: str, rest: list[tuple[str, ...]], more: int, luck: list[str]
) -> None:
    first = [("A",)] * (len(rest) + more)
    for seats in (1, 2, 3):
        assert "A" in {entry.candidate for entry in counted(plain([*first, *rest], seats, luck), method).elected}


@pytest.mark.parametrize("method", SEVERAL_SEATS)
@given(
    group=st.sets(st.sampled_from(NAMES), min_size=1, max_size=5),
    seats=st.integers(1, 4),
    solid=st.lists(st.tuples(st.permutations(NAMES), st.integers(0, 5)), min_size=1, max_size=20),
    rest=st.lists(RANKINGS, max_size=20),
    luck=st.permutations(NAMES),
)
def test_a_solid_group_gets_as_many_seats_as_it_has_quotas(
    method: str,
    group: set[str],
    seats: int,
    solid: list[tuple[list[str], int]],
    rest: list[tuple[str, ...]],
    luck: list[str],
) -> None:
    """Droop proportionality for solid coalitions: papers that put all of a group before all others, in any order.

    Scotland promises it for its own whole quota, ERS97 but for the hundredths it ignores, at most one of a paper in
    each surplus.
    """
    theirs = []
    for order, others in solid:
        own, other = [name for name in order if name in group], [name for name in order if name not in group]
        theirs.append(tuple(own + other[:others]))
    result = counted(plain([*theirs, *rest], seats, luck), method)
    valid = len(theirs) + len(rest)
    if method == "scottish-stv":
        owed = len(theirs) // (valid // (seats + 1) + 1)
    elif method == "ers97":
        owed = int((len(theirs) - Fraction(seats * valid, 100)) // (Fraction(valid, seats + 1) + Fraction(1, 100)))
    else:
        owed = (len(theirs) * (seats + 1) - 1) // valid
    got = {entry.candidate for entry in result.elected} & group
    assert len(got) >= min(owed, len(group))
