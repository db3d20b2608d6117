"""Who may vote, who is told, who is found; the same on every database, and with few questions to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import event

from govern.constituencies.register import lifecycle, queries
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.errors import NotFound
from govern.identity.lifecycle import NewPerson

AT = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
TODAY, JOINED = AT.date(), date(2020, 3, 1)
PEOPLE = {
    "Siân Llwyd": ("staff", None),
    "Gwen O'Neill": ("users", "gwen@example.org"),
    "Tŷ Mawr": ("volunteers", "ty.mawr@example.org"),
    "Owain ap Siôn": ("volunteers", None),
}


@contextmanager
def questions_to(store: Store) -> Iterator[list[str]]:
    """Every SELECT that reaches the database meanwhile."""
    asked: list[str] = []

    def listener(*given: object) -> None:
        if str(given[2]).startswith("SELECT"):
            asked.append(str(given[2]))

    event.listen(store.engine.sync_engine, "before_cursor_execute", listener)
    yield asked
    event.remove(store.engine.sync_engine, "before_cursor_execute", listener)


@pytest.fixture
async def people(store: Store) -> dict[str, UUID]:
    found = {}
    async with store.writing() as writing:
        await rulebook.adopt(writing, example("colne_valley_like"), by=None, at=AT)
        for name, (group, email) in PEOPLE.items():
            new = NewPerson(name=name, email=email)
            found[name] = await lifecycle.enter(writing, new, group, JOINED, "Founding", by=None, at=AT)
    return found


async def test_the_electorate_has_each_member_once_with_group_and_attributes(
    store: Store, people: dict[str, UUID]
) -> None:
    async with store.writing() as writing:
        await lifecycle.admit(
            writing, people["Siân Llwyd"], "volunteers", date(2024, 1, 1), "Helps too", by=None, at=AT
        )
        await lifecycle.note_attribute(writing, people["Gwen O'Neill"], "employee", JOINED, "Told us", by=None, at=AT)
    async with store.reading() as reading:
        electors = {e.person_id: e for e in await queries.electorate(reading, AT)}
    assert len(electors) == 4
    assert electors[people["Siân Llwyd"]].constituency == "staff"
    assert electors[people["Siân Llwyd"]].attributes == {"volunteer"}
    assert electors[people["Gwen O'Neill"]].attributes == {"employee"}
    assert electors[people["Tŷ Mawr"]].also_in == ()


async def test_where_each_group_counts_the_other_groups_are_named(store: Store, people: dict[str, UUID]) -> None:
    text = (
        example("colne_valley_like")
        .replace("2026.1", "2026.2")
        .replace('multi_class = "single"', 'multi_class = "each"')
    )
    async with store.writing() as writing:
        await rulebook.adopt(writing, text, by=None, at=AT)
        await lifecycle.admit(writing, people["Siân Llwyd"], "users", date(2024, 1, 1), "Both", by=None, at=AT)
    async with store.reading() as reading:
        electors = {e.person_id: e for e in await queries.electorate(reading, AT)}
    assert (electors[people["Siân Llwyd"]].constituency, electors[people["Siân Llwyd"]].also_in) == (
        "staff",
        ("users",),
    )


async def test_the_electorate_is_that_of_the_moment(store: Store, people: dict[str, UUID]) -> None:
    async with store.writing() as writing:
        await lifecycle.end_membership(writing, people["Tŷ Mawr"], "volunteers", TODAY, "Moved away", by=None, at=AT)
    async with store.reading() as reading:
        now = {e.person_id for e in await queries.electorate(reading, AT)}
        before = {e.person_id for e in await queries.electorate(reading, datetime(2026, 11, 8, 9, tzinfo=UTC))}
    assert people["Tŷ Mawr"] not in now and people["Tŷ Mawr"] in before


async def test_children_are_on_no_roll_and_unknown_birthdays_are(store: Store, people: dict[str, UUID]) -> None:
    async with store.writing() as writing:
        child = NewPerson(name="Young One", born_on=date(2010, 11, 9))
        young = await lifecycle.enter(writing, child, "users", TODAY, "Sixteen today", by=None, at=AT)
    async with store.reading() as reading:
        assert young in {e.person_id for e in await queries.electorate(reading, AT)}
        assert len(await queries.electorate(reading, datetime(2026, 11, 8, 9, tzinfo=UTC))) == 4


async def test_notices_reach_those_who_belong_on_the_day(store: Store, people: dict[str, UUID]) -> None:
    async with store.reading() as reading:
        told = {a.name: a.email for a in await queries.members_on(reading, TODAY)}
        assert await queries.members_on(reading, date(2019, 1, 1)) == ()
    assert told == {name: email for name, (_, email) in PEOPLE.items()}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("sian", {"Siân Llwyd"}),
        ("SIÂN llw", {"Siân Llwyd"}),
        ("ty", {"Tŷ Mawr"}),
        ("oneill", {"Gwen O'Neill"}),
        ("o'neill gwen", {"Gwen O'Neill"}),
        ("example", {"Gwen O'Neill", "Tŷ Mawr"}),
        ("sion ap", {"Owain ap Siôn"}),
        ("2", {"Gwen O'Neill"}),
        ("nobody", set()),
        ("%", set(PEOPLE)),
    ],
)
async def test_search_finds_the_same_people_on_every_database(
    store: Store, people: dict[str, UUID], words: str, names: set[str]
) -> None:
    async with store.reading() as reading:
        found = await queries.members(reading, TODAY, words=words)
    assert {line.name for line in found.lines} == names and found.total == len(names)


async def test_a_list_asks_at_most_three_questions_however_long_it_is(store: Store, people: dict[str, UUID]) -> None:
    counts = []
    for more in (0, 60):
        async with store.writing() as writing:
            for number in range(more):
                await lifecycle.enter(writing, NewPerson(name=f"P {number}"), "users", JOINED, "x", by=None, at=AT)
        with questions_to(store) as asked:
            async with store.reading() as reading:
                page = await queries.members(reading, TODAY, page=1)
        counts.append(len(asked))
    assert counts == [2, 3], "a page that is not full has been counted by looking at it"
    assert (page.total, page.pages, len(page.lines)) == (64, 2, 50)


async def test_those_who_left_are_listed_apart_with_the_day(store: Store, people: dict[str, UUID]) -> None:
    async with store.writing() as writing:
        await lifecycle.end_membership(
            writing, people["Tŷ Mawr"], "volunteers", date(2026, 11, 1), "Moved", by=None, at=AT
        )
    async with store.reading() as reading:
        left = await queries.members(reading, TODAY, left=True)
        assert [(line.name, line.left_on) for line in left.lines] == [("Tŷ Mawr", date(2026, 11, 1))]
        assert (await queries.members(reading, TODAY, left=True, group="staff")).total == 0
        assert (await queries.members(reading, TODAY, group="volunteers")).total == 1
        assert await queries.count_by_group(reading, TODAY) == {"staff": 1, "users": 1, "volunteers": 1}


async def test_a_stranger_has_no_page(store: Store, people: dict[str, UUID]) -> None:
    async with store.reading() as reading:
        with pytest.raises(NotFound):
            await queries.member_page(reading, UUID(int=5), TODAY)
