"""Schulze and ranked pairs: real and model elections, slow counts of their own, and what the methods promise."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from govern.ballots.count import (
    Action,
    Candidate,
    Cap,
    Election,
    LotNeeded,
    NotCountable,
    Paper,
    Result,
    TieFor,
    count,
)
from tests.ballots.count.elections import FOLDER, expected, read, winners

METHODS = ("schulze", "ranked-pairs")
#: The mayor of Minneapolis has no other methods in its file.
REAL = sorted(path.stem for path in (FOLDER / "real").glob("*.json") if "other_methods" in path.read_text("utf-8"))
NAMES = "ABCDE"


def of(names: str, *papers: Paper, seats: int = 1, **more: Any) -> Election:
    candidates = tuple(Candidate(name, name) for name in names)
    return Election(candidates=candidates, seats=seats, papers=papers, **more)


def ranked(times: int, marks: str) -> Paper:
    return Paper(tuple(marks), times=times)


def first_in(result: Result) -> str:
    return result.order[0][0]


@pytest.mark.parametrize("name", REAL)
def test_a_real_election_has_its_pairwise_numbers_and_its_winners(name: str) -> None:
    election, table = read(f"real/{name}"), expected(f"real/{name}")["other_methods"]
    for method, key in (("schulze", "schulze_winners"), ("ranked-pairs", "ranked_pairs_winner")):
        result = count(replace(election, seats=1), method)
        assert [[int(cell) for cell in row] for row in result.stages[0].matrix] == table["pairwise"]
        assert winners(result) == [str(number) for number in ([table[key]] if key[0] == "r" else table[key])]
        assert int(max(result.stages[0].votes)) == len(election.candidates) - 1
        best = [
            str(at + 1) for at, votes in enumerate(result.stages[0].votes) if votes == len(election.candidates) - 1
        ]
        assert best == [str(number) for number in table["condorcet_winner"]]


def test_the_example_of_schulzes_paper_has_its_paths_and_its_order() -> None:
    table = expected("nasty/n18_schulze_45_voters")
    result = count(read("nasty/n18_schulze_45_voters"), "schulze")
    assert [[int(cell) for cell in row] for row in result.stages[0].matrix] == table["pairwise"]
    for place, row in enumerate(result.stages[1].matrix):
        for other, strength in enumerate(row):
            assert place == other or strength == table["schulze_paths"][place][other]
    assert result.order == tuple((str(number),) for number in table["schulze_order"])
    assert [stage.action for stage in result.stages] == [Action.COMPARE, Action.PATHS, Action.SEATS]
    assert str(result.stages[1].why[1]) == "E comes before A: the strongest path there has 25 votes, the one back 24."


@pytest.mark.parametrize("name", ["n18_schulze_45_voters", "n19_tennessee"])
def test_ranked_pairs_has_the_order_of_the_model_case(name: str) -> None:
    result = count(read(f"nasty/{name}"), "ranked-pairs")
    assert result.order == tuple((str(number),) for number in expected(f"nasty/{name}")["ranked_pairs_order"])
    assert result.ties == ()


def test_what_is_locked_in_and_what_is_left_out_is_said_in_order() -> None:
    result = count(read("nasty/n18_schulze_45_voters"), "ranked-pairs")
    told = [str(sentence) for sentence in result.stages[1].why]
    assert told[1] == "B beats D, 33 to 12. That is locked in."
    assert told[5] == "D beats C, 28 to 17. That contradicts what is locked in, and is left out."
    found = [(each.winner, each.loser, each.locked) for each in result.stages[1].majorities]
    assert found[:5] == [("2", "4", True), ("5", "4", True), ("1", "4", True), ("3", "2", True), ("4", "3", False)]


def test_several_seats_go_down_the_order() -> None:
    election = replace(read("nasty/n18_schulze_45_voters"), seats=3)
    assert winners(count(election, "schulze")) == ["5", "1", "3"]
    assert winners(count(election, "ranked-pairs")) == ["1", "3", "5"]


def test_equal_ranks_count_for_neither_and_the_unranked_are_below_and_equal() -> None:
    election = of("ABCDE", Paper(("A", "B", "C"), 2, 3, shared=(1, 2)), lot_order=tuple("ABCDE"))
    matrix = count(election, "schulze").stages[0].matrix
    assert [[int(cell) for cell in row] for row in matrix] == [
        [0, 6, 6, 6, 6],
        [0, 0, 0, 6, 6],
        [0, 0, 0, 6, 6],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
    ]
    assert count(election, "schulze").order == (("A",), ("B", "C"), ("D", "E"))


def test_those_who_withdrew_are_passed_over_and_papers_without_a_name_do_not_count() -> None:
    papers = (Paper(("X", "B"), shared=(2,)), Paper(("X",)), Paper(("X",), shared=(1,)), Paper(()), ranked(2, "XAB"))
    for method in METHODS:
        result = count(of("ABX", *papers, withdrawn=("X",)), method)
        assert (int(result.valid), result.void, result.blank) == (3, 2, 1)
        assert result.order == (("A",), ("B",)) and result.not_elected[-1].candidate == "X"


@pytest.mark.parametrize("method", METHODS)
def test_caps_are_refused_in_a_sentence(method: str) -> None:
    with pytest.raises(NotCountable, match="cannot keep limits"):
        count(of("AB", caps=(Cap("volunteer", 1),)), method)


@pytest.mark.parametrize("method", METHODS)
def test_equals_go_to_lot_only_at_the_last_place(method: str) -> None:
    election = of("ABC", ranked(2, "ABC"), ranked(2, "BAC"))
    with pytest.raises(LotNeeded, match="A, B"):
        count(election, method)
    result = count(replace(election, lot_order=("C", "B", "A")), method)
    assert winners(result) == ["B"] and result.elected[0].by_lot
    assert result.ties[0].purpose is TieFor.LAST_RANK
    assert str(result.last.why[0]) == "A, B rank equal for the last place. The lot chose B."
    both = count(replace(election, seats=2), method)
    assert winners(both) == ["A", "B"] and both.ties == () and both.lot_order is None


def test_majorities_of_one_size_in_a_circle_are_locked_in_by_lot() -> None:
    circle = of("ABC", ranked(2, "ABC"), ranked(2, "BCA"), ranked(2, "CAB"))
    with pytest.raises(LotNeeded):
        count(circle, "ranked-pairs")
    for luck in permutations("ABC"):
        result = count(replace(circle, lot_order=luck), "ranked-pairs")
        assert result.ties[0].purpose is TieFor.MAJORITY and result.ties[0].chosen == (luck[0],)
        assert winners(result) == [luck[0]]
        assert [each.locked for each in result.stages[1].majorities].count(False) == 1
    assert count(replace(circle, seats=3), "schulze").order == (("A", "B", "C"),)


def test_of_majorities_with_equal_votes_the_one_with_fewer_against_is_larger() -> None:
    """A beats B by 5 to 4, B beats C by 5 to 3, C beats A by 5 to 2: the first of these gives way, without a lot."""
    papers = (ranked(1, "BCA"), ranked(2, "ABC"), ranked(3, "CAB"), Paper(("C", "B", "A"), shared=(2, 1)))
    election = of("ABC", *papers, Paper(("B", "A", "C"), times=2, shared=(1, 2)))
    for method in METHODS:
        result = count(election, method)
        assert [[int(cell) for cell in row] for row in result.stages[0].matrix] == [[0, 5, 2], [4, 0, 5], [5, 3, 0]]
        assert result.order == (("B",), ("C",), ("A",)) and result.ties == ()


def test_majorities_of_one_size_that_agree_need_no_lot() -> None:
    assert count(of("ABC", ranked(3, "ABC")), "ranked-pairs").order == (("A",), ("B",), ("C",))


def test_no_valid_votes_leave_it_to_the_lot() -> None:
    for method in METHODS:
        result = count(of("ABC", Paper(()), lot_order=("B", "C", "A")), method)
        assert winners(result) == ["B"] and str(result.stages[0].why[0]) == "No valid votes were cast."


# --- any election, against slow counts ---


@st.composite
def elections(draw: st.DrawFn) -> Election:
    names = NAMES[: draw(st.integers(1, 5))]
    papers = []
    for _ in range(draw(st.integers(0, 7))):
        marks = tuple(draw(st.lists(st.sampled_from(names), max_size=5, unique=True)))
        shared, left = [], len(marks)
        while left and draw(st.booleans()):
            shared.append(draw(st.integers(1, left)))
            left -= shared[-1]
        weight = draw(st.sampled_from([Fraction(1), Fraction(2), Fraction(1, 3)]))
        papers.append(Paper(marks, weight, draw(st.integers(0, 5)), tuple(shared)))
    return of(names, *papers, seats=draw(st.integers(0, 3)), lot_order=tuple(draw(st.permutations(names))))


def rank_of(paper: Paper, name: str) -> int:
    """On which rank somebody stands; the unranked after everybody."""
    if name not in paper.marks:
        return 99
    ends = [sum(paper.shared[: at + 1]) for at in range(len(paper.shared))]
    place = paper.marks.index(name)
    within = sum(end <= place for end in ends)
    return within if within < len(ends) else len(ends) + place


def preferred(election: Election, one: str, other: str) -> Fraction:
    """The votes that put one above the other, paper by paper."""
    return sum(
        (paper.weight * Fraction(paper.times))
        for paper in election.papers
        if rank_of(paper, one) < rank_of(paper, other)
    ) + Fraction(0)


def stronger(first: tuple[Fraction, Fraction], second: tuple[Fraction, Fraction]) -> bool:
    """The six lines of Schulze's definition of winning votes (2.1), word for word."""
    (e, f), (g, h) = first, second
    return (
        (e > f and g <= h)
        or (e >= f and g < h)
        or (e > f and g > h and e > g)
        or (e > f and g > h and e == g and f < h)
        or (e < f and g < h and f < h)
        or (e < f and g < h and f == h and e > g)
    )


