"""Days of a membership are corrected without a trace lost; wishes have their limits."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from govern import record
from govern.constituencies.register import lifecycle, queries
from govern.constituencies.register.models import Membership, MembershipCorrection
from govern.constituencies.register.rules.persons import About
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.errors import NotValid, TooMany
from govern.identity.lifecycle import NewPerson

AT = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
TODAY, JOINED = AT.date(), date(2020, 3, 1)


@pytest.fixture
async def gwen(store: Store) -> UUID:
    async with store.writing() as writing:
        await rulebook.adopt(writing, example("tair_nant"), by=None, at=AT)
        return await lifecycle.enter(
            writing, NewPerson(name="Gwen Hughes"), "staff", JOINED, "Began work", by=None, at=AT
        )


async def corrects(store: Store, membership: UUID, joined: date, ended: date | None = None) -> None:
    async with store.writing() as writing:
        await lifecycle.correct_membership(writing, membership, joined, ended, "The letter", by=None, at=AT)


async def of(store: Store, person: UUID) -> list[Membership]:
    async with store.reading() as reading:
        question = select(Membership).where(Membership.person_id == person).order_by(Membership.joined_on)
        return list(await reading.scalars(question))


async def test_invariant_1_a_corrected_day_keeps_what_stood_there_and_stands_in_the_record(
    store: Store, gwen: UUID
) -> None:
    (membership,) = await of(store, gwen)
    await corrects(store, membership.id, date(2019, 3, 1))
    async with store.reading() as reading:
        (was,) = await reading.scalars(select(MembershipCorrection))
        (span,) = await queries.spans_of(reading, gwen)
        (line, *_) = await record.lines_about(reading, [f"membership:{membership.id}"])
    assert (was.was_of, was.was_joined_on, was.was_joined_reason, was.reason) == (
        gwen,
        JOINED,
        "Began work",
        "The letter",
    )
    assert span.joined_on == date(2019, 3, 1) and span.was[0][:3] == (JOINED, None, "The letter")
    assert (line.verb, line.facts) == ("membership.corrected", {"joined_on": "2019-03-01", "ended_on": None})


async def test_days_that_cannot_be_are_refused_and_nothing_is_kept(store: Store, gwen: UUID) -> None:
    async with store.writing() as writing:
        await lifecycle.end_membership(writing, gwen, "staff", date(2022, 1, 1), "left", by=None, at=AT)
        await lifecycle.admit(writing, gwen, "staff", date(2023, 1, 1), "came back", by=None, at=AT)
    first, second = await of(store, gwen)
    for membership, joined, ended, words in (
        (first, date(2022, 2, 1), date(2022, 1, 1), "They joined on"),
        (first, JOINED, date(2023, 6, 1), "by another entry then"),
        (second, date(2021, 1, 1), None, "by another entry then"),
        (second, date(2023, 1, 1), date(2024, 1, 1), "changes days only"),
        (first, JOINED, None, "changes days only"),
        (second, date(2027, 1, 1), None, "has not come yet"),
    ):
        with pytest.raises(NotValid, match=words):
            await corrects(store, membership.id, joined, ended)
    async with store.reading() as reading:
        assert list(await reading.scalars(select(MembershipCorrection))) == []
    await corrects(store, first.id, JOINED, date(2023, 1, 1))


async def test_somebody_who_asks_and_asks_is_told_to_wait(store: Store, gwen: UUID) -> None:
    async with store.writing() as writing:
        for number in range(10):
            await lifecycle.ask_correction(writing, gwen, About.OTHER, f"{number}", "because", at=AT)
        with pytest.raises(TooMany):
            await lifecycle.ask_correction(writing, gwen, About.OTHER, "more", "because", at=AT)


async def test_those_who_died_left_or_have_no_address_are_lists_of_their_own(store: Store, gwen: UUID) -> None:
    async with store.writing() as writing:
        ids = [
            await lifecycle.enter(writing, new, "staff", JOINED, "x", by=None, at=AT)
            for new in (
                NewPerson(name="Huw Rees", email="huw@example.org"),
                NewPerson(name="Ifan Jenkins", postal_address="1 Stryd Fawr"),
                NewPerson(name="Jac Jenkins"),
            )
        ]
        await lifecycle.end_membership(writing, ids[1], "staff", TODAY, "left", by=None, at=AT)
        await lifecycle.note_death(writing, ids[2], TODAY, "A sister", by=ids[0], at=AT)

    async def names(*, left: bool = False, died: bool = False, unreached: bool = False) -> list[str]:
        async with store.reading() as reading:
            found = await queries.members(reading, TODAY, left=left, died=died, unreached=unreached)
        return [line.name for line in found.lines]

    assert await names() == ["Gwen Hughes", "Huw Rees"]
    assert await names(unreached=True) == ["Gwen Hughes"]
    assert await names(left=True) == ["Ifan Jenkins"]
    assert await names(died=True) == ["Jac Jenkins"]


async def test_the_page_after_an_entry_begins_where_that_one_stands_and_long_lists_are_not_counted(
    store: Store, gwen: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = "govern.constituencies.register.queries.listing"
    monkeypatch.setattr(f"{listing}.ON_A_PAGE", 2)
    monkeypatch.setattr(f"{listing}.MOST_COUNTED", 4)
    async with store.writing() as writing:
        for name in ("Ana Bowen", "Ana Bowen", "Ana Bowen", "Zac Puw"):
            await lifecycle.enter(writing, NewPerson(name=name), "staff", JOINED, "x", by=None, at=AT)
    seen: list[UUID] = []
    async with store.reading() as reading:
        page = await queries.members(reading, TODAY)
        assert (page.total, page.more) == (4, True)
        while True:
            seen += [line.person_id for line in page.lines]
            if not page.goes_on:
                break
            page = await queries.members(reading, TODAY, page=page.page + 1, after=page.lines[-1].person_id)
        nowhere = await queries.members(reading, TODAY, after=UUID(int=0))
    assert len(seen) == len(set(seen)) == 5
    assert [line.person_id for line in nowhere.lines] == seen[:2]
