"""W19 in the register: the limit refuses an admission, notes a breach, removes nobody; a file is refused whole."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from govern.constituencies.register import lifecycle, queries
from govern.constituencies.register.rules import LimitReached
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.identity.lifecycle import NewPerson

AT = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
TODAY, JOINED = AT.date(), date(2020, 3, 1)


@pytest.fixture
async def worker(store: Store) -> tuple[str, str]:
    """The Italian rules; their groups of workers and of volunteers."""
    async with store.writing() as writing:
        await rulebook.adopt(writing, example("italy_type_a"), by=None, at=AT)
    return "lavoratori", "volontari"


async def enter(store: Store, name: str, group: str) -> UUID:
    async with store.writing() as writing:
        return await lifecycle.enter(writing, NewPerson(name=name), group, JOINED, "Joined", by=None, at=AT)


async def breaches(store: Store) -> list[tuple[int, int]]:
    async with store.reading() as reading:
        return [(level.counted, level.among) for level in await queries.not_kept(reading, TODAY)]


async def test_w19_volunteers_join_up_to_half_then_two_workers_leave_and_nobody_is_removed(
    store: Store, worker: tuple[str, str]
) -> None:
    workers, volunteers = worker
    there = [await enter(store, f"Worker {n}", workers) for n in range(3)]
    for n in range(3):
        await enter(store, f"Volunteer {n}", volunteers)
    with pytest.raises(LimitReached, match="of 7 members"):
        await enter(store, "One too many", volunteers)
    assert await breaches(store) == []
    async with store.writing() as writing:
        await lifecycle.end_membership(writing, there[0], workers, TODAY, "Left", by=None, at=AT)
    assert await breaches(store) == [(3, 5)]
    async with store.reading() as reading:
        (level,) = await queries.not_kept(reading, TODAY)
        assert (level.counted, level.among) == (3, 5)
        assert sum((await queries.count_by_group(reading, TODAY)).values()) == 5
    with pytest.raises(LimitReached):
        await enter(store, "Not until it is cured", volunteers)
    await enter(store, "A worker", workers)
    async with store.reading() as reading:
        assert await queries.not_kept(reading, TODAY) == ()


async def test_w19_a_member_who_becomes_a_volunteer_is_noted_and_not_removed(
    store: Store, worker: tuple[str, str]
) -> None:
    workers, _ = worker
    only = await enter(store, "Worker", workers)
    async with store.writing() as writing:
        await lifecycle.note_attribute(writing, only, "volunteer", TODAY, "Said so", by=None, at=AT)
    assert await breaches(store) == [(1, 1)]


async def test_w19_a_file_that_would_break_the_limit_is_refused_whole(
    store: Store, worker: tuple[str, str], tmp_path: Path
) -> None:
    workers, volunteers = worker

    async def put_in(text: str) -> None:
        async def parts() -> AsyncIterator[bytes]:
            yield text.encode()

        upload = await lifecycle.keep_upload(tmp_path, "members.csv", parts())
        file = lifecycle.upload_of(tmp_path, upload.import_id)
        async with store.reading() as reading:
            look = await lifecycle.look_at(reading, file, at=AT)
        async with store.writing() as writing:
            await lifecycle.note_import(writing, upload, look, by=None, at=AT)
        async with store.writing() as writing:
            await lifecycle.apply(writing, upload.import_id, file, by=None, at=AT)

    head = "number,name,group\n"
    await put_in(f"{head}1,Ada,{workers}\n2,Bo,{volunteers}\n")
    with pytest.raises(LimitReached):
        await put_in(f"{head}3,Cy,{volunteers}\n")
    async with store.reading() as reading:
        assert sum((await queries.count_by_group(reading, TODAY)).values()) == 2


async def test_groups_without_members_are_noted_when_the_last_one_leaves(store: Store) -> None:
    async with store.writing() as writing:
        await rulebook.adopt(writing, example("france_scic"), by=None, at=AT)
    people = {group: await enter(store, group, group) for group in ("beneficiaires", "salaries", "benevoles")}
    assert await breaches(store) == []
    async with store.writing() as writing:
        await lifecycle.end_membership(writing, people["salaries"], "salaries", TODAY, "Left", by=None, at=AT)
    assert await breaches(store) == [(2, 4)]
    async with store.reading() as reading:
        (level,) = await queries.not_kept(reading, TODAY)
    assert [str(group) for group in level.missing] == ["College des salaries"]
