"""Numbers that give nobody away; a few loud voices; who has not been heard."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import product
from uuid import UUID

import pytest

from govern.forums.gatherings.rules import voices
from govern.forums.gatherings.rules.voices import Cell, Known, Order, Said, Step, What

FEWER, NEARLY, NUMBER, KEPT = Said.FEWER, Said.NEARLY_ALL, Said.NUMBER, Said.KEPT


@pytest.mark.parametrize(
    ("number", "of", "floor", "said", "low", "high"),
    [
        (0, 20, 3, FEWER, 0, 2),
        (2, 20, 3, FEWER, 0, 2),
        (3, 20, 3, NUMBER, 3, 3),
        (17, 20, 3, NUMBER, 17, 17),
        (18, 20, 3, NEARLY, 18, 20),
        (20, 20, 3, NEARLY, 18, 20),
        (2, 2, 3, FEWER, 0, 2),
        (3, 4, 3, NEARLY, 3, 4),
        (20, None, 3, NUMBER, 20, 20),
        (4, 20, 5, FEWER, 0, 4),
        (0, 4, 1, NUMBER, 0, 0),  # four people who know each other: nothing is anonymous
        (4, 4, 1, NUMBER, 4, 4),
    ],
)
def test_a_number_under_the_floor_is_not_said_nor_that_so_few_are_left_out(
    number: int, of: int | None, floor: int, said: Said, low: int, high: int
) -> None:
    found = voices.cell(number, of, floor)
    assert (found.said, found.low, found.high) == (said, low, high)
    assert found.said is NUMBER or found.number == floor


@pytest.mark.parametrize(
    ("numbers", "together"),
    [
        ({"a": 4, "b": 5}, NUMBER),
        ({"a": 4, "b": 1}, KEPT),  # 5 less 4 is 1
        ({"a": 4, "b": 1, "c": 1}, NUMBER),  # 6 less 4 is 2: 0 and 2, 1 and 1, 2 and 0
        ({"a": 4, "b": 0, "c": 0}, KEPT),  # nothing is left: both are none
        ({"a": 4, "b": 2, "c": 2}, KEPT),  # both are as many as they can be
        ({"a": 4, "b": 2, "c": 1}, KEPT),  # neither can be none
        ({"a": 1, "b": 1, "c": 1}, NUMBER),
        ({"a": 19, "b": 5}, KEPT),  # nearly all of 20: the sum says how nearly
        ({}, NUMBER),
    ],
)
def test_a_sum_is_said_only_where_it_gives_no_number_away(numbers: dict[str, int], together: Said) -> None:
    assert voices.column(numbers, dict.fromkeys(numbers, 20), 3).together.said is together


@pytest.mark.parametrize("of", [(3, 5), (5, 6), (4, 5, 6), (2, 4, 5), (6, 6, 6)])
def test_m3_nothing_can_be_worked_out_by_subtraction(of: tuple[int, ...]) -> None:
    """Every table there can be, by how it is shown: to whoever reads it, and knows this rule, each number that is not
    said can still be any of those that its words leave open."""
    groups = [f"group {number}" for number in range(len(of))]
    possible: dict[tuple[tuple[Cell, ...], Cell], list[tuple[int, ...]]] = defaultdict(list)
    for numbers in product(*(range(each + 1) for each in of)):
        found = voices.column(dict(zip(groups, numbers, strict=True)), dict(zip(groups, of, strict=True)), 3)
        possible[tuple(found.cells.values()), found.together].append(numbers)
    for (cells, together), tables in possible.items():
        for place, one in enumerate(cells):
            left_open = set(range(one.low, min(one.high, of[place]) + 1))
            assert {numbers[place] for numbers in tables} == left_open, (cells, together, place)


def test_how_many_were_heard_is_kept_back_where_the_ways_would_say_too_much() -> None:
    few, many = voices.cell(1, 20, 3), voices.cell(6, 20, 3)
    heard = voices.cell(8, 20, 3)
    # Two of eight did not speak, and there is one other way: then two were heard in that one.
    assert voices.in_ways(heard, [many, few]).said is KEPT
    assert voices.in_ways(heard, [many, few, few]) == heard
    assert voices.in_ways(voices.cell(6, 20, 3), [many, few]) == voices.cell(6, 20, 3)
    assert voices.in_ways(few, [few, few]) == few


def person(number: int) -> UUID:
    return UUID(int=number)


@pytest.mark.parametrize(
    ("counts", "belong", "loud"),
    [
        ((), 20, ()),
        ((5,), 20, ()),  # five things say nothing
        ((3, 3), 20, (1,)),
        ((2, 2, 2), 20, (1, 2, 3)),
        ((2, 1, 1, 1, 1), 20, ()),  # exactly a third is no more than a third
        ((3, 1, 1, 1, 1, 1), 20, (1,)),
        ((3, 3, 2, 1), 20, (1, 2, 3)),
        ((2, 2, 2, 1, 1, 1), 20, ()),  # exactly two thirds
        ((3, 2, 2, 1, 1), 20, (1, 2, 3)),
        ((5, 4, 1, 1, 1, 1), 7, ()),  # a forum of seven
        ((4, 4, 1, 1, 1, 1), 8, ()),
        ((5, 4, 1, 1, 1, 1), 8, (1,)),
    ],
)
def test_m3_a_few_loud_voices(counts: tuple[int, ...], belong: int, loud: tuple[int, ...]) -> None:
    found = voices.loud(What.RAISED, {person(n): count for n, count in enumerate(counts, 1)}, belong)
    assert (() if found is None else found.people) == tuple(person(n) for n in loud)


def known(name: str, belongs: date, last: date | None) -> Known:
    return Known(person_id=person(len(name)), name=name, belongs_from=belongs, last=last)


def test_who_was_not_heard_since_a_day_is_listed_by_name_or_the_longest_first() -> None:
    since, early = date(2026, 8, 26), date(2025, 1, 1)
    people = [
        known("Cai", early, date(2026, 8, 25)),
        known("Ana", early, date(2026, 8, 26)),  # on that very day
        known("Bo", early, None),
        known("Di", date(2026, 9, 1), None),  # is still new
        known("Ed", since, None),
        known("Abe", date(2026, 1, 1), None),
    ]
    assert [one.name for one in voices.not_heard(people, since, Order.NAME)] == ["Abe", "Bo", "Cai", "Ed"]
    assert [one.name for one in voices.not_heard(people, since, Order.LONGEST)] == ["Bo", "Abe", "Cai", "Ed"]


@pytest.mark.parametrize(
    ("given", "steps"),
    [
        ((0, 0, False, 30, False), ()),
        ((2, 0, False, 8, True), ("visit", "round")),
        ((2, 1, False, 8, False), ("visit", "paper", "round", "beforehand")),
        ((0, 0, True, 8, True), ("round", "other_leads")),
        ((1, 0, True, 12, True), ("visit", "round", "small_groups", "other_leads")),
    ],
)
def test_what_may_help(given: tuple[int, int, bool, int, bool], steps: tuple[str, ...]) -> None:
    silent, on_paper, loud, belong, other = given
    found = voices.steps(silent=silent, on_paper=on_paper, loud_voices=loud, belong=belong, other_ways=other)
    assert found == tuple(Step(one) for one in steps)


def test_a_span_ends_today() -> None:
    assert voices.span_from(date(2026, 5, 31), 3) == date(2026, 2, 28)
    assert voices.span_from(date(2026, 11, 26), 12) == date(2025, 11, 26)
