"""A vote on when and where to meet (M67): the day is read from what stood on the paper."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from govern.ballots.rules.meeting_days import DayAndPlace, day_and_place, day_in, days_of
from govern.ballots.rules.options import Weight, option_outcome
from govern.errors import WrongMoment
from govern.languages import CODES, LANGUAGES
from tests.ballots.rules.test_options import VANS, choice

DAY = date(2027, 6, 12)


def test_m67_the_day_and_place_that_is_chosen_fills_the_notice_and_an_equal_vote_fills_nothing() -> None:
    days = {one.id: DayAndPlace(DAY, time(14), {"en": f"Hall {one.id}"}) for one in VANS}
    came = option_outcome(choice({"a": 2, "b": 5}, Weight.DECIDES), quorate=True)
    assert day_and_place(came, days).place == {"en": "Hall b"}
    for votes, weight in (({"a": 5, "b": 5}, Weight.DECIDES), ({"a": 5}, Weight.ADVISES)):
        with pytest.raises(WrongMoment, match="chosen no day"):
            day_and_place(option_outcome(choice(votes, weight), quorate=True), days)


@pytest.mark.parametrize(
    ("words", "begins", "place"),
    [
        ("12 June 2027", None, ""),
        ("Saturday 12 June 2027, 14:00, Village hall, Pont-y-gof", time(14), "Village hall, Pont-y-gof"),
        ("On 12th of june 2027 at 9.30 in the morning: the mill", time(9, 30), "the mill"),
        ("12 June 2027, 2pm – Hall 3", time(14), "Hall 3"),
        ("12 June 2027 at 12 noon, Hall", time(12), "Hall"),
        ("12 June 2027, 12:15 am, Hall", time(0, 15), "Hall"),
        ("12 June 2027, 7 in the evening", time(19), ""),
        ("12 June 2027, 25:00, Hall", None, "25:00, Hall"),
        ("12 June 2027, 14 High Street", None, "14 High Street"),
        ("dydd Sadwrn 12 Mehefin 2027 am 2 y prynhawn, Neuadd y pentref", time(14), "Neuadd y pentref"),
    ],
)
def test_day_time_and_place_are_read_as_people_write_them(words: str, begins: time | None, place: str) -> None:
    assert day_in({"en": words}) == DayAndPlace(DAY, begins, {"en": place} if place else {})


@pytest.mark.parametrize("words", ["The long van", "31 June 2027", "12 Someday 2027", "June", "2027", ""])
def test_what_names_no_day_of_the_calendar_is_no_day(words: str) -> None:
    assert day_in({"en": words}) is None and days_of({"a": {"en": "12 June 2027"}, "b": {"en": words}}) is None
    assert days_of({}) is None


def test_two_languages_agree_on_the_day_and_each_has_its_own_place() -> None:
    both = {"en": "12 June 2027, 14:00, Village hall", "cy": "12 Mehefin 2027, 14:00, Neuadd y pentref"}
    assert day_in(both) == DayAndPlace(DAY, time(14), {"en": "Village hall", "cy": "Neuadd y pentref"})
    assert day_in({**both, "cy": "13 Mehefin 2027, 14:00"}) is None
    later = day_in({**both, "cy": "12 Mehefin 2027, 15:00"})
    assert later is not None and later.begins is None


@pytest.mark.parametrize("code", CODES)
def test_days_and_times_as_the_service_itself_writes_them_are_read(code: str) -> None:
    language = LANGUAGES[code]
    for month in range(1, 13):
        moment = datetime(2027, month, 12, month + 6, 30, tzinfo=language.zone)
        said = f"{language.day(moment)}, {language.time(moment)}"
        assert day_in({code: said}) == DayAndPlace(moment.date(), moment.time().replace(tzinfo=None))
