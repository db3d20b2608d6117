"""A choice between several things: votes for each, several that lead, decides or advises, views and no vote."""

from __future__ import annotations

from datetime import timedelta

import pytest

from govern.ballots.rules import (
    ContestKind,
    OptionDraft,
    Trial,
    Weight,
    check_described,
    check_option,
    check_room_for_option,
    check_trial,
)
from govern.ballots.rules.inputs import ContestInput, Inputs, OptionInput, Slips
from govern.ballots.rules.options import MOST_OPTIONS, MOST_TRIALS, option_outcome
from govern.ballots.rules.outcome import ContestOutcome, Outcome, outcomes_from_text, outcomes_to_text
from govern.errors import NotValid
from govern.languages import LANGUAGES
from govern.sentences import Sentence
from tests.given import START

DAY = START.date()
BOTH = {"en": "Ana and Bo", "cy": "Ana a Bo"}
VANS = (
    OptionInput("a", {"en": "The long van", "cy": "Y fan hir"}),
    OptionInput("b", {"en": "The low van", "cy": "Y fan isel"}),
    OptionInput("c", {"en": "The red van", "cy": "Y fan goch"}),
)


def choice(votes: dict[str, int], weight: Weight = Weight.ADVISES, blank: int = 0, spoilt: int = 0) -> ContestInput:
    """Slips of two groups, so that both are added up."""
    first = tuple(((option,), number // 2) for option, number in votes.items())
    second = tuple(((option,), number - number // 2) for option, number in votes.items())
    return ContestInput(
        id="x",
        kind=ContestKind.OPTION,
        voters=("staff", "volunteers"),
        slips=(Slips("staff", first, spoilt), Slips("volunteers", (*second, ((), blank)), 0)),
        options=VANS,
        weight=weight.value,
    )


def test_w16_m63_nine_nine_three_of_21_advises_and_both_leaders_go_to_the_board_without_a_lot() -> None:
    came = option_outcome(choice({"a": 9, "b": 9, "c": 3}), quorate=True)
    assert [(count.votes, count.leads) for count in came.counts] == [(9, True), (9, True), (3, False)]
    assert came.papers == 21 and came.chosen is None
    assert str(came.outcome) == (
        "The long van, The low van have as many votes as each other. They all go to the board, which decides."
    )
    assert "advises the board" in str(came.rule.sentence)


@pytest.mark.parametrize(
    ("votes", "weight", "quorate", "said", "chosen"),
    [
        ({"a": 9, "b": 8}, Weight.DECIDES, True, "The long van is chosen.", "a"),
        ({"a": 9, "b": 9}, Weight.DECIDES, True, "so nothing is chosen yet", None),
        ({"a": 9, "b": 8}, Weight.DECIDES, False, "Too few took part", None),
        ({"a": 9, "b": 8}, Weight.ADVISES, True, "The long van has the most votes and goes to the board", None),
        ({"b": 2}, Weight.VIEWS, True, "Views, not a vote.", None),
        ({"b": 2}, Weight.VIEWS, False, "Views, not a vote.", None),
        ({"a": 9, "b": 8}, Weight.AWARDS, True, "The long van gets the award.", None),
        ({"a": 9, "b": 9}, Weight.AWARDS, True, "The long van, The low van share the award.", None),
        ({}, Weight.DECIDES, True, "Nobody chose anything.", None),
    ],
)
def test_what_a_choice_does_is_what_was_said_beforehand(
    votes: dict[str, int], weight: Weight, quorate: bool, said: str, chosen: str | None
) -> None:
    came = option_outcome(choice(votes, weight), quorate=quorate)
    assert said in str(came.outcome) and came.chosen == chosen


def test_blank_and_spoilt_papers_are_counted_and_choose_nothing() -> None:
    came = option_outcome(choice({"a": 1, "b": 2}, blank=4, spoilt=3), quorate=True)
    assert (came.papers, came.blank, came.spoilt) == (10, 4, 3)
    assert [count.votes for count in came.counts] == [1, 2, 0]


def test_names_are_told_in_the_language_of_whoever_reads() -> None:
    came = option_outcome(choice({"c": 2}, Weight.DECIDES), quorate=True)
    assert LANGUAGES["cy"].say(came.counts[2].name) == "Y fan goch"


def test_inputs_and_outcomes_without_such_a_choice_are_kept_word_for_word_as_before() -> None:
    """Older counts are counted again to the same text (invariant 52)."""
    plain = ContestInput(id="x", kind=ContestKind.RESOLUTION, voters=(), slips=(), resolution_kind="ordinary")
    assert "option" not in inputs(plain).to_text() and "weight" not in inputs(plain).to_text()
    asked = inputs(choice({"a": 1}))
    assert Inputs.from_text(asked.to_text()) == asked
    before = outcome(ContestOutcome(contest="x", turnout=Sentence("All.")))
    assert '"option"' not in outcomes_to_text({"en": before})
    after = outcome(
        ContestOutcome(contest="x", turnout=Sentence("All."), option=option_outcome(choice({"a": 1}), quorate=True))
    )
    assert outcomes_from_text(outcomes_to_text({"en": after}))["en"] == after


def inputs(contest: ContestInput) -> Inputs:
    return Inputs(
        ballot="b",
        manifest_hash="",
        log_size=0,
        log_root="",
        roll={},
        voted={},
        set_aside=0,
        contests=(contest,),
        order=("x",),
    )


def outcome(contest: ContestOutcome) -> Outcome:
    return Outcome(
        roll_size=1,
        voted=1,
        set_aside=0,
        turnout=Sentence("All."),
        quorum=None,
        quorate=True,
        contests=(contest,),
    )


@pytest.mark.parametrize(
    ("shows", "field"),
    [
        ({}, "description"),
        ({"en": "A van"}, "description_cy"),
        ({"en": " ", "cy": "Fan"}, "description"),
    ],
)
def test_a_photograph_is_described_in_every_language(shows: dict[str, str], field: str) -> None:
    with pytest.raises(NotValid) as refusal:
        check_described(shows, ("en", "cy"))
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("trial", "there", "field"),
    [
        (Trial({"en": "Ana"}, DAY, BOTH), 0, "who_cy"),
        (Trial(BOTH, DAY, {"cy": "Hawdd"}), 0, "found"),
        (Trial(BOTH, DAY + timedelta(days=1), BOTH), 0, "on"),
        (Trial(BOTH, DAY, BOTH), MOST_TRIALS, ""),
    ],
)
def test_a_trial_is_told_in_every_language_after_it_happened_and_there_are_so_many(
    trial: Trial, there: int, field: str
) -> None:
    with pytest.raises(NotValid) as refusal:
        check_trial(trial, there, ("en", "cy"), DAY)
    assert (refusal.value.field or "") == field


def test_a_thing_to_choose_has_a_name_in_every_language_and_a_paper_holds_so_many() -> None:
    with pytest.raises(NotValid) as refusal:
        check_option(OptionDraft(title={"en": "Van"}), ("en", "cy"))
    assert refusal.value.field == "title"
    check_option(OptionDraft(title=BOTH), ("en", "cy"))
    check_trial(Trial(BOTH, DAY, BOTH), MOST_TRIALS - 1, ("en", "cy"), DAY)
    check_described(BOTH, ("en", "cy"))
    check_room_for_option(MOST_OPTIONS - 1)
    with pytest.raises(NotValid):
        check_room_for_option(MOST_OPTIONS)
