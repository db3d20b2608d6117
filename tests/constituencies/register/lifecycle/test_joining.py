"""Members join, move and leave; nothing is overwritten and each step leaves a line in the record."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from govern import record
from govern.constituencies.register import lifecycle, queries
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid
from govern.identity.lifecycle import NewPerson

AT = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
TODAY, JOINED = AT.date(), date(2020, 3, 1)


@pytest.fixture
async def gwen(store: Store) -> UUID:
    async with store.writing() as writing:
        await rulebook.adopt(writing, example("tair_nant"), by=None, at=AT)
        return await lifecycle.enter(
            writing, NewPerson(name="Gwen Hughes"), "staff", JOINED, "Began work", number="A7", by=None, at=AT
        )


async def test_moving_ends_one_span_and_begins_another_and_overwrites_nothing(store: Store, gwen: UUID) -> None:
    async with store.writing() as writing:
        await lifecycle.move(writing, gwen, "staff", "volunteers", TODAY, "Retired", by=None, at=AT)
    async with store.reading() as reading:
        page = await queries.member_page(reading, gwen, TODAY)
        lines = [line for line in await record.lines_about(reading) if line.verb.startswith("membership")]
    assert [(s.what, s.from_on, s.to_on, s.why, s.why_ended) for s in page.memberships] == [
        ("volunteers", TODAY, None, "Retired", None),
        ("staff", JOINED, TODAY, "Began work", "Retired"),
    ]
    assert [line.verb for line in lines] == ["membership.began", "membership.ended", "membership.began"]
    assert lines[0].facts == {"person": str(gwen), "group": "volunteers", "on": "2026-11-09"}


async def test_numbers_are_given_once_and_never_again(store: Store, gwen: UUID) -> None:
    async with store.writing() as writing:
        with pytest.raises(AlreadyDone, match="Number a7 belongs to another member"):
            await lifecycle.enter(writing, NewPerson(name="X Y"), "staff", TODAY, "x", number="a7", by=None, at=AT)
    async with store.writing() as writing:
        first, second = [
            await lifecycle.enter(writing, NewPerson(name=name), "staff", TODAY, "x", by=None, at=AT)
            for name in ("Una Puw", "Ulf Puw")
        ]
    async with store.reading() as reading:
        numbers = [(await queries.member_page(reading, one, TODAY)).number for one in (first, second)]
    assert len(set(numbers)) == 2 and "A7" not in numbers


async def test_somebody_who_left_may_join_again_later_and_keeps_the_number(store: Store, gwen: UUID) -> None:
    async with store.writing() as writing:
        await lifecycle.end_membership(writing, gwen, "staff", date(2025, 1, 1), "Left", by=None, at=AT)
        await lifecycle.admit(writing, gwen, "staff", date(2026, 1, 1), "Came back", by=None, at=AT)
    async with store.reading() as reading:
        page = await queries.member_page(reading, gwen, TODAY)
        assert await queries.constituencies_of(reading, gwen, date(2025, 6, 1)) == ()
    assert (page.number, page.entered_on, page.groups_now) == ("A7", JOINED, ("staff",))


@pytest.mark.parametrize(
    ("group", "on", "kind", "sentence"),
    [
        ("staff", TODAY, AlreadyDone, "belongs to Staff already"),
        ("staff", date(2019, 1, 1), AlreadyDone, "belongs to Staff already"),
        ("investors", TODAY, NotFound, "no group"),
        ("volunteers", date(2027, 1, 1), NotAllowed, "has not come yet"),
    ],
)
async def test_joining_is_refused_with_the_reason(
    store: Store, gwen: UUID, group: str, on: date, kind: type[Exception], sentence: str
) -> None:
    async with store.writing() as writing:
        with pytest.raises(kind, match=sentence):
            await lifecycle.admit(writing, gwen, group, on, "x", by=None, at=AT)


async def test_a_child_cannot_be_entered(store: Store, gwen: UUID) -> None:
    async with store.writing() as writing:
        with pytest.raises(NotAllowed, match="at least 16"):
            child = NewPerson(name="Young One", born_on=date(2012, 1, 1))
            await lifecycle.enter(writing, child, "supported", TODAY, "x", by=None, at=AT)


async def test_leaving_is_refused_before_joining_and_where_one_does_not_belong(store: Store, gwen: UUID) -> None:
    async with store.writing() as writing:
        with pytest.raises(NotValid, match="cannot be before"):
            await lifecycle.end_membership(writing, gwen, "staff", date(2019, 1, 1), "x", by=None, at=AT)
        with pytest.raises(NotFound, match="does not belong"):
            await lifecycle.end_membership(writing, gwen, "volunteers", TODAY, "x", by=None, at=AT)


async def test_attributes_hold_from_day_to_day_and_only_those_the_rules_ask_about(store: Store, gwen: UUID) -> None:
    async with store.writing() as writing:
        await lifecycle.note_attribute(writing, gwen, "volunteer", date(2026, 1, 1), "Told us", by=None, at=AT)
        with pytest.raises(AlreadyDone):
            await lifecycle.note_attribute(writing, gwen, "volunteer", TODAY, "Again", by=None, at=AT)
        with pytest.raises(NotValid, match="do not ask about"):
            await lifecycle.note_attribute(writing, gwen, "diabetic", TODAY, "No", by=None, at=AT)
        with pytest.raises(NotValid, match="cannot end before"):
            await lifecycle.end_attribute(writing, gwen, "volunteer", date(2025, 1, 1), by=None, at=AT)
        await lifecycle.end_attribute(writing, gwen, "volunteer", date(2026, 6, 1), by=None, at=AT)
        with pytest.raises(NotFound):
            await lifecycle.end_attribute(writing, gwen, "volunteer", TODAY, by=None, at=AT)
    async with store.reading() as reading:
        held = [
            (await queries.attributes_on(reading, [gwen], day))[gwen]
            for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 5, 31), date(2026, 6, 1))
        ]
    assert held == [{"employee"}, {"employee", "volunteer"}, {"employee", "volunteer"}, {"employee"}]
