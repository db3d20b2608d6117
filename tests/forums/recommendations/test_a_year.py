"""A year of recommendations: each page asks the database as often as with one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.engine import Engine

from govern.forums.recommendations import lifecycle
from govern.forums.recommendations.lifecycle import Wish
from govern.forums.recommendations.rules import Answer, EasyLine, Reply, Wording
from govern.identity.rules import Site
from govern.permissions import Role
from tests.forums.recommendations.conftest import AT, Valley

SITE = Site("http://testserver.local", "tair-nant", "Tair Nant")
EASY = (EasyLine("vendor/symbols/openmoji-talk.svg", "We ask for something."),)
OURS = re.compile(r"FROM (forum|facilitator_term|recommendation|person|membership)")
#: Per page: how often it asks, however many there are.
PAGES = {
    "recommendations": 4,
    "recommendations/answered": 6,
    "forums/{local}/recommendations": 9,
    "recommendations/{one}?easy=0": 16,
    "facilitate/recommendations": 6,
    "facilitate/recommendations/{one}": 18,
    "office/recommendations": 5,
}


@contextmanager
def questions() -> Iterator[list[str]]:
    """Every question about forums, what they ask and people that reaches a database meanwhile."""
    asked: list[str] = []

    def note(conn: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("SELECT") and OURS.search(statement):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


async def asked_by(valley: Valley, forum: UUID, count: int) -> list[UUID]:
    """So many more, one in three of them answered, one in three with the council, raised by two people each."""
    people, made = valley.town.people, []
    async with valley.town.society.store.writing() as writing:
        for number in range(count):
            title = {"en": f"Question {number}", "cy": f"Cwestiwn {number}"}
            wording = Wording(title=title, text=title, easy={"en": EASY, "cy": EASY})
            one = await lifecycle.write(writing, forum, wording, by=people["Mair Elis"], at=AT)
            for name in ("Mair Elis", "Bo Parry"):
                wish = Wish(show_name=True)
                await lifecycle.name_raiser(writing, one, people[name], wish, by=people["Mair Elis"], at=AT)
            await lifecycle.agree(writing, one, AT.date(), "Item 4", by=people["Mair Elis"], at=AT)
            if number % 3:
                kind = Answer.ADOPT if number % 3 == 1 else Answer.DECLINE
                reply = Reply(kind=kind, given_on=AT.date(), reasons={"en": "So."}, minute="Item 7")
                await lifecycle.answer(writing, one, reply, site=SITE, by=people["Sian Llwyd"], at=AT)
            made.append(one)
    return made


async def counted(valley: Valley, one: UUID) -> dict[str, int]:
    """How often each page asks."""
    mair = await valley.officer("Mair Elis", Role.SECRETARY)
    asks = {}
    for path in PAGES:
        often = []
        for _ in range(3):  # the service's own clock may ask something meanwhile
            with questions() as asked:
                answer = await mair.get(path.format(local=valley.local, one=one))
            assert answer.status_code == 200, (path, answer.status_code)
            often.append(len(asked))
        asks[path] = min(often)
    return asks


async def test_with_a_year_of_them_each_page_asks_no_more_often_than_with_one(valley: Valley) -> None:
    (one,) = await asked_by(valley, valley.local, 1)
    few = await counted(valley, one)
    await asked_by(valley, valley.local, 90)
    assert await counted(valley, one) == few == PAGES
