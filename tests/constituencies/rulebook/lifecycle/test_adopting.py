"""Versions of the rules: adopted one after another, never changed, ruling from their day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from govern import record
from govern.constituencies.rulebook import lifecycle, queries
from govern.constituencies.rulebook.book import RulebookNotValid, example
from govern.database import Store
from govern.errors import AlreadyDone, NotFound

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TEXT = example("tair_nant")
NEXT = TEXT.replace('version = "2026.1"', 'version = "2027.1"').replace(
    "effective_from = 2026-01-01", "effective_from = 2027-04-01"
)


async def adopt(store: Store, text: str) -> None:
    async with store.writing() as writing:
        await lifecycle.adopt(writing, text, by=None, at=AT)


async def test_a_society_without_rules_says_so(store: Store) -> None:
    async with store.reading() as reading:
        with pytest.raises(NotFound, match="no rules yet"):
            await queries.in_force(reading, AT.date())


async def test_an_adopted_version_is_in_force_and_recorded(store: Store) -> None:
    await adopt(store, TEXT)
    async with store.reading() as reading:
        found = await queries.in_force(reading, AT.date())
        lines = await record.lines_about(reading, [f"rulebook:{found.version_id}"])
    assert (found.number, found.rulebook.society.id) == (1, "tair-nant")
    assert found.fingerprint == found.rulebook.fingerprint()
    assert [line.verb for line in lines] == ["rulebook.adopted"]
    assert lines[0].facts == {"number": 1, "fingerprint": found.fingerprint, "effective_from": "2026-01-01"}


async def test_a_later_version_rules_from_its_day(store: Store) -> None:
    await adopt(store, TEXT)
    await adopt(store, NEXT)
    async with store.reading() as reading:
        numbers = [
            (await queries.in_force(reading, day)).number
            for day in (date(2025, 6, 1), date(2026, 1, 1), date(2027, 3, 31), date(2027, 4, 1))
        ]
        assert [v.number for v in await queries.history(reading)] == [2, 1]
    assert numbers == [1, 1, 1, 2]


async def test_a_version_is_found_by_its_id_for_ever_and_read_once(store: Store) -> None:
    await adopt(store, TEXT)
    await adopt(store, NEXT)
    async with store.reading() as reading:
        first = (await queries.history(reading))[-1]
        assert (await queries.version(reading, first.id)).rulebook.society.version == "2026.1"
        assert await queries.version(reading, first.id) is await queries.version(reading, first.id)


async def test_the_same_text_is_not_adopted_twice(store: Store) -> None:
    await adopt(store, TEXT)
    with pytest.raises(AlreadyDone, match="word for word"):
        await adopt(store, TEXT)


async def test_a_text_with_an_unknown_key_changes_nothing(store: Store) -> None:
    with pytest.raises(RulebookNotValid) as refusal:
        await adopt(store, TEXT.replace('tie = "lost"', 'tie = "lost"\nties = "lost"', 1))
    assert "ties" in str(refusal.value)
    async with store.reading() as reading:
        assert await queries.history(reading) == ()


async def test_the_person_to_call_can_be_named_again(store: Store) -> None:
    for name in ("Carys", "Nerys"):
        async with store.writing() as writing:
            await lifecycle.name_contact(
                writing, name=name, phone="01632 960 123", email=None, hours={"en": "Weekdays"}, by=None, at=AT
            )
    async with store.reading() as reading:
        found = await queries.contact(reading)
        lines = await record.lines_about(reading, ["contact:1"])
    assert found is not None and found.name == "Nerys"
    assert len(lines) == 2 and not any("01632" in str(line.facts) for line in lines)
