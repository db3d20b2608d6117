"""Linked bodies in the browser: an instruction's whole way, its refusals, what a body decides and refers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar.testing import AsyncTestClient

from govern.app import create_app
from govern.constituencies.register import lifecycle as register
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import NewPerson
from govern.permissions import Role
from tests.constituencies.conftest import JOINED, Town
from tests.given import Moments, a_bare_society, settings

NEW = "office/boards/board/instructions/new"


async def a_town(home: Path, clock: Moments, rules: str, group: str) -> AsyncIterator[Town]:
    """A society by other rules than Tair Nant's, with a secretary and one member."""
    society = await a_bare_society(home)
    async with AsyncTestClient(create_app(settings(home), clock), base_url="http://testserver.local") as client:
        made = Town(society, client, clock)
        async with society.store.writing() as writing:
            await rulebook.adopt(writing, example(rules), by=None, at=clock.at)
            made.people["Nerys Puw"] = await identity.add_person(writing, name="Nerys Puw", by=None, at=clock.at)
            made.people["Mair Elis"] = await register.enter(
                writing, NewPerson(name="Mair Elis"), group, JOINED, "Founding member", by=None, at=clock.at
            )
        yield made
    await society.store.close()


@pytest.fixture
async def linked(tmp_path: Path, clock: Moments) -> AsyncIterator[Town]:
    """A committee and the directors of its linked company."""
    async for town in a_town(tmp_path / "home", clock, "principal_supporting", "principal"):
        yield town


@pytest.fixture
async def circles(tmp_path: Path, clock: Moments) -> AsyncIterator[Town]:
    """Teams in local circles in a members' circle under the board."""
    async for town in a_town(tmp_path / "home", clock, "equal_care_like", "supported"):
        yield town


def day(name: str, number: int) -> dict[str, str]:
    return {f"{name}_day": str(number), f"{name}_month": "11", f"{name}_year": "2026"}


def asked(**more: str) -> dict[str, str]:
    return {
        "kind": "instruction",
        "to_body": "company_board",
        "text": "Quality standard 4: every worker is known by name.",
        "reference": "Committee, item 3",
        **day("decided_on", 2),
        **more,
    }


async def test_an_instruction_goes_to_the_company_and_its_answer_comes_back(linked: Town) -> None:
    """M59 from the first page to the member who reads the answer."""
    window = await linked.secretary()
    await window.get("office/boards/instructions")
    assert "There are none." in window.text()
    await window.get(NEW)
    assert "Directors of the linked company" in window.text()
    assert (await window.send(NEW, asked(**day("due_on", 5)))).status_code == 303
    path = window.last.headers["location"].split("/tair-nant/")[1]
    await window.follow()
    assert "Late: the answer was due on Thursday 5 November 2026." in window.text()
    await window.get("office/boards/board")
    assert "Instruction: Committee, item 3 Not received yet Late" in window.text()
    await window.get(path)
    await window.send(f"{path}/received")
    await window.follow()
    await window.send(path, answer="accepted", **day("decided_on", 9))
    await window.follow()
    assert "Accepted, to be done" in window.text()
    await window.send(
        path, answer="done", text="All are known by name.", reference="Company, item 1", **day("decided_on", 9)
    )
    await window.follow()
    await window.send(f"{path}/close")
    await window.follow()
    assert "Closed" in window.text() and "Record their answer" not in window.text()
    member = await linked.window("Mair Elis")
    await member.get("people")
    assert "What the boards ask of each other" in member.text()
    await member.get("people/instructions")
    assert "From Co-operative committee to Directors of the linked company" in member.text()
    assert "All are known by name." in member.text() and "(Company, item 1)" in member.text()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"kind": ""}, "Choose what is asked."),
        ({"to_body": ""}, "Choose the body it goes to."),
        ({"text": ""}, "Type what is asked, as it was decided."),
        ({"reference": ""}, "Name the minute that says so"),
        (day("decided_on", 31), "This date does not exist."),
        (day("decided_on", 10), "This day is still to come."),
        (day("due_on", 1), "An answer cannot be due before it was decided."),
        ({"kind": "opinion"}, "Say on which matter their opinion is asked."),
        ({"to_body": "board"}, "A body cannot send this to itself."),
    ],
)
async def test_what_cannot_be_passed_on_comes_back_with_everything_typed(
    linked: Town, more: dict[str, str], says: str
) -> None:
    window = await linked.secretary()
    await window.get(NEW)
    answer = await window.send(NEW, asked(**more))
    assert answer.status_code == 422 and says in window.text()
    assert "<title>Error:" in answer.text
    if "text" not in more:
        assert "every worker is known by name." in window.text()
    await window.get("office/boards/instructions?which=all")
    assert "There are none." in window.text()


