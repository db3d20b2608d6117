"""The stages of a ballot: what leads where, and what is said when it does not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from govern.ballots.rules import Stage, Step, after, allows, local_day, next_number, noon_of, record_day
from govern.ballots.rules.stages import NEXT
from govern.errors import WrongMoment

THE_LIFE = [
    (Stage.DRAFT, Step.PUBLISH, Stage.PUBLISHED),
    (Stage.PUBLISHED, Step.FREEZE, Stage.FROZEN),
    (Stage.FROZEN, Step.OPEN, Stage.OPEN),
    (Stage.OPEN, Step.CLOSE, Stage.CLOSED),
    (Stage.CLOSED, Step.COUNT, Stage.COUNTED),
    (Stage.COUNTED, Step.DECLARE, Stage.DECLARED),
    (Stage.DECLARED, Step.ARCHIVE, Stage.ARCHIVED),
]


@pytest.mark.parametrize(("stage", "step", "then"), THE_LIFE)
def test_a_ballot_lives_in_this_order(stage: Stage, step: Step, then: Stage) -> None:
    assert after(stage, step) is then


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("step", list(Step))
def test_every_other_step_is_refused_in_a_sentence_that_says_what_to_do(stage: Stage, step: Step) -> None:
    assert allows(stage, step) == ((stage, step) in NEXT)
    if allows(stage, step):
        return
    with pytest.raises(WrongMoment) as refusal:
        after(stage, step)
    said = str(refusal.value)
    assert said.count(".") >= 2
    assert all(len(sentence.split()) < 25 for sentence in said.split("."))


def test_nothing_leads_out_of_the_archive_or_back_from_a_withdrawal() -> None:
    assert not any(stage in (Stage.ARCHIVED, Stage.WITHDRAWN) for stage, _ in NEXT)


def test_numbers_go_up_within_a_year_and_begin_again_with_the_next() -> None:
    assert next_number(2026, ()) == "2026-1"
    assert next_number(2026, ("2026-9", "2026-10", "2025-40")) == "2026-11"
    assert next_number(2027, ("2026-9",)) == "2027-1"


def test_days_are_those_of_the_society_and_not_of_greenwich() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert local_day(late, "Europe/London") == date(2026, 7, 2)
    assert record_day(late, 7, "Europe/London") == date(2026, 6, 25)
    assert record_day(late, 0, "America/Toronto") == date(2026, 7, 1)


def test_noon_of_a_day_has_that_date_in_greenwich_too() -> None:
    for zone in ("Europe/London", "America/Toronto", "Europe/Rome"):
        assert noon_of(date(2026, 3, 29), zone).astimezone(UTC).date() == date(2026, 3, 29)
    assert noon_of(date(2026, 3, 29), "Europe/London") - noon_of(date(2026, 3, 28), "Europe/London") == timedelta(
        days=1
    )
