"""What people on seats can do: noted once, from a day to a day; and how a body is balanced (M36, M87)."""

from __future__ import annotations

from datetime import date

import pytest

from govern.constituencies.boards import lifecycle, queries
from govern.database import Store
from govern.errors import AlreadyDone, NotValid
from tests.constituencies.boards.lifecycle.given_boards import AT, TODAY, a_home


async def test_what_people_can_do_is_noted_and_ends(store: Store) -> None:
    home = await a_home(store, "tair_nant", [("Ana", "volunteers", "any"), ("Sal", "staff", "staff")])
    ana = home.people["Ana"]
    async with store.writing() as writing:
        skill = await lifecycle.note_skill(writing, ana, "Accounts", TODAY, professional=True, by=None, at=AT)
        with pytest.raises(AlreadyDone):
            await lifecycle.note_skill(writing, ana, "accounts", TODAY, by=None, at=AT)
        with pytest.raises(NotValid):
            await lifecycle.note_skill(writing, ana, " – ", TODAY, by=None, at=AT)
    async with store.reading() as reading:
        there = await queries.sitting(reading, "board", TODAY)
        found = queries.balance(there, await queries.skills_of(reading, [s.person_id for s in there], TODAY))
    assert (found.professional.count, found.professional.seats, found.professional.is_majority) == (1, 2, False)
    assert [share.what for share in found.skills] == ["Accounts"] and found.majorities == ()
    async with store.writing() as writing:
        with pytest.raises(NotValid, match="cannot end before"):
            await lifecycle.end_skill(writing, skill, date(2020, 1, 1), by=None, at=AT)
        await lifecycle.end_skill(writing, skill, TODAY, by=None, at=AT)
        with pytest.raises(AlreadyDone):
            await lifecycle.end_skill(writing, skill, TODAY, by=None, at=AT)
    async with store.reading() as reading:
        assert await queries.skills_of(reading, [ana], TODAY) == ()
