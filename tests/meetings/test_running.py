"""The running time of an agenda, who may read a paper: pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from govern.errors import NotValid
from govern.meetings.rules import Readers, Timed, begins, check_minutes, may_read, runs_until

TWO = datetime(2026, 12, 12, 14, tzinfo=UTC)


def after(*minutes: int) -> tuple[datetime, ...]:
    return tuple(TWO + timedelta(minutes=number) for number in minutes)


def test_each_item_begins_after_those_before_it_and_their_breaks() -> None:
    items = (Timed(10), Timed(20, 15), Timed(30, 5))
    assert begins(TWO, items) == after(0, 10, 45)
    assert runs_until(TWO, items) == TWO + timedelta(minutes=75)


def test_after_an_item_without_minutes_nothing_is_promised() -> None:
    assert begins(TWO, (Timed(10), Timed(None), Timed(5))) == (*after(0, 10), None)
    assert runs_until(TWO, (Timed(10), Timed(None))) is None
    assert runs_until(TWO, ()) is None


@pytest.mark.parametrize(
    ("minutes", "pause", "field"), [(0, None, "minutes"), (481, None, "minutes"), (5, 0, "break_after")]
)
def test_minutes_that_no_meeting_has_are_refused_beside_their_field(
    minutes: int, pause: int | None, field: str
) -> None:
    with pytest.raises(NotValid) as refused:
        check_minutes(minutes, pause)
    assert refused.value.field == field
    check_minutes(480, None)


@pytest.mark.parametrize(
    ("readers", "told", "sits", "recused", "reads"),
    [
        (Readers.MEMBERS, True, False, False, True),
        (Readers.MEMBERS, False, False, False, False),
        (Readers.BODY, True, False, False, False),
        (Readers.BODY, True, True, True, True),
        (Readers.CONFIDENTIAL, True, True, False, True),
        (Readers.CONFIDENTIAL, True, True, True, False),
    ],
)
def test_who_may_read_a_paper(readers: Readers, told: bool, sits: bool, recused: bool, reads: bool) -> None:
    assert may_read(readers, told=told, sits=sits, recused=recused, calls=False) is reads
    assert may_read(readers, told=told, sits=sits, recused=recused, calls=True)
