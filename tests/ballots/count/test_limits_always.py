"""What must hold of every count under caps and floors, told from all choices there are, one after the other."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from govern.ballots.count import Candidate, Cap, Election, Floor, Paper, Result, Standing, TieRule, count

NAMES = "ABCDEFG"
METHODS = ["scottish-stv", "block-vote"]


@st.composite
def elections(draw: st.DrawFn) -> Election:
    names = NAMES[: draw(st.integers(1, 7))]
    categories = st.sets(st.sampled_from("abc"), max_size=3).map(lambda found: tuple(sorted(found)))
    ranking = st.lists(st.sampled_from(names), max_size=5, unique=True).map(tuple)
    caps = draw(st.dictionaries(st.sampled_from("abc"), st.integers(0, 3), max_size=3))
    floors = draw(st.dictionaries(st.sampled_from("abc"), st.integers(0, 3), max_size=3))
    return Election(
        candidates=tuple(Candidate(name, name, draw(categories)) for name in names),
        seats=draw(st.integers(1, 5)),
        papers=tuple(draw(st.lists(st.builds(Paper, ranking, times=st.integers(1, 4)), max_size=12))),
        withdrawn=tuple(draw(st.sets(st.sampled_from(names), max_size=1))),
        caps=tuple(Cap(category, limit, draw(st.integers(0, 1))) for category, limit in caps.items()),
        floors=tuple(
            Floor(category, min(least, caps.get(category, least)), draw(st.integers(0, 1)))
            for category, least in floors.items()
        ),
        at_most=7,
        lot_order=tuple(draw(st.permutations(names))),
    )


class Slow:
    """All that an election's constraints allow, found by looking at every set of candidates."""

    def __init__(self, election: Election) -> None:
        self.election = election
        self.categories = {candidate.id: candidate.categories for candidate in election.candidates}
        standing = [name for name in self.categories if name not in election.withdrawn]
        self.allowed = [
            set(chosen)
            for size in range(election.seats + 1)
            for chosen in itertools.combinations(standing, size)
            if self.keeps_caps(set(chosen))
        ]
        most = max((sum(self.given(one)), self.given(one)) for one in self.allowed)
        self.kept = most[1]
        self.conformant = [one for one in self.allowed if self.given(one) == self.kept]

    def sitting(self, chosen: set[str], category: str) -> int:
        return sum(category in self.categories[name] for name in chosen)

    def keeps_caps(self, chosen: set[str]) -> bool:
        return all(
            self.sitting(chosen, cap.category) <= max(cap.limit - cap.already_holding, 0)
            for cap in self.election.caps
        )

    def given(self, chosen: set[str]) -> tuple[int, ...]:
        """For each floor, how many of the places it still asks for are given."""
        return tuple(
            min(self.sitting(chosen, floor.category), max(floor.least - floor.already_holding, 0))
            for floor in self.election.floors
        )


def winners(result: Result) -> list[str]:
    return [entry.candidate for entry in result.elected]


@pytest.mark.parametrize("method", METHODS)
@given(election=elections())
def test_caps_are_kept_at_every_stage_floors_at_the_end_and_no_seat_is_empty_without_need(
    method: str, election: Election
) -> None:
    result, slow = count(election, method), Slow(election)
    sitting: set[str] = set()
    for stage in result.stages:
        for name in stage.elected:
            sitting.add(name)
            assert slow.keeps_caps(sitting)
            assert any(sitting <= one for one in slow.conformant), "a way to meet the floors is always left"
    assert sitting == set(winners(result))
    assert slow.given(sitting) == slow.kept
    assert len(sitting) + result.vacant == election.seats
    if result.vacant:
        others = set(slow.categories) - sitting - set(election.withdrawn)
        assert not [name for name in others if slow.keeps_caps(sitting | {name})]


@pytest.mark.parametrize("method", METHODS)
@given(election=elections())
def test_a_floor_is_called_unmet_just_if_no_choice_meets_all_floors(method: str, election: Election) -> None:
    result, slow = count(election, method), Slow(election)
    short = {
        floor.category: (floor.least, floor.least - max(floor.least - floor.already_holding, 0) + given)
        for floor, given in zip(election.floors, slow.kept, strict=True)
        if given < max(floor.least - floor.already_holding, 0)
    }
    assert {entry.category: (entry.least, entry.kept) for entry in result.unmet} == short


