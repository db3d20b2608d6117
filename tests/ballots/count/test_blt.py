"""BLT files: every dialect read, the quick way and the plain way agreeing, and what is written read back the same."""

from __future__ import annotations

import gzip
import io
import itertools
from collections import Counter
from fractions import Fraction
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from govern.ballots.count import Candidate, Election, Paper, count
from govern.ballots.count.election import Bundle
from govern.ballots.count.formats import blt, quick, writing
from govern.ballots.count.formats.lines import Lines, Malformed
from govern.errors import NotValid
from tests.ballots.count import elections as plainly
from tests.ballots.count.elections import FOLDER

NAMES = b'0\n"Ana"\n"Bo"\n"Cai"\n"Title"\n'


def read(text: bytes | str, quick_from: int = blt.QUICK_FROM) -> Election:
    return blt.read(Lines(io.BytesIO(text.encode() if isinstance(text, str) else text)), quick_from=quick_from)


def papers(*lines: str) -> list[Paper]:
    return list(read("3 1\n" + "".join(f"{line}\n" for line in lines) + NAMES.decode()).papers)


def gathered(election: Election) -> Counter[tuple[object, ...]]:
    """How many papers there are of each kind, in whatever order and however they are bundled."""
    found: Counter[tuple[object, ...]] = Counter()
    for paper in election.papers:
        found[paper.marks, paper.weight, paper.shared] += paper.times
    return Counter({kind: times for kind, times in found.items() if times})


def assert_same(one: Election, other: Election) -> None:
    assert replace(one, papers=()) == replace(other, papers=())
    assert gathered(one) == gathered(other)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.blt*")), ids=lambda path: path.name)
def test_every_election_of_the_folder_is_read_as_a_plain_reader_reads_it(path: object) -> None:
    name = str(path).removeprefix(f"{FOLDER}/").removesuffix(".gz").removesuffix(".blt")
    content = next(FOLDER.glob(f"{name}.blt*")).read_bytes()
    for quick_from in (0, 10**9):
        election = read(content, quick_from)
        if "real/" in name:
            assert isinstance(election.papers, Bundle) is (quick_from == 0)
        assert_same(replace(election, title=""), plainly.read(name))


def test_everything_that_a_line_of_papers_can_say() -> None:
    assert papers("2 1 3 0") == [Paper(("1", "3"), times=2)]
    assert papers("1 0", "100 0") == [Paper(()), Paper((), times=100)]
    assert papers("2.5 2 0", "5/2 2 0", ".5 1 0", "3.0 1 0") == [
        Paper(("2",), Fraction(5, 2)),
        Paper(("2",), Fraction(5, 2)),
        Paper(("1",), Fraction(1, 2)),
        Paper(("1",), Fraction(3)),
    ]
    assert papers("1 - 2 - - 1 0") == [Paper(("2", "1"))]
    assert papers("4 1=3 2 0", "1 2 1=3 0") == [
        Paper(("1", "3", "2"), times=4, shared=(2, 1)),
        Paper(("2", "1", "3"), shared=(1, 2)),
    ]
    assert papers("(A 17) 1 2 0", "(b) 2 3 0") == [Paper(("2",)), Paper(("3",), times=2)]
    assert papers("# nobody", "", "  \t", "1 2 0 # late", " 1\t2   3 0  ") == [Paper(("2",)), Paper(("2", "3"))]
    assert papers("1 2 0", "1 2 0", "1 02 0") == [Paper(("2",), times=2), Paper(("2",))]
    assert papers("1.5 2 0", "1.5 2 0") == [Paper(("2",), Fraction(3, 2), 2)]


@pytest.mark.parametrize("lines", [["-2", "-3"], ["-2 -3"], ["-2 -3 -2 # gone"], ["", "# gone", "-2", "", "-3"]])
def test_withdrawals_stand_on_one_line_or_on_several(lines: list[str]) -> None:
    election = read("\n".join(["3 1", *lines, "1 2 1 0", NAMES.decode()]))
    assert election.withdrawn == ("2", "3")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('"Ana"', "Ana"),
        ('  "Ana"  # of the north', "Ana"),
        (r'"Ana \"Nan\" Jones"', 'Ana "Nan" Jones'),
        ('"Ana ""Nan"" Jones"', 'Ana "Nan" Jones'),
        (r'"A\\"', "A\\"),
        (r'"A\b"', r"A\b"),
        ('"#1, Ŵyn"', "#1, Ŵyn"),
        ('" Ana "', " Ana "),
    ],
)
def test_names_are_quoted_with_escapes_and_comments(written: str, name: str) -> None:
    election = read(f"1 1\n1 1 0\n0\n{written}\n{written}\n")
    assert election.candidates == (Candidate("1", name),)
    assert election.title == name