def strongest_path(election: Election, one: str, other: str) -> tuple[Fraction, Fraction]:
    """The strongest of all paths, each tried."""
    best: tuple[Fraction, Fraction] | None = None
    between = [candidate.id for candidate in election.candidates if candidate.id not in (one, other)]
    for size in range(len(between) + 1):
        for middle in permutations(between, size):
            steps = (one, *middle, other)
            links = [
                (preferred(election, here, there), preferred(election, there, here))
                for here, there in pairwise(steps)
            ]
            weakest = links[0]
            for link in links:
                weakest = link if stronger(weakest, link) else weakest
            best = weakest if best is None or stronger(weakest, best) else best
    assert best is not None
    return best


def in_layers(names: list[str], above: set[tuple[str, str]]) -> list[set[str]]:
    found: list[set[str]] = []
    while names:
        found.append({name for name in names if not any((other, name) in above for other in names)})
        names = [name for name in names if name not in found[-1]]
    return found


@settings(max_examples=60)
@given(elections())
def test_schulze_is_that_of_all_paths_tried(election: Election) -> None:
    names = [candidate.id for candidate in election.candidates]
    paths = {(a, b): strongest_path(election, a, b) for a, b in permutations(names, 2)}
    above = {pair for pair in paths if stronger(paths[pair], paths[pair[::-1]])}
    result = count(election, "schulze")
    assert [set(equal) for equal in result.order] == in_layers(names, above)


