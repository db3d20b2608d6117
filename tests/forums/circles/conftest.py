"""Given for circles: a society of circles and teams, with a local circle in it; a browser for anybody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from govern.constituencies.rulebook.book import example
from govern.forums.circles import lifecycle
from govern.forums.circles.lifecycle import CircleDraft
from govern.forums.circles.rules import Part
from tests.ballots.given_ballots import Given, a_society
from tests.given import Moments, a_home, the_service
from tests.window import Window

#: Calder Circles, where the circle of all members decides on pay.
RULES = example("equal_care_like").replace('domain = ["membership"]', 'domain = ["membership", "pay"]')
GROUPS = {"supported": 3, "worker": 9, "advocate": 1}


class Calder:
    """A society of circles: who is who, their numbers in the register, and the local circle of Hebden."""

    def __init__(self, given: Given, client: AsyncTestClient[Litestar], clock: Moments) -> None:
        self.given, self.client, self.clock = given, client, clock
        everybody = [(group, person) for group, people in given.people.items() for person in people]
        self.numbers = {person: str(number) for number, (_, person) in enumerate(everybody, 1)}
        self.hebden = UUID(int=0)

    @property
    def mair(self) -> UUID:
        """Somebody who is supported. Named “Supported 1”."""
        return self.given.people["supported"][0]

    @property
    def workers(self) -> list[UUID]:
        return self.given.people["worker"]

    async def window(self, person: UUID) -> Window:
        browser = Window(self.client, self.given.society, follows=True)
        return await browser.sign_in(person, officer=person == self.given.second, at=self.clock.at)

    async def secretary(self) -> Window:
        return await self.window(self.given.second)

    async def by_hand(self, browser: Window, path: str, /, **fields: str) -> httpx.Response:
        """Send what no form of the page sends, with the token that a page would have had."""
        return await browser.by_hand(path, fields, at=self.clock.at)

    async def seat(self, circle: UUID, *people: UUID, part: Part = Part.MEMBER) -> None:
        async with self.given.society.store.writing() as writing:
            for person in people:
                await lifecycle.let_in(writing, circle, person, part, by=self.given.second, at=self.clock.at)

    async def give(self, circle: UUID, words: str = "", topic: str | None = None) -> None:
        async with self.given.society.store.writing() as writing:
            given = {"en": words} if words else {}
            await lifecycle.give_matter(writing, circle, topic, given, by=self.given.second, at=self.clock.at)

    async def team(self, name: str = "Mair's team", *, private: bool = False, leader: UUID | None = None) -> UUID:
        """Begun by the person it is around."""
        leader = leader or self.mair
        wanted = CircleDraft(name={"en": name}, aim={"en": "Good days"}, parent_id=self.hebden)
        async with self.given.society.store.writing() as writing:
            return await lifecycle.begin_team(writing, wanted, leader, private=private, by=leader, at=self.clock.at)


@pytest.fixture
def society_url(either_database: str | None) -> str | None:
    return either_database


@pytest.fixture
async def calder(clock: Moments, society_url: str | None) -> AsyncIterator[Calder]:
    given = await a_society(a_home(), text=RULES, groups=GROUPS, url=society_url)
    app = the_service(clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        made = Calder(given, client, clock)
        hebden = CircleDraft(
            name={"en": "Hebden"},
            aim={"en": "Good support in Hebden"},
            parent_body="members_circle",
            body="local_circle",
        )
        async with given.society.store.writing() as writing:
            made.hebden = await lifecycle.begin_circle(writing, hebden, by=given.second, at=clock.at)
        await made.seat(made.hebden, made.workers[0], part=Part.FACILITATOR)
        await made.seat(made.hebden, made.workers[1])
        yield made
    await given.society.store.close()
