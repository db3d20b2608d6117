"""A page of those who belong: read with as much of a forum as it shows, in the order of all of them."""

from __future__ import annotations

import sys

import pytest

from govern.forums.gatherings import queries
from govern.forums.gatherings.rules import Standing
from tests.forums.conftest import Forums
from tests.forums.gatherings.scene import a_guest


async def test_pages_of_people_are_those_of_the_whole_list_in_its_order(
    forums: Forums, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[queries.people_page.__module__], "PEOPLE_ON_A_PAGE", 3)
    for name, standing in (("Abe Guest", Standing.GUEST), ("Zed Guest", Standing.GUEST), ("Al", Standing.OBSERVER)):
        await a_guest(forums, forums.local, name, standing)
    me, other = forums.town.people["Gwen Hughes"], forums.town.people["Siân Llwyd"]
    async with forums.town.society.store.reading() as reading:
        whole = await queries.people_of(reading, forums.local)
        pages = [await queries.people_page(reading, forums.local, number, me) for number in (1, 2, 3)]
        beyond = await queries.people_page(reading, forums.local, 9, other)
    assert tuple(line for page in pages for line in page.people) == whole
    assert [len(page.people) for page in pages] == [3, 3, 2] and {page.pages for page in pages} == {3}
    assert all(page.belongs for page in pages)
    assert (beyond.number, beyond.belongs, beyond.people) == (3, False, pages[2].people)
