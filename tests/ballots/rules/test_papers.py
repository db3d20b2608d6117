"""The rules of votes on paper: codes, moments, who may be a teller, how many are mixed, what the count asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.ballots.rules import papers
from govern.ballots.rules.stages import Stage
from govern.ballots.rules.tallying import NO_PAPER, ways_sentences
from govern.ballots.seal.envelope import handle_from
from govern.errors import GovernError, NotAllowed, NotValid, WrongMoment

OPENS = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=14)
FLOOR = 5


@given(st.binary(min_size=10, max_size=10), st.sampled_from(["", "-", " "]))
def test_every_handle_is_read_as_it_is_printed_scanned_or_typed(content: bytes, gap: str) -> None:
    handle = handle_from(content)
    printed = papers.grouped(handle).replace(" ", gap)
    assert papers.read_handle(printed.lower()) == papers.read_handle(f" {printed} ") == handle


def test_figures_that_no_code_has_are_read_as_the_letters_they_look_like() -> None:
    assert papers.read_handle("0BCD 8FGH IJKL MNOP") == "obcdbfghijklmnop"
    for wrong in ("", "ABCD", "ABCD EFGH IJKL MNO9", "ABCD EFGH IJKL MNOPQ", "ABCD-EFGH-IJKL-MNÔP"):
        with pytest.raises(NotValid, match="sixteen letters"):
            papers.read_handle(wrong)


@pytest.mark.parametrize(
    ("stage", "seconds", "why"),
    [
        (Stage.FROZEN, -60, "not open yet"),
        (Stage.WITHDRAWN, -60, "was withdrawn"),
        (Stage.CLOSED, -60, "a paper that comes now does not count"),
        (Stage.OPEN, 31, "a paper that comes now does not count"),
    ],
)
def test_outside_voting_an_envelope_is_kept_unopened(stage: Stage, seconds: int, why: str) -> None:
    with pytest.raises(WrongMoment, match=why):
        papers.may_log(stage, OPENS, CLOSES, 30, CLOSES + timedelta(seconds=seconds))


def test_grace_is_the_same_for_paper_as_for_a_screen_and_tellers_have_an_hour_more() -> None:
    papers.may_log(Stage.OPEN, OPENS, CLOSES, 30, CLOSES + timedelta(seconds=30))
    assert papers.waits_for_tellers(CLOSES, 30, CLOSES + timedelta(hours=1, seconds=30))
    assert not papers.waits_for_tellers(CLOSES, 30, CLOSES + timedelta(hours=1, seconds=31))


def test_a_candidate_and_whoever_is_close_to_one_are_no_tellers() -> None:
    """Invariant 59."""
    candidate, relative, stranger = uuid4(), uuid4(), uuid4()
    ties = [(relative, candidate)]
    papers.check_teller(stranger, {candidate}, ties)
    with pytest.raises(NotAllowed, match="You stand in this vote"):
        papers.check_teller(candidate, {candidate}, ties)
    with pytest.raises(NotAllowed, match="household or family"):
        papers.check_teller(relative, {candidate}, ties)
    with pytest.raises(NotAllowed, match="Two tellers"):
        papers.check_two(stranger, stranger)
    papers.check_two(stranger, relative)


@given(st.integers(0, 450), st.integers(1, 460))
def test_no_batch_and_nothing_left_over_is_below_the_floor(waiting: int, size: int) -> None:
    """Whatever is allowed leaves a rest that can be mixed too; only a kind that has too few at all is one batch."""
    try:
        papers.check_batch(size, papers.Size(waiting, FLOOR))
    except GovernError:
        assert (
            waiting == 0
            or size > waiting
            or size > papers.MOST_IN_A_BATCH
            or size < FLOOR
            or 0 < waiting - size < FLOOR
        )
        return
    rest = waiting - size
    assert 0 < size <= papers.MOST_IN_A_BATCH and rest >= 0
    assert size >= FLOOR or size == waiting
    assert rest == 0 or rest >= FLOOR


@given(st.integers(1, 600))
def test_any_number_of_papers_can_be_mixed_to_the_end(waiting: int) -> None:
    rounds = 0
    while waiting:
        sizes = range(min(waiting, papers.MOST_IN_A_BATCH), 0, -1)
        waiting -= next(size for size in sizes if allowed(size, waiting))
        rounds += 1
        assert rounds < 10


def allowed(size: int, waiting: int) -> bool:
    try:
        papers.check_batch(size, papers.Size(waiting, FLOOR))
    except NotValid:
        return False
    return True


@pytest.mark.parametrize(
    ("waiting", "unfinished", "unlike", "over", "why"),
    [
        (2, 1, 1, 0, "2 papers that count are not entered"),
        (0, 1, 1, 0, "On 1 paper the two tellers"),
        (0, 1, 0, 0, "1 batch of papers is not finished"),
        (0, 0, 0, 1, "More papers are mixed than count"),
    ],
)
def test_the_count_says_what_is_to_be_done_first(
    waiting: int, unfinished: int, unlike: int, over: int, why: str
) -> None:
    with pytest.raises(WrongMoment, match=why):
        papers.check_entered(waiting, unfinished, unlike, over)
    papers.check_entered(0, 0, 0, 0)


def test_the_result_says_how_many_were_on_paper_and_in_how_many_envelopes_was_none() -> None:
    said = [str(one) for one in ways_sentences({"paper": 1, NO_PAPER: 2})]
    assert said == ["1 vote was on paper.", "2 envelopes held no paper."]
