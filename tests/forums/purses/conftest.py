"""Given for shared money: Tair Nant by rules that know pots and a fund for those in need."""

from __future__ import annotations

from uuid import UUID

import pytest

from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules import TieKind
from govern.constituencies.rulebook.book import example
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.rules import Standing
from govern.forums.purses import lifecycle as purses
from govern.identity.lifecycle import NewPerson
from tests.constituencies.conftest import JOINED, Town
from tests.forums.conftest import Forums
from tests.forums.purses.money import with_funds


@pytest.fixture
def rules_with_funds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.constituencies.conftest.example", lambda name: with_funds(example(name)))


@pytest.fixture
def society_url(either_database: str | None) -> str | None:
    return either_database


@pytest.fixture
async def town(rules_with_funds: None, town: Town) -> Town:  # the town of the house, by these rules
    return town


@pytest.fixture
async def pot(forums: Forums) -> UUID:
    """W22: Gwen has £120 in it, Ana £100, Bo £90, Cai £70; Mair leads the forum; Di Owen looks on from outside."""
    people, at, leader = forums.town.people, forums.town.clock.at, forums.town.people["Mair Elis"]
    async with forums.town.society.store.writing() as writing:
        made = await purses.open_pot(writing, forums.local, {"en": "Days out"}, by=leader, at=at)
        for name, pounds in (("Gwen Hughes", 120), ("Ana Bowen", 100), ("Bo Parry", 90), ("Cai Rhys", 70)):
            await purses.put_in(writing, made, people[name], pounds * 100, "Unspent", by=leader, at=at)
        await gatherings.come(
            writing, forums.local, people["Di Owen"], Standing.PARTNER, speaks_for="Advocacy", by=None, at=at
        )
        await purses.name_guide(writing, made, people["Di Owen"], by=leader, at=at)
    return made


PANEL = ("Ifor Prys", "Lena Voss", "Mali Rees", "Ana Bowen", "Bo Parry")


@pytest.fixture
async def fund(town: Town) -> Town:
    """W23: a fund of £20,000 and a panel of five. Gwen Hughes works here and lives in one household with Bo Parry."""
    keeper, at = town.people["Nerys Puw"], town.clock.at
    async with town.society.store.writing() as writing:
        for name in ("Ifor Prys", "Lena Voss", "Mali Rees"):
            town.people[name] = await register.enter(
                writing, NewPerson(name=name), "staff", JOINED, "Founding member", by=None, at=at
            )
        await purses.open_fund(writing, by=keeper, at=at)
        for name in PANEL:
            await purses.seat(writing, town.people[name], "Board, 3 February, item 4", by=keeper, at=at)
        await register.tie(
            writing, TieKind.HOUSEHOLD, town.people["Gwen Hughes"], town.people["Bo Parry"], JOINED, by=None, at=at
        )
    return town
