"""Limits on the membership itself: W19 and its neighbours, with given numbers."""

from __future__ import annotations

import pytest

from govern.constituencies.register import rules
from govern.constituencies.register.rules import Level, LimitReached
from govern.constituencies.rulebook.book import Rulebook, example, load
from govern.constituencies.rulebook.book.tables import Cap


@pytest.fixture(scope="module")
def italy() -> Rulebook:
    return load(example("italy_type_a"))


def volunteers(book: Rulebook) -> Cap:
    (cap,) = [cap for cap in rules.limits_of(book) if rules.blocks_admission(cap)]
    return cap


@pytest.mark.parametrize(
    ("counted", "among", "taken"),
    [(20, 41, True), (20, 40, False), (20, 39, False), (19, 39, True), (0, 1, True), (1, 1, False)],
)
def test_w19_one_more_volunteer_is_admitted_as_long_as_half_are_not_passed(
    italy: Rulebook, counted: int, among: int, taken: bool
) -> None:
    after = Level(volunteers(italy), counted, among).with_one_more(counted=True)
    if taken:
        rules.check_admission(italy, [(after, True)])
    else:
        with pytest.raises(LimitReached, match="at most") as refusal:
            rules.check_admission(italy, [(after, True)])
        assert str(counted + 1) in str(refusal.value.message) and "Rule" in str(refusal.value.message)


def test_w19_twenty_of_thirty_nine_is_a_breach_and_a_worker_is_still_admitted(italy: Rulebook) -> None:
    cap = volunteers(italy)
    assert Level(cap, 20, 40).is_kept and not Level(cap, 20, 39).is_kept
    after = Level(cap, 20, 39).with_one_more(counted=False)
    rules.check_admission(italy, [(after, False)])
    assert rules.not_kept([Level(cap, 20, 39), Level(cap, 20, 40)]) == (Level(cap, 20, 39),)


def test_a_volunteer_who_joins_a_second_group_is_no_further_member(italy: Rulebook) -> None:
    same = Level(volunteers(italy), 20, 40).with_one_more(counted=False, new=False)
    assert (same.counted, same.among) == (20, 40)


def test_limits_that_only_alert_refuse_nobody() -> None:
    france = load(example("france_scic"))
    (cap,) = rules.limits_of(france)
    assert cap.scope == rules.GROUPS and not rules.blocks_admission(cap)
    below = Level(cap, 2, 4)
    assert not below.is_kept and Level(cap, 3, 4).is_kept
    rules.check_admission(france, [(below, True)])
    assert not Level(cap, 3, 4, ("College des salaries",)).is_kept
    assert "have none: College des salaries" in str(rules.told(Level(cap, 3, 4, ("College des salaries",))))
    assert str(rules.told(below)) == "2 groups have members. The rules ask for at least 3."


def test_m38_twenty_nine_of_a_hundred_workers_alert_and_thirty_are_fine(italy: Rulebook) -> None:
    (sleeping,) = [cap for cap in italy.caps if cap.scope == rules.WORKFORCE]
    assert sleeping not in rules.limits_of(italy)
    assert not Level(sleeping, 29, 100).is_kept and Level(sleeping, 30, 100).is_kept
    assert "at least 30" in str(rules.told(Level(sleeping, 29, 100)))


def test_an_empty_society_keeps_its_limits_by_share(italy: Rulebook) -> None:
    assert Level(volunteers(italy), 0, 0).is_kept
