"""The rules of entries: spans that become one, names alike, how long a contact is kept, when a death may be noted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.constituencies.register.rules import persons as rules
from govern.constituencies.register.rules.persons import Record, Span
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotValid, WrongMoment

START = date(2020, 1, 1)
AT = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
days = st.integers(0, 60).map(lambda n: START + timedelta(days=n))


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    found = []
    for number in range(draw(st.integers(0, 8))):
        begun = draw(days)
        length = draw(st.none() | st.integers(0, 30))
        ended = None if length is None else begun + timedelta(days=length)
        group = draw(st.sampled_from(("staff", "volunteers")))
        found.append(Span(number, group, begun, ended, f"why {number}", f"end {number}" if ended else None))
    return found


def held(span_from: date, span_to: date | None) -> set[date]:
    end = span_to or START + timedelta(days=120)
    return {span_from + timedelta(days=n) for n in range((end - span_from).days)}


@given(spans())
def test_invariant_3_what_becomes_one_holds_on_the_same_days_as_before_and_on_none_twice(found: list[Span]) -> None:
    joined = rules.joined_spans(found)
    inside = {span.id for one in joined for span in one.takes_in}
    stays = {one.stays.id: one for one in joined}
    for group in ("staff", "volunteers"):
        before = set().union(*(held(s.from_on, s.to_on) for s in found if s.group == group))
        after: list[date] = []
        for span in found:
            if span.group == group and span.id not in inside:
                one = stays.get(span.id)
                after += held(*((one.from_on, one.to_on) if one else (span.from_on, span.to_on)))
        assert set(after) == before
        assert len(after) == len(set(after))


@given(spans())
def test_the_order_in_which_spans_come_does_not_matter(found: list[Span]) -> None:
    def plain(some: list[Span]) -> set[tuple[str, date, date | None]]:
        return {(one.stays.group, one.from_on, one.to_on) for one in rules.joined_spans(some)}

    assert plain(found) == plain(list(reversed(found)))


def test_the_reasons_of_all_are_kept_as_far_as_there_is_room() -> None:
    (one,) = rules.joined_spans(
        [
            Span(1, "staff", START, None, "began work"),
            Span(2, "staff", START, START + timedelta(9), "open day", "left"),
        ]
    )
    assert (one.why, one.to_on, one.why_ended) == ("began work; open day", None, None)
    assert rules.both("a" * 150, "b" * 100, "c") == "a" * 150 + "; c"
    assert rules.both("same", "same", None, "") == "same"


def test_names_are_alike_when_they_share_a_word_accents_aside() -> None:
    assert rules.names_alike("Siân Llŷr Jones", "jones, SIAN")
    assert not rules.names_alike("Al Wu", "Al Xu")
    assert not rules.names_alike("Siân Elis", "Bryn Llwyd")


@pytest.mark.parametrize(
    ("left", "months", "until"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 15), 12, date(2026, 12, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 11, 30), 1, date(2025, 12, 30)),
        (date(2025, 11, 30), 0, date(2025, 11, 30)),
    ],
)
def test_contact_facts_are_kept_whole_months_from_the_day_somebody_left(left: date, months: int, until: date) -> None:
    assert rules.kept_until(left, months) == until


@pytest.mark.parametrize(
    ("died_on", "born_on", "own", "noted", "kind"),
    [
        (AT.date(), None, True, False, NotAllowed),
        (AT.date(), None, False, True, AlreadyDone),
        (AT.date() + timedelta(days=1), None, False, False, NotValid),
        (date(1950, 1, 1), date(1960, 1, 1), False, False, NotValid),
    ],
)
def test_a_death_that_cannot_be_noted(
    died_on: date, born_on: date | None, own: bool, noted: bool, kind: type[GovernError]
) -> None:
    with pytest.raises(kind):
        rules.check_death(died_on, AT.date(), born_on, own=own, noted=noted)


def test_a_death_is_put_right_up_to_the_last_moment_of_thirty_days() -> None:
    rules.check_undo(AT, same_officer=False, undone=False, at=AT + rules.UNDO_WITHIN)
    with pytest.raises(WrongMoment):
        rules.check_undo(AT, same_officer=False, undone=False, at=AT + rules.UNDO_WITHIN + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("kept", "gone", "same", "own", "kind"),
    [
        (Record(), Record(), True, False, NotValid),
        (Record(merged=True), Record(), False, False, AlreadyDone),
        (Record(), Record(organisation=True), False, False, NotAllowed),
        (Record(organisation=True), Record(), False, False, NotAllowed),
        (Record(died=True), Record(), False, False, NotAllowed),
        (Record(), Record(), False, True, NotAllowed),
    ],
)
def test_two_records_that_cannot_become_one(
    kept: Record, gone: Record, same: bool, own: bool, kind: type[GovernError]
) -> None:
    with pytest.raises(kind):
        rules.check_merge(kept, gone, same=same, officer_is_one=own)


def test_two_records_of_a_human_may_become_one() -> None:
    rules.check_merge(Record(), Record(), same=False, officer_is_one=False)
    rules.check_merge(Record(died=True), Record(died=True), same=False, officer_is_one=False)
