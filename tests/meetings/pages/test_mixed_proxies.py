"""One form, some questions directed and others left to the holder: online by the member, from paper by the office."""

from __future__ import annotations

import pytest

from govern.permissions import Role
from govern.society import Society
from tests.ballots.given_ballots import motion
from tests.given import LONDON, Moments
from tests.meetings.pages.test_proxies import Place, Windows
from tests.meetings.scene import Scene, a_called_meeting
from tests.window import Window

HOLDER = "Siân Morgan"


@pytest.fixture
async def place(society: Society, scene: Scene, window: Windows, clock: Moments) -> Place:
    made = Place(society, scene, await a_called_meeting(scene), window, clock)
    await made.appoint("Mair Elis", Role.RETURNING_OFFICER)
    return made


def directions_in(browser: Window, ballot: object) -> str:
    one = browser.last.text.split(f"ballots/{ballot}/directions/")[1].split('"')[0]
    return f"ballots/{ballot}/directions/{one}"


def boxes(browser: Window) -> list[str]:
    """The fields in which questions are left to the holder, in the order of the paper."""
    return [part.split('"')[0] for part in browser.last.text.split(' name="')[1:] if part.startswith("left_")]


async def test_a_member_directs_one_question_and_leaves_the_other(place: Place) -> None:
    ballot = await place.vote(motion(title="Saturdays"), motion(title="Sundays"))
    browser = await place.name("Member 1", HOLDER)
    at = directions_in(browser, ballot)
    await browser.get(at)
    assert f"Is there a question that {HOLDER} decides?" in browser.text()
    first, second = boxes(browser)
    refused = await browser.send(f"{at}/start", {first: "yes", second: "yes"})
    assert refused.status_code == 422 and "You left every question to them" in browser.text()
    await browser.send(f"{at}/start", {second: "yes"})
    assert "Saturdays" in browser.heading()
    await browser.send(f"{at}/paper/1", {"answer": "no"})
    assert browser.heading() == "Check what you said" and f"{HOLDER} decides on this: Sundays." in browser.text()
    await browser.send(f"{at}/cast")
    assert "Your directions are in the box" in browser.text()
    assert f"{HOLDER} decides on this: Sundays." in browser.text()
    await browser.get(place.page)
    assert "You decided how" in browser.text() and f"{HOLDER} decides on this: Sundays." in browser.text()
    holder = await place.window(HOLDER)
    await holder.get(place.page)
    assert "the member decided some questions, you decide the others" in holder.text()
    proxy = f"ballots/{ballot}/for-others/proxy"
    await holder.get(proxy)
    assert "Sundays" in holder.text()
    await holder.send(f"{proxy}/start")
    assert "Sundays" in holder.heading(), "what was directed is not on the paper of the holder"
    await holder.send(f"{proxy}/paper/1", {"answer": "yes"})
    await holder.send(f"{proxy}/cast")
    secretary = await place.window("Nerys Wyn", Role.SECRETARY)
    await secretary.get(place.office)
    assert "1 of the directed leaves other questions to the person." in secretary.text()
    assert "Partly directed" in secretary.text()
    _, _, ways = await place.result(ballot)
    assert ways == ["1 vote was directed to a proxy.", "1 vote was left to a proxy."]


async def test_the_office_enters_a_mixed_form_that_came_on_paper(place: Place) -> None:
    ballot = await place.vote(motion(title="Saturdays"), motion(title="Sundays"))
    secretary = await place.window("Nerys Wyn", Role.SECRETARY)
    await secretary.get(place.office)
    now = place.clock.at.astimezone(LONDON)
    received = {"day": now.day, "month": now.month, "year": now.year, "time": now.strftime("%H:%M")}
    paper = {"member": "Member 2", "whom": "member", "holder": HOLDER}
    await secretary.send(place.office, paper | {f"received_{name}": str(value) for name, value in received.items()})
    assert f"Entered: {HOLDER} votes for Member 2." in secretary.text()
    at = directions_in(secretary, ballot)
    await secretary.get(at)
    assert "as the form of Member 2 says" in secretary.text()
    first, _ = boxes(secretary)
    await secretary.send(f"{at}/start", {first: "yes"})
    assert "Sundays" in secretary.heading()
    await secretary.send(f"{at}/paper/1", {"answer": "yes"})
    assert f"{HOLDER} decides on this: Saturdays." in secretary.text()
    await secretary.send(f"{at}/cast")
    assert "The directions are in the box" in secretary.text()
    await secretary.get(place.office)
    assert "Partly directed" in secretary.text()
    register = await secretary.get(f"{place.office}/register.pdf")
    assert register.content.startswith(b"%PDF")
    member = await place.window("Member 2")
    await member.get(place.page)
    assert f"{HOLDER} decides on this: Saturdays." in member.text()