@given(elections())
def test_ranked_pairs_are_those_locked_one_by_one_with_a_lot_over_everything(election: Election) -> None:
    names = [candidate.id for candidate in election.candidates]
    votes = {(a, b): preferred(election, a, b) for a, b in permutations(names, 2)}
    luck = (election.lot_order or ()).index
    pairs = [pair for pair in votes if votes[pair] > votes[pair[::-1]]]
    pairs.sort(key=lambda pair: (-votes[pair], votes[pair[::-1]], -luck(pair[1]), luck(pair[0])))
    above: set[tuple[str, str]] = set()
    for pair in pairs:
        if pair[::-1] not in above:
            over = {name for name in names if (name, pair[0]) in above} | {pair[0]}
            under = {name for name in names if (pair[1], name) in above} | {pair[1]}
            above |= {(one, other) for one in over for other in under}
    result = count(election, "ranked-pairs")
    assert [set(equal) for equal in result.order] == in_layers(names, above)
    assert {(each.winner, each.loser) for each in result.stages[1].majorities} == set(pairs)


@given(elections())
def test_who_beats_everybody_comes_first(election: Election) -> None:
    names = [candidate.id for candidate in election.candidates]
    for one in names:
        if all(preferred(election, one, other) > preferred(election, other, one) for other in names if other != one):
            for method in METHODS:
                assert count(election, method).order[0] == (one,)


