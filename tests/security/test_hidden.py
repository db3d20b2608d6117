"""What a forum for certain people, and a private team, keep to themselves: every page and file, by every visitor.

Nobody here belongs to them. Cell by cell: no page shows a word of theirs, and an address with an id of theirs answers
as if there were no such thing (invariant 61, decision 40).
"""

from __future__ import annotations

from uuid import UUID

import pytest
import pytest_asyncio

from govern.settings import read_society_file
from govern.society import Society
from tests.security.conftest import House
from tests.security.given_hidden import NAME, SECRET, what_is_hidden
from tests.security.home import NOW
from tests.security.test_who_may import OPEN, VISITORS, asked, has_an_id, read_table
from tests.security.walk import Route, address, head_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

#: Where the office, and those who name delegates and peers to it, may learn that there is such a forum: no more.
KNOWN_TO_BE_THERE = "/office/forums"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hidden(house: House) -> dict[str, str]:
    folder = house.settings.home / house.here.short
    society = Society(folder, read_society_file(folder / "society.toml"))
    ids = await what_is_hidden(society, UUID(house.here.ids["forum_id"]), UUID(house.here.ids["circle_id"]), NOW)
    await society.store.close()
    return ids


def of_theirs(route: Route, ids: dict[str, str]) -> bool:
    """Whether this address has a gap for something that is hidden. A bare person is nobody's secret."""
    return any(f"{{{gap}}}" in route.path for gap in ids)


def runs_it(route: Route, who: str) -> bool:
    """Whoever runs every vote runs those of such a forum: its ballot is there for them, and nothing else of it."""
    return who == "returning_officer" and ("/ballots" in route.path or "/office" in route.path)


@pytest.mark.parametrize("who", VISITORS)
async def test_no_page_or_file_shows_a_word_of_what_is_hidden(house: House, hidden: dict[str, str], who: str) -> None:
    visitor, shown = house.visitor(who), {}
    for route in asked(house):
        if route.method != "GET" or runs_it(route, who):
            continue
        answer = await visitor.get(address(route, house.here))
        words = {SECRET} | (set() if KNOWN_TO_BE_THERE in route.path else {NAME})
        if found := {word for word in words if word in answer.text}:
            shown[route.path] = found
    assert shown == {}


@pytest.mark.parametrize("who", VISITORS)
async def test_an_address_of_what_is_hidden_answers_as_if_it_were_not_there(
    house: House, hidden: dict[str, str], who: str
) -> None:
    agreed, visitor, wrong = read_table(), house.visitor(who), {}
    for route in asked(house):
        if route.method != "GET" or not of_theirs(route, hidden) or KNOWN_TO_BE_THERE in route.path:
            continue
        if runs_it(route, who):
            continue
        answer = await visitor.get(address(route, house.here, **hidden))
        found = agreed.expected(route, who) == OPEN and answer.status_code not in (303, 404)
        if found or SECRET in answer.text or NAME in answer.text:
            wrong[route.line] = answer.status_code
    assert wrong == {}


async def test_nobody_changes_anything_of_what_is_hidden(house: House, hidden: dict[str, str]) -> None:
    """A press that finds nothing may lead back to where it came from; it writes nothing and says nothing."""
    before, wrong = await head_of(house.settings.home, house.here), {}
    theirs = [r for r in asked(house) if r.method == "POST" and of_theirs(r, hidden) and has_an_id(r)]
    assert len(theirs) > 40
    for who in ("member", "secretary", "facilitator", "chair"):
        for route in theirs:
            if KNOWN_TO_BE_THERE in route.path:
                continue
            answer = await house.visitor(who).post(address(route, house.here, **hidden))
            if answer.status_code in (200, 201) or SECRET in answer.text or NAME in answer.text:
                wrong[f"{who} {route.line}"] = answer.status_code
    assert wrong == {}
    assert await head_of(house.settings.home, house.here) == before