def test_a_byte_order_mark_and_the_line_ends_of_windows_change_nothing() -> None:
    text = b'2 1\n-2\n3 1 2 0\n0\n"Ana"\n"Bo"\n"A title"\n'
    for quick_from in (0, 10**9):
        other = read(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"), quick_from)
        assert_same(other, read(text))
    assert read(text[:-1]) == read(text)
    assert read(text.replace(b'"A title"\n', b"")) == replace(read(text), title="")


def test_seats_without_candidates_are_counted_and_said_to_be_empty() -> None:
    election = read('1 3\n2 1 0\n0\n"Ana"\n')
    assert count(election, "scottish-stv").vacant == 2
    assert count(read("0 1\n0\n"), "scottish-stv").vacant == 1


@pytest.mark.parametrize("packed", [False, True])
def test_a_pipe_that_gives_little_at_a_time_is_read_to_its_end(packed: bool) -> None:
    class Pipe(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 1, 7))

    text = b"3 2\n" + b"1 1 2 0\n2 3 0\n" * 100 + NAMES
    stream = Pipe(gzip.compress(text[:50]) + gzip.compress(text[50:]) if packed else text)
    assert_same(blt.read(Lines(stream)), read(text))


# --- the quick way and the plain way ---

SPACES = st.sampled_from([" "] * 12 + ["  ", "\t", " - "])
USUAL = st.integers(1, 3).map(str)
UNUSUAL = st.sampled_from(["-", "1=2", "03", "0", "4", "-1", "x", "12", "1\r", "#", "", "99999999999"])
WEIGHT = st.sampled_from(["1"] * 8 + ["0", "7", "12", "256", "100000", "999999999", "1234567890", "01", "2.5", "1/3"])
END = st.sampled_from(["\n"] * 12 + ["\r\n", " \n", "\n\n", " # comment\n", "\n\n\n", "0\n", " 0\n"])


@st.composite
def lines_of_papers(draw: st.DrawFn) -> str:
    words = [draw(WEIGHT), *draw(st.lists(USUAL, max_size=6))]
    if draw(st.integers(0, 9)) == 0:
        words.insert(draw(st.integers(0, len(words))), draw(UNUSUAL))
    return "".join(word + draw(SPACES) for word in words) + "0" + draw(END)


def outcome(text: str, quick_from: int) -> Election | str:
    try:
        return read(text, quick_from)
    except Malformed as error:
        return str(error)


@given(st.lists(lines_of_papers(), max_size=12), st.sampled_from([3, 11, 120]), st.sampled_from([16, 64, 4096]))
def test_the_quick_way_reads_what_the_plain_way_reads(lines: list[str], candidates: int, size: int) -> None:
    names = "".join(f'"{number}"\n' for number in range(1, candidates + 1))
    text = f"{candidates} 2\n" + "".join(lines) + "0\n" + names
    with patch.object(blt, "SMALLEST_TRY", 16), patch.object(blt, "LARGEST_TRY", size):
        quick = outcome(text, 0)
    plain = outcome(text, 10**9)
    if isinstance(quick, str) or isinstance(plain, str):
        assert quick == plain
    else:
        assert_same(quick, plain)


@given(st.lists(st.lists(st.integers(1, 1200), max_size=8), min_size=1, max_size=40), st.integers(1, 1200))
def test_numbers_of_many_digits_are_read_the_same_in_both_ways(rankings: list[list[int]], candidates: int) -> None:
    names = "".join(f'"{number}"\n' for number in range(1, candidates + 1))
    lines = [" ".join(map(str, [place + 1, *ranking, 0])) + "\n" for place, ranking in enumerate(rankings)]
    text = f"{candidates} 2\n" + "".join(lines) + "0\n" + names
    plain, quick = outcome(text, 10**9), outcome(text, 0)
    if isinstance(quick, str) or isinstance(plain, str):
        assert quick == plain
    else:
        assert_same(quick, plain)
        assert isinstance(quick.papers, Bundle)


