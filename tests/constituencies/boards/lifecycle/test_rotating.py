"""Who stands down: announced with a commitment, drawn once, and then due on the day of the meeting (invariant 18)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from govern.constituencies.boards import lifecycle, queries, rules
from govern.constituencies.boards.rules import HowFilled, RotationStage
from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.errors import AlreadyDone, NotAllowed, NotFound, WrongMoment
from tests.constituencies.boards.lifecycle.given_boards import AT, Home, a_home

AGM = date(2026, 7, 11)


async def twelve(store: Store) -> Home:
    """W13: ten elected (two of 2022, four of 2023, four of 2024), a casual appointee and somebody from outside.

    Their terms are long, so that who goes is decided by time in office and by lot.
    """
    text = example("tair_nant").replace("years = 3", "years = 9", 1).replace("seats = 9", "seats = 12")
    text = text.replace('count = 3\nmethod = "stv"', 'count = 6\nmethod = "stv"')
    text = text.replace("max_consecutive = 3", "max_consecutive = 0")
    home = await a_home(store, text)
    for name, group, seat, year in (
        *((f"a{n}", "supported", "supported", 2022) for n in range(2)),
        *((f"b{n}", "staff", "staff", 2023) for n in range(2)),
        *((f"b{n}", "staff", "any", 2023) for n in range(2, 4)),
        *((f"c{n}", "volunteers", "volunteers", 2024) for n in range(2)),
        *((f"c{n}", "staff", "any", 2024) for n in range(2, 4)),
    ):
        await home.enter(name, group)
        await home.seat(name, seat, on=date(year, 5, 9))
    await home.enter("gone", "staff")
    await home.seat("gone", "any", on=date(2024, 5, 9))
    await home.leave("gone", on=date(2026, 1, 10))
    await home.enter("casual", "staff")
    await home.seat("casual", "any", on=date(2026, 1, 11), how=HowFilled.CO_OPTED)
    return home


async def test_w13_three_of_ten_and_the_casual_appointee_are_due_on_the_day_of_the_meeting(store: Store) -> None:
    home = await twelve(store)
    async with store.writing() as writing:
        rotation_id = await lifecycle.announce(writing, "board", AGM, by=None, at=AT)
    async with store.reading() as reading:
        announced = await queries.rotation(reading, rotation_id)
        preview = await queries.standing_down(reading, "board", AGM)
    assert (announced.stage, announced.seed, announced.leaving) == (RotationStage.ANNOUNCED, None, ())
    assert (preview.base, preview.third, preview.seats) == (10, 3, 4)
    assert [(lot.places, len(lot.among)) for lot in preview.lots] == [(1, 4)]
    async with store.writing() as writing:
        await lifecycle.draw(writing, rotation_id, by=None, at=AT)
    async with store.reading() as reading:
        drawn = await queries.rotation(reading, rotation_id)
    leaving = {one.name for one in drawn.leaving}
    assert leaving >= {"a0", "a1", "casual"} and len(leaving) == 4
    assert drawn.seed is not None
    seed = bytes.fromhex(drawn.seed)
    assert rules.commitment(seed).hex() == announced.commitment
    there = await home.sitting()
    keys = {str(there[name].tenure_id): name for name in ("b0", "b1", "b2", "b3")}
    first = rules.drawn(seed, f"board {AGM.isoformat()}", keys)[0]
    assert keys[first] in leaving, "anybody can draw the lot again"
    assert {name for name, one in there.items() if one.due_on == AGM} == leaving
    assert await home.vacancies() == ()


async def test_invariant_18_a_member_co_opted_to_a_seat_nobody_held_stands_down_at_the_meeting_too(
    store: Store,
) -> None:
    home = await a_home(store, "tair_nant")
    await home.enter("new", "staff")
    await home.seat("new", "any", on=date(2026, 1, 11), how=HowFilled.CO_OPTED)
    async with store.reading() as reading:
        found = await queries.standing_down(reading, "board", AGM)
    assert [(one.serving.name, one.why) for one in found.leaving] == [("new", rules.Why.CASUAL)]
    assert (found.base, found.seats) == (0, 1)
    await home.leave("new", on=date(2026, 2, 1))
    assert [one.constituency for one in await home.vacancies()] == ["any"], "who leaves before leaves a vacancy"


async def test_a_lot_is_drawn_once_and_announced_once(store: Store) -> None:
    await twelve(store)
    async with store.writing() as writing:
        rotation_id = await lifecycle.announce(writing, "board", AGM, by=None, at=AT)
        with pytest.raises(AlreadyDone, match="being worked out already"):
            await lifecycle.announce(writing, "board", AGM, by=None, at=AT)
        await lifecycle.draw(writing, rotation_id, by=None, at=AT)
        with pytest.raises(AlreadyDone, match="drawn once"):
            await lifecycle.draw(writing, rotation_id, by=None, at=AT)
        with pytest.raises(WrongMoment, match="stands"):
            await lifecycle.withdraw(writing, rotation_id, by=None, at=AT)


async def test_what_was_announced_is_taken_back_before_the_lot(store: Store) -> None:
    await twelve(store)
    async with store.writing() as writing:
        rotation_id = await lifecycle.announce(writing, "board", AGM, by=None, at=AT)
        await lifecycle.withdraw(writing, rotation_id, by=None, at=AT)
        with pytest.raises(NotFound):
            await queries.rotation(writing, rotation_id)
        await lifecycle.announce(writing, "board", AGM, by=None, at=AT)


async def test_nobody_is_announced_for_a_meeting_long_over_or_drawn_on_an_empty_board(store: Store) -> None:
    await a_home(store, "tair_nant")
    async with store.writing() as writing:
        with pytest.raises(NotAllowed, match="long over"):
            await lifecycle.announce(writing, "board", date(2020, 7, 11), by=None, at=AT)
        rotation_id = await lifecycle.announce(writing, "board", AGM, by=None, at=AT)
        with pytest.raises(NotAllowed, match="Nobody who was elected"):
            await lifecycle.draw(writing, rotation_id, by=None, at=AT)


async def test_the_secretary_is_told_a_year_after_the_last_election(store: Store) -> None:
    home = await a_home(store, "tair_nant", [("Ana", "volunteers", "any")])
    title = "Work out who stands down: Board"
    assert title not in await home.titles(date(2026, 12, 1))
    assert title in await home.titles(date(2027, 3, 10))
    async with store.reading() as reading:
        late = [
            next(task.late for task in await queries.tasks(reading, day) if str(task.title) == title)
            for day in (date(2027, 6, 1), date(2027, 9, 1))
        ]
    assert late == [False, True], "annual meetings are at most fifteen months apart"


async def test_the_year_ahead_names_terms_limits_and_the_rotation(store: Store) -> None:
    home = await a_home(store, "tair_nant", [("Una", "supported", ""), ("Ana", "volunteers", "")])
    await home.seat("Una", "supported", on=date(2024, 5, 9), terms_before=2)
    await home.seat("Ana", "any", on=date(2024, 5, 9))
    async with store.reading() as reading:
        (board,) = await queries.ahead(reading, AT.date() + timedelta(days=30), "en")
    assert [(line.name, line.on, line.terms, line.may_return) for line in board.lines] == [
        ("Ana", date(2027, 5, 9), 1, True),
        ("Una", date(2027, 5, 9), 3, False),
    ]
    assert (board.filled, board.staying, board.at_risk) == (2, 0, True)
