"""Who may vote on what and when; styles of paper; the order in which contests are counted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from govern.ballots.rules import (
    ANY,
    ContestKind,
    NotOnTheRoll,
    Paper,
    SealedTooLongAgo,
    Stage,
    check_fresh,
    check_times,
    in_counting_order,
    may_cast,
    not_on_the_roll,
    paper_of,
    styles,
    voters_for_seat,
    voters_on,
)
from govern.constituencies.rulebook.book import example, load
from govern.errors import NotAllowed, NotValid, WrongMoment
from tests.given import START

CLOSES = START + timedelta(days=14)


@pytest.mark.parametrize(
    ("stage", "minutes", "grace", "said"),
    [
        (Stage.DRAFT, 0, 0, "not open yet"),
        (Stage.FROZEN, 0, 0, "not open yet"),
        (Stage.CLOSED, -60, 0, "closed on"),
        (Stage.OPEN, 1, 0, "closed on"),
        (Stage.OPEN, 1, 30, "closed on"),
        (Stage.WITHDRAWN, -60, 0, "withdrawn"),
        (Stage.DECLARED, -60, 0, "closed on"),
    ],
)
def test_an_envelope_at_the_wrong_moment_is_refused(stage: Stage, minutes: int, grace: int, said: str) -> None:
    with pytest.raises(WrongMoment, match=said):
        may_cast(stage, START, CLOSES, grace, CLOSES + timedelta(minutes=minutes))


@pytest.mark.parametrize(("seconds", "grace"), [(0, 0), (-1, 0), (60, 60), (59, 60)])
def test_an_envelope_in_time_or_within_the_grace_is_taken(seconds: int, grace: int) -> None:
    may_cast(Stage.OPEN, START, CLOSES, grace, CLOSES + timedelta(seconds=seconds))


def test_twenty_minutes_are_just_in_time() -> None:
    check_fresh(START, START + timedelta(minutes=20))
    with pytest.raises(SealedTooLongAgo):
        check_fresh(START, START + timedelta(minutes=20, seconds=1))
    with pytest.raises(SealedTooLongAgo):
        check_fresh(START + timedelta(hours=1), START)


def test_what_is_left_out_of_a_paper_is_blank_and_what_is_not_on_it_is_refused() -> None:
    assert paper_of(("a", "b"), {"b": ("yes",)}) == {"a": (), "b": ("yes",)}
    with pytest.raises(NotAllowed, match="another group"):
        paper_of(("a",), {"b": ()})


def test_seats_of_a_group_are_voted_on_by_that_group() -> None:
    book = load(example("tair_nant"))
    assert voters_for_seat(book, "staff") == ("staff",)
    assert voters_for_seat(book, ANY) == ("supported", "staff", "volunteers", "public_bodies")


def test_groups_barred_from_a_kind_of_resolution_have_no_vote_on_it() -> None:
    book = load(example("equal_care_like"))
    barred = [c.id for c in book.constituencies if c.barred_from]
    kind = next(iter(c.barred_from[0] for c in book.constituencies if c.barred_from))
    assert barred
    assert not set(voters_on(book, kind)) & set(barred)


def test_styles_have_the_contests_of_their_group_in_the_order_of_the_paper() -> None:
    papers = (Paper("seat", 2, ("staff",)), Paper("motion", 1, ("staff", "users")))
    assert styles(("users", "staff", "observers", "users+staff"), papers) == {
        "users": ("motion",),
        "staff": ("motion", "seat"),
        "users+staff": ("motion", "seat"),
    }


def test_reserved_seats_are_counted_before_open_ones_and_resolutions_first() -> None:
    book = load(example("colne_valley_like"))
    contests = (
        ("open", ContestKind.ELECTION, "board", ANY, 1),
        ("staff", ContestKind.ELECTION, "board", "staff", 2),
        ("motion", ContestKind.RESOLUTION, None, None, 4),
        ("users", ContestKind.ELECTION, "board", "users", 3),
    )
    assert in_counting_order(contests, book) == ("motion", "users", "staff", "open")


def test_times_must_be_in_order_and_not_over() -> None:
    check_times(START, CLOSES, START)
    with pytest.raises(NotValid, match="after it opens"):
        check_times(CLOSES, CLOSES, START)
    with pytest.raises(NotValid, match="passed already"):
        check_times(START, CLOSES, CLOSES)


def test_who_is_not_on_the_roll_is_told_whom_to_call() -> None:
    assert isinstance(not_on_the_roll(), NotOnTheRoll)
    assert "call the returning officer" in str(not_on_the_roll())
