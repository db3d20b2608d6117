"""Given for gatherings: whoever leads a forum calls one for tomorrow, sends the agenda, checks people in, opens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ItemDraft
from govern.forums.gatherings.rules import ItemKind, Standing
from govern.identity import lifecycle as identity
from govern.meetings.models import Meeting
from govern.post.models import Letter
from tests.forums.conftest import Forums
from tests.window import Window


def moment(forums: Forums, **more: str) -> dict[str, str]:
    """Tomorrow at two, as the form asks for it."""
    day = (forums.town.clock.at + timedelta(days=1)).date()
    when = {"starts_at_day": str(day.day), "starts_at_month": str(day.month), "starts_at_year": str(day.year)}
    return {**when, "starts_at_time": "14:00", "place": "The hall in Pont", **more}


async def raised(forums: Forums, forum: UUID, title: str, name: str, *, about: str = "") -> UUID:
    wanted = ItemDraft(kind=ItemKind.DECIDE, title={"en": title}, about=forums.town.people[about] if about else None)
    async with forums.town.society.store.writing() as writing:
        return await gatherings.raise_item(
            writing, forum, wanted, by=forums.town.people[name], at=forums.town.clock.at
        )


async def a_guest(forums: Forums, forum: UUID, name: str, standing: Standing = Standing.GUEST) -> UUID:
    async with forums.town.society.store.writing() as writing:
        person = await identity.add_person(writing, name=name, by=None, at=forums.town.clock.at)
        await gatherings.come(writing, forum, person, standing, by=None, at=forums.town.clock.at)
        forums.town.people[name] = person
        return person


async def called(leader: Window, forums: Forums, forum: UUID, **more: str) -> str:
    """A gathering that is called, with everything that waits on its agenda. Returns its address."""
    at = f"facilitate/forums/{forum}/gatherings"
    await leader.get(f"{at}/new")
    answer = await leader.send(f"{at}/new", moment(forums, **more))
    assert answer.status_code == 303, leader.text()
    async with forums.town.society.store.reading() as reading:
        found = select(Meeting.id).where(Meeting.forum_id == forum).order_by(Meeting.drafted_at.desc())
        meeting = (await reading.scalars(found)).first()
    one = f"{at}/{meeting}"
    await leader.get(one)
    while "Put it on the agenda" in leader.text():
        item = re.findall(r'name="raised" value="([^"]+)"', leader.last.text)[0]
        assert (await leader.send(f"{one}/take-up", raised=item)).status_code == 303
        await leader.get(one)
    return one


async def sent(leader: Window, forums: Forums, forum: UUID) -> str:
    """The same, and the agenda is out."""
    one = await called(leader, forums, forum)
    answer = await leader.send(f"{one}/send")
    assert answer.status_code == 303, leader.text()
    return one


async def on_the_day(leader: Window, forums: Forums, one: str, here: Sequence[str]) -> None:
    """It is the day, and these people are there."""
    forums.town.clock.at += timedelta(days=1)
    await leader.sign_in(leader_of(forums, one), at=forums.town.clock.at)
    for name in here:
        await leader.get(f"{one}/people")
        person = str(forums.town.people[name])
        answer = await leader.send(f"{one}/people/in", person=person, mode="in_person")
        assert answer.status_code == 303, leader.text()


def leader_of(forums: Forums, one: str) -> UUID:
    return forums.town.people["Mair Elis" if str(forums.local) in one else "Siân Llwyd"]


MEMBERS = ("Mair Elis", "Gwen Hughes", "Ana Bowen", "Bo Parry", "Cai Rhys")


async def opened(leader: Window, forums: Forums, forum: UUID, here: Sequence[str] = MEMBERS) -> str:
    one = await sent(leader, forums, forum)
    await on_the_day(leader, forums, one, here)
    await leader.get(one)
    answer = await leader.send(f"{one}/open")
    assert answer.status_code == 303, leader.text()
    await leader.get(one)
    return one


def points(leader: Window) -> list[str]:
    """The addresses of the items on the page last seen, in their order."""
    return list(dict.fromkeys(re.findall(r'href="[^"]*?(facilitate/[^"]+/points/[^"/]+)"', leader.last.text)))


async def letters(forums: Forums, kind: str) -> list[Letter]:
    async with forums.town.society.store.reading() as reading:
        found = await reading.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.to_address))
        return list(found)
