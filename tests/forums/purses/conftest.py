"""Given for shared money: Tair Nant by rules that know pots and a fund for those in need."""

from __future__ import annotations

from uuid import UUID

import pytest

from govern.constituencies.rulebook.book import example
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.rules import Standing
from govern.forums.purses import lifecycle as purses
from tests.constituencies.conftest import Town
from tests.forums.conftest import Forums
from tests.forums.purses.money import with_funds


@pytest.fixture
def rules_with_funds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.constituencies.conftest.example", lambda name: with_funds(example(name)))


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