@given(elections(), st.randoms())
def test_neither_the_order_of_papers_nor_of_the_list_matters(election: Election, random: Any) -> None:
    papers, candidates = list(election.papers), list(election.candidates)
    random.shuffle(papers)
    random.shuffle(candidates)
    other = replace(election, papers=tuple(papers), candidates=tuple(candidates))
    for method in METHODS:
        one, two = count(election, method), count(other, method)
        assert sorted(winners(one)) == sorted(winners(two))
        assert list(map(set, one.order)) == list(map(set, two.order))


@given(elections(), st.integers(1, 4))
def test_a_weight_is_as_many_papers(election: Election, k: int) -> None:
    heavy = replace(election, papers=tuple(replace(paper, weight=paper.weight * k) for paper in election.papers))
    many = replace(election, papers=tuple(election.papers) * k)
    for method in METHODS:
        assert count(heavy, method).stages == count(many, method).stages


@given(elections())
def test_turning_every_paper_round_turns_every_path_of_schulze_round(election: Election) -> None:
    """Reversal symmetry (Schulze 2011, 4.4): those who were on no paper now share the first rank."""
    names = [candidate.id for candidate in election.candidates]
    papers = []
    for paper in election.papers:
        if paper.marks:
            ranks = sorted({rank_of(paper, name) for name in names}, reverse=True)
            groups = [[name for name in names if rank_of(paper, name) == rank] for rank in ranks]
            marks = tuple(name for group in groups for name in group)
            papers.append(replace(paper, marks=marks, shared=tuple(len(group) for group in groups)))
    matrix = count(election, "schulze").stages[1].matrix
    turned = count(replace(election, papers=tuple(papers)), "schulze").stages[1].matrix
    assert turned == tuple(zip(*matrix, strict=True))


@given(elections(), st.data())
def test_a_double_just_behind_somebody_changes_nothing_for_the_others(
    election: Election, data: st.DataObject
) -> None:
    """Independence of clones (Schulze 2011, 4.6; Tideman 1987): of ranked pairs where no two are equal."""
    names = [candidate.id for candidate in election.candidates]
    name = data.draw(st.sampled_from(names))
    votes = [preferred(election, *pair) for pair in permutations(names, 2)]
    papers = tuple(_doubled(paper, name) for paper in election.papers)
    double = replace(election, candidates=(*election.candidates, Candidate("Z", "Z")), papers=papers, seats=0)
    double = replace(double, lot_order=(*names, "Z"))
    before, after = (count(each, "schulze").order[0] for each in (replace(election, seats=0), double))
    assert set(before) == {name if one == "Z" else one for one in after}
    assume(len(set(votes)) == len(votes))
    before, after = (count(each, "ranked-pairs").order[0] for each in (replace(election, seats=0), double))
    assert set(before) == {name if one == "Z" else one for one in after}


def _doubled(paper: Paper, name: str) -> Paper:
    """The same paper with Z on a rank of its own next to the rank of the one named, who had that rank alone."""
    if name not in paper.marks:
        return paper
    at = paper.marks.index(name)
    marks = (*paper.marks[: at + 1], "Z", *paper.marks[at + 1 :])
    sizes = list(paper.shared) + [1] * (len(paper.marks) - sum(paper.shared))
    start = 0
    for rank, size in enumerate(sizes):
        if start <= at < start + size:
            sizes[rank] += 1
            break
        start += size
    return Paper(marks, paper.weight, paper.times, tuple(sizes))
