"""What was raised in a forum is planned from there: its words come into the plan, and the item says so."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from govern.errors import NotAllowed
from govern.forums.activities.models import Activity
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ItemDraft
from govern.forums.gatherings.models import ForumItem
from govern.forums.gatherings.rules import ItemKind
from tests.forums.activities.test_pages import TRIP
from tests.forums.conftest import Forums
from tests.forums.gatherings.scene import opened, points


async def raised(forums: Forums, forum: UUID, *, about: str = "") -> UUID:
    people = forums.town.people
    wanted = ItemDraft(
        kind=ItemKind.ACTIVITY,
        title={"en": "A walk by the lake"},
        words="Flat paths, please.",
        about=people[about] if about else None,
    )
    async with forums.town.society.store.writing() as writing:
        return await gatherings.raise_item(writing, forum, wanted, by=people["Gwen Hughes"], at=forums.town.clock.at)


async def test_a_plan_from_what_was_raised_has_its_words_and_the_item_says_it_is_planned(forums: Forums) -> None:
    item = await raised(forums, forums.local)
    ana, at = await forums.town.window("Ana Bowen"), f"forums/{forums.local}/activities/new"
    await ana.get(f"forums/{forums.local}")
    assert f"activities/new?raised={item}" in ana.last.text
    await ana.get(f"{at}?raised={item}")
    assert 'value="A walk by the lake"' in ana.last.text and "Flat paths, please." in ana.text()
    answer = await ana.send(at, {**TRIP, "title": "A walk", "places": "many"})
    assert answer.status_code == 422 and f'name="raised" value="{item}"' in ana.last.text
    await ana.send(at, {**TRIP, "title": "A walk"})
    assert ana.last.status_code == 303, ana.text()
    async with forums.town.society.store.reading() as reading:
        made = (await reading.scalars(select(Activity.id))).one()
        assert (await reading.get_one(ForumItem, item)).planned_id == made
    await ana.get(f"forums/{forums.local}")
    assert "Planned as something to do together" in ana.text() and f"activities/{made}" in ana.last.text
    assert f"activities/new?raised={item}" not in ana.last.text
    assert (await ana.get(f"{at}?raised={item}")).status_code == 404


async def test_it_is_planned_once_and_nothing_is_planned_twice_by_two_people(forums: Forums) -> None:
    item = await raised(forums, forums.local)
    at = f"forums/{forums.local}/activities/new"
    ana = await forums.town.window("Ana Bowen")
    await ana.get(f"{at}?raised={item}")
    async with forums.town.society.store.writing() as writing:
        people, when = forums.town.people, forums.town.clock.at
        await gatherings.planned(writing, forums.local, item, uuid4(), by=people["Bo Parry"], at=when)
    answer = await ana.send(at, {**TRIP, "title": "A walk"})
    assert answer.status_code == 422 and "This is planned already." in ana.text() and 'value="A walk"' in answer.text
    async with forums.town.society.store.reading() as reading:
        assert (await reading.scalars(select(Activity.id))).all() == []


async def test_m33_what_is_about_one_person_is_not_planned_from_there_nor_what_is_owed_or_elsewhere(
    forums: Forums,
) -> None:
    item, elsewhere = await raised(forums, forums.local, about="Bo Parry"), await raised(forums, forums.area)
    by, at = forums.town.people["Mair Elis"], forums.town.clock.at
    async with forums.town.society.store.writing() as writing:
        owed = await gatherings.owe(writing, forums.local, {"en": "Sick pay"}, uuid4(), at=at)
    ana = await forums.town.window("Ana Bowen")
    await ana.get(f"forums/{forums.local}")
    assert "activities/new?raised=" not in ana.last.text
    for one in (item, owed, elsewhere, uuid4()):
        assert (await ana.get(f"forums/{forums.local}/activities/new?raised={one}")).status_code == 404, one
    for one in (item, owed):
        assert one is not None
        with pytest.raises(NotAllowed):
            async with forums.town.society.store.writing() as writing:
                await gatherings.planned(writing, forums.local, one, uuid4(), by=by, at=at)


async def test_what_a_gathering_decided_to_do_together_is_planned_from_its_notes(forums: Forums) -> None:
    item = await raised(forums, forums.local)
    mair = await forums.town.window("Mair Elis")
    one = await opened(mair, forums, forums.local)
    point = points(mair)[0]
    await mair.get(point)
    await mair.send(f"{point}/decide", {"decision": "We walk in May.", "how": "consensus"})
    await mair.follow()
    assert f"activities/new?raised={item}" in mair.last.text
    await mair.get(one.replace("facilitate/", ""))
    assert f"activities/new?raised={item}" in mair.last.text
    await mair.get(f"forums/{forums.local}/activities/new?raised={item}")
    await mair.send(f"forums/{forums.local}/activities/new", TRIP)
    await mair.get(point)
    assert "Planned as something to do together" in mair.text()
