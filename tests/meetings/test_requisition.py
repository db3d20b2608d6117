"""Members ask for a general meeting, pure: how many must sign, by when it is called (Companies Act 2006 s303-305)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from govern.constituencies.rulebook.book import example, load
from govern.errors import NotValid, WrongMoment
from govern.meetings.rules import (
    AskStage,
    ask_stage_of,
    asks_of,
    call_by,
    callers_needed,
    check_enough_call,
    check_held_in_time,
    needed_to_ask,
    own_until,
)

REACHED = datetime(2026, 11, 9, 9, tzinfo=UTC)
SOCIETY, COMPANY = load(example("tair_nant")), load(example("cartrefi_like"))


@pytest.mark.parametrize(("entitled", "number"), [(15, 2), (20, 2), (21, 3), (1_000, 100), (5_000, 100), (1, 1)])
def test_the_share_is_rounded_up_and_the_lesser_of_share_and_number_is_enough(entitled: int, number: int) -> None:
    """One of ten, or a hundred."""
    assert needed_to_ask(SOCIETY, entitled).number == number


@pytest.mark.parametrize(("entitled", "number"), [(15, 1), (100, 5), (101, 6), (5_000, 100)])
def test_in_a_company_one_of_twenty_is_enough_whatever_the_articles_say(entitled: int, number: int) -> None:
    needed = needed_to_ask(COMPANY, entitled)
    assert needed.number == number
    assert ("section 303" in str(needed.rule)) == (number != 100)


def test_a_company_calls_within_21_days_and_a_society_within_28() -> None:
    assert call_by(REACHED, asks_of(COMPANY)) == date(2026, 11, 30)
    assert call_by(REACHED, asks_of(SOCIETY)) == date(2026, 12, 7)


def test_on_the_last_day_it_is_due_a_day_later_late_and_after_three_months_over() -> None:
    asks = asks_of(COMPANY)

    def stage(day: datetime) -> AskStage:
        return ask_stage_of(reached_at=REACHED, withdrawn=False, called=False, asks=asks, at=day)

    assert stage(datetime(2026, 11, 30, 23, tzinfo=UTC)) is AskStage.DUE
    assert stage(datetime(2026, 12, 1, 9, tzinfo=UTC)) is AskStage.LATE
    assert own_until(REACHED, asks) == date(2027, 2, 9)
    assert stage(datetime(2027, 2, 9, 23, tzinfo=UTC)) is AskStage.LATE
    assert stage(datetime(2027, 2, 10, 9, tzinfo=UTC)) is AskStage.OVER


def test_the_meeting_is_within_28_days_of_its_notice() -> None:
    check_held_in_time(REACHED + timedelta(days=28), REACHED, asks_of(COMPANY))
    with pytest.raises(NotValid, match="within 28 days"):
        check_held_in_time(REACHED + timedelta(days=29), REACHED, asks_of(COMPANY))


def test_more_than_half_of_those_who_asked_call_it_themselves() -> None:
    assert [callers_needed(n) for n in (1, 2, 3, 4)] == [1, 2, 2, 3]
    check_enough_call(3, 4)
    with pytest.raises(WrongMoment, match="1 more of those who signed"):
        check_enough_call(2, 4)
