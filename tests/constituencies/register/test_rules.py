"""What holds in the register: spans, ages, where somebody votes, and the steps of a file."""

from __future__ import annotations

from datetime import date

import pytest

from govern.constituencies.register import rules
from govern.constituencies.register.rules import ImportStage
from govern.errors import NotAllowed, WrongMoment

A, B = date(2020, 1, 1), date(2021, 1, 1)
ORDER = ("users", "staff", "volunteers")


@pytest.mark.parametrize(
    ("day", "to_on", "holds"),
    [(A, None, True), (B, B, False), (date(2020, 12, 31), B, True), (date(2019, 12, 31), None, False), (A, A, False)],
)
def test_a_span_holds_on_its_first_day_and_not_on_its_last(day: date, to_on: date | None, holds: bool) -> None:
    assert rules.holds_on(day, A, to_on) is holds


@pytest.mark.parametrize(
    ("born", "old_enough"),
    [(date(2010, 11, 9), True), (date(2010, 11, 10), False), (None, True), (date(2012, 2, 29), False)],
)
def test_members_are_sixteen_on_their_birthday(born: date | None, old_enough: bool) -> None:
    assert rules.old_enough(born, date(2026, 11, 9), 16) is old_enough


@pytest.mark.parametrize(
    ("memberships", "single", "each"),
    [
        ([("staff", A)], ("staff",), ("staff",)),
        ([("staff", A), ("users", B)], ("staff",), ("staff", "users")),
        ([("staff", A), ("users", A)], ("users",), ("users", "staff")),
        ([("investors", A), ("volunteers", B)], ("volunteers",), ("volunteers",)),
        ([("investors", A)], (), ()),
    ],
)
def test_a_person_votes_in_the_group_they_joined_first(
    memberships: list[tuple[str, date]], single: tuple[str, ...], each: tuple[str, ...]
) -> None:
    assert rules.voting_groups(memberships, ORDER, "single") == single
    assert rules.voting_groups(memberships, ORDER, "each") == each


def test_attributes_are_what_was_noted_and_what_groups_imply() -> None:
    found = rules.attributes_of(["employee"], ["volunteers"], {"volunteers": ("volunteer",), "staff": ("x",)})
    assert found == {"employee", "volunteer"}


@pytest.mark.parametrize(
    ("stage", "changes", "refused", "kind"),
    [
        (ImportStage.LOOKED_AT, 49, 0, None),
        (ImportStage.LOOKED_AT, 50, 0, NotAllowed),
        (ImportStage.APPROVED, 50, 0, None),
        (ImportStage.LOOKED_AT, 1, 1, NotAllowed),
        (ImportStage.LOOKED_AT, 0, 0, WrongMoment),
        (ImportStage.APPLIED, 1, 0, WrongMoment),
        (ImportStage.ABANDONED, 1, 0, WrongMoment),
    ],
)
def test_a_file_is_put_in_when_nothing_stands_against_it(
    stage: ImportStage, changes: int, refused: int, kind: type[Exception] | None
) -> None:
    if kind is None:
        rules.may_apply(stage, changes=changes, refused=refused)
    else:
        with pytest.raises(kind):
            rules.may_apply(stage, changes=changes, refused=refused)


def test_the_owner_of_the_server_needs_no_second_officer() -> None:
    rules.may_apply(ImportStage.LOOKED_AT, changes=5_000, refused=0, by_owner=True)
