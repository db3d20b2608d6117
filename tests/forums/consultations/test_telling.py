"""The sum of a consultation, and that nobody can work out from what is published what one person showed."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Iterator

import msgspec
import pytest

from govern.forums.consultations.rules import (
    Cell,
    Confidence,
    Evidence,
    Heard,
    Published,
    Stance,
    Sum,
    Tally,
    opened,
    position_key,
    positions_of,
    published,
    says_nothing_apart,
    sum_up,
)

FOR, AGAINST, SURE = "for", "against", Confidence.HIGH


def view(people: int, position: str, evidence: Evidence = Evidence.CHOSEN, *, agreed: bool = False) -> Tally:
    return Tally(
        people=people,
        heard=Heard.FINAL,
        position=position,
        evidence=evidence,
        confidence=SURE,
        agreed=agreed,
    )


def five_of_w14(*, agreed: bool = False) -> Sum:
    leaning = position_key(Stance.FOR, leaning=True)
    tallies = [
        view(1, FOR, agreed=agreed),
        view(1, leaning, Evidence.OBSERVED, agreed=agreed),
        view(1, AGAINST, agreed=agreed),
        Tally(people=1, heard=Heard.STOPPED, agreed=agreed),
        view(1, Stance.NO_CLEAR_VIEW.value, Evidence.OBSERVED, agreed=agreed),
    ]
    return sum_up(tallies, positions_of(()))


def test_whoever_runs_it_sees_every_cell_of_w14() -> None:
    found = five_of_w14()
    views = {cell.key: cell.people for cell in found.positions if cell.people}
    assert found.asked == 5
    assert views == {FOR: 1, AGAINST: 1, "leans:for": 1, "no_clear_view": 1}
    assert {cell.key: cell.people for cell in found.happened} == {
        "heard": 4,
        "stopped": 1,
        "declined": 0,
        "not_reached": 0,
    }
    assert {cell.key: cell.people for cell in found.evidence["leans:for"]} == {
        "stated": 0,
        "chosen": 0,
        "observed": 1,
    }


def test_the_five_of_w14_are_told_as_five_and_no_more() -> None:
    told = published(five_of_w14(), 3)
    assert told.asked == 5
    assert told.positions is None
    assert told.confidence is None
    assert says_nothing_apart(told)


def test_w14_is_told_whole_where_each_of_them_agreed() -> None:
    told = published(five_of_w14(agreed=True), 3)
    assert told.heard == 4
    assert told.positions is not None
    assert told.positions.of("leans:for") == 1
    assert told.evidence["leans:for"].of("observed") == 1
    assert told.confidence is not None


def test_fewer_than_the_floor_are_not_even_counted() -> None:
    assert published(sum_up([view(2, FOR)], positions_of(())), 3).asked is None


def test_one_who_agreed_is_shown_and_the_others_are_told_together() -> None:
    parts = [Cell("a", 1, agreed=True), Cell("b", 2), Cell("c", 1), Cell("d", 9)]
    told = opened(parts, 3)
    assert told.shown == (("a", 1), ("d", 9))
    assert (told.together, told.people_together) == (("b", "c"), 3)


def test_one_who_agreed_is_kept_back_where_the_rest_could_be_told_by_subtracting() -> None:
    told = opened([Cell("a", 2, agreed=True), Cell("b", 2), Cell("c", 0)], 3)
    assert told.shown == ()


def test_how_sure_readers_were_is_told_only_where_nothing_else_is_kept_back() -> None:
    many = [view(20, FOR), view(20, AGAINST)]
    assert published(sum_up(many, positions_of(())), 3).confidence is not None
    assert published(sum_up([*many, view(1, "not_sure")], positions_of(())), 3).confidence is None


def test_many_people_are_told_nearly_all_of_it() -> None:
    found = sum_up([view(200, FOR), view(150, AGAINST), view(2, "not_saying"), view(8, "not_sure")], positions_of(()))
    told = published(found, 3)
    assert told.positions is not None
    assert (told.positions.of(FOR), told.positions.of(AGAINST)) == (200, 150)
    assert told.positions.of("not_saying") is None


def test_no_number_under_the_floor_is_published_unless_each_agreed() -> None:
    """Invariant 77, over random tables: also the number of those told together."""
    dice = random.Random(77)
    for _ in range(3_000):
        floor = dice.choice((2, 3, 4, 5))
        parts = [
            Cell(str(n), dice.choice((0, 0, 1, 2, 3, 5, 9)), dice.random() < 0.2)
            for n in range(dice.choice((3, 5, 9)))
        ]
        if sum(part.people for part in parts) < floor:
            continue
        told = opened(parts, floor)
        by_key = {part.key: part for part in parts}
        assert all(not by_key[key].small(floor) or by_key[key].agreed for key, _ in told.shown)
        assert not told.together or told.people_together >= floor
        assert sum(people for _, people in told.shown) + told.people_together == sum(part.people for part in parts)


def _vectors(parts: int, most: int) -> Iterator[tuple[int, ...]]:
    return (one for one in itertools.product(range(most + 1), repeat=parts) if sum(one) <= most)


@pytest.mark.parametrize(("floor", "parts", "most"), [(2, 3, 9), (3, 3, 12), (3, 4, 9), (4, 4, 9), (3, 5, 7)])
def test_no_part_kept_back_can_be_worked_out(floor: int, parts: int, most: int) -> None:
    """Invariant 77: every table that is told in the same way, for somebody who knows the rule too. A part kept back
    has at least two values among them."""
    same: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for numbers in _vectors(parts, most):
        if sum(numbers) >= floor:
            same[opened([Cell(str(n), people) for n, people in enumerate(numbers)], floor)].append(numbers)
    for told, tables in same.items():
        for key in told.together:  # type: ignore[attr-defined]
            assert len({numbers[int(key)] for numbers in tables}) > 1, (told, tables)


def test_no_part_kept_back_can_be_worked_out_beside_people_who_agreed() -> None:
    """The same where somebody of each part may have agreed, which nobody else knows."""
    same: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for numbers in _vectors(3, 8):
        if sum(numbers) < 3:
            continue
        for flags in itertools.product((False, True), repeat=3):
            cells = [Cell(str(n), people, flag) for n, (people, flag) in enumerate(zip(numbers, flags, strict=True))]
            same[opened(cells, 3)].append(numbers)
    for told, tables in same.items():
        for key in told.together:  # type: ignore[attr-defined]
            assert len({numbers[int(key)] for numbers in tables}) > 1, (told, tables)


def _kept_back(told: Published) -> Iterator[tuple[str, str]]:
    for name, part in (("happened", told.happened), ("positions", told.positions), *told.evidence.items()):
        yield from ((name, key) for key in (part.together if part is not None else ()))


def _true(found: Sum, name: str, key: str) -> int:
    cells = {"happened": found.happened, "positions": found.positions}.get(name) or found.evidence[name]
    return next(cell.people for cell in cells if cell.key == key)


def test_no_cell_of_the_whole_sum_can_be_worked_out_from_all_that_is_told() -> None:
    """Invariant 77, over every table of six people: what happened, the positions and their evidence, together."""
    positions = (FOR, AGAINST, "not_sure")
    kinds = [Tally(people=1, heard=heard) for heard in (Heard.STOPPED, Heard.DECLINED, Heard.NOT_REACHED)]
    kinds += [view(1, position, evidence) for position in positions for evidence in Evidence]
    same: dict[bytes, list[Sum]] = defaultdict(list)
    for six in itertools.combinations_with_replacement(kinds, 6):
        found = sum_up(six, positions)
        same[msgspec.json.encode(published(found, 3))].append(found)
    checked = 0
    for tables in same.values():
        for name, key in _kept_back(published(tables[0], 3)):
            checked += 1
            assert len({_true(one, name, key) for one in tables}) > 1, (name, key, published(tables[0], 3))
    assert checked > 100
