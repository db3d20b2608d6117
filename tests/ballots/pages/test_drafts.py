"""A draft in its cookie: it comes back as it was, its length says nothing, and lists move only by their buttons."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govern.ballots.paper.drafts import ROUND, Draft, Moved, moved, new_draft, options_of, packed, placed, unpacked
from govern.ballots.queries import CandidateView, ContestView, PaperView
from govern.ballots.rules import ContestKind, Method, Readers
from govern.sentences import Sentence


def a_contest(kind: ContestKind, names: int = 0, at_most: int = 1, position: int = 1) -> ContestView:
    people = tuple(
        CandidateView(uuid4(), uuid4(), f"Name {n}", "staff", "Staff", (), "", False) for n in range(names)
    )
    return ContestView(
        id=uuid4(),
        position=position,
        kind=kind,
        title="",
        question="",
        full_text="",
        yes_means="",
        no_means="",
        easy_title="",
        easy_lines=(),
        easy_readers=Readers.NONE,
        ask_whom="",
        method=Method.STV if names else None,
        seats=1,
        at_most=at_most,
        candidates=people,
        voters=(),
        counted=(),
    )


def a_paper(*contests: ContestView) -> PaperView:
    return PaperView(
        ballot_id=uuid4(),
        number="2026-1",
        title="",
        closes_at=datetime(2026, 11, 27, tzinfo=UTC),
        contests=contests,
        voted=False,
        small_group=None,
        order_said=Sentence(""),
    )


PAPER = a_paper(a_contest(ContestKind.ELECTION, 38, 38), a_contest(ContestKind.RESOLUTION, position=2))
RANKED, ASKED = PAPER.contests
NAMES = options_of(RANKED)


@settings(max_examples=60)
@given(st.permutations(NAMES), st.integers(0, 38), st.sampled_from([("yes",), ("no",), (), None]))
def test_a_draft_comes_back_as_it_was_and_its_length_says_nothing(
    order: list[str], ranked: int, answer: tuple[str, ...] | None
) -> None:
    draft = new_draft().answering(RANKED, tuple(order[:ranked]))
    draft = draft if answer is None else draft.answering(ASKED, answer)
    content = packed(draft)
    assert len(content) == 2 * ROUND
    assert unpacked(content, PAPER) == draft


def test_what_is_no_draft_is_none_and_strangers_are_left_out() -> None:
    assert unpacked(b"", PAPER) is None
    assert unpacked(b"\x00" * ROUND, PAPER) is None
    other = a_paper(a_contest(ContestKind.ELECTION, 3, 3))
    draft = new_draft().answering(RANKED, NAMES[:2])
    found = unpacked(packed(draft), other)
    assert found is not None and found.answers == {}


def test_a_draft_holds_no_more_than_a_slip_can() -> None:
    narrow = a_contest(ContestKind.ELECTION, 5, 2)
    draft = new_draft().answering(narrow, options_of(narrow))
    found = unpacked(packed(draft), a_paper(narrow))
    assert found is not None and len(found.marks(narrow)) == 2


def test_the_same_choices_of_one_draft_have_one_token_and_others_another() -> None:
    draft = new_draft().answering(ASKED, ("yes",))
    assert draft.token() == draft.answering(ASKED, ("no",)).answering(ASKED, ("yes",)).token()
    assert draft.token() != draft.answering(ASKED, ("no",)).token()
    assert draft.token() != draft.answering(RANKED, ()).token()
    assert draft.token() != Draft(new_draft().id, draft.answers).token()
    assert draft.token() == draft.moving(ASKED, ("yes",), Moved("up", NAMES[0])).told().token()


MOVES = (
    ("up", "a", ("a", "b", "c")),
    ("up", "b", ("b", "a", "c")),
    ("up", "c", ("a", "c", "b")),
    ("down", "a", ("b", "a", "c")),
    ("down", "c", ("a", "b", "c")),
    ("out", "b", ("a", "c")),
    ("out", "stranger", ("a", "b", "c")),
    ("sideways", "b", ("a", "b", "c")),
    ("", "b", ("a", "b", "c")),
)


@pytest.mark.parametrize(("way", "option", "after"), MOVES)
def test_each_button_does_just_what_it_says(way: str, option: str, after: tuple[str, ...]) -> None:
    assert moved(("a", "b", "c"), way, option) == after


@given(st.lists(st.integers(0, 8), unique=True), st.integers(1, 9), st.integers(0, 8))
def test_giving_a_place_moves_nobody_else(numbers: list[int], place: int, chosen: int) -> None:
    marks = tuple(map(str, numbers))
    place = min(place, len(marks) + 1)
    if str(chosen) in marks[: place - 1]:
        return
    after = placed(marks, place, str(chosen))
    assert after[place - 1] == str(chosen)
    assert len(set(after)) == len(after)
    gone = {str(chosen), *marks[place - 1 : place]}
    assert [mark for mark in after if mark not in gone] == [mark for mark in marks if mark not in gone]


def test_candidates_of_a_draft_are_looked_up_and_never_guessed() -> None:
    assert UUID(NAMES[0]) == RANKED.candidates[0].id
    assert options_of(ASKED) == ("yes", "no")