@pytest.mark.parametrize("method", METHODS)
@given(election=elections())
def test_everybody_has_one_outcome_and_lots_are_drawn_the_same_again(method: str, election: Election) -> None:
    result = count(election, method)
    outcomes = winners(result) + [entry.candidate for entry in result.not_elected]
    assert sorted(outcomes) == sorted(candidate.id for candidate in election.candidates)
    assert count(election, method) == result
    if not [tie for tie in result.ties if tie.how is TieRule.LOT]:
        assert count(replace(election, lot_order=None), method) == result


@given(elections())
def test_whoever_is_doomed_or_out_was_not_needed(election: Election) -> None:
    """After each stage of a count by stages: who is doomed is in no conformant choice with those who are elected and
    without those who are out; who is out was in no way needed for one."""
    slow, elected, out = Slow(election), set[str](), set[str]()
    for stage in count(election, "scottish-stv").stages:
        elected |= set(stage.elected)
        out |= set(stage.excluded)
        ways = [one for one in slow.conformant if elected <= one and not (one & out) - elected]
        assert ways
        names = [candidate.id for candidate in election.candidates]
        for name, where in zip(names, stage.standing, strict=True):
            if where is Standing.DOOMED and len(elected) < election.seats:
                assert not [one for one in ways if name in one]


@given(elections(), st.sampled_from([(), ("a",), ("a", "b", "c")]))
def test_constraints_that_ask_for_nothing_change_nothing(election: Election, categories: tuple[str, ...]) -> None:
    free = replace(election, caps=(), floors=())
    loose = replace(
        free,
        caps=tuple(Cap(category, 7) for category in categories),
        floors=tuple(Floor(category, 1, already_holding=1) for category in categories),
    )
    for method in METHODS:
        assert count(loose, method) == count(free, method)


@pytest.mark.parametrize("method", METHODS)
@given(election=elections(), random=st.randoms())
def test_the_order_of_papers_and_of_the_list_does_not_matter(method: str, election: Election, random: Any) -> None:
    papers, candidates = list(election.papers), list(election.candidates)
    random.shuffle(papers)
    random.shuffle(candidates)
    other = count(replace(election, papers=tuple(papers), candidates=tuple(candidates)), method)
    assert sorted(winners(other)) == sorted(winners(count(election, method)))


# --- passing over, word for word ---


def passing_over(election: Election) -> list[str]:
    """By votes, then by luck, everybody who with those taken so far is in some conformant choice."""
    totals = {candidate.id: Fraction(0) for candidate in election.candidates}
    for paper in election.papers:
        for mark in paper.marks:
            totals[mark] += paper.weight * paper.times
    assert election.lot_order is not None
    luck = {name: place for place, name in enumerate(election.lot_order)}
    slow, taken = Slow(election), set[str]()
    for name in sorted(totals, key=lambda name: (-totals[name], luck[name])):
        if any(taken | {name} <= one for one in slow.conformant):
            taken.add(name)
    return sorted(taken)


@given(elections())
def test_the_elected_of_a_block_vote_are_those_of_the_rule_word_for_word(election: Election) -> None:
    assert sorted(winners(count(election, "block-vote"))) == passing_over(election)


@given(elections(), st.data())
def test_a_lot_in_a_block_vote_is_drawn_only_where_it_changes_who_is_elected(
    election: Election, data: st.DataObject
) -> None:
    ties = count(election, "block-vote").ties
    names = [candidate.id for candidate in election.candidates]
    for tie in ties[:1]:
        for name in tie.tied:  # Each of them is elected if the lot is theirs.
            first = (name, *(other for other in names if other != name))
            assert name in winners(count(replace(election, lot_order=first), "block-vote"))
    if not ties:
        other = replace(election, lot_order=tuple(data.draw(st.permutations(names))))
        assert winners(count(other, "block-vote")) == winners(count(election, "block-vote"))
