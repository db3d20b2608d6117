"""Who owes the answer and until when, what it may be, and what follows it: W15 with its days, invariants 64 to 66."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
import pytest

from govern.constituencies.rulebook.book import Rulebook, example, load
from govern.errors import GovernError, NotAllowed, NotValid, WrongMoment
from govern.forums.recommendations import rules
from govern.forums.recommendations.rules import (
    Answer,
    Been,
    EasyLine,
    Holder,
    Place,
    Reply,
    Stage,
    Step,
    Way,
    Wording,
)

CARTREFI, TAIR_NANT = load(example("cartrefi_like")), load(example("tair_nant"))
EQUAL_CARE, TINY = load(example("equal_care_like")), load(example("tiny"))
LOCAL, FAMILY, REGIONAL = UUID(int=1), UUID(int=2), UUID(int=3)
FORUMS = {
    LOCAL: Place(LOCAL, "local", parent=REGIONAL),
    FAMILY: Place(FAMILY, "family", through=LOCAL),
    REGIONAL: Place(REGIONAL, "regional"),
}
AREA_FORUMS = {**FORUMS, REGIONAL: Place(REGIONAL, "area")}
TODAY = date(2026, 3, 10)


def a_reply(kind: Answer, **more: object) -> Reply:
    usual: dict[str, object] = {
        "kind": kind,
        "given_on": TODAY,
        "reasons": {"en": "Because."},
        "minute": "Item 4",
        "text": {"en": "Week eight"} if kind is Answer.AMEND else {},
        "until": date(2026, 4, 1) if kind is Answer.HOLD else None,
    }
    return msgspec.convert(usual | more, Reply)


def refused(book: Rulebook, reply: Reply, been: Been | None = None, holder: Holder | None = None) -> GovernError:
    with pytest.raises((NotValid, NotAllowed)) as refusal:
        rules.check_answer(book, holder or Holder("regional", REGIONAL), reply, been or Been(date(2026, 2, 3)), TODAY)
    return refusal.value


# --- W15: the way up and its days -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holder", "came_on", "due"),
    [
        (Holder("regional", REGIONAL), date(2026, 2, 3), date(2026, 3, 17)),
        (Holder("national", None, "council"), date(2026, 3, 10), date(2026, 5, 5)),
        (Holder("local", LOCAL), date(2026, 2, 3), date(2026, 3, 3)),
    ],
)
def test_w15_each_layer_has_its_days(holder: Holder, came_on: date, due: date) -> None:
    assert rules.due_on(CARTREFI, holder, came_on) == due


@pytest.mark.parametrize(("today", "late"), [((2026, 3, 16), 0), ((2026, 3, 17), 0), ((2026, 3, 18), 1)])
def test_w15_silent_on_the_day_after_the_last_is_late(today: tuple[int, int, int], late: int) -> None:
    assert rules.days_late(date(2026, 3, 17), date(*today)) == late


def test_w15_from_local_to_regional_to_the_council_that_has_the_last_word() -> None:
    first = rules.first_holder(CARTREFI, FORUMS[LOCAL], FORUMS)
    assert first == Holder("regional", REGIONAL)
    second = rules.next_holder(CARTREFI, first, FORUMS)
    assert second == Holder("national", None, "council")
    assert rules.next_holder(CARTREFI, second, FORUMS) is None
    assert rules.step_of(Answer.AMEND, last_word=False) is Step.CLIMB
    assert rules.step_of(Answer.AMEND, last_word=True) is Step.END


def test_above_the_top_forum_layer_the_board_answers_by_that_layers_days() -> None:
    area = rules.first_holder(TAIR_NANT, AREA_FORUMS[LOCAL], AREA_FORUMS)
    board = rules.next_holder(TAIR_NANT, area, AREA_FORUMS)
    assert board == Holder(None, REGIONAL, "board")
    assert rules.next_holder(TAIR_NANT, board, AREA_FORUMS) is None
    assert rules.due_on(TAIR_NANT, board, date(2026, 3, 10)) == date(2026, 4, 21)  # 42 days, as the area forum has


def test_a_family_forum_goes_on_through_the_forum_it_is_linked_to() -> None:
    assert rules.first_holder(TAIR_NANT, AREA_FORUMS[FAMILY], AREA_FORUMS) == Holder("local", LOCAL)


def test_a_layer_for_which_a_body_stands_is_answered_by_that_body() -> None:
    council = UUID(int=4)
    forums = {
        **FORUMS,
        REGIONAL: Place(REGIONAL, "regional", parent=council),
        council: Place(council, "national"),
    }
    assert rules.next_holder(CARTREFI, Holder("regional", REGIONAL), forums) == Holder("national", council, "council")


def test_over_a_forum_that_was_closed_it_goes_to_the_next_one_up() -> None:
    top = UUID(int=4)
    forums = {**AREA_FORUMS, REGIONAL: Place(REGIONAL, "area", parent=top, closed=True), top: Place(top, "area")}
    assert rules.first_holder(TAIR_NANT, forums[LOCAL], forums) == Holder("area", top)
    alone = {**AREA_FORUMS, REGIONAL: Place(REGIONAL, "area", closed=True)}
    assert rules.first_holder(TAIR_NANT, alone[LOCAL], alone) == Holder(None, LOCAL, "board")


def test_what_the_council_itself_asks_goes_to_the_board() -> None:
    council = UUID(int=4)
    forums = {council: Place(council, "national")}
    assert rules.first_holder(CARTREFI, forums[council], forums) == Holder(None, council, "board")


def test_a_body_it_was_passed_to_hands_it_on_from_the_same_height() -> None:
    passed_to = Holder("regional", REGIONAL, "board")
    assert rules.next_holder(CARTREFI, passed_to, FORUMS) == Holder("national", None, "council")


def test_rings_of_forums_lead_nowhere_and_do_not_go_on_for_ever() -> None:
    other = UUID(int=9)
    forums = {LOCAL: Place(LOCAL, "local", parent=other), other: Place(other, "area", parent=other, closed=True)}
    assert rules.next_holder(TAIR_NANT, Holder("local", LOCAL), forums) == Holder(None, LOCAL, "board")


# --- What an answer may be ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Answer.AMEND, Answer.HOLD, Answer.DECLINE])
def test_invariant_65_amend_hold_and_decline_need_reasons(kind: Answer) -> None:
    refusal = refused(CARTREFI, a_reply(kind, reasons={"en": "  "}))
    assert refusal.field == "reasons" and "needs reasons (Rule" in str(refusal)


def test_invariant_65_the_rules_say_which_answers_need_reasons() -> None:
    adopt = a_reply(Answer.ADOPT, reasons={})
    rules.check_answer(CARTREFI, Holder("regional", REGIONAL), adopt, Been(date(2026, 2, 3)), TODAY)
    changed = example("cartrefi_like").replace(
        'reasons_required = ["amend", "hold", "decline"]', 'reasons_required = ["adopt", "amend", "hold", "decline"]'
    )
    assert refused(load(changed), adopt).field == "reasons"


def test_an_answer_in_words_has_words() -> None:
    assert refused(CARTREFI, a_reply(Answer.ANSWER, reasons={})).field == "reasons"


def test_only_the_answers_that_the_rules_have_are_there() -> None:
    assert rules.answers_of(TINY) == (Answer.ADOPT, Answer.ANSWER, Answer.DECLINE)
    refusal = refused(TINY, a_reply(Answer.HOLD))
    assert refusal.field == "kind" and "Rule" in str(refusal)


@pytest.mark.parametrize(
    ("reply", "field"),
    [
        (a_reply(Answer.ADOPT, minute=" "), "minute"),
        (a_reply(Answer.ADOPT, given_on=date(2026, 3, 11)), "given_on"),
        (a_reply(Answer.ADOPT, given_on=date(2026, 2, 2)), "given_on"),
        (a_reply(Answer.AMEND, text={}), "text"),
        (a_reply(Answer.HOLD, until=None), "until"),
        (a_reply(Answer.HOLD, until=TODAY), "until"),
        (a_reply(Answer.REFER), "to_body"),
        (a_reply(Answer.REFER, to_body="nobody"), "to_body"),
    ],
)
def test_what_an_answer_needs_is_asked_for_beside_its_field(reply: Reply, field: str) -> None:
    assert refused(CARTREFI, reply).field == field


def test_invariant_64_agreeing_with_changes_changes_something() -> None:
    came = Been(date(2026, 2, 3), text={"en": "Week four"})
    assert refused(CARTREFI, a_reply(Answer.AMEND, text={"en": "Week four "}), came).field == "text"
    amend = a_reply(Answer.AMEND, text={"en": "Week eight"})
    rules.check_answer(CARTREFI, Holder("regional", REGIONAL), amend, came, TODAY)


def test_it_is_put_off_once_and_then_answered() -> None:
    refusal = refused(CARTREFI, a_reply(Answer.HOLD), Been(date(2026, 2, 3), held=True))
    assert "put off once already" in str(refusal)


def test_it_does_not_go_back_to_a_body_that_passed_it_on() -> None:
    board = Holder(None, REGIONAL, "board")
    assert "board" not in rules.bodies_to(CARTREFI, board, ())
    assert rules.bodies_to(CARTREFI, board, ("council",)) == ()
    assert refused(CARTREFI, a_reply(Answer.REFER, to_body="council"), Been(TODAY, False, ("council",)), board)


@pytest.mark.parametrize(
    ("kind", "last", "step"),
    [
        (Answer.ADOPT, False, Step.CLIMB),
        (Answer.ADOPT, True, Step.END),
        (Answer.REFER, True, Step.CLIMB),
        (Answer.HOLD, True, Step.HOLD),
        (Answer.ANSWER, False, Step.END),
        (Answer.DECLINE, False, Step.END),
    ],
)
def test_where_an_answer_leads(kind: Answer, last: bool, step: Step) -> None:
    assert rules.step_of(kind, last_word=last) is step


# --- The state machine of domain.md 2.4 -----------------------------------------------------------------------------


def test_the_whole_life_one_way() -> None:
    stage = Stage.DRAFT
    for step, then in (
        (Step.AGREE, Stage.WITH),
        (Step.CLIMB, Stage.WITH),
        (Step.HOLD, Stage.HELD),
        (Step.END, Stage.ANSWER_DUE),
        (Step.RECEIVE, Stage.RECEIVED),
        (Step.ASK_AGAIN, Stage.WITH),
        (Step.END, Stage.ANSWER_DUE),
        (Step.RECEIVE, Stage.RECEIVED),
        (Step.APPEAL, Stage.APPEALED),
        (Step.SETTLE, Stage.SETTLED),
    ):
        stage = rules.after(stage, step)
        assert stage is then


@pytest.mark.parametrize(
    ("stage", "step"),
    [
        (Stage.DRAFT, Step.END),
        (Stage.WITH, Step.AGREE),
        (Stage.WITH, Step.DROP),
        (Stage.WITH, Step.RECEIVE),
        (Stage.ANSWER_DUE, Step.ASK_AGAIN),
        (Stage.ANSWER_DUE, Step.END),
        (Stage.ACCEPTED, Step.APPEAL),
        (Stage.DROPPED, Step.AGREE),
    ],
)
def test_no_other_way_is_open_and_the_refusal_says_where_it_stands(stage: Stage, step: Step) -> None:
    with pytest.raises(WrongMoment) as refusal:
        rules.after(stage, step)
    assert str(refusal.value)


# --- Not satisfied --------------------------------------------------------------------------------------------------


def test_w15_asked_again_once_with_new_facts_and_the_second_time_refused() -> None:
    rules.check_again(CARTREFI, 0, ["Three more of us were ill."])
    with pytest.raises(NotValid) as empty:
        rules.check_again(CARTREFI, 0, [" "])
    assert empty.value.field == "facts"
    with pytest.raises(NotAllowed) as second:
        rules.check_again(CARTREFI, 1, ["And more."])
    said = str(second.value)
    assert "once at most (Rule" in said and "a motion at the general meeting" in said and "appeal" not in said
    with pytest.raises(NotAllowed) as with_appeal:
        rules.check_again(EQUAL_CARE, EQUAL_CARE.recommendation.re_raise_max, ["And more."])
    assert "You can appeal" in str(with_appeal.value)


def test_where_the_rules_allow_no_second_question_none_is_asked() -> None:
    never = load(example("cartrefi_like").replace("re_raise_max = 1", "re_raise_max = 0"))
    with pytest.raises(NotAllowed, match="not asked again"):
        rules.check_again(never, 0, ["New."])
    assert not rules.may_ask_again(never, 0)


PEOPLE = [UUID(int=n) for n in range(3)]


def test_an_appeal_needs_three_unrelated_people_m25() -> None:
    rules.check_appeal(EQUAL_CARE, 0, PEOPLE, "Unfair.", unrelated=True, tied=())
    for people, unrelated, tied in (
        (PEOPLE[:2], True, ()),
        ([PEOPLE[0]] * 3, True, ()),
        (PEOPLE, False, ()),
        (PEOPLE, True, [(PEOPLE[0], PEOPLE[2])]),
    ):
        with pytest.raises((NotValid, NotAllowed)):
            rules.check_appeal(EQUAL_CARE, 0, people, "Unfair.", unrelated=unrelated, tied=tied)


def test_an_appeal_goes_through_its_steps_in_order_and_then_to_the_members() -> None:
    assert [rules.appeal_step(EQUAL_CARE, n) for n in range(3)] == ["same_circle", "care_and_counsel", None]
    with pytest.raises(NotAllowed, match="general meeting"):
        rules.check_appeal(EQUAL_CARE, 2, PEOPLE, "Unfair.", unrelated=True, tied=())
    with pytest.raises(NotAllowed, match="general meeting"):
        rules.check_appeal(CARTREFI, 0, PEOPLE, "Unfair.", unrelated=True, tied=())
    assert rules.what_is_left(CARTREFI) != rules.what_is_left(EQUAL_CARE)


def test_the_answer_comes_in_the_persons_own_way_and_format() -> None:
    assert rules.way_of(None, "a@example.org") is Way.EMAIL
    assert rules.way_of(None, None) is Way.LETTER and rules.way_of(Way.EMAIL, None) is Way.LETTER
    assert rules.way_of(Way.TOLD, "a@example.org") is Way.TOLD
    assert rules.format_of(None, "easy_read") == "easy_read"
    assert rules.format_of("large_print", "easy_read") == "large_print"
    assert rules.format_of(None, "of earlier days") == "standard"


# --- Words ----------------------------------------------------------------------------------------------------------

PICTURES = {"talk.svg"}


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [EasyLine("talk.svg", "word " * 16)],
        [EasyLine("elsewhere.svg", "Short")],
        [EasyLine("talk.svg", "Short")] * 13,
    ],
)
def test_easy_read_is_short_lines_each_with_a_picture_that_is_there(lines: list[EasyLine]) -> None:
    with pytest.raises(NotValid) as refusal:
        rules.check_easy(lines, PICTURES)
    assert refusal.value.field == "words"


def test_before_it_goes_on_it_is_there_in_every_language_and_in_easy_read() -> None:
    line = (EasyLine("talk.svg", "Sick pay stays."),)
    whole = Wording(title={"en": "A", "cy": "B"}, text={"en": "A", "cy": "B"}, easy={"en": line, "cy": line})
    rules.check_agreed(whole, ["en", "cy"], "Item 4", easy_needed=True)
    for changed, minute in (
        (msgspec.structs.replace(whole, text={"en": "A"}), "Item 4"),
        (msgspec.structs.replace(whole, title={"cy": "B"}), "Item 4"),
        (msgspec.structs.replace(whole, easy={"en": line}), "Item 4"),
        (whole, "  "),
    ):
        with pytest.raises(NotValid):
            rules.check_agreed(changed, ["en", "cy"], minute, easy_needed=True)
    rules.check_agreed(msgspec.structs.replace(whole, easy={}), ["en", "cy"], "Item 4", easy_needed=False)