async def test_answers_and_steps_that_do_not_fit_are_refused_on_the_page(linked: Town) -> None:
    window = await linked.secretary()
    await window.get(NEW)
    await window.send(NEW, asked())
    path = window.last.headers["location"].split("/tair-nant/")[1]
    await window.follow()
    token = window.hidden(f"{path}/received")
    await window.send(f"{path}/received")
    await window.follow()
    assert (await window.post(f"{path}/received", token)).status_code == 422
    assert "was received already" in window.text()
    answer = await window.send(path, answer="declined", **day("decided_on", 9))
    assert answer.status_code == 422 and "Who declines says why." in window.text()
    assert (await window.send(path, text="?")).status_code == 422
    assert "Choose how they answered." in window.text() and "Say when it was decided." in window.text()
    await window.send(path, answer="accepted", **day("decided_on", 9))
    await window.follow()
    assert "Close this" not in window.text()


async def test_what_is_for_officers_is_not_shown_to_members(linked: Town) -> None:
    window = await linked.secretary()
    await window.get(NEW)
    await window.send(NEW, asked(for_officers="yes"))
    member = await linked.window("Mair Elis")
    await member.get("people/instructions")
    assert "Quality standard" not in member.last.text
    assert (await member.get("office/boards/instructions")).status_code == 403


async def test_a_body_linked_with_no_other_has_nobody_to_ask(town: Town) -> None:
    window = await town.secretary()
    assert (await window.get(NEW)).status_code == 404
    assert "The rules link this body with no other" in window.text()
    await window.get("office/boards/instructions")
    assert "The rules link no two bodies" in window.text()


async def test_the_page_of_a_domain_answers_where_a_matter_belongs(circles: Town) -> None:
    """M22: “visits” is the team's; “membership” is not, and the right circle is named."""
    window = await circles.secretary()
    await window.get("office/boards/team/domain?topic=visits")
    assert "Yes. This body may decide it." in window.text()
    await window.get("office/boards/team/domain?topic=membership")
    assert "This belongs to the circle named “Members' Circle”: membership (Rule 10.2)." in window.text()
    await window.get("office/boards/team/domain?topic=moon")
    assert "The rules know no such matter." in window.text()
    assert (await window.get("office/boards/senate/domain")).status_code == 404


async def test_a_matter_is_referred_decided_above_and_taken_back(circles: Town) -> None:
    """M17 in the browser."""
    window = await circles.secretary()
    path = "office/boards/team/domain"
    await window.get("office/boards/board/domain?topic=visits")
    assert "If they referred it here, record that first." in window.text()
    await window.get(path)
    fields = {"topic": "visits", "to_body": "board", "reason": "Two teams", "reference": "Team, 2 November"}
    assert (await window.send(path, fields)).status_code == 422
    assert "Say when it was decided." in window.text() and "Two teams" in window.text()
    refused = await window.send(path, {**fields, "to_body": "senate"}, **day("decided_on", 2))
    assert refused.status_code == 422 and "A matter is referred to a body above" in window.text()
    assert (await window.send(path, fields, **day("decided_on", 2))).status_code == 303
    await window.follow()
    assert "Team around a person referred this to Purpose Circle" in window.text()
    assert (await window.get("office/boards/board/domain?topic=visits")).status_code == 200
    assert "Yes. This body may decide it." in window.text()
    await window.get(path)
    back = next(form for form in window.last.text.split('action="') if "/back" in form[:120]).split('"')[0]
    await window.send(back)
    await window.follow()
    assert "Taken back on Monday 9 November 2026." in window.text()


@pytest.mark.parametrize("path", ["office/boards/board/domain", "office/boards/instructions", NEW])
async def test_these_pages_are_the_secretarys(linked: Town, path: str) -> None:
    assert (await (await linked.window()).get(path)).status_code == 303
    scrutineer = await linked.window("Nerys Puw", Role.SCRUTINEER)
    assert (await scrutineer.get(path)).status_code == 403
