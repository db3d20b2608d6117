"""Given for what forums do: a local and a family forum in one store, people with and without a mail address."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from govern.constituencies.register import lifecycle as register
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.forums.activities import lifecycle
from govern.forums.activities.models import SignUp
from govern.forums.activities.rules import OpenTo, Plan, Way
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft
from govern.forums.gatherings.rules import Standing
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import Site
from govern.post.models import Letter
from govern.settings import SocietyFile
from govern.society import Society
from tests.given import START

SITE = Site("https://vote.example.org", "tair-nant", "Tair Nant")
#: Name, group, mail address. Mair leads the forum; Di is a member of the society and of no forum.
PEOPLE = {
    "Mair Elis": ("supported", None),
    "Gwen Hughes": ("staff", "gwen@example.org"),
    "Ana Bowen": ("volunteers", "ana@example.org"),
    "Bo Parry": ("volunteers", None),
    "Cai Rhys": ("volunteers", "cai@example.org"),
    "Di Owen": ("volunteers", "di@example.org"),
}


class Given(msgspec.Struct, frozen=True):
    """A forum, its family forum, and who is who."""

    store: Store
    people: dict[str, UUID]
    forum: UUID
    family: UUID
    at: datetime = START

    def society(self, folder: Path) -> Society:
        """The society over this store, for steps that would seal something in an open vote."""
        made = Society(folder / "tair-nant", SocietyFile())
        made.store = self.store
        return made

    async def plan(self, **wanted: object) -> UUID:
        """Gwen plans a walk in ten days, for whoever takes part."""
        chosen = {"title": "A walk", "place": "Pont", "starts_at": self.at + timedelta(days=10), **wanted}
        plan = msgspec.convert(chosen, Plan)
        gwen = self.people["Gwen Hughes"]
        async with self.store.writing() as writing:
            return await lifecycle.plan(writing, self.forum, plan, "en", organiser=gwen, by=gwen, at=self.at)

    async def signs_up(
        self, activity: UUID, name: str, way: Way = Way.PAGE, support: str | None = None, at: datetime | None = None
    ) -> bool:
        person = self.people[name]
        by = person if way is Way.PAGE else self.people["Mair Elis"]
        async with self.store.writing() as writing:
            return await lifecycle.sign_up(writing, activity, person, way, support, by=by, at=at or self.at)

    async def takes_back(self, activity: UUID, name: str) -> None:
        person = self.people[name]
        async with self.store.writing() as writing:
            await lifecycle.take_back(writing, activity, person, by=person, site=SITE, at=self.at)

    async def signed(self, activity: UUID, name: str) -> SignUp:
        """The last sign-up of somebody."""
        question = select(SignUp).where(SignUp.activity_id == activity, SignUp.person_id == self.people[name])
        async with self.store.reading() as reading:
            return (await reading.scalars(question.order_by(SignUp.turn.desc()))).first() or pytest.fail(name)

    async def letters(self) -> list[tuple[str, str, str]]:
        """To whom, of which kind, and the words; in the order of addresses."""
        async with self.store.reading() as reading:
            found = await reading.scalars(select(Letter).order_by(Letter.to_address, Letter.kind))
            return [(letter.to_address, letter.kind, letter.body or "") for letter in found]


@pytest.fixture
async def given(store: Store) -> Given:
    people: dict[str, UUID] = {}
    async with store.writing() as writing:
        await rulebook.adopt(writing, example("tair_nant"), by=None, at=START)
        for name, (group, email) in PEOPLE.items():
            new = NewPerson(name=name, email=email, phone="01632 960 001" if email is None else None)
            people[name] = await register.enter(writing, new, group, date(2020, 3, 1), "Founding", by=None, at=START)
        forum = await gatherings.found_forum(
            writing, ForumDraft(layer="local", name={"en": "Pont forum"}), by=None, at=START
        )
        draft = ForumDraft(layer="family", name={"en": "Families of Pont"}, linked_to=forum)
        family = await gatherings.found_forum(writing, draft, by=None, at=START)
        for name in ("Mair Elis", "Gwen Hughes", "Ana Bowen", "Bo Parry"):
            await gatherings.come(writing, forum, people[name], Standing.MEMBER, by=None, at=START)
        await gatherings.come(writing, forum, people["Cai Rhys"], Standing.GUEST, by=None, at=START)
        await gatherings.name_facilitator(writing, forum, people["Mair Elis"], START.date(), by=None, at=START)
    return Given(store, people, forum, family)


__all__ = ["SITE", "Given", "OpenTo", "given"]
