"""The one map of bodies and circles: nested, with a link each, and the same few queries however many there are."""

from __future__ import annotations

import re

from sqlalchemy import event

from govern.forums.circles import lifecycle, queries
from govern.forums.circles.lifecycle import CircleDraft
from tests.forums.circles.conftest import Calder


async def test_bodies_and_circles_stand_on_one_map_as_a_nested_list(calder: Calder) -> None:
    await calder.team()
    member = await calder.window(calder.workers[1])
    await member.get("forums")
    await member.get("circles")
    words = member.text()
    for name in ("Purpose Circle (board of directors)", "Members' Circle", "Local circle", "Hebden", "Mair's team"):
        assert name in words, name
    order = [words.index(name) for name in ("Purpose Circle", "Members' Circle", "Hebden", "Mair's team")]
    assert order == sorted(order)
    assert "You are in it" in words and "Circle. 2 people" in words and "Team. 1 person" in words
    assert "Decides on: membership, pay." in words
    main = re.search(r"<main.*?</main>", member.last.text, re.S)
    assert main and main[0].count('<ul class="co-list">') >= 4
    for path in ("people", "people/instructions", "consent"):
        assert f'href="/en/tair-nant/{path}"' in main[0]
        assert (await member.get(path)).status_code == 200


async def test_the_map_asks_as_much_with_forty_circles_as_with_one(calder: Calder) -> None:
    store = calder.given.society.store
    asked: list[str] = []
    event.listen(store.engine.sync_engine, "before_cursor_execute", lambda *a: asked.append(a[2]))

    async def count() -> int:
        asked.clear()
        async with store.reading() as reading:
            await queries.map_for(reading, calder.workers[0], calder.clock.at.date(), "en")
        return len(asked)

    few = await count()
    async with store.writing() as writing:
        for number in range(40):
            wanted = CircleDraft(name={"en": f"C{number}"}, aim={"en": "It"}, parent_id=calder.hebden)
            await lifecycle.begin_circle(writing, wanted, by=None, at=calder.clock.at)
    assert await count() == few <= 8


async def test_a_circles_page_asks_as_much_with_many_people_and_decisions_as_with_few(calder: Calder) -> None:
    store, asked = calder.given.society.store, []
    await calder.give(calder.hebden, "The rota")
    event.listen(store.engine.sync_engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    member = await calder.window(calder.workers[1])

    async def count() -> int:
        asked.clear()
        assert (await member.get(f"circles/{calder.hebden}")).status_code == 200
        return len(asked)

    async def decide(number: int) -> None:
        async with store.writing() as writing:
            wanted = lifecycle.DecisionDraft(
                title={"en": f"Number {number}"},
                words="",
                decided_on=calder.clock.at.date(),
                there=(calder.workers[0],),
                other="The rota",
            )
            await lifecycle.decide(writing, calder.hebden, wanted, "en", by=calder.workers[0], at=calder.clock.at)

    await decide(0)
    await count()
    few = await count()
    await calder.seat(calder.hebden, *calder.workers[2:9])
    for number in range(1, 20):
        await decide(number)
    assert await count() == few <= 25