@pytest.mark.parametrize(
    "lines",
    [
        "1 2 3\n1 0 2 0\n",  # as many zeros as lines, but not one in each
        "1 2 0\n1 0 2\n",
        "1 0 2 0\n1 2 3\n",
        "0 1 0\n1 2\n",
        "1\n1 0 0\n",
        "1 4 0\n",
        "1 2 00000000000\n",
        "1 -2 0\n",
        "1 2- 0\n",
        "- 2 0\n",
        " 1 2 0\n",
        "\n1 2 0\n",
        "1 2 0\n\n",
        "1\r2 0\n",
        "1000000000 2 0\n",
    ],
)
def test_the_quick_way_stands_aside_for_what_it_is_not_sure_of(lines: str) -> None:
    usual = b"1 1 2 0\n" * 3
    for before, after in itertools.product((b"", usual), repeat=2):
        text = before + lines.encode() + after
        assert quick.rows(text, 0, len(text), 3) is None
    assert quick.rows(usual, 0, len(usual), 3) is not None


def test_a_large_file_with_few_unusual_lines_is_counted_like_the_plain_one() -> None:
    usual = "".join(f"{1 + turn % 3} {1 + turn % 3} {1 + (turn + 1) % 3} 0\n" for turn in range(40_000))
    text = f"3 1\n{usual}2 1=2 3 0\n{usual}0.5 - 3 0\n1 0\n{usual}{NAMES.decode()}"
    quick, plain = read(text), read(text, 10**9)
    assert isinstance(quick.papers, Bundle) and not isinstance(plain.papers, Bundle)
    assert count(quick, "scottish-stv") == count(plain, "scottish-stv")


# --- written and read back ---

TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=9)


@st.composite
def written_elections(draw: st.DrawFn) -> Election:
    number = draw(st.integers(1, 5))
    ids = [str(place) for place in range(1, number + 1)]

    def paper(ranks: list[list[str]], weight: int | Fraction, times: int) -> Paper:
        shared = tuple(len(rank) for rank in ranks)
        marks = tuple(mark for rank in ranks for mark in rank)
        return Paper(marks, weight, times, shared if max(shared, default=1) > 1 else ())

    ranks = st.lists(st.lists(st.sampled_from(ids), min_size=1, max_size=2), max_size=4)
    weights = st.just(1) | st.integers(0, 12) | st.fractions(0, 9, max_denominator=12) | st.just(Fraction(1, 10**30))
    return Election(
        candidates=tuple(Candidate(name, draw(TEXTS) + "x") for name in ids),
        seats=draw(st.integers(0, 9)),
        papers=tuple(draw(st.lists(st.builds(paper, ranks, weights, st.integers(1, 4)), max_size=8))),
        withdrawn=tuple(draw(st.lists(st.sampled_from(ids), unique=True, max_size=2))),
        title=draw(TEXTS),
    )


@given(written_elections(), st.booleans())
def test_what_is_written_is_read_back_the_same(election: Election, windows: bool) -> None:
    small = replace(election, papers=tuple(p for p in election.papers if Fraction(p.weight).denominator < 10**18))
    text = "".join(writing.blt(small))
    assert_same(read(text.replace("\n", "\r\n") if windows else text), small)


@pytest.mark.parametrize("name", ["A\\", 'A\\"', '"A"', '\\\\"', "#1", ' "" '])
def test_names_with_quotes_and_backslashes_are_written_and_read_back(name: str) -> None:
    election = replace(read('1 1\n1 1 0\n0\n"Ana"\n'), candidates=(Candidate("1", name),), title=name)
    assert read("".join(writing.blt(election))) == election


def test_papers_in_columns_are_written_too() -> None:
    text = "3 1\n4 1 2 0\n1 0\n" + NAMES.decode()
    assert "".join(writing.blt(read(text, quick_from=0))) == text


def test_what_blt_cannot_say_is_not_written() -> None:
    election = read("1 1\n1 1 0\n0\n" + '"Ana"\n')
    with pytest.raises(NotValid, match="scores"):
        list(writing.blt(replace(election, papers=(Paper(("1",), scores=(3,)),))))
    with pytest.raises(NotValid, match="one line"):
        list(writing.blt(replace(election, candidates=(Candidate("1", "A\nB"),))))
