"""A member's card at a tablet: a number, somebody at the desk who looks, and only then a sign-in, which ends soon."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.meetings import lifecycle
from govern.meetings.models import TabletAsk
from govern.meetings.rules import Mode
from govern.permissions import Role
from govern.post.models import Letter
from govern.record import lines_about
from govern.society import Society
from tests.given import Moments
from tests.meetings.pages.given_votes import a_vote_of_the_meeting
from tests.meetings.scene import AGM_AT, Scene, a_called_meeting
from tests.window import Window

CARD, WAIT, ENTER = "tablet/card", "tablet/card/wait", "tablet/card/enter"
Opens = Callable[[], Window]


@pytest.fixture
async def meeting(scene: Scene, clock: Moments) -> UUID:
    clock.at = AGM_AT
    return await a_called_meeting(scene)


@pytest.fixture
async def desk(window: Opens, scene: Scene, meeting: UUID, clock: Moments) -> Window:
    return await window().sign_in(scene.secretary, Role.SECRETARY, at=clock.at)


@pytest.fixture
def tablet(window: Opens) -> Window:
    browser = window()
    browser.cookies["t-tair-nant"] = "desk"
    return browser


async def a_card(scene: Scene, name: str = "Siân Morgan") -> str:
    async with scene.store.writing() as writing:
        return await lifecycle.make_card(writing, scene.people[name], by=scene.secretary, at=AGM_AT)


async def comes(scene: Scene, society: Society, meeting: UUID, name: str, mode: Mode = Mode.IN_PERSON) -> None:
    async with scene.store.writing() as writing:
        await lifecycle.arrive(writing, society, meeting, scene.people[name], mode, by=scene.secretary, at=AGM_AT)


async def held_up(tablet: Window, code: str) -> str:
    """The number the tablet shows."""
    await tablet.get(CARD)
    await tablet.send(CARD, code=code)
    await tablet.follow()
    number = re.search(r'co-hall__big">(\d{3})<', tablet.last.text)
    assert number, tablet.text()
    return number[1]


async def looks(desk: Window, scene: Scene, meeting: UUID, said: str = "them") -> None:
    async with scene.store.reading() as reading:
        ask = await reading.scalar(select(TabletAsk.id).where(TabletAsk.let_in.is_(None)))
    page = f"office/meetings/{meeting}/tablets"
    await desk.get(page)
    await desk.send(f"{page}/{ask}", looked=said)


async def test_a_card_and_a_look_sign_in_at_that_tablet_and_the_member_votes(
    desk: Window, tablet: Window, scene: Scene, society: Society, meeting: UUID, clock: Moments
) -> None:
    ballot = await a_vote_of_the_meeting(scene, society, meeting)
    await comes(scene, society, meeting, "Siân Morgan")
    tablet.cookies.pop("t-tair-nant")
    await tablet.get("finished")
    assert "my card" not in tablet.text()
    tablet.cookies["t-tair-nant"] = "desk"
    await tablet.get("finished")
    assert "Sign in with my card" in tablet.text()
    number = await held_up(tablet, await a_card(scene))
    assert "Siân" not in tablet.last.text, "a found card does not say whose it is"
    await desk.get(f"office/meetings/{meeting}/tablets")
    assert f"{number} Siân Morgan" in desk.text()
    await looks(desk, scene, meeting)
    await tablet.get(WAIT)
    assert "Hello Siân. You can go in." in tablet.text()
    await tablet.send(ENTER)
    await tablet.get(f"ballots/{ballot}")
    assert tablet.last.status_code == 200 and "Finish and clear" in tablet.last.text
    assert tablet.last.headers["refresh"].startswith("180;"), "a short idle time"
    clock.pass_(minutes=7)
    await tablet.get("me")
    assert "Siân" not in tablet.text(), "and a clean end"
    async with scene.store.reading() as reading:
        letters = list(await reading.scalars(select(Letter.subject)))
        about = [line for line in await lines_about(reading, [f"meeting:{meeting}"]) if "tablet" in line.verb]
        named = await lines_about(reading, [f"person:{scene.people['Siân Morgan']}"])
    assert any("Rydych" in each or "card" in each for each in letters), letters
    assert [line.verb for line in about] == ["tablet.answered", "tablet.asked"]
    assert not [line for line in named if "tablet" in line.verb], "the record does not say whose card"


async def test_the_card_alone_lets_nobody_in(
    desk: Window, tablet: Window, scene: Scene, society: Society, meeting: UUID
) -> None:
    await comes(scene, society, meeting, "Siân Morgan")
    code = await a_card(scene)
    await held_up(tablet, code)
    await looks(desk, scene, meeting)
    await tablet.get(WAIT)
    button = tablet.hidden(ENTER)
    await held_up(tablet, code)
    early = await tablet.post(ENTER, button)
    assert early.status_code == 422 and "Nobody at the desk has answered yet." in tablet.text()
    await looks(desk, scene, meeting)
    tablet.cookies["k-tair-nant"] = "what another tablet has"
    answer = await tablet.post(ENTER, button)
    assert answer.status_code == 404 and "Hold up your card." in tablet.text()
    assert "s-tair-nant" not in tablet.cookies
    tablet.cookies.pop("k-tair-nant")
    assert (await tablet.get(WAIT)).headers["location"].endswith(CARD)


async def test_the_desk_says_no_and_five_minutes_are_the_most(
    desk: Window, tablet: Window, scene: Scene, society: Society, meeting: UUID, clock: Moments
) -> None:
    code = await a_card(scene)
    await comes(scene, society, meeting, "Siân Morgan")
    await held_up(tablet, code)
    await looks(desk, scene, meeting, "somebody_else")
    await tablet.get(WAIT)
    assert "The desk said no." in tablet.text() and "Siân" not in tablet.last.text
    await held_up(tablet, code)
    await looks(desk, scene, meeting)
    await tablet.get(WAIT)
    clock.pass_(minutes=6)
    refused = await tablet.send(ENTER)
    assert refused.status_code == 422 and "Hold up your card again." in tablet.text()
    await held_up(tablet, code)
    await desk.get(f"office/meetings/{meeting}/tablets")
    clock.pass_(minutes=6)
    async with scene.store.reading() as reading:
        ask = await reading.scalar(select(TabletAsk.id).where(TabletAsk.let_in.is_(None)))
    refused = await desk.send(f"office/meetings/{meeting}/tablets/{ask}", looked="them")
    assert refused.status_code == 422 and "more than five minutes ago" in desk.text()


async def test_who_is_not_in_the_room_goes_to_the_desk_first(
    tablet: Window, scene: Scene, society: Society, meeting: UUID
) -> None:
    code = await a_card(scene)
    await tablet.get(CARD)
    refused = await tablet.send(CARD, code=code)
    assert refused.status_code == 422 and "Go to the desk first" in tablet.text() and code in tablet.last.text
    await comes(scene, society, meeting, "Siân Morgan", Mode.REMOTE)
    refused = await tablet.send(CARD, code=code)
    assert refused.status_code == 422 and "Go to the desk first" in tablet.text()
    refused = await tablet.send(CARD, code="ABCD-EFGH-JKMN")
    assert refused.status_code == 422 and "No card has this code." in tablet.text()


async def test_who_leaves_before_the_button_is_not_let_in(
    desk: Window, tablet: Window, scene: Scene, society: Society, meeting: UUID, clock: Moments
) -> None:
    await comes(scene, society, meeting, "Siân Morgan")
    await held_up(tablet, await a_card(scene))
    await looks(desk, scene, meeting)
    await tablet.get(WAIT)
    async with scene.store.writing() as writing:
        await lifecycle.depart(
            writing, society, meeting, scene.people["Siân Morgan"], by=scene.secretary, at=clock.at
        )
    refused = await tablet.send(ENTER)
    assert refused.status_code == 422 and "You are not checked in" in tablet.text()


async def test_nobody_answers_for_their_own_card_and_nobody_twice(
    desk: Window, tablet: Window, scene: Scene, society: Society, meeting: UUID
) -> None:
    await comes(scene, society, meeting, "Nerys Wyn")
    await held_up(tablet, await a_card(scene, "Nerys Wyn"))
    await looks(desk, scene, meeting)
    assert desk.last.status_code == 422 and "This is your own card." in desk.text()
    await comes(scene, society, meeting, "Siân Morgan")
    await held_up(tablet, await a_card(scene))
    page = f"office/meetings/{meeting}/tablets"
    async with scene.store.reading() as reading:
        ask = await reading.scalar(select(TabletAsk.id).where(TabletAsk.person_id == scene.people["Siân Morgan"]))
    await desk.get(page)
    sent = desk.hidden(f"{page}/{ask}")
    await desk.post(f"{page}/{ask}", sent | {"looked": "somebody_else"})
    again = await desk.post(f"{page}/{ask}", sent | {"looked": "them"})
    assert again.status_code == 422 and "answered already" in desk.text()


async def test_a_card_does_nothing_in_a_usual_browser(
    window: Opens, tablet: Window, scene: Scene, society: Society, meeting: UUID
) -> None:
    await comes(scene, society, meeting, "Siân Morgan")
    usual = window()
    await usual.get(CARD)
    assert "A card signs in at a tablet of a meeting only." in usual.text()
    await tablet.get(CARD)
    usual.cookies = {name: value for name, value in tablet.cookies.items() if name != "t-tair-nant"}
    answer = await usual.post(CARD, tablet.hidden(CARD) | {"code": await a_card(scene)})
    assert answer.status_code == 409 and "k-tair-nant" not in usual.cookies
