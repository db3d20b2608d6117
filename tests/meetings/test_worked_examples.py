"""The worked examples of the domain report on meetings: W11 (quorum), W20 (clear days), W21 (proxies), exactly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import msgspec
import pytest

from govern.constituencies.rulebook.book import example, load
from govern.constituencies.rulebook.book.tables import Quorum as QuorumRow
from govern.errors import NotValid, WrongMoment
from govern.meetings import rules
from govern.meetings.rules import LONDON, Mode, Quorum
from govern.sentences import Sentence


def row(name: str = "tair_nant", body: str = "general", **changes: object) -> QuorumRow:
    found = load(example(name)).quorum_of(body)
    assert found is not None
    return msgspec.structs.replace(found, **changes)


def held(roll: int, present: int, represented: int = 0, **changes: object) -> Quorum:
    return rules.quorum(
        row(**changes),  # type: ignore[arg-type] # keys of the quorum's row
        {"members": roll},
        modes={Mode.IN_PERSON: present},
        groups={"members": present},
        represented=represented,
    )


@pytest.mark.parametrize(
    ("roll", "present", "represented", "needed", "counted", "holds"),
    [
        (120, 14, 17, 24, 26, True),  # W11: at most half of 24 by representation
        (120, 11, 17, 24, 23, False),  # W11b: 28 are present or represented, and yet not enough
        (121, 14, 17, 25, 26, True),  # W11c: 24.2 is rounded up
        (121, 14, 10, 25, 24, False),
        (40, 6, 20, 12, 12, True),  # the number is greater than a fifth of 40
        (40, 5, 20, 12, 11, False),
        (0, 0, 0, 12, 0, False),
    ],
)
def test_w11_peers_and_proxies_count_up_to_half(
    roll: int, present: int, represented: int, needed: int, counted: int, holds: bool
) -> None:
    found = held(roll, present, represented)
    assert (found.needed, found.counted, found.holds) == (needed, counted, holds)


def test_w11_half_of_an_odd_number_is_rounded_down() -> None:
    assert held(121, 13, 17).represented_counted == 12


def test_w11_represented_people_do_not_count_where_the_rules_do_not_say_so() -> None:
    found = held(120, 14, 17, counts=("in_person", "remote"))
    assert (found.counted, found.holds) == (14, False)


def test_w11_people_on_a_screen_count_only_where_the_rules_say_so() -> None:
    modes: Mapping[Mode, int] = {Mode.IN_PERSON: 20, Mode.REMOTE: 4}
    both = rules.quorum(row(), {"members": 120}, modes=modes, groups={"members": 24})
    room = rules.quorum(row(counts=("in_person",)), {"members": 120}, modes=modes, groups={"members": 24})
    assert (both.holds, room.holds) == (True, False)


def test_w24_a_third_of_24_members_is_eight() -> None:
    assert rules.needed_for(row("secondary_coop"), 24) == 8
    assert rules.needed_for(row("secondary_coop"), 25) == 9


def test_the_lesser_of_number_and_share() -> None:
    lesser = row("fairshares_like")
    assert rules.needed_for(lesser, 30) == 12
    assert rules.needed_for(lesser, 100) == 20


def test_an_adjourned_meeting_may_need_only_those_present_but_two_at_least() -> None:
    """Invariant 29."""
    assert rules.needed_for(row(), 120, adjourned=True) == 2
    assert rules.needed_for(row(adjourned="same"), 120, adjourned=True) == 24
    alone = rules.quorum(
        row(), {"members": 120}, modes={Mode.IN_PERSON: 1}, groups={"members": 1}, represented=0, adjourned=True
    )
    assert not alone.holds


def test_somebody_of_every_group_that_has_members_must_be_there() -> None:
    colne = row("colne_valley_like")
    roll = {"users": 40, "staff": 20, "volunteers": 0}
    without = rules.quorum(colne, roll, modes={Mode.IN_PERSON: 20}, groups={"users": 20})
    with_one = rules.quorum(colne, roll, modes={Mode.IN_PERSON: 20}, groups={"users": 19, "staff": 1})
    assert (without.missing_groups, without.holds) == (("staff",), False)
    assert with_one.holds
    with pytest.raises(WrongMoment, match="every group"):
        rules.check_quorum(without)


def test_too_few_people_are_refused_with_both_numbers() -> None:
    with pytest.raises(WrongMoment, match="23 count and 24 are needed"):
        rules.check_quorum(held(120, 11, 17))


SENT = datetime(2026, 9, 1, 9, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("hours", "clear", "earliest"),
    [(24, True, date(2026, 9, 17)), (48, True, date(2026, 9, 18)), (24, False, date(2026, 9, 16))],
)
def test_w20_clear_days_leave_out_the_day_of_service_and_the_day_of_the_meeting(
    hours: int, clear: bool, earliest: date
) -> None:
    assert rules.earliest_day(SENT, 14, hours, clear=clear) == earliest


def test_w20_a_notice_that_comes_too_late_names_the_earliest_day() -> None:
    rule = Sentence("Rule 6.1")

    def check(day: int) -> None:
        starts = datetime(2026, 9, day, 19, tzinfo=LONDON)
        rules.check_clear_days(starts, sent_at=SENT, days=14, deemed_hours=24, clear=True, rule=rule)

    check(17)
    with pytest.raises(NotValid, match="2026-09-17") as refusal:
        check(16)
    assert refusal.value.field == "starts_at"


def test_w20_a_notice_late_in_the_evening_is_served_on_its_own_day_of_the_calendar() -> None:
    """23:30 in summer is 22:30 in UTC: the day that counts is the one on the wall here."""
    late = datetime(2026, 8, 31, 23, 30, tzinfo=LONDON)
    assert rules.earliest_day(late, 14, 24, clear=True) == date(2026, 9, 16)


@pytest.mark.parametrize(
    ("meeting", "deadline"),
    [
        ("2026-09-21T10:00", "2026-09-17T10:00"),  # Monday: Saturday and Sunday do not count
        ("2026-09-23T10:00", "2026-09-21T10:00"),
        ("2026-09-02T10:00", "2026-08-28T10:00"),  # the Monday before is a bank holiday
        ("2026-09-20T10:00", "2026-09-17T00:00"),  # a Sunday meeting
        ("2026-12-30T10:00", "2026-12-24T10:00"),  # Christmas, a weekend and the day in lieu
    ],
)
def test_w21_hours_of_days_off_do_not_count(meeting: str, deadline: str) -> None:
    starts = datetime.fromisoformat(meeting).replace(tzinfo=LONDON)
    found = rules.proxy_deadline(starts, 48, skip_non_working_days=True)
    assert found.astimezone(LONDON) == datetime.fromisoformat(deadline).replace(tzinfo=LONDON)


def test_w21_where_the_rules_count_every_day() -> None:
    meeting = datetime(2026, 9, 21, 10, tzinfo=LONDON)
    assert rules.proxy_deadline(meeting, 48, skip_non_working_days=False) == meeting - timedelta(hours=48)


@pytest.mark.parametrize("year", sorted({day.year for day in rules.BANK_HOLIDAYS}))
def test_a_year_of_bank_holidays_is_whole(year: int) -> None:
    """Banking and Financial Dealings Act 1971, schedule 1, with the days in lieu: eight weekdays a year."""
    days = sorted(day for day in rules.BANK_HOLIDAYS if day.year == year)
    good_friday = _easter(year) - timedelta(days=2)
    mondays = [day for day in days if day.weekday() == 0]
    assert len(days) == 8
    assert all(day.weekday() < 5 for day in days)
    assert {good_friday, good_friday + timedelta(days=3)} <= set(days)
    assert sum(day.month == 5 for day in mondays) == 2
    assert sum(day.month == 8 and day.day > 24 for day in mondays) == 1
    assert [day.month for day in days].count(12) == 2
    assert sum(day.month == 1 for day in days) == 1


def _easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm, Nature, 20 April 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    (i, k) = divmod(c, 4)
    leap = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * leap) // 433
    month = (h + leap - 7 * m + 90) // 25
    return date(year, month, (h + leap - 7 * m + 33 * month + 19) % 32)
