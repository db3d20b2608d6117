"""How many questions a page asks: the same number for a small forum and for a large one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.engine import Engine

from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ItemDraft
from govern.forums.gatherings.rules import ItemKind
from tests.forums.conftest import Forums
from tests.forums.gatherings.scene import MEMBERS, a_guest, on_the_day, raised, sent

#: By page: at most so many questions, the door's own among them.
MOST = {"forum": 15, "gatherings": 13, "gathering": 25, "led": 27, "people": 25}


@contextmanager
def questions() -> Iterator[list[str]]:
    """Every SELECT of the whole service meanwhile."""
    asked: list[str] = []

    def hear(*given: object) -> None:
        if str(given[2]).startswith("SELECT"):
            asked.append(str(given[2]))

    event.listen(Engine, "before_cursor_execute", hear)
    yield asked
    event.remove(Engine, "before_cursor_execute", hear)


async def test_pages_ask_as_much_of_a_large_forum_as_of_a_small_one(forums: Forums) -> None:
    town = forums.town
    await raised(forums, forums.local, "A walk", "Gwen Hughes")
    mair = await town.window("Mair Elis")
    one = await sent(mair, forums, forums.local)
    await on_the_day(mair, forums, one, MEMBERS)
    pages = {
        "forum": f"forums/{forums.local}",
        "gatherings": f"forums/{forums.local}/gatherings",
        "gathering": one.removeprefix("facilitate/"),
        "led": one,
        "people": f"{one}/people",
    }

    async def count() -> dict[str, int]:
        """The fewest of three times: the clock of the service asks questions of its own now and then."""
        numbers = {}
        for name, page in pages.items():
            times = []
            for _ in range(3):
                with questions() as asked:
                    assert (await mair.get(page)).status_code == 200
                times.append(len(asked))
            numbers[name] = min(times)
        return numbers

    meeting = one.rsplit("/", 1)[1]

    async def more(number: int) -> None:
        await a_guest(forums, forums.local, f"Guest {number}")
        async with town.society.store.writing() as writing:
            by = town.people["Mair Elis"]
            wanted = ItemDraft(kind=ItemKind.TALK, title={"en": f"Item {number}"}, about=by)
            for keep in (True, False):
                item = await gatherings.raise_item(writing, forums.local, wanted, by=by, at=town.clock.at)
                if keep:
                    await gatherings.take_up(writing, forums.local, UUID(meeting), item, by=by, at=town.clock.at)

    await more(0)
    few = await count()
    for number in range(1, 8):
        await more(number)
    many = await count()
    assert many == few
    assert {name: number for name, number in many.items() if number > MOST[name]} == {}
