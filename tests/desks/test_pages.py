"""The desks: home says what there is to do, the office lists tasks, looks are kept, help is there."""

from __future__ import annotations

import pytest

from govern.desks.pages.office import LISTS
from govern.permissions import Role
from govern.post import lifecycle as post
from govern.post.rules import Draft
from tests.desks.conftest import Desk


async def test_a_quiet_home_says_so_and_what_comes_next(desk: Desk) -> None:
    await desk.window.sign_in(desk.people["Siân Elis"], at=desk.clock.at)
    home = await desk.window.get("home")
    assert home.status_code == 200
    assert "There is nothing for you to do now" in home.text and "Siân" in home.text
    assert "/tair-nant/office" not in home.text


async def test_home_is_for_members_and_leads_to_sign_in_and_back(desk: Desk) -> None:
    answer = await desk.window.get("home")
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("/sign-in?next=%2Fhome")


async def test_the_office_is_for_officers(desk: Desk) -> None:
    await desk.window.sign_in(desk.people["Siân Elis"], at=desk.clock.at)
    refused = await desk.window.get("office")
    assert refused.status_code == 403 and "officers" in refused.text


async def test_the_office_lists_a_letter_that_could_not_be_sent(desk: Desk) -> None:
    async with desk.society.store.writing() as writing:
        letter = await post.write(writing, Draft("a@example.org", "notice", "m:1", "en", "S", "B"), at=desk.clock.at)
        await post.refused(writing, letter, "550", at=desk.clock.at, for_good=True)
    await desk.window.sign_in(desk.people["Nerys Tudur"], Role.SECRETARY, at=desk.clock.at)
    office = await desk.window.get("office")
    assert "Look at the outbox" in office.text and "1 letter could not be sent." in office.text


async def test_every_list_of_the_office_is_there(desk: Desk) -> None:
    await desk.window.sign_in(
        desk.people["Nerys Tudur"], Role.SECRETARY, Role.RETURNING_OFFICER, Role.SCRUTINEER, at=desk.clock.at
    )
    office = await desk.window.get("office")
    for _, words, address in LISTS:
        assert str(words) in office.text
        assert (await desk.window.get(address)).status_code == 200, address


@pytest.mark.parametrize("path", ["help/secrecy", "help/accessibility", "help/data", "help/credits", "look", ""])
async def test_help_and_the_front_are_for_everybody(desk: Desk, path: str) -> None:
    answer = await desk.window.get(path)
    assert answer.status_code == 200 and "Elis" not in answer.text


async def test_a_look_is_kept_with_the_person_and_in_the_browser(desk: Desk) -> None:
    await desk.window.get("look")
    await desk.window.send("look", text="4", colours="white-on-black", layout="easy")
    assert 'data-text="4"' in (await desk.window.get("look")).text
    await desk.window.sign_in(desk.people["Siân Elis"], at=desk.clock.at)
    await desk.window.get("look")
    await desk.window.send("look", text="3", colours="cream", layout="standard")
    desk.window.cookies = {name: v for name, v in desk.window.cookies.items() if name.startswith("s-")}
    home = await desk.window.get("home")
    assert 'data-text="3"' in home.text and 'data-colours="cream"' in home.text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": "5", "colours": "cream", "layout": "easy"}, "text"),
        ({"text": "2", "colours": "pink", "layout": "easy"}, "colours"),
        ({"text": "2", "colours": "cream", "layout": "upside-down"}, "layout"),
        ({"text": "", "colours": "cream", "layout": "easy"}, "text"),
    ],
)
async def test_a_look_that_is_not_offered_is_refused(desk: Desk, fields: dict[str, str], field: str) -> None:
    await desk.window.get("look")
    answer = await desk.window.send("look", **fields)
    assert answer.status_code == 422 and f'href="#{field}"' in answer.text
    assert "<title>Error: " in answer.text


async def test_me_shows_what_is_held_and_nothing_of_others(desk: Desk) -> None:
    await desk.window.sign_in(desk.people["Eve Morgan"], at=desk.clock.at)
    me = await desk.window.get("me")
    assert "morgan@example.org" in me.text and "Staff" in me.text
    assert "elis@example.org" not in me.text


async def test_pages_still_to_come_say_so(desk: Desk) -> None:
    await desk.window.sign_in(desk.people["Eve Morgan"], Role.FACILITATOR, at=desk.clock.at)
    for path in ("forums", "facilitate", "peers"):
        answer = await desk.window.get(path)
        assert answer.status_code == 200 and "not part of this service yet" in answer.text
