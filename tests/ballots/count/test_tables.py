"""Papers in tables: both layouts, weights, and what is refused where."""

from __future__ import annotations

import gzip
import io
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.ballots.count import Candidate, Election, Paper, count
from govern.ballots.count.formats import Malformed, read


def table(text: str | bytes, *, scores: bool = False) -> Election:
    return read(io.BytesIO(text.encode() if isinstance(text, str) else text), scores=scores)


def papers(text: str, *, scores: bool = False) -> list[Paper]:
    return list(table(text, scores=scores).papers)


def names(election: Election) -> list[str]:
    return [candidate.name for candidate in election.candidates]


def test_a_column_for_each_candidate_holds_ranks() -> None:
    election = table("Ana,Bo,Cai\n1,2,\n,1,2\n1,2,\n,,\n-,5,3\n")
    assert election.candidates == (Candidate("1", "Ana"), Candidate("2", "Bo"), Candidate("3", "Cai"))
    assert election.seats == 1
    assert list(election.papers) == [Paper(("1", "2"), times=2), Paper(("2", "3")), Paper(()), Paper(("3", "2"))]


def test_equal_ranks_are_shared() -> None:
    assert papers("Ana,Bo,Cai\n2,1,2\n1,1,2\n") == [
        Paper(("2", "1", "3"), shared=(1, 2)),
        Paper(("1", "2", "3"), shared=(2, 1)),
    ]


def test_a_column_for_each_candidate_holds_marks() -> None:
    assert papers("Ana,Bo,Cai\nx,,X\n,✓,\n") == [Paper(("1", "3")), Paper(("2",))]


def test_a_column_for_each_candidate_holds_scores_if_it_is_said() -> None:
    assert papers("Ana,Bo,Cai\n0,5,\n3,3,4\n", scores=True) == [
        Paper(("2", "1"), scores=(5, 0)),
        Paper(("3", "1", "2"), scores=(4, 3, 3)),
    ]


@pytest.mark.parametrize(
    "headings", ["rank 1,rank 2,rank 3", "1,2,3", "1st choice,2nd choice,3rd choice", "Choice 1,Choice 2,Choice 3"]
)
def test_a_column_for_each_rank_holds_names(headings: str) -> None:
    election = table(f'{headings}\nBo,Ana,\n"Cai, y Bala",-,Bo\n,Bo,\n')
    assert names(election) == ["Bo", "Ana", "Cai, y Bala"]
    assert list(election.papers) == [Paper(("1", "2")), Paper(("3", "1")), Paper(("1",))]


def test_ranks_are_read_in_their_order_and_not_in_that_of_the_columns() -> None:
    election = table("rank 2,id,rank 1\nAna,17,Bo\n")
    assert names(election) == ["Bo", "Ana"]
    assert list(election.papers) == [Paper(("1", "2"))]


def test_weights_are_as_in_blt() -> None:
    assert papers("count,Ana,Bo\n14,1,2\n2.5,,1\n1/3,1,\n14,1,2\n") == [
        Paper(("1", "2"), times=28),
        Paper(("2",), Fraction(5, 2)),
        Paper(("1",), Fraction(1, 3)),
    ]
    assert papers("Ana;Bo;pwysau\n1;2;2,5\n") == [Paper(("1", "2"), Fraction(5, 2))]


def test_spreadsheets_of_every_kind_are_read(tmp_path: Path) -> None:
    text = 'Ana,"Bo ""Bob"" Jones",papers,\n1,2,3,\n,1,2,\n'
    same = table(text)
    assert names(same) == ["Ana", 'Bo "Bob" Jones']
    assert table(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == same
    assert table(text.replace(",", ";")) == table(text.replace(",", "\t")) == same
    assert table(gzip.compress(text.encode())) == same
    (tmp_path / "votes.CSV.gz").write_bytes(gzip.compress(text.encode()))
    assert read(tmp_path / "votes.CSV.gz") == same


@given(st.lists(st.permutations([1, 2, 3, 4]).flatmap(lambda order: st.integers(0, 4).map(lambda n: order[:n]))))
def test_both_layouts_say_the_same(rankings: list[list[int]]) -> None:
    by_candidate = "".join(
        ",".join(str(order.index(number) + 1) if number in order else "" for number in range(1, 5)) + "\n"
        for order in rankings
    )
    by_rank = "".join(
        ",".join([*(f"N{number}" for number in order), *[""] * (4 - len(order))]) + "\n" for order in rankings
    )
    one = table("N1,N2,N3,N4\n" + by_candidate)
    other = table("rank 1,rank 2,rank 3,rank 4\n" + by_rank)

    def named(election: Election) -> list[tuple[tuple[str, ...], int]]:
        known = {candidate.id: candidate.name for candidate in election.candidates}
        return [(tuple(known[mark] for mark in paper.marks), paper.times) for paper in election.papers]

    assert named(one) == named(other)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("Ana,Bo\n1,2\n1,second\n", (3, 2), '"second" is no rank'),
        ("Ana,Bo\n1,-2\n", (2, 2), '"-2" is no rank'),
        ("Ana,Bo\n1,1.5\n", (2, 2), '"1.5" is no rank'),
        ("Ana,Bo\n0,1\n", (2, 1), "Ranks begin with 1"),
        ("Ana,Bo\n1,2\nx,\n", (3, 1), "Some cells have numbers and others marks"),
        ("Ana,Bo\n1,2,3\n", (2, 3), "no heading"),
        ("Ana,,Bo\n1,2,3\n", (2, 2), "no heading"),
        ("Ana,Bo,count\n1,2,-3\n", (2, 3), "cannot be below zero"),
        ("Ana,Bo,count\n1,2,many\n", (2, 3), '"many" is no weight'),
        ("Ana,Bo,count\n1,2\n", (2, 3), '"" is no weight'),
        ("Ana,count,weight\n", (1, 3), "Two columns say how many"),
        ("Ana,Bo,Ana\n", (1, 3), 'Two columns are called "Ana"'),
        ("rank 1,1st\n", (1, 2), "Two columns are for rank 1"),
        ("count,id\n1,2\n", (1, 1), "No heading names a candidate"),
        (",,\n1,2,\n", (1, 1), "No heading names a candidate"),
        ('Ana,Bo\n1,"2\n', (2, 1), "quotes in this row"),
        ('Ana,Bo\n1,"2"3\n', (2, 1), "quotes in this row"),
        ("Ana,Bo\n1,\0\n", (2, 3), "NUL"),
        (b"Ana,Bo\n1,\xff\n", (2, 3), "UTF-8"),
        ("Ana,Bo\n1," + "2" * 1_000_001, (2, 1_000_001), "longer than"),
    ],
)
def test_a_table_that_is_wrong_is_refused_where_it_is_wrong(
    text: str | bytes, place: tuple[int, int], words: str
) -> None:
    with pytest.raises(Malformed) as caught:
        table(text)
    assert (caught.value.line, caught.value.column) == place
    assert words in str(caught.value)


def test_an_empty_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "votes.csv").write_bytes(b"")
    with pytest.raises(Malformed, match="Line 1, column 1: The file is empty"):
        read(tmp_path / "votes.csv")


def test_scores_are_no_marks() -> None:
    with pytest.raises(Malformed, match="Line 2, column 1"):
        table("Ana,Bo\nx,1\n", scores=True)


def test_a_table_is_counted() -> None:
    result = count(table("Ana,Bo,Cai,count\n1,2,,5\n2,1,,4\n,2,1,2\n"), "scottish-stv")
    assert [entry.name for entry in result.elected] == ["Bo"]
