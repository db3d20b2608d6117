"""The store: nothing is lost between a read and a write, times are aware, rows are held."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook.models import Contact
from govern.database import Store, in_language, locked
from govern.errors import NotFound
from govern.identity.models import Person
from tests.given import START


async def _add_person(store: Store, name: str = "Siân Elis") -> Person:
    async with store.writing() as writing:
        person = Person(name=name, first_name=name.split(maxsplit=1)[0], added_at=START)
        writing.add(person)
    return person


async def test_ten_people_who_count_up_at_once_lose_no_step(store: Store) -> None:
    person = await _add_person(store)

    async def one_more() -> None:
        async with store.writing() as writing:
            held = await locked(writing, Person, person.id)
            size = held.text_size
            await asyncio.sleep(0)
            held.text_size = size + 1

    await asyncio.gather(*(one_more() for _ in range(10)))
    async with store.reading() as reading:
        found = await reading.get(Person, person.id)
    assert found is not None and found.text_size == 12


async def test_what_fails_leaves_nothing_behind(store: Store) -> None:
    async def half_done(writing: AsyncSession) -> None:
        writing.add(Person(name="Nobody", first_name="Nobody", added_at=START))
        await writing.flush()
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        async with store.writing() as writing:
            await half_done(writing)
    async with store.reading() as reading:
        assert (await reading.scalars(select(Person))).all() == []


async def test_a_moment_comes_back_as_it_went_in(store: Store) -> None:
    person = await _add_person(store)
    async with store.reading() as reading:
        found = await reading.get(Person, person.id)
    assert found is not None and found.added_at == START and found.added_at.tzinfo is UTC


async def test_a_time_without_its_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="without its zone"):
        async with store.writing() as writing:
            writing.add(Person(name="A", first_name="A", added_at=datetime(2026, 1, 1)))  # noqa: DTZ001


async def test_what_is_not_there_is_said_in_a_sentence(store: Store) -> None:
    async with store.writing() as writing:
        with pytest.raises(NotFound, match="cannot find"):
            await locked(writing, Person, uuid4())


async def test_words_are_kept_in_every_language(store: Store) -> None:
    async with store.writing() as writing:
        writing.add(Contact(id=1, name="Carys", phone="01632 960 123", hours={"en": "Mornings", "cy": "Boreau ŵ"}))
    async with store.reading() as reading:
        contact = await reading.get(Contact, 1)
    assert contact is not None
    assert in_language(contact.hours, "cy") == "Boreau ŵ"
    assert in_language(contact.hours, "fr") == "Mornings"


async def test_sqlite_keeps_an_answered_write_through_a_power_cut(store: Store) -> None:
    """WAL with synchronous=FULL (2), foreign keys on: decision on durability, ballot-protocol.md 6."""
    if store.kind != "sqlite":
        async with store.reading() as reading:
            assert await reading.scalar(text("SHOW synchronous_commit")) == "on"
        return
    async with store.reading() as reading:
        assert await reading.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await reading.scalar(text("PRAGMA synchronous")) == 2
        assert await reading.scalar(text("PRAGMA foreign_keys")) == 1
