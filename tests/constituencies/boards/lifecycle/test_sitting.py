"""Seats are taken, left, and lost by a change of status; the register's own step is always recorded."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from govern import record
from govern.constituencies.boards import lifecycle, queries
from govern.constituencies.boards.rules import CapReached
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register import queries as register_queries
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.errors import AlreadyDone, NotValid
from govern.identity.lifecycle import NewPerson

AT = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
JOINED, SEATED, TODAY = date(2020, 1, 1), date(2026, 5, 9), AT.date()


async def a_board(store: Store) -> dict[str, UUID]:
    """Nine directors by the rules of Colne Valley: three users, three staff, three volunteers on seats for any."""
    people: dict[str, UUID] = {}
    async with store.writing() as writing:
        await rulebook.adopt(writing, example("colne_valley_like"), by=None, at=AT)
        for name, group, seat in (
            *((n, "users", "users") for n in ("Una", "Ulf", "Umi")),
            *((n, "staff", "staff") for n in ("Sal", "Sid", "Gwen")),
            *((n, "volunteers", "any") for n in ("Ana", "Bo", "Cai")),
            *((n, "volunteers", "") for n in ("Di",)),
        ):
            people[name] = await register.enter(
                writing, NewPerson(name=name), group, JOINED, "Founding", by=None, at=AT
            )
            if seat:
                await lifecycle.seat(writing, "board", seat, people[name], SEATED, by=None, at=AT)
    return people


async def names(store: Store, on: date = TODAY) -> list[str]:
    async with store.reading() as reading:
        return [s.name for s in await queries.sitting(reading, "board", on)]


async def leave(store: Store, name: str, why: str = "resigned") -> None:
    async with store.writing() as writing:
        (one,) = [s for s in await queries.sitting(writing, "board", TODAY) if s.name == name]
        await lifecycle.vacate(writing, one.tenure_id, TODAY, why, by=None, at=AT)


async def test_a_board_is_seated_with_terms_from_the_rules_and_a_line_each(store: Store) -> None:
    await a_board(store)
    assert len(await names(store)) == 9
    async with store.reading() as reading:
        sitting = await queries.sitting(reading, "board", TODAY)
        lines = [line for line in await record.lines_about(reading) if line.verb == "tenure.began"]
        (board,) = await queries.boards(reading, TODAY, "en")
    assert {s.due_on for s in sitting} == {date(2027, 5, 9)}
    assert [s.attributes for s in sitting if s.name == "Ana"] == [{"volunteer"}]
    assert len(lines) == 9 and not any("Ana" in str(line.facts) for line in lines)
    assert (board.filled, board.free, [row.free for row in board.rows]) == (9, 0, [0, 0, 0])


async def test_somebody_who_resigns_leaves_the_seat_that_day_and_only_once(store: Store) -> None:
    await a_board(store)
    await leave(store, "Sal")
    assert "Sal" not in await names(store)
    assert "Sal" in await names(store, date(2026, 6, 29))
    async with store.writing() as writing:
        (before,) = [s for s in await queries.sitting(writing, "board", date(2026, 6, 29)) if s.name == "Sal"]
        with pytest.raises(AlreadyDone):
            await lifecycle.vacate(writing, before.tenure_id, TODAY, "resigned", by=None, at=AT)


async def test_nobody_leaves_before_they_sat(store: Store) -> None:
    await a_board(store)
    async with store.writing() as writing:
        (one,) = [s for s in await queries.sitting(writing, "board", TODAY) if s.name == "Sal"]
        with pytest.raises(NotValid, match="cannot leave before"):
            await lifecycle.vacate(writing, one.tenure_id, date(2026, 1, 1), "resigned", by=None, at=AT)


async def test_co_opting_a_volunteer_for_a_volunteer_is_allowed_and_for_a_staff_director_refused(
    store: Store,
) -> None:
    people = await a_board(store)
    await leave(store, "Sal")
    async with store.writing() as writing:
        await register.admit(writing, people["Di"], "staff", TODAY, "Works here too", by=None, at=AT)
        with pytest.raises(CapReached, match="Ana, Bo, Cai"):
            await lifecycle.seat(writing, "board", "staff", people["Di"], TODAY, by=None, at=AT)
    await leave(store, "Bo")
    async with store.writing() as writing:
        await lifecycle.seat(writing, "board", "any", people["Di"], TODAY, how_filled="co_opted", by=None, at=AT)
    assert "Di" in await names(store)


async def test_a_change_of_status_is_recorded_and_costs_the_seat_the_same_day(store: Store) -> None:
    people = await a_board(store)
    async with store.writing() as writing, lifecycle.heeding(writing, TODAY, by=None, at=AT):
        await register.move(writing, people["Gwen"], "staff", "volunteers", TODAY, "Retired", by=None, at=AT)
    async with store.reading() as reading:
        groups = await register_queries.constituencies_of(reading, people["Gwen"], TODAY)
        lines = [line for line in await record.lines_about(reading) if line.verb == "tenure.ended"]
    assert groups == ("volunteers",)
    assert "Gwen" not in await names(store)
    assert "Gwen" in await names(store, date(2026, 6, 29))
    assert [line.facts and line.facts["why"] for line in lines] == ["status_changed"]


async def test_a_change_of_status_of_somebody_without_a_seat_costs_nothing(store: Store) -> None:
    people = await a_board(store)
    async with store.writing() as writing, lifecycle.heeding(writing, TODAY, by=None, at=AT):
        await register.end_membership(writing, people["Di"], "volunteers", TODAY, "Moved away", by=None, at=AT)
    assert len(await names(store)) == 9


async def test_a_breach_of_a_cap_of_the_seats_filled_is_written_down(store: Store) -> None:
    await a_board(store)
    text = example("colne_valley_like").replace("2026.1", "2026.2").replace('of = "established"', 'of = "filled"')
    async with store.writing() as writing:
        await rulebook.adopt(writing, text.replace("block_appointment", "alert"), by=None, at=AT)
    await leave(store, "Sal")
    async with store.reading() as reading:
        lines = [line for line in await record.lines_about(reading) if line.verb == "cap.not_kept"]
    assert len(await names(store)) == 8
    assert [line.facts for line in lines] == [
        {"cap": "volunteer-board", "limit": "2", "counted": 3, "on": "2026-06-30"}
    ]
