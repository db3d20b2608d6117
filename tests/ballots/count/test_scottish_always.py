"""What must hold of every Scottish count, and the same count done slowly by other means."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from govern.ballots.count import Candidate, Cap, Election, Paper, Result, Why, count


def stv(election: Election) -> Result:
    return count(election, "scottish-stv")


NAMES = "ABCDEF"


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


@given(elections())
def test_no_vote_is_made_or_lost_and_every_candidate_has_an_outcome(election: Election) -> None:
    result = stv(election)
    before = (Fraction(0),) * len(election.candidates)
    for stage in result.stages:
        assert sum(stage.votes) + stage.non_transferable == result.valid
        assert stage.non_transferable >= 0 and min(stage.votes, default=0) >= 0
        assert stage.transfers == tuple(now - then for now, then in zip(stage.votes, before, strict=True))
        before = stage.votes
    outcomes = [entry.candidate for entry in result.elected] + [entry.candidate for entry in result.not_elected]
    assert sorted(outcomes) == sorted(candidate.id for candidate in election.candidates)
    assert len(result.elected) + result.vacant == election.seats
    told = [name for stage in result.stages for name in stage.elected]
    assert told == [entry.candidate for entry in result.elected]


@given(elections())
def test_no_cap_is_ever_broken_and_no_seat_is_empty_while_somebody_could_sit_there(election: Election) -> None:
    result = stv(election)
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


@given(elections(), st.randoms())
def test_the_order_of_papers_and_of_the_list_does_not_matter(election: Election, random: Any) -> None:
    papers, candidates = list(election.papers), list(election.candidates)
    random.shuffle(papers)
    random.shuffle(candidates)
    other = stv(replace(election, papers=tuple(papers), candidates=tuple(candidates)))
    result = stv(election)
    assert {entry.candidate for entry in other.elected} == {entry.candidate for entry in result.elected}
    assert other.quota == result.quota
    assert sorted(other.last.votes) == sorted(result.last.votes)


@given(elections(whole=True))
def test_a_weight_of_three_is_three_papers(election: Election) -> None:
    heavy = [Paper(paper.marks, paper.weight, paper.times) for paper in election.papers]
    many = [Paper(paper.marks, 1, paper.times * int(paper.weight)) for paper in heavy]
    single = [replace(paper, times=1) for paper in many for _ in range(paper.times)]
    counts = [stv(replace(election, papers=tuple(papers))) for papers in (heavy, many, single)]
    assert counts[0].stages == counts[1].stages == counts[2].stages


def test_more_than_half_elects_and_a_solid_group_gets_its_share() -> None:
    majority = (Paper(("A",), times=51), Paper(("B", "C"), times=30), Paper(("C", "B"), times=19))
    candidates = tuple(Candidate(name, name) for name in NAMES)
    assert stv(Election(candidates=candidates, seats=1, papers=majority)).elected[0].candidate == "A"
    order = ("A", "B", "C", "D", "E", "F")
    group = [Paper(tuple(order), times=10) for order in itertools.permutations("ABC")]
    rest = [Paper(tuple(order), times=6) for order in itertools.permutations("DEF")]
    result = stv(Election(candidates=candidates, seats=4, papers=(*group, *rest), lot_order=order))
    assert len({entry.candidate for entry in result.elected} & set("ABC")) >= 2


# --- an independent slow count: one paper at a time, fractions, nothing shared with the code above ---


def slow_count(rankings: list[str], seats: int, luck: str) -> list[str]:
    """The elected of an election without caps, by a plain reading of the Order."""
    candidates = sorted({letter for ranking in rankings for letter in ranking} | set(luck))
    value = [Fraction(1)] * len(rankings)
    held: dict[str, list[int]] = {name: [] for name in candidates}
    for paper, ranking in enumerate(rankings):
        held[ranking[0]].append(paper)
    votes = {name: Fraction(len(held[name])) for name in candidates}
    quota = len(rankings) // (seats + 1) + 1
    hopeful, elected, spent, past = set(candidates), [], set(), [dict(votes)]

    def narrowed(tied: list[str], lowest: bool) -> str:
        for earlier in reversed(past[:-1]):
            edge = (min if lowest else max)(earlier[name] for name in tied)
            tied = [name for name in tied if earlier[name] == edge]
        return sorted(tied, key=luck.index)[-1 if lowest else 0]

    def hand_on(name: str, factor: Fraction | None) -> None:
        for paper in held.pop(name):
            if factor is not None:
                value[paper] = Fraction(int(factor * value[paper] * 100_000), 100_000)
            following = [other for other in rankings[paper] if other in hopeful]
            later = [other for other in following if rankings[paper].index(other) > rankings[paper].index(name)]
            if later:
                held[later[0]].append(paper)
                votes[later[0]] += value[paper]

    while True:
        for name in sorted(hopeful, key=lambda name: (-votes[name], name)):
            if votes[name] >= quota:
                elected.append(name)
                hopeful.discard(name)
        if len(elected) >= seats or len(hopeful) <= seats - len(elected):
            return (
                elected if len(elected) >= seats else elected + sorted(hopeful, key=lambda name: (-votes[name], name))
            )
        over = [name for name in elected if votes[name] > quota and name not in spent]
        if over:
            name = narrowed([n for n in over if votes[n] == max(votes[m] for m in over)], lowest=False)
            spent.add(name)
            hand_on(name, (votes[name] - quota) / votes[name])
            votes[name] = Fraction(quota)
        else:
            name = narrowed([n for n in hopeful if votes[n] == min(votes[m] for m in hopeful)], lowest=True)
            hopeful.discard(name)
            hand_on(name, None)
            votes[name] = Fraction(0)
        past.append(dict(votes))


@given(
    st.lists(
        st.permutations(NAMES).flatmap(lambda order: st.integers(1, 6).map(lambda n: "".join(order)[:n])), max_size=60
    ),
    st.integers(1, 4),
    st.permutations(NAMES).map("".join),
)
def test_an_independent_slow_count_elects_the_same(rankings: list[str], seats: int, luck: str) -> None:
    election = Election(
        candidates=tuple(Candidate(name, name) for name in NAMES),
        seats=seats,
        papers=tuple(Paper(tuple(ranking)) for ranking in rankings),
        lot_order=tuple(luck),
    )
    assert [entry.candidate for entry in stv(election).elected] == slow_count(rankings, seats, luck)
