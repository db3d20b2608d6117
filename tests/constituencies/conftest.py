"""Given for pages of this wing: the whole service over Tair Nant, with a secretary, a chair and members."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.register import lifecycle as register
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import NewPerson
from govern.permissions import Role
from govern.society import Society
from tests.given import Moments, a_bare_society, a_founded_society, a_home, the_service
from tests.window import Window

JOINED, SEATED = date(2020, 3, 1), date(2026, 5, 9)
PEOPLE = {
    "Mair Elis": ("supported", "supported"),
    "Siân Llwyd": ("staff", "staff"),
    "Gwen Hughes": ("staff", ""),
    "Ana Bowen": ("volunteers", "volunteers"),
    "Bo Parry": ("volunteers", "volunteers"),
    "Cai Rhys": ("volunteers", "any"),
    "Di Owen": ("volunteers", ""),
}


class Town:
    """Tair Nant: who is who, and a window for anybody."""

    def __init__(self, society: Society, client: AsyncTestClient[Litestar], clock: Moments) -> None:
        self.society, self.client, self.clock = society, client, clock
        self.people: dict[str, UUID] = {}

    async def window(self, name: str = "", *roles: Role) -> Window:
        """A browser; of a person where a name is given, with an officer's sign-in where roles are."""
        made = Window(self.client, self.society)
        return await made.sign_in(self.people[name], *roles, at=self.clock.at) if name else made

    async def secretary(self) -> Window:
        return await self.window("Nerys Puw", Role.SECRETARY)


@pytest.fixture
async def town(clock: Moments, society_url: str | None) -> AsyncIterator[Town]:
    at = clock.at
    if society_url is None:
        # Rooms that live by other rules put them in the place of `example`.
        key = ("town", at, example("tair_nant"))
        society, people = await a_founded_society(a_home(), key, lambda bare: _founded(bare, at))
    else:
        society = await a_bare_society(a_home(), url=society_url)
        people = await _founded(society, at)
    app = the_service(clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        made = Town(society, client, clock)
        made.people = people
        yield made
    await society.store.close()


async def _founded(society: Society, at: datetime) -> dict[str, UUID]:
    people = {}
    async with society.store.writing() as writing:
        await rulebook.adopt(writing, example("tair_nant"), by=None, at=at)
        await rulebook.name_contact(
            writing, name="Carys", phone="01632 960 123", email=None, hours={"en": "Weekdays"}, by=None, at=at
        )
        officers = [NewPerson(name="Nerys Puw"), NewPerson(name="Gwilym Haf")]
        for person, person_id in zip(
            officers, await identity.add_people(writing, officers, by=None, at=at), strict=True
        ):
            people[person.name] = person_id
        for name, (group, seat) in PEOPLE.items():
            email = f"{name.split()[0].lower()}@example.org" if name.isascii() else None
            people[name] = await register.enter(
                writing, NewPerson(name=name, email=email), group, JOINED, "Founding member", by=None, at=at
            )
            if seat:
                await boards.seat(writing, "board", seat, people[name], SEATED, by=None, at=at)
    return people
