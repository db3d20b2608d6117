"""Rules that were never used, by what the record holds and what it does not (mechanism M84)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from govern import record
from govern.constituencies.rulebook import lifecycle, queries
from govern.constituencies.rulebook.book import clause, example, example_names, load
from govern.constituencies.rulebook.queries.activation import traces
from govern.database import Store
from govern.minutes.book.rules import HAPPENED

AT = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)


async def unused(store: Store, language: str = "en") -> dict[str, str]:
    async with store.reading() as reading:
        found = await queries.never_used(reading, AT.date(), language)
    return {one.number: str(one.sentence) for one in found}


async def happened(store: Store, verb: str, **facts: str) -> None:
    async with store.writing() as writing:
        await record.add(writing, record.Event(verb, f"thing:{uuid4()}", AT, None, dict(facts)))


@pytest.fixture
async def society(store: Store) -> Store:
    async with store.writing() as writing:
        await lifecycle.adopt(writing, example("tair_nant"), by=None, at=AT)
    return store


async def test_a_rule_is_on_the_list_until_it_is_used(society: Store) -> None:
    number = clause("elections.voting_days")
    assert (await unused(society))[number] == "No member election has been held since 2026-06-30."
    await happened(society, "tenure.began", body="board", how="appointed", seat="staff")
    assert number in await unused(society)
    await happened(society, "tenure.began", body="board", how="elected", seat="staff")
    assert number not in await unused(society)


async def test_each_group_is_looked_at_by_itself(society: Store) -> None:
    book = load(example("tair_nant"))
    await happened(society, "membership.began", person=str(uuid4()), group="staff", on="2026-06-30")
    found = await unused(society)
    assert clause("constituency.staff", book) not in found
    assert found[clause("constituency.volunteers", book)].startswith("Nobody has joined Volunteers since")


async def test_the_list_names_groups_in_the_language(society: Store) -> None:
    assert any("Gwirfoddolwyr" in sentence for sentence in (await unused(society, "cy")).values())


async def test_every_line_has_the_number_of_its_rule_in_order(society: Store) -> None:
    numbers = [tuple(int(part) for part in number.split(".")) for number in await unused(society)]
    assert numbers == sorted(numbers) and len(numbers) > 8


@pytest.mark.parametrize("name", example_names())
def test_every_trace_leads_to_a_rule_and_to_a_verb_of_the_record(name: str) -> None:
    book = load(example(name))
    for trace in traces(book, "en", date(2026, 6, 30)):
        assert clause(trace.path, book)
        assert set(trace.verbs) <= HAPPENED.keys(), trace.verbs
