"""Given for recommendations: a society of three layers as W15 has it, on 3 February 2026, over the whole service."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from litestar.testing import AsyncTestClient

from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules import TieKind
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft
from govern.forums.gatherings.rules import Standing
from govern.identity import lifecycle as identity
from govern.identity import queries as who
from govern.identity.lifecycle import NewPerson
from govern.permissions import Role
from tests.constituencies.conftest import Town
from tests.given import Moments, a_bare_society, a_home, the_service
from tests.window import Window

AT = datetime(2026, 2, 3, 10, 0, tzinfo=UTC)
APPEAL = 'appeal = { people = 3, unrelated = true, steps = ["board"] }\n'
#: Name, group, email, format.
PEOPLE = (
    ("Mair Elis", "supported", "mair@example.org", "standard"),
    ("Sian Llwyd", "employee", "sian@example.org", "standard"),
    ("Gwen Hughes", "employee", "gwen@example.org", "standard"),
    ("Ana Bowen", "supported", "ana@example.org", "easy_read"),
    ("Bo Parry", "supported", None, "large_print"),
    ("Cai Rhys", "community", "cai@example.org", "standard"),
    ("Di Owen", "community", "di@example.org", "standard"),
)


def rules_of_three_layers() -> str:
    """The rules of W15, in force before it begins, with an appeal to the board by three people."""
    text = re.sub(r"effective_from = \S+", "effective_from = 2020-01-01", example("cartrefi_like"))
    return text.replace("re_raise_max = 1", f"{APPEAL}re_raise_max = 1")


class Valley(msgspec.Struct, frozen=True):
    """Mair Elis leads the local forum, Sian Llwyd the regional one and the families'. Ana Bowen, Bo Parry, Gwen
    Hughes and Cai Rhys are members of the local forum, Di Owen of the families' alone. The council answers last."""

    town: Town
    local: UUID
    regional: UUID
    family: UUID

    async def window(self, name: str) -> Window:
        return await self.town.window(name)

    async def officer(self, name: str, *roles: Role) -> Window:
        """Signed in as officers do; the office is given the first time."""
        at, town = self.town.clock.at, self.town
        async with town.society.store.reading() as reading:
            held = [one for role in roles for one in await who.holders(reading, role, at.date())]
        if town.people[name] not in {one.id for one in held}:
            return await town.window(name, *roles)
        return await Window(town.client, town.society).sign_in(town.people[name], officer=True, at=at)


@pytest.fixture
async def valley(tmp_path: Path, clock: Moments) -> AsyncIterator[Valley]:
    clock.at = AT
    society = await a_bare_society(a_home())
    async with AsyncTestClient(the_service(clock), base_url="http://testserver.local") as client:
        town = Town(society, client, clock)
        async with society.store.writing() as writing:
            await rulebook.adopt(writing, rules_of_three_layers(), by=None, at=AT)
            await rulebook.name_contact(
                writing, name="Carys", phone="01632 960 123", email=None, hours={"en": "Weekdays"}, by=None, at=AT
            )
            officers = [NewPerson(name="Nerys Puw"), NewPerson(name="Gwilym Haf")]
            for person, person_id in zip(
                officers, await identity.add_people(writing, officers, by=None, at=AT), strict=True
            ):
                town.people[person.name] = person_id
            for name, group, email, format_ in PEOPLE:
                new = NewPerson(name=name, email=email, format=format_, postal_address="1 High Street\nPont")
                town.people[name] = await register.enter(
                    writing, new, group, date(2020, 3, 1), "Founding member", by=None, at=AT
                )
        yield await _forums(town)
    await society.store.close()


async def _forums(town: Town) -> Valley:
    people = town.people
    async with town.society.store.writing() as writing:

        async def found(layer: str, name: str, parent: UUID | None = None, linked_to: UUID | None = None) -> UUID:
            draft = ForumDraft(
                layer=layer, name={"en": name, "cy": f"{name} (cy)"}, parent=parent, linked_to=linked_to
            )
            return await gatherings.found_forum(writing, draft, by=None, at=AT)

        regional = await found("regional", "South region forum")
        local = await found("local", "Pont forum", parent=regional)
        family = await found("family", "Families of Pont", linked_to=local)
        for name in ("Mair Elis", "Ana Bowen", "Bo Parry", "Gwen Hughes", "Cai Rhys"):
            await gatherings.come(writing, local, people[name], Standing.MEMBER, by=None, at=AT)
        await gatherings.come(writing, regional, people["Sian Llwyd"], Standing.MEMBER, by=None, at=AT)
        await register.note_attribute(
            writing, people["Di Owen"], "family_carer", AT.date(), "Said so", by=None, at=AT
        )
        await gatherings.come(writing, family, people["Di Owen"], Standing.MEMBER, by=None, at=AT)
        for forum, name in ((local, "Mair Elis"), (regional, "Sian Llwyd"), (family, "Di Owen")):
            await gatherings.name_facilitator(writing, forum, people[name], AT.date(), by=None, at=AT)
        await register.tie(
            writing, TieKind.HOUSEHOLD, people["Ana Bowen"], people["Cai Rhys"], AT.date(), by=None, at=AT
        )
    return Valley(town, local, regional, family)
