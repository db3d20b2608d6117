"""Choices as thirty bytes: each has one encoding, and every other string of bytes is spoilt."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govern.ballots.seal.documents import ContestEntry, ContestKind, OptionEntry
from govern.ballots.seal.slips import SIZE, Marks, NotAChoice, Papers, Spoilt, decode, encode, read


def contest_of(kind: ContestKind, options: int, at_most: int) -> ContestEntry:
    entries = tuple(OptionEntry(f"o{n}", bytes(32)) for n in range(1, options + 1))
    return ContestEntry("c", kind, bytes(32), entries, at_most, 1, "rule", {}, True)


RESOLUTION = contest_of(ContestKind.RESOLUTION, 2, 1)
RANKING = contest_of(ContestKind.RANKING, 4, 4)
SET = contest_of(ContestKind.SET, 4, 2)
LONG_RANKING = contest_of(ContestKind.RANKING, 63, 38)
LONG_SET = contest_of(ContestKind.SET, 232, 232)
ALL = [RESOLUTION, RANKING, SET, LONG_RANKING, LONG_SET]


def choices(contest: ContestEntry) -> st.SearchStrategy[Marks]:
    ids = [option.id for option in contest.options]
    ordered = st.lists(st.sampled_from(ids), unique=True, max_size=contest.at_most)
    if contest.kind is ContestKind.SET:
        return ordered.map(lambda marks: tuple(sorted(marks, key=ids.index)))
    return ordered.map(tuple)


ANY = st.sampled_from(ALL).flatmap(lambda contest: st.tuples(st.just(contest), choices(contest)))


@given(ANY)
def test_every_choice_is_thirty_bytes_and_comes_back(pair: tuple[ContestEntry, Marks]) -> None:
    contest, marks = pair
    slip = encode(contest, marks)
    assert len(slip) == SIZE
    assert decode(contest, slip) == marks


def test_the_layout_is_the_one_that_is_documented() -> None:
    assert encode(RESOLUTION, ()) == b"\x11" + bytes(29)
    assert encode(RESOLUTION, ("o1",)) == b"\x11" + bytes([1 << 2]) + bytes(28)
    assert encode(RANKING, ("o3", "o1")) == b"\x21" + bytes([3 << 2, 1 << 4]) + bytes(27)
    assert encode(SET, ("o1", "o4")) == b"\x31" + bytes(28) + b"\x09"


def test_no_two_choices_share_an_encoding() -> None:
    rankings = [order for size in range(5) for order in itertools.permutations(["o1", "o2", "o3", "o4"], size)]
    assert len({encode(RANKING, marks) for marks in rankings}) == len(rankings) == 65


def test_a_set_is_the_same_in_whatever_order_it_was_marked() -> None:
    assert encode(SET, ("o4", "o1")) == encode(SET, ("o1", "o4"))


@settings(max_examples=400)
@given(ANY, st.data())
def test_one_changed_bit_is_spoilt_or_is_another_whole_choice(
    pair: tuple[ContestEntry, Marks], data: st.DataObject
) -> None:
    contest, marks = pair
    slip = bytearray(encode(contest, marks))
    bit = data.draw(st.integers(0, SIZE * 8 - 1))
    slip[bit // 8] ^= 1 << bit % 8
    try:
        other = decode(contest, bytes(slip))
    except Spoilt:
        return
    assert other != marks and encode(contest, other) == bytes(slip)


@pytest.mark.parametrize("at", range(3, SIZE))
@pytest.mark.parametrize("value", [1, 2, 64, 255])
def test_a_mark_in_the_padding_is_spoilt(at: int, value: int) -> None:
    slip = bytearray(encode(RANKING, ("o1", "o2")))
    slip[at] = value
    with pytest.raises(Spoilt):
        decode(RANKING, bytes(slip))


@given(st.sampled_from(ALL), st.binary(max_size=32))
def test_bytes_are_spoilt_unless_they_are_the_encoding_of_a_choice(contest: ContestEntry, slip: bytes) -> None:
    try:
        marks = decode(contest, slip)
    except Spoilt:
        return
    assert encode(contest, marks) == slip


@pytest.mark.parametrize(
    ("contest", "slip"),
    [
        (RANKING, b""),
        (RANKING, bytes(30)),
        (RANKING, encode(RANKING, ("o1",))[:29]),
        (RANKING, encode(RANKING, ("o1",)) + b"\x00"),
        (RANKING, encode(RESOLUTION, ("o1",))),
        (RESOLUTION, encode(RANKING, ("o1",))),
        (RANKING, b"\x22" + encode(RANKING, ("o1",))[1:]),
        (RANKING, b"\x21" + bytes([5 << 2]) + bytes(28)),
        (RANKING, b"\x21" + bytes([1 << 2, 1 << 4]) + bytes(27)),
        (RANKING, b"\x21" + bytes([0, 1 << 4]) + bytes(27)),
        (RESOLUTION, b"\x11" + bytes([1 << 2, 2 << 4]) + bytes(27)),
        (SET, b"\x31" + bytes(28) + b"\x07"),
        (SET, b"\x31" + bytes(28) + b"\x10"),
        (SET, b"\x31\x01" + bytes(28)),
    ],
)
def test_what_nobody_could_have_chosen_is_spoilt(contest: ContestEntry, slip: bytes) -> None:
    with pytest.raises(Spoilt, match="spoilt"):
        decode(contest, slip)


@pytest.mark.parametrize(
    ("contest", "marks", "words"),
    [
        (RANKING, ("o9",), "not on this paper"),
        (RANKING, ("o1", "o1"), "twice"),
        (SET, ("o1", "o2", "o3"), "The most you can choose here is 2"),
        (RESOLUTION, ("o1", "o2"), "The most you can choose here is 1"),
    ],
)
def test_a_choice_that_is_not_on_the_paper_is_refused_with_what_to_do(
    contest: ContestEntry, marks: Marks, words: str
) -> None:
    with pytest.raises(NotAChoice, match=words):
        encode(contest, marks)


def test_opened_slips_become_papers_whatever_their_order() -> None:
    opened = [encode(RESOLUTION, marks) for marks in [("o1",), ("o2",), ("o1",), (), ()]] + [
        b"?",
        bytes(30),
        bytes(30),
    ]
    expected = Papers((((), 2), (("o1",), 2), (("o2",), 1)), spoilt=3)
    assert read(RESOLUTION, opened) == read(RESOLUTION, reversed(opened)) == expected
    assert expected.blank == 2
    assert read(RESOLUTION, []) == Papers((), 0)
