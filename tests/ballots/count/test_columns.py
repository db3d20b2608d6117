"""Papers in columns give exactly the answers of papers in tuples."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import govern.ballots.count.columns
from govern.ballots.count import Candidate, Election, Paper, count
from govern.ballots.count.columns import Columns, Sheaf, rows_of
from govern.ballots.count.election import Number
from govern.ballots.count.stack import Papers, Rankings, Stack, sort_papers

Plain = tuple[list[tuple[int, ...]], list[int]]


def in_columns(election: Election, odd: tuple[Paper, ...] = ()) -> Election:
    """The same election with its papers in a sheaf; those that rows cannot hold stand beside them."""
    ids = tuple(candidate.id for candidate in election.candidates)
    plain = [paper for paper in election.papers if paper.weight == 1 and not paper.shared]
    rest = [paper for paper in election.papers if paper.weight != 1 or paper.shared]
    times = None if all(paper.times == 1 for paper in plain) else [paper.times for paper in plain]
    rows = rows_of([tuple(ids.index(mark) for mark in paper.marks) for paper in plain], times, len(ids))
    return replace(election, papers=Sheaf(ids, rows, (*rest, *odd)))


@st.composite
def elections(draw: st.DrawFn, numbers: tuple[int, ...] = (1, 2, 5, 33, 64, 65, 99, 100, 130)) -> Election:
    number = draw(st.sampled_from(numbers))
    few = st.integers(max(0, number - 3), number - 1) | st.integers(0, min(4, number - 1))
    marks = st.lists(few, max_size=7).map(lambda places: tuple(str(place) for place in places))
    weights = draw(st.sampled_from([st.just(1), st.integers(0, 3), st.fractions(0, 3, max_denominator=6)]))
    times = draw(st.sampled_from([st.just(1), st.integers(0, 9)]))

    def paper(chosen: tuple[str, ...], weight: Number, several: int, together: int) -> Paper:
        shared = (1, together, *[1] * (len(chosen) - 1 - together)) if together > 1 and len(chosen) > together else ()
        return Paper(chosen, weight, several, shared)

    papers = draw(st.lists(st.builds(paper, marks, weights, times, st.integers(1, 3)), max_size=25))
    ids = [str(place) for place in range(number)]
    return Election(
        candidates=tuple(Candidate(name, name) for name in ids),
        seats=draw(st.integers(0, 4)),
        papers=tuple(papers),
        withdrawn=tuple(draw(st.sets(st.sampled_from(ids[:3]), max_size=2))),
        at_most=draw(st.sampled_from([None, 1, 3])),
        lot_order=tuple(reversed(ids)),
    )


def arrived(stack: Stack, papers: Papers, still: list[bool]) -> dict[int | None, tuple[int, Papers]]:
    found = stack.onward(papers, still)
    places = [each.place for each in found if each.place is not None]
    assert places == sorted(places) and all(each.place is not None for each in found[:-1])
    return {each.place: (each.weight, each.papers) for each in found}


@given(elections(), st.data())
def test_every_question_to_a_stack_has_the_same_answer(election: Election, data: st.DataObject) -> None:
    most = data.draw(st.sampled_from([None, 1, 3]))
    plain, columns = sort_papers(election, most), sort_papers(in_columns(election), most)
    assert isinstance(plain, Rankings) and isinstance(columns, Columns)
    assert (plain.parts, plain.blank, plain.void, plain.weight) == (
        columns.parts,
        columns.blank,
        columns.void,
        columns.weight,
    )
    assert plain.marks() == columns.marks()
    number = len(election.candidates)
    still = [data.draw(st.booleans()) if place < 4 else True for place in range(number)]
    stops = data.draw(st.sampled_from([[], [place % 2 == 0 for place in range(number)]]))
    with patch.object(govern.ballots.count.columns, "MOST_IN_TABLE", data.draw(st.sampled_from([1, 1 << 20]))):
        assert plain.rankings(still, stops) == columns.rankings(still, stops)
    assert plain.rankings([True] * number) == columns.rankings([True] * number)
    piles = {None: (plain.all(), columns.all())}
    while piles:
        _, (ours, theirs) = piles.popitem()
        if data.draw(st.booleans()):
            still = [stays and data.draw(st.booleans()) for stays in still]
        before, after = arrived(plain, ours, still), arrived(columns, theirs, still)
        assert {place: weight for place, (weight, _) in before.items()} == {
            place: weight for place, (weight, _) in after.items()
        }
        if any(still):
            still[still.index(True)] = False
            piles |= {place: (before[place][1], after[place][1]) for place in before if place is not None}  # type: ignore[misc]


@given(elections((1, 2, 5, 33)))
def test_a_count_of_columns_is_the_same_stage_by_stage(election: Election) -> None:
    assert count(in_columns(election), "scottish-stv") == count(election, "scottish-stv")
    assert count(in_columns(election), "block-vote") == count(election, "block-vote")


def test_a_sheaf_looked_at_one_by_one_is_papers() -> None:
    papers = (Paper(("A", "C"), times=2), Paper(()), Paper(("B",), Fraction(1, 2)))
    election = Election(candidates=tuple(Candidate(name, name) for name in "ABC"), seats=1, papers=papers)
    sheaf = in_columns(election).papers
    assert tuple(sheaf) == papers and len(sheaf) == 3


def test_candidates_in_another_order_than_the_reader_s_are_counted_right() -> None:
    papers = (Paper(("A", "C"), times=3), Paper(("B", "C")), Paper(("C",)))
    election = Election(candidates=tuple(Candidate(name, name) for name in "ABC"), seats=1, papers=papers)
    turned = tuple(reversed(election.candidates))
    assert count(replace(in_columns(election), candidates=turned), "scottish-stv") == count(
        replace(election, candidates=turned), "scottish-stv"
    )


@pytest.mark.parametrize("weight", [2**61, 2**62, 10**30, Fraction(1, 10**30)])
def test_weights_beyond_the_machine_s_numbers_are_counted_exactly(weight: Number) -> None:
    election = Election(
        candidates=tuple(Candidate(name, name) for name in "ABC"),
        seats=1,
        papers=(Paper(("A", "B"), weight), Paper(("C", "B"), weight), Paper(("B",)), Paper(("C", "C", "A"))),
        lot_order=("A", "B", "C"),
    )
    assert sort_papers(election).weight == sort_papers(in_columns(election)).weight
    assert count(in_columns(election), "scottish-stv") == count(election, "scottish-stv")


def test_counting_a_small_election_does_not_wait_for_numpy() -> None:
    asked = "import sys, govern.ballots.count, govern.ballots.count.formats; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
