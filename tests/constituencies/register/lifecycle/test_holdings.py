"""Shares, subscriptions and ties: dated, never overwritten, never the weight of a vote (M46, M54, decision 17)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from govern import record
from govern.constituencies.register import lifecycle, queries
from govern.constituencies.register.rules import TieKind
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.database import Base, Store
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import PersonKind
from govern.tables import ALL_TABLES

AT = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
TODAY, JOINED, DAY = AT.date(), date(2020, 3, 1), timedelta(days=1)


async def a_society(store: Store, rules: str, group: str, *names: str) -> list[UUID]:
    async with store.writing() as writing:
        await rulebook.adopt(writing, example(rules), by=None, at=AT)
        return [
            await lifecycle.enter(writing, NewPerson(name=name), group, JOINED, "Joined", by=None, at=AT)
            for name in names
        ]


async def note(store: Store, person: UUID, shares: int, pence: int, on: date) -> UUID:
    async with store.writing() as writing:
        return await lifecycle.note_shares(writing, person, shares, pence, on, "Certificate 7", by=None, at=AT)


async def voters(store: Store, on: date) -> list[UUID]:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    async with store.reading() as reading:
        return [elector.person_id for elector in await queries.electorate(reading, at)]


async def test_m46_five_thousand_pounds_and_one_pound_have_one_vote_each(store: Store) -> None:
    rich, poor = await a_society(store, "worker_led", "worker", "Rich", "Poor")
    await note(store, rich, 5_000, 500_000, JOINED)
    await note(store, poor, 1, 100, JOINED)
    assert sorted(await voters(store, TODAY)) == sorted([rich, poor])
    async with store.reading() as reading:
        electors = await queries.electorate(reading, AT)
    assert len({(e.constituency, e.also_in, e.attributes) for e in electors}) == 1


async def test_m54_a_share_bought_after_the_record_date_is_not_on_this_roll(store: Store) -> None:
    early, late, unknown = await a_society(store, "worker_led", "worker", "Early", "Late", "Unknown")
    record_date = TODAY - 7 * DAY
    await note(store, early, 1, 100, JOINED)
    await note(store, late, 1, 100, record_date + DAY)
    assert sorted(await voters(store, record_date)) == sorted([early, unknown])
    assert sorted(await voters(store, TODAY)) == sorted([early, late, unknown])


async def test_shares_given_back_are_held_no_longer(store: Store) -> None:
    (one,) = await a_society(store, "worker_led", "worker", "One")
    holding = await note(store, one, 1, 100, JOINED)
    async with store.writing() as writing:
        with pytest.raises(NotValid, match="from then until today"):
            await lifecycle.end_shares(writing, one, holding, JOINED - DAY, by=None, at=AT)
        with pytest.raises(NotFound, match="another member's"):
            await lifecycle.end_shares(writing, uuid4(), holding, TODAY, by=None, at=AT)
        await lifecycle.end_shares(writing, one, holding, TODAY, by=None, at=AT)
        with pytest.raises(AlreadyDone):
            await lifecycle.end_shares(writing, one, holding, TODAY, by=None, at=AT)
    assert await voters(store, TODAY) == [] and await voters(store, TODAY - DAY) == [one]


async def test_a_group_that_asks_for_no_share_is_not_asked_about_shares(store: Store) -> None:
    (one,) = await a_society(store, "tair_nant", "staff", "One")
    holding = await note(store, one, 1, 100, JOINED)
    async with store.writing() as writing:
        await lifecycle.end_shares(writing, one, holding, TODAY, by=None, at=AT)
    assert await voters(store, TODAY) == [one]


async def test_invariant_8_the_record_says_that_shares_were_noted_and_never_how_many(store: Store) -> None:
    (one,) = await a_society(store, "worker_led", "worker", "One")
    await note(store, one, 37, 123_400, TODAY)
    async with store.reading() as reading:
        (line,) = [line for line in await record.lines_about(reading) if line.verb == "shares.noted"]
    assert line.facts == {"on": TODAY.isoformat()}


async def test_a_subscription_is_paid_until_the_latest_day(store: Store) -> None:
    (one,) = await a_society(store, "tair_nant", "staff", "One")
    async with store.writing() as writing:
        for until in (TODAY + 365 * DAY, TODAY):
            await lifecycle.note_subscription(writing, one, TODAY, until, by=None, at=AT)
        with pytest.raises(NotValid, match="before it was paid"):
            await lifecycle.note_subscription(writing, one, TODAY, TODAY - DAY, by=None, at=AT)
        with pytest.raises(NotAllowed, match="has not come yet"):
            await lifecycle.note_subscription(writing, one, TODAY + DAY, TODAY + DAY, by=None, at=AT)
    async with store.reading() as reading:
        assert await queries.paid_until(reading, one) == TODAY + 365 * DAY


async def test_decision_17_ties_are_dated_and_rules_may_ask_for_them(store: Store) -> None:
    ann, ben, cai = await a_society(store, "tair_nant", "staff", "Ann", "Ben", "Cai")
    async with store.writing() as writing:
        home = await lifecycle.tie(writing, TieKind.HOUSEHOLD, ben, ann, JOINED, by=None, at=AT)
        await lifecycle.tie(writing, TieKind.DELIVERS_CARE_TO, ann, cai, JOINED, by=None, at=AT)
        with pytest.raises(AlreadyDone, match="noted already"):
            await lifecycle.tie(writing, TieKind.HOUSEHOLD, ann, ben, TODAY, by=None, at=AT)
        with pytest.raises(NotAllowed, match="has not come yet"):
            await lifecycle.tie(writing, TieKind.HOUSEHOLD, ann, cai, TODAY + DAY, by=None, at=AT)
    pair = tuple(sorted((ann, ben), key=lambda one: one.hex))
    async with store.reading() as reading:
        assert await queries.ties_between(reading, [ann, ben, cai], TODAY) == (pair,)
        assert await queries.ties_between(reading, [ann, ben, cai], JOINED - DAY) == ()
        assert await queries.tied(reading, ann, TieKind.HOUSEHOLD, TODAY) == {ben}
        assert await queries.tied(reading, ben, TieKind.HOUSEHOLD, TODAY) == {ann}
        assert await queries.tied(reading, ann, TieKind.DELIVERS_CARE_TO, TODAY) == {cai}
        assert await queries.tied(reading, cai, TieKind.DELIVERS_CARE_TO, TODAY) == frozenset()
        assert [(t.other_name, t.forward) for t in await queries.ties_of(reading, cai)] == [("Ann", False)]
    async with store.writing() as writing:
        with pytest.raises(NotFound, match="not noted of this person"):
            await lifecycle.untie(writing, cai, home, TODAY, by=None, at=AT)
        with pytest.raises(NotValid, match="cannot end before"):
            await lifecycle.untie(writing, ann, home, JOINED - DAY, by=None, at=AT)
        await lifecycle.untie(writing, ann, home, TODAY, by=None, at=AT)
        with pytest.raises(AlreadyDone):
            await lifecycle.untie(writing, ann, home, TODAY, by=None, at=AT)
    async with store.reading() as reading:
        assert await queries.ties_between(reading, [ann, ben], TODAY) == ()
        lines = [line for line in await record.lines_about(reading) if line.verb.startswith("tie.")]
    assert all(not line.facts for line in lines) and len(lines) == 3


async def test_an_organisation_has_no_ties(store: Store) -> None:
    (ann,) = await a_society(store, "tair_nant", "staff", "Ann")
    async with store.writing() as writing:
        body = NewPerson(name="Health Board", kind=PersonKind.ORGANISATION)
        board = await lifecycle.enter(writing, body, "public_bodies", JOINED, "Joined", by=None, at=AT)
        with pytest.raises(NotAllowed, match="Ties are between people"):
            await lifecycle.tie(writing, TieKind.HOUSEHOLD, ann, board, TODAY, by=None, at=AT)


#: Words that a column about somebody's care, mind or money for care would bear (invariant 9).
NEVER_STORED = (
    *("capacity", "diagnos", "condition_of_health", "impair", "medical", "medication", "disab", "illness"),
    *("funding", "funder", "direct_payment", "benefit", "allowance", "care_plan", "needs", "health"),
)


def test_invariant_9_no_column_holds_capacity_diagnosis_or_who_pays_for_care() -> None:
    assert len(ALL_TABLES) > 40
    found = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(word in f"{table.name}.{column.name}" for word in NEVER_STORED)
    ]
    assert found == []


async def test_a_button_pressed_twice_notes_shares_and_a_payment_once(store: Store) -> None:
    (ann,) = await a_society(store, "worker_led", "worker", "Ann")
    first = await note(store, ann, 5, 500, JOINED)
    with pytest.raises(AlreadyDone, match=r"noted already\. If they are others"):
        await note(store, ann, 5, 500, JOINED)
    async with store.writing() as writing:
        await lifecycle.end_shares(writing, ann, first, TODAY, by=None, at=AT)
    await note(store, ann, 5, 500, JOINED)
    async with store.writing() as writing:
        await lifecycle.note_subscription(writing, ann, JOINED, TODAY, by=None, at=AT)
    with pytest.raises(AlreadyDone, match="This payment is noted already"):
        async with store.writing() as writing:
            await lifecycle.note_subscription(writing, ann, JOINED, TODAY, by=None, at=AT)
