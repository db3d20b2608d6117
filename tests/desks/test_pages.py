"""The desks: home says what there is to do, the office lists tasks, looks are kept, help is there."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.incoming import Outcome
from govern.desks.pages.office import LISTS
from govern.permissions import Role
from govern.post import lifecycle as post
from govern.post.rules import Draft
from tests.desks.conftest import Desk

ALL_LISTS = [entry for _, lists in LISTS for entry in lists]


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
    for _, words, address in ALL_LISTS:
        assert str(words) in office.text
        assert (await desk.window.get(address)).status_code == 200, address


@pytest.mark.parametrize("role", [Role.RETURNING_OFFICER, Role.SCRUTINEER, Role.CHAIR])
async def test_no_officer_is_shown_a_way_that_is_closed_and_all_find_votes_and_meetings(
    desk: Desk, role: Role
) -> None:
    await desk.window.sign_in(desk.people["Eve Morgan"], role, at=desk.clock.at)
    office = await desk.window.get("office")
    ways = [address for _, _, address in ALL_LISTS if f'/{address}"' in office.text]
    assert {"office/ballots", "office/meetings"} <= set(ways)
    for address in ways:
        found = await desk.window.get(address)
        assert found.status_code == 200, address
        back = re.search(r'class="co-back"[^>]*><a href="/en/tair-nant/([^"]+)"', found.text)
        assert back is not None and (await desk.window.get(back.group(1))).status_code == 200, address


async def test_a_second_officer_is_told_of_a_file_that_waits_for_them_and_the_first_is_not(desk: Desk) -> None:
    look = register.Look(counts=dict.fromkeys(Outcome, 0) | {Outcome.ADDED: 60}, findings=())
    async with desk.society.store.writing() as writing:
        upload = register.Upload(uuid4(), b"x" * 32, "members.csv")
        await register.note_import(writing, upload, look, by=desk.people["Nerys Tudur"], at=desk.clock.at)
    await desk.window.sign_in(desk.people["Eve Morgan"], Role.CHAIR, at=desk.clock.at)
    office = await desk.window.get("office")
    assert "Look at a file of members as second officer" in office.text
    page = await desk.window.get(f"office/register/imports/{upload.import_id}")
    assert "I have looked at it and agree" in page.text
    assert "Look at the file" not in (await desk.window.get("office/register/imports")).text
    await desk.window.sign_in(desk.people["Nerys Tudur"], Role.SECRETARY, at=desk.clock.at)
    office = await desk.window.get("office")
    assert "as second officer" not in office.text and "Finish the import of members" in office.text


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
