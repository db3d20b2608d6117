"""Awards by peers: nobody names themselves, whoever is named answers, stages, one award a line."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from govern.constituencies.rulebook.book import example, load
from govern.errors import AlreadyDone, GovernError, NotFound, NotValid, WrongMoment
from govern.forums.purses import rules
from govern.forums.purses.rules import AwardStage
from tests.given import START

BOOK = load(example("tair_nant"))
DAY, MEETING = START.date(), START + timedelta(days=30)
ANN, BEN = uuid4(), uuid4()


def test_invariant_87_nobody_names_themselves_unless_the_rules_let_them() -> None:
    rules.check_names(BOOK, ANN, BEN)
    with pytest.raises(NotValid, match="Nobody names themselves") as refusal:
        rules.check_names(BOOK, ANN, ANN)
    assert refusal.value.field == "person"
    open_ones = example("tair_nant").replace("self_nomination = false", "self_nomination = true")
    rules.check_names(load(open_ones), ANN, ANN)


@pytest.mark.parametrize(
    ("today", "at_meeting", "to_vote", "declared", "stage"),
    [
        (DAY, False, False, False, AwardStage.NAMING),
        (DAY + timedelta(days=8), False, False, False, AwardStage.NAMED),
        (DAY + timedelta(days=9), False, True, False, AwardStage.VOTING),
        (DAY + timedelta(days=9), False, True, True, AwardStage.VOTING),
        (DAY + timedelta(days=30), True, True, False, AwardStage.SEALED),
        (DAY + timedelta(days=30), True, True, True, AwardStage.ANNOUNCED),
    ],
)
def test_invariant_87_nothing_is_announced_before_the_meeting_begins(
    today: date, at_meeting: bool, to_vote: bool, declared: bool, stage: AwardStage
) -> None:
    at = MEETING if at_meeting else MEETING - timedelta(seconds=1)
    found = rules.stage_of(
        names_until=DAY + timedelta(days=7),
        today=today,
        announce_at=MEETING,
        at=at,
        to_vote=to_vote,
        declared=declared,
    )
    assert found is stage


@pytest.mark.parametrize(
    ("accepted", "by", "to_vote", "refusal"),
    [
        (None, ANN, False, None),
        (None, BEN, False, NotFound),
        (True, ANN, False, AlreadyDone),
        (None, ANN, True, WrongMoment),
    ],
)
def test_whoever_is_named_answers_once_and_nobody_for_them(
    accepted: bool | None, by: object, to_vote: bool, refusal: type[GovernError] | None
) -> None:
    who = BEN if by == BEN else ANN
    if refusal is None:
        rules.check_answer(accepted, ANN, who, to_vote=to_vote)
    else:
        with pytest.raises(refusal):
            rules.check_answer(accepted, ANN, who, to_vote=to_vote)


@pytest.mark.parametrize(
    ("stage", "opens", "choices", "refusal"),
    [
        (AwardStage.NAMED, MEETING - timedelta(days=9), (2, 0), None),
        (AwardStage.NAMING, MEETING - timedelta(days=9), (2, 0), WrongMoment),
        (AwardStage.VOTING, MEETING - timedelta(days=9), (2, 0), AlreadyDone),
        (AwardStage.NAMED, MEETING - timedelta(days=9), (1, 1), WrongMoment),
        (AwardStage.NAMED, MEETING, (2, 2), NotValid),
    ],
)
def test_it_is_put_to_the_vote_once_names_are_in_and_there_is_a_choice(
    stage: AwardStage, opens: object, choices: tuple[int, ...], refusal: type[GovernError] | None
) -> None:
    at = MEETING if opens == MEETING else MEETING - timedelta(days=9)
    if refusal is None:
        rules.check_to_vote(stage, at, MEETING, choices)
    else:
        with pytest.raises(refusal):
            rules.check_to_vote(stage, at, MEETING, choices)


def test_every_award_has_a_name_in_every_language_and_there_is_time_to_vote() -> None:
    rules.check_categories([{"en": "Kindness", "cy": "Caredigrwydd"}], ("en", "cy"))
    for wrong in ([], [{"en": "Kindness"}], [{"en": "K", "cy": "C"}] * (rules.MOST_CATEGORIES + 1)):
        with pytest.raises(NotValid):
            rules.check_categories(wrong, ("en", "cy"))
    rules.check_round_times(DAY, START + timedelta(days=9), START)
    for last, meeting in ((DAY - timedelta(days=1), MEETING), (DAY + timedelta(days=30), MEETING)):
        with pytest.raises(NotValid):
            rules.check_round_times(last, meeting, START)


def test_where_the_rules_know_no_awards_there_are_none_and_after_the_last_day_nobody_is_named() -> None:
    rules.check_awards(BOOK)
    with pytest.raises(NotFound):
        rules.check_awards(load(example("tiny")))
    with pytest.raises(WrongMoment):
        rules.check_naming(AwardStage.NAMED)
