"""W19 in the register: the limit refuses an admission, notes a breach, removes nobody; a file is refused whole."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from govern.constituencies.register import lifecycle, queries
from govern.constituencies.register.incoming import Outcome
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


class Sent:
    """A file of members on its way: looked at, then put in."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store, self._folder = store, folder

    async def look(self, text: str) -> tuple[UUID, lifecycle.Look]:
        async def parts() -> AsyncIterator[bytes]:
            yield f"number,name,group\n{text}".encode()

        upload = await lifecycle.keep_upload(self._folder, "members.csv", parts())
        async with self._store.reading() as reading:
            look = await lifecycle.look_at(reading, lifecycle.upload_of(self._folder, upload.import_id), at=AT)
        async with self._store.writing() as writing:
            await lifecycle.note_import(writing, upload, look, by=None, at=AT)
        return upload.import_id, look

    async def put_in(self, import_id: UUID) -> None:
        async with self._store.writing() as writing:
            file = lifecycle.upload_of(self._folder, import_id)
            await lifecycle.apply(writing, import_id, file, by=None, at=AT)


@pytest.fixture
def sent(store: Store, tmp_path: Path) -> Sent:
    return Sent(store, tmp_path)


async def test_w19_the_lines_of_a_file_for_which_a_limit_has_no_room_are_shown_before_it_is_put_in(
    store: Store, worker: tuple[str, str], sent: Sent
) -> None:
    workers, volunteers = worker
    first, look = await sent.look(f"1,Ada,{workers}\n2,Bo,{volunteers}\n")
    assert look.counts[Outcome.REFUSED] == 0
    await sent.put_in(first)
    _, look = await sent.look(f"3,Cy,{volunteers}\n4,Di,{volunteers}\n5,Ed,{workers}\n6,Flo,{volunteers}\n")
    assert [one.line for one in look.findings if one.outcome is Outcome.REFUSED] == [3, 5]
    assert "at most 3 of 6 members" in str(look.findings[1].why[0])
    assert look.counts == {Outcome.ADDED: 2, Outcome.CHANGED: 0, Outcome.UNCHANGED: 0, Outcome.REFUSED: 2}


async def test_w19_whoever_leaves_in_the_same_file_makes_room(
    store: Store, worker: tuple[str, str], sent: Sent
) -> None:
    workers, volunteers = worker
    first, _ = await sent.look(f"1,Ada,{workers}\n2,Bo,{volunteers}\n")
    await sent.put_in(first)
    _, look = await sent.look(f"3,Cy,{volunteers}\n2,Bo,{workers}\n")
    assert look.counts[Outcome.REFUSED] == 0


async def test_w19_a_file_that_has_come_to_break_the_limit_is_refused_whole(
    store: Store, worker: tuple[str, str], sent: Sent
) -> None:
    workers, volunteers = worker
    first, _ = await sent.look(f"1,Ada,{workers}\n")
    await sent.put_in(first)
    late, look = await sent.look(f"3,Cy,{volunteers}\n")
    assert look.counts[Outcome.REFUSED] == 0
    await enter(store, "Bo", volunteers)
    with pytest.raises(LimitReached):
        await sent.put_in(late)
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
