"""Who is heard in a forum, as whoever leads it sees it to plan, and nobody else (M3)."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.constituencies.register import lifecycle as register
from govern.desks import lifecycle
from govern.desks.holdings.gathering import gather
from govern.desks.lifecycle.merging import Wish
from govern.forums.activities import lifecycle as activities
from govern.forums.activities.rules import OpenTo, Plan, Way
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings import queries
from govern.forums.gatherings.lifecycle import ItemDraft
from govern.forums.gatherings.models import Heard
from govern.forums.gatherings.rules import HeardWay, ItemKind, Standing
from govern.forums.recommendations import lifecycle as recommendations
from govern.forums.recommendations.lifecycle.writing import Wish as RaiserWish
from govern.forums.recommendations.rules import EasyLine, Wording
from govern.identity.lifecycle import NewPerson
from govern.permissions import Role
from tests.constituencies.conftest import JOINED
from tests.forums.conftest import Forums, forums, town
from tests.forums.gatherings.scene import MEMBERS, a_guest, opened, points, raised
from tests.forums.gatherings.test_questions import questions
from tests.window import Window

__all__ = ["forums", "town"]

#: At most so many questions, the door's own among them.
MOST = 24


class Scene:
    """The local forum with seven more people supported, two of them without email, four months later."""

    def __init__(self, forums: Forums, more: list[UUID], mair: Window) -> None:
        self.forums, self.more, self.mair = forums, more, mair
        self.people = forums.town.people
        self.at = f"facilitate/forums/{forums.local}/voices"

    async def heard(self, one: str, *who: tuple[UUID, HeardWay]) -> None:
        clock = self.forums.town.clock
        async with self.forums.town.society.store.writing() as writing:
            for person, way in who:
                await gatherings.note_heard(
                    writing,
                    self.forums.local,
                    UUID(one.rsplit("/", 1)[1]),
                    person,
                    way,
                    by=self.people["Mair Elis"],
                    at=clock.at,
                )

    async def raises(self, who: UUID, times: int) -> None:
        async with self.forums.town.society.store.writing() as writing:
            for number in range(times):
                wanted = ItemDraft(kind=ItemKind.TALK, title={"en": f"About {number}"})
                await gatherings.raise_item(writing, self.forums.local, wanted, by=who, at=self.forums.town.clock.at)

    async def shown(self, query: str = "") -> str:
        await self.mair.sign_in(self.people["Mair Elis"], at=self.forums.town.clock.at)
        answer = await self.mair.get(self.at + query)
        assert answer.status_code == 200
        return self.mair.text()


@pytest.fixture
async def scene(forums: Forums) -> Scene:
    town, more = forums.town, []
    async with town.society.store.writing() as writing:
        for number in range(7):
            new = NewPerson(
                name=f"Nan {number}",
                email=f"nan{number}@example.org" if number > 1 else None,
                phone=f"01632 {number}" if number == 1 else None,
            )
            person = await register.enter(writing, new, "supported", JOINED, "Joined", by=None, at=town.clock.at)
            await gatherings.come(writing, forums.local, person, Standing.MEMBER, by=None, at=town.clock.at)
            more.append(person)
    town.clock.at += timedelta(days=120)
    return Scene(forums, more, await town.window("Mair Elis"))


def silent(text: str) -> list[str]:
    """The names of those to go to, in the order of the page."""
    part = text.split("Plan a visit, a call, another way")[1].split("By group", maxsplit=1)[0]
    return re.findall(r"(\w+ \w+) (?:Last heard|Belongs since)", part)


async def test_whoever_leads_a_forum_sees_numbers_that_give_nobody_away(scene: Scene) -> None:
    await raised(scene.forums, scene.forums.local, "A walk", "Gwen Hughes")
    one = await opened(scene.mair, scene.forums, scene.forums.local, MEMBERS)
    walk = points(scene.mair)[0]
    await scene.mair.get(walk)
    await scene.mair.send(f"{walk}/decide", decision="We walk on Sunday.", how="consensus")
    await scene.heard(one, *((person, HeardWay.BEFORE) for person in scene.more[:3]))
    text = await scene.shown()
    rows = text.split("decided Group")[1].split("In which way they were heard")[0]
    head = "Belong Came Were heard Raised something Were there when the forum decided"
    assert (
        rows.split()
        == (
            f"{head} People supported 8 fewer than 3 3 fewer than 3 fewer than 3 "
            "Staff fewer than 3 fewer than 3 fewer than 3 fewer than 3 fewer than 3 "
            "Volunteers 3 all, or nearly all fewer than 3 fewer than 3 all, or nearly all "
            "All together not said 5 not said not said 5"
        ).split()
    )
    # The same person heard once more is one person still.
    await scene.heard(one, (scene.more[0], HeardWay.BEFORE), (scene.more[3], HeardWay.BEFORE))
    assert "People supported 8 fewer than 3 4 fewer than 3" in await scene.shown()


async def test_whom_to_go_to_with_the_way_they_like(scene: Scene) -> None:
    clock, local = scene.forums.town.clock, scene.forums.local
    await raised(scene.forums, local, "A walk", "Gwen Hughes")
    one = await opened(scene.mair, scene.forums, local, MEMBERS)
    await scene.heard(one, (scene.more[2], HeardWay.BEFORE), (scene.people["Bo Parry"], HeardWay.SYMBOLS))
    text = await scene.shown()
    left = ["Ana Bowen", "Cai Rhys", "Nan 0", "Nan 1", "Nan 3", "Nan 4", "Nan 5", "Nan 6"]
    assert silent(text) == left
    assert (
        "Nan 1 Belongs since Monday 9 November 2026, not heard yet. English, Standard. By post, or in person." in text
    )
    assert "Telephone: 01632 1." in text and "Bring it on paper" in text
    # Four months on: who was heard then is on the list again, with the day and the way; who is new is not.
    clock.at += timedelta(days=120)
    await a_guest(scene.forums, local, "Ifan Baker")
    async with scene.forums.town.society.store.writing() as writing:
        walk = Plan(title="A walk", starts_at=clock.at + timedelta(days=9), place="Pont", open_to=OpenTo.MEMBERS)
        by = scene.people["Mair Elis"]
        day = await activities.plan(writing, local, walk, "en", organiser=by, by=by, at=clock.at)
        await activities.sign_up(writing, day, scene.more[1], Way.PHONE, None, by=by, at=clock.at)
        watcher = scene.people["Di Owen"]
        await gatherings.come(writing, local, watcher, Standing.OBSERVER, by=None, at=clock.at - timedelta(days=200))
    text = await scene.shown("?months=3&order=longest")
    assert silent(text)[:8] == left and silent(text)[8:] == ["Gwen Hughes", "Bo Parry", "Nan 2"]
    assert "Bo Parry Last heard on Thursday 10 March 2027" not in text
    assert re.search(r"Bo Parry Last heard on \w+ \d+ March 2027\. Was heard: With symbols or pictures\.", text)
    assert "Signed up last: By telephone." in text
    assert silent(await scene.shown("?months=12")) == []
    assert "Look at 3 months" in await scene.shown("?months=12")


async def test_m3_a_few_loud_voices_are_named_on_this_page_and_on_no_other(scene: Scene) -> None:
    await scene.raises(scene.people["Bo Parry"], 3)
    assert "It is good that they bring so much" not in await scene.shown()
    await scene.raises(scene.people["Ana Bowen"], 4)
    text = await scene.shown()
    assert "Much of what was raised came from Ana Bowen. It is good that they bring so much." in text
    assert "Let somebody else open the talk" in text
    member = await scene.forums.town.window("Gwen Hughes")
    for page in (f"forums/{scene.forums.local}", f"forums/{scene.forums.local}/gatherings"):
        await member.get(page)
        assert "Much of what was raised" not in member.text()


async def test_a_round_is_put_forward_once(scene: Scene) -> None:
    await scene.shown()
    form = scene.mair.hidden(f"{scene.at}/round")
    answer = await scene.mair.post(f"{scene.at}/round", form)
    assert answer.status_code == 303
    answer = await scene.mair.post(f"{scene.at}/round", form)  # the same button, on a page that stood open
    assert answer.status_code == 422 and "A round waits for the next gathering already." in scene.mair.text()
    text = await scene.shown()
    assert "A round waits for the next gathering" in text and "Put a round forward" not in text
    await scene.mair.get(f"forums/{scene.forums.local}")
    assert "A round: everybody says one thing" in scene.mair.text()
    async with scene.forums.town.society.store.reading() as reading:
        (item,) = await queries.items_waiting(reading, scene.forums.local, "cy")
    assert item.raised_by == scene.people["Mair Elis"]


async def test_nobody_else_sees_it_not_members_nor_observers_nor_the_office(scene: Scene) -> None:
    town, local = scene.forums.town, scene.forums.local
    async with town.society.store.writing() as writing:
        await gatherings.come(writing, local, town.people["Di Owen"], Standing.OBSERVER, by=None, at=town.clock.at)
    offices: dict[str, tuple[Role, ...]] = {"Gwen Hughes": (), "Di Owen": (), "Siân Llwyd": ()}
    offices |= {"Nerys Puw": (Role.SECRETARY,), "Gwilym Haf": (Role.CHAIR,), "Ana Bowen": (Role.FACILITATOR,)}
    for name, roles in offices.items():
        other = await town.window(name, *roles)
        assert (await other.get(scene.at)).status_code == 403, name
    # A forum for certain people only is not there at all for another facilitator (invariant 61).
    assert (await scene.mair.get(f"facilitate/forums/{scene.forums.family}/voices")).status_code == 404
    sian = await town.window("Siân Llwyd")
    assert (await sian.get(f"facilitate/forums/{scene.forums.family}/voices")).status_code == 200


async def test_what_is_no_span_and_no_order_is_the_first_of_them_and_too_large_a_number_is_refused(
    scene: Scene,
) -> None:
    assert "Look at 12 months" in await scene.shown("?months=5&order=most")
    for query in ("?months=999999999999", "?months=0", "?page=999999999999", "?order=" + "a" * 21):
        assert (await scene.mair.get(scene.at + query)).status_code in (400, 404, 422), query


async def test_it_asks_as_much_of_a_large_forum_as_of_a_small_one(scene: Scene) -> None:
    await raised(scene.forums, scene.forums.local, "A walk", "Gwen Hughes")
    one = await opened(scene.mair, scene.forums, scene.forums.local, MEMBERS)

    async def count() -> int:
        times = []
        for _ in range(3):
            with questions() as asked:
                await scene.mair.get(scene.at)
            times.append(len(asked))
        return min(times)

    await scene.raises(scene.more[0], 1)
    few = await count()
    await scene.heard(one, *((person, HeardWay.BEFORE) for person in scene.more))
    for person in scene.more:
        await scene.raises(person, 2)
    for number in range(6):
        await a_guest(scene.forums, scene.forums.local, f"Guest {number}")
    assert await count() == few
    assert few <= MOST


async def test_two_records_of_one_person_are_one_voice(scene: Scene) -> None:
    town = scene.forums.town
    await raised(scene.forums, scene.forums.local, "A walk", "Gwen Hughes")
    one = await opened(scene.mair, scene.forums, scene.forums.local, MEMBERS)
    kept, gone, other = scene.more[:3]
    await scene.heard(one, (kept, HeardWay.BEFORE), (gone, HeardWay.BEFORE), (other, HeardWay.BEFORE))
    async with town.society.store.writing() as writing:
        wish = Wish(kept, gone, frozenset(), "Entered twice")
        await lifecycle.merge(writing, town.society, wish, by=town.people["Nerys Puw"], at=town.clock.at)

    async def left() -> list[UUID]:
        async with town.society.store.reading() as reading:
            return sorted(await reading.scalars(select(Heard.person_id)))

    assert await left() == sorted([kept, other])


async def test_everybody_reads_what_is_held_of_themselves(scene: Scene) -> None:
    town = scene.forums.town
    await raised(scene.forums, scene.forums.local, "A walk", "Gwen Hughes")
    one = await opened(scene.mair, scene.forums, scene.forums.local, MEMBERS)
    await scene.heard(one, (town.people["Gwen Hughes"], HeardWay.DEVICE))
    found: dict[str, list[dict[str, object]]] = {}
    async with town.society.store.reading() as reading:
        async for part in gather(reading, town.people["Gwen Hughes"]):
            found[part.id] = [dict(row) async for row in part.rows]
    (row,) = found["gathering_heard.person_id"]
    assert row["way"] == "device" and "noted_by" not in row and found["gathering_heard.noted_by"] == []


async def test_of_those_who_did_not_come_fifty_are_on_a_page(scene: Scene) -> None:
    await raised(scene.forums, scene.forums.local, "A walk", "Gwen Hughes")
    one = await opened(scene.mair, scene.forums, scene.forums.local, MEMBERS)
    for number in range(50):
        await a_guest(scene.forums, scene.forums.local, f"Guest {number:02}")
    await scene.mair.get(f"{one}/heard")
    assert "Gwen Hughes" in scene.mair.text() and "Guest 42" in scene.mair.text()
    assert "Guest 43" not in scene.mair.text() and "Page 1 of 2" in scene.mair.text()
    await scene.mair.get(f"{one}/heard?page=7")
    assert "Gwen Hughes" in scene.mair.text() and "Guest 49" in scene.mair.text() and "Nan 0" not in scene.mair.text()


async def test_who_asked_something_of_others_through_the_forum_raised_something(scene: Scene) -> None:
    town, local = scene.forums.town, scene.forums.local
    words = {"en": "A ramp", "cy": "Ramp"}
    easy = {code: (EasyLine("vendor/symbols/openmoji-house.svg", "A ramp."),) for code in ("en", "cy")}
    assert {"Nan 3", "Nan 4", "Nan 5"} <= set(silent(await scene.shown()))
    async with town.society.store.writing() as writing:
        by, at = scene.people["Mair Elis"], town.clock.at
        wanted = Wording(title=words, text=words, easy=easy)
        asked = await recommendations.write(writing, local, wanted, by=by, at=at)
        for person in scene.more[3:6]:
            await recommendations.name_raiser(writing, asked, person, RaiserWish(), by=by, at=at)
    text = await scene.shown()
    assert not {"Nan 3", "Nan 4", "Nan 5"} & set(silent(text)) and "Nan 6" in silent(text)
    assert "People supported 8 fewer than 3 fewer than 3 3 fewer than 3" in text
