"""M59: only linked bodies instruct each other; every step in its order; who declines says why."""

from __future__ import annotations

from datetime import date

import pytest

from govern.constituencies.boards.rules import instructing as rules
from govern.constituencies.boards.rules.instructing import Answer, Asked, Stage, Step
from govern.constituencies.rulebook.book import example, load
from govern.errors import NotAllowed, NotFound, NotValid, WrongMoment

PRINCIPAL, EQUAL_CARE = load(example("principal_supporting")), load(example("equal_care_like"))
TODAY = date(2026, 11, 9)


@pytest.mark.parametrize(
    ("book", "body", "linked"),
    [
        ("principal_supporting", "board", ("company_board",)),
        ("principal_supporting", "company_board", ("board",)),
        ("equal_care_like", "local_circle", ("members_circle", "team")),
        ("worker_led", "shareholder_council", ("board",)),
        ("cartrefi_like", "council", ("board",)),
        ("tiny", "board", ()),
    ],
)
def test_bodies_are_linked_by_parent_and_by_who_chooses_whom(book: str, body: str, linked: tuple[str, ...]) -> None:
    assert rules.linked_with(load(example(book)), body) == linked


def test_a_body_reaches_only_those_it_is_linked_with() -> None:
    rules.check_linked(PRINCIPAL, "board", "company_board")
    with pytest.raises(NotAllowed, match="Local circle with these bodies only: Members' Circle") as refusal:
        rules.check_linked(EQUAL_CARE, "local_circle", "board")
    assert refusal.value.field == "to_body"
    with pytest.raises(NotValid, match="cannot send this to itself"):
        rules.check_linked(PRINCIPAL, "board", "board")
    with pytest.raises(NotFound):
        rules.check_linked(PRINCIPAL, "board", "senate")


ALLOWED = {
    (Stage.GIVEN, Step.RECEIVE): Stage.RECEIVED,
    (Stage.RECEIVED, Step.ANSWER): Stage.ANSWERED,
    (Stage.ANSWERED, Step.ANSWER): Stage.ANSWERED,
    (Stage.ANSWERED, Step.CLOSE): Stage.CLOSED,
}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("step", Step)
def test_each_step_is_taken_in_its_turn_and_at_no_other(stage: Stage, step: Step) -> None:
    if (stage, step) in ALLOWED:
        assert rules.after(stage, step) is ALLOWED[stage, step]
        return
    with pytest.raises(WrongMoment):
        rules.after(stage, step)


@pytest.mark.parametrize(
    ("asked", "earlier", "answer", "words", "says"),
    [
        (Asked.INSTRUCTION, None, Answer.DECLINED, False, "Who declines says why"),
        (Asked.QUESTION, None, Answer.DECLINED, False, "Who declines says why"),
        (Asked.QUESTION, None, Answer.SAID, False, "Type what they said"),
        (Asked.INSTRUCTION, None, Answer.SAID, True, "accepted, done or declined"),
        (Asked.OPINION, None, Answer.ACCEPTED, True, "This asks for words"),
        (Asked.INSTRUCTION, Answer.ACCEPTED, Answer.ACCEPTED, True, "It was accepted already"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    asked: Asked, earlier: Answer | None, answer: Answer, words: bool, says: str
) -> None:
    with pytest.raises(NotValid, match=says):
        rules.check_answer(asked, earlier, answer, words=words)


@pytest.mark.parametrize("last", [Answer.DECLINED, Answer.DONE, Answer.SAID])
def test_after_a_last_answer_there_is_no_other(last: Answer) -> None:
    with pytest.raises(WrongMoment, match="The last answer has been given"):
        rules.check_answer(Asked.INSTRUCTION, last, Answer.DONE, words=True)


@pytest.mark.parametrize(
    ("asked", "earlier", "answer", "words"),
    [
        (Asked.INSTRUCTION, None, Answer.ACCEPTED, False),
        (Asked.INSTRUCTION, None, Answer.DONE, False),
        (Asked.INSTRUCTION, Answer.ACCEPTED, Answer.DONE, False),
        (Asked.INSTRUCTION, Answer.ACCEPTED, Answer.DECLINED, True),
        (Asked.OPINION, None, Answer.SAID, True),
    ],
)
def test_an_answer_that_fits_is_taken(asked: Asked, earlier: Answer | None, answer: Answer, words: bool) -> None:
    rules.check_answer(asked, earlier, answer, words=words)


def test_what_was_accepted_is_not_closed_before_it_is_done() -> None:
    with pytest.raises(WrongMoment, match="nobody has said that it is done"):
        rules.check_may_close(Answer.ACCEPTED)
    for last in (Answer.DONE, Answer.DECLINED, Answer.SAID):
        rules.check_may_close(last)


@pytest.mark.parametrize(
    ("stage", "last", "due", "late"),
    [
        (Stage.GIVEN, None, date(2026, 11, 8), True),
        (Stage.GIVEN, None, TODAY, False),
        (Stage.RECEIVED, None, date(2026, 11, 8), True),
        (Stage.RECEIVED, None, None, False),
        (Stage.ANSWERED, Answer.ACCEPTED, date(2026, 11, 8), True),
        (Stage.ANSWERED, Answer.DONE, date(2026, 11, 8), False),
        (Stage.CLOSED, Answer.DONE, date(2026, 11, 8), False),
    ],
)
def test_something_is_late_when_an_answer_or_its_doing_is_owed(
    stage: Stage, last: Answer | None, due: date | None, late: bool
) -> None:
    assert rules.is_overdue(stage, last, due, TODAY) is late


def test_days_that_cannot_be_are_refused_beside_their_field() -> None:
    rules.check_days(TODAY, TODAY, TODAY)
    with pytest.raises(NotValid) as refusal:
        rules.check_days(date(2026, 11, 10), None, TODAY)
    assert refusal.value.field == "decided_on"
    with pytest.raises(NotValid) as refusal:
        rules.check_days(TODAY, date(2026, 11, 8), TODAY)
    assert refusal.value.field == "due_on"
