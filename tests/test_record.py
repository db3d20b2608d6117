"""The audit record: chained, verifiable, silent about people; a change anywhere shows."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, update

from govern import record
from govern.database import Store
from govern.record import Event, RecordLine
from tests.given import START

ACTOR = uuid4()


async def _lines(store: Store, number: int) -> None:
    for n in range(number):
        async with store.writing() as writing:
            event = Event("ballot.opened", f"ballot:{n}", START + timedelta(minutes=n), ACTOR, {"votes": n})
            await record.add(writing, event)


async def test_an_untouched_chain_holds(store: Store) -> None:
    await _lines(store, 5)
    async with store.reading() as reading:
        verdict = await record.verify(reading)
        last = await record.last_hash(reading)
    assert verdict.holds and verdict.lines == 5 and verdict.chain_hash == last


async def test_an_empty_chain_holds(store: Store) -> None:
    async with store.reading() as reading:
        assert (await record.verify(reading)).holds


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "ballot.closed"),
        ("subject", "ballot:9"),
        ("by", uuid4()),
        ("at", START),
        ("facts", '{"votes":99}'),
        ("facts_hash", bytes(32)),
        ("chain_hash", bytes(32)),
    ],
)
async def test_a_changed_line_is_found(store: Store, column: str, value: object) -> None:
    await _lines(store, 4)
    async with store.writing() as writing:
        await writing.execute(update(RecordLine).where(RecordLine.number == 3).values({column: value}))
    async with store.reading() as reading:
        assert (await record.verify(reading)).first_broken == 3


@pytest.mark.parametrize("number", [1, 2, 4])
async def test_a_missing_line_is_found(store: Store, number: int) -> None:
    await _lines(store, 4)
    async with store.writing() as writing:
        await writing.execute(delete(RecordLine).where(RecordLine.number == number))
    async with store.reading() as reading:
        assert not (await record.verify(reading)).holds


async def test_erased_facts_leave_the_chain_whole(store: Store) -> None:
    await _lines(store, 3)
    async with store.writing() as writing:
        await writing.execute(update(RecordLine).where(RecordLine.number == 2).values(facts=None))
    async with store.reading() as reading:
        assert (await record.verify(reading)).holds


async def test_a_step_that_fails_leaves_no_line(store: Store) -> None:
    with pytest.raises(RuntimeError):
        async with store.writing() as writing:
            await record.add(writing, Event("ballot.opened", "ballot:1", START))
            raise RuntimeError("the step failed")
    async with store.reading() as reading:
        assert (await record.verify(reading)).lines == 0


async def test_the_newest_lines_come_first_and_can_be_asked_for_by_subject(store: Store) -> None:
    await _lines(store, 6)
    async with store.reading() as reading:
        newest = await record.lines_about(reading, limit=2)
        one = await record.lines_about(reading, ["ballot:2"])
    assert [line.number for line in newest] == [6, 5]
    assert [(line.number, line.facts) for line in one] == [(3, {"votes": 2})]


async def test_lines_of_one_verb_are_found_however_many_others_came_after(store: Store) -> None:
    async with store.writing() as writing:
        await record.add(writing, Event("ballot.closed", "ballot:1", START))
    await _lines(store, 3)
    async with store.reading() as reading:
        found = await record.lines_about(reading, ["ballot:1"], verb="ballot.closed")
        newest = await record.lines_about(reading, verb="ballot.closed", limit=1)
    assert [line.number for line in found] == [line.number for line in newest] == [1]
