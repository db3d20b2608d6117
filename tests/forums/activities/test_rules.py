"""Who signs up for what and when they are reminded; money, hours and the year; by when an offer is answered."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from govern.constituencies.rulebook.book import example, load
from govern.errors import NotAllowed, NotValid, WrongMoment
from govern.forums.activities import rules
from govern.forums.activities.rules import OpenTo, Plan, YearSummary
from govern.forums.gatherings.rules import Reach

AT = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
DAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("open_to", "reach", "may"),
    [
        (OpenTo.MEMBERS, Reach.VOTES, True),
        (OpenTo.MEMBERS, Reach.LEADS, True),
        (OpenTo.MEMBERS, Reach.TAKES_PART, False),
        (OpenTo.GUESTS, Reach.TAKES_PART, True),
        (OpenTo.GUESTS, Reach.LISTENS, False),
        (OpenTo.SOCIETY, Reach.LOOKS, True),
        (OpenTo.SOCIETY, Reach.NOT_THERE, False),
    ],
)
def test_who_may_sign_up(open_to: OpenTo, reach: Reach, may: bool) -> None:
    if may:
        rules.check_signs_up(open_to, reach, entered=False)
        return
    with pytest.raises(NotAllowed, match="Join the forum first"):
        rules.check_signs_up(open_to, reach, entered=False)
    with pytest.raises(NotValid, match="Let them into the forum first"):
        rules.check_signs_up(open_to, reach, entered=True)


def test_a_plan_is_for_a_day_to_come_and_a_hidden_forum_is_not_opened_by_one() -> None:
    plan = Plan(title="A walk", starts_at=DAY, open_to=OpenTo.SOCIETY)
    rules.check_plan(plan, restricted=False, at=AT)
    with pytest.raises(NotValid, match="is over") as refusal:
        rules.check_plan(plan, restricted=False, at=DAY)
    assert refusal.value.field == "starts_at"
    with pytest.raises(NotValid, match="cannot be open to everybody") as refusal:
        rules.check_plan(plan, restricted=True, at=AT)
    assert refusal.value.field == "open_to"


def test_a_place_is_free_until_all_are_taken_and_nobody_loses_theirs() -> None:
    assert rules.has_room(None, 900) and rules.has_room(2, 1) and not rules.has_room(2, 2)
    rules.check_places(2, 2)
    rules.check_places(None, 2)
    with pytest.raises(NotValid, match="2 people have a place already"):
        rules.check_places(1, 2)


@pytest.mark.parametrize(
    ("called_off", "held", "starts_at"), [(True, False, DAY), (False, True, None), (False, False, AT)]
)
def test_nobody_signs_up_for_what_is_over(called_off: bool, held: bool, starts_at: datetime | None) -> None:
    rules.check_is_on(called_off=False, held=False, starts_at=DAY, at=AT)
    rules.check_is_on(called_off=False, held=False, starts_at=None, at=AT)
    with pytest.raises(WrongMoment):
        rules.check_is_on(called_off=called_off, held=held, starts_at=starts_at, at=AT)


def test_what_came_of_it_is_written_down_once_it_has_begun() -> None:
    rules.check_has_begun(DAY, called_off=False, at=DAY)
    with pytest.raises(WrongMoment, match="has not begun"):
        rules.check_has_begun(DAY, called_off=False, at=AT)
    with pytest.raises(WrongMoment, match="called off"):
        rules.check_has_begun(DAY, called_off=True, at=DAY)


def test_what_people_need_is_known_until_midnight_of_the_day_in_the_time_of_the_place() -> None:
    summer = datetime(2026, 7, 1, 20, 0, tzinfo=UTC)  # nine in the evening there
    assert not rules.day_is_over(summer, called_off=False, held=False, at=summer + timedelta(hours=2, minutes=59))
    assert rules.day_is_over(summer, called_off=False, held=False, at=summer + timedelta(hours=3))
    assert rules.day_is_over(DAY, called_off=True, held=False, at=AT)
    assert rules.day_is_over(DAY, called_off=False, held=True, at=AT)
    assert not rules.day_is_over(None, called_off=False, held=False, at=DAY)


@pytest.mark.parametrize(
    ("signed_before", "reminded", "days_left", "due"),
    [
        (30, None, 8, None),
        (30, None, 7, 7),
        (30, 7, 6, None),
        (30, None, 5, 7),  # the clock stood still on the day itself
        (30, 7, 1, 1),
        (30, 1, 1, None),
        (30, None, 1, 1),  # one letter, not two
        (5, None, 4, None),  # whoever signed up in that week knows
        (5, None, 1, 1),
        (1, None, 1, None),
    ],
)
def test_when_somebody_is_reminded(signed_before: int, reminded: int | None, days_left: int, due: int | None) -> None:
    signed, now = DAY - timedelta(days=signed_before), DAY - timedelta(days=days_left)
    assert rules.reminder_due(DAY, signed, reminded, now) == due


def test_nobody_is_reminded_of_what_has_begun_or_at_night() -> None:
    assert rules.reminder_due(DAY, AT - timedelta(days=9), None, DAY) is None
    assert not rules.writes_now(datetime(2026, 7, 1, 7, 59, tzinfo=UTC))
    assert rules.writes_now(datetime(2026, 7, 1, 8, 0, tzinfo=UTC))
    assert not rules.writes_now(datetime(2026, 11, 1, 20, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("", 0), (None, 0), ("4", 400), ("£4.50", 450), ("312.40", 31240), ("£1,560", 156000), (" £ 7 ", 700)],
)
def test_money_as_people_write_it(typed: str | None, pence: int) -> None:
    assert rules.pence_of(typed, "raised") == pence


@pytest.mark.parametrize("typed", ["4.5", "4,50", "-3", "four", "1e3", "٤", "99999999999", "1.000", "£", "3 4"])
def test_money_nobody_can_read_is_refused(typed: str) -> None:
    with pytest.raises(NotValid, match=r"like 4 or 4\.50") as refusal:
        rules.pence_of(typed, "raised")
    assert refusal.value.field == "raised"


def test_money_is_shown_in_pounds_and_rounded_only_there() -> None:
    assert [rules.pounds(pence) for pence in (31240, 156000, 5, 0, 123456789)] == [
        *("£312.40", "£1,560", "£0.05", "£0", "£1,234,567.89")
    ]
    assert rules.pounds(Fraction(1, 2)) == "£0.01" and rules.pounds(Fraction(4999, 10000)) == "£0"


@pytest.mark.parametrize(
    ("typed", "minutes"), [("120", 7200), ("1.5", 90), ("1:30", 90), ("0", 0), ("0.25", 15), (" 2 ", 120)]
)
def test_hours_as_people_write_them(typed: str, minutes: int) -> None:
    assert rules.minutes_of(typed, "hours") == minutes


@pytest.mark.parametrize("typed", ["", "1:60", "-1", "1,5", "ten", "10001", "0.33", "1.5.5", "٣"])
def test_hours_nobody_can_read_are_refused(typed: str) -> None:
    with pytest.raises(NotValid) as refusal:
        rules.minutes_of(typed, "hours")
    assert refusal.value.field == "hours"


def test_m13_120_hours_at_13_pounds_are_worth_1560_pounds() -> None:
    hour = load(example("tair_nant")).funds.unpaid_hour_pence
    assert hour == 1300
    assert rules.pounds(rules.worth(120 * 60, hour)) == "£1,560"
    assert rules.worth(20, 1300) == Fraction(1300, 3)


def test_m10_money_is_raised_for_somebody() -> None:
    rules.check_money(0, "")
    rules.check_money(31240, "Food bank")
    with pytest.raises(NotValid, match="for whom"):
        rules.check_money(31240, "")


def test_m6_the_share_of_what_was_raised_is_a_fraction() -> None:
    year = YearSummary(
        year=2026,
        items=10,
        items_activities=7,
        activities=2,
        without_outcome=0,
        came=30,
        hour_pence=1300,
        minutes=(("", 90), ("staff", 7110)),
        money=(("Food bank", 31240), ("Hospice", 60)),
    )
    assert year.share == Fraction(7, 10)
    assert (year.hours, year.worth) == (Fraction(120), Fraction(156000)) and year.raised == 31300
    assert (
        YearSummary(
            year=2026, items=0, items_activities=0, activities=0, without_outcome=0, came=0, hour_pence=1300
        ).share
        is None
    )


def test_m14_an_offer_is_answered_within_the_days_of_the_layer() -> None:
    layer = load(example("tair_nant")).forum_layer("local")
    due = rules.answer_by(layer, date(2026, 11, 9))
    assert due == date(2026, 12, 7)
    assert not rules.is_late(due, None, due) and rules.is_late(due, None, due + timedelta(days=1))
    assert not rules.is_late(due, due, due + timedelta(days=90))
    assert rules.is_late(due, due + timedelta(days=1), due)
