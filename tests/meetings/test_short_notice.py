"""Shorter notice by consent, pure: the sum, the share, the last day (Companies Act 2006 s307; W20)."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest

from govern.meetings.rules import Consents, earliest_day, last_day_to_send
from govern.sentences import Sentence
from tests.given import LONDON

RULE = Sentence("rule")


@pytest.mark.parametrize(
    ("entitled", "share", "needed"),
    [
        (15, Fraction(9, 10), 14),
        (20, Fraction(9, 10), 18),
        (10, Fraction(1, 1), 10),
        (10, Fraction(1, 4), 6),
        (3, Fraction(2, 3), 2),
    ],
)
def test_the_share_is_rounded_up_and_more_than_half_agree_in_any_case(
    entitled: int, share: Fraction, needed: int
) -> None:
    one_less, enough = Consents(needed - 1, entitled, share, RULE), Consents(needed, entitled, share, RULE)
    assert (one_less.enough, one_less.missing) == (False, 1)
    assert (enough.enough, enough.missing) == (True, 0)


def test_of_nobody_nobody_agrees() -> None:
    assert not Consents(0, 0, Fraction(9, 10), RULE).enough


def test_the_sum_is_shown_exactly_and_not_rounded() -> None:
    assert "9/10 of 15 is 13.5, so 14 must agree" in str(Consents(13, 15, Fraction(9, 10), RULE).words())
    assert "2/3 of 14 is 9 1/3, so 10 must agree" in str(Consents(9, 14, Fraction(2, 3), RULE).words())


@pytest.mark.parametrize(("hours", "last"), [(24, date(2026, 9, 1)), (48, date(2026, 8, 31)), (0, date(2026, 9, 2))])
def test_w20_the_last_day_to_send_is_the_other_way_round_of_the_earliest_day(hours: int, last: date) -> None:
    meeting = datetime(2026, 9, 17, 10, tzinfo=LONDON)
    assert last_day_to_send(meeting, 14, hours, clear=True) == last
    at_noon = datetime(last.year, last.month, last.day, 12, tzinfo=LONDON)
    assert earliest_day(at_noon, 14, hours, clear=True) == meeting.date()


def test_without_clear_days_there_is_a_day_more() -> None:
    assert last_day_to_send(datetime(2026, 9, 17, 10, tzinfo=LONDON), 14, 24, clear=False) == date(2026, 9, 2)
