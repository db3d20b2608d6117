"""Invariant 42 through the pages: each way of voting against every weaker one, and the weaker ones come later."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from litestar.testing import AsyncTestClient

from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation.rules import HowChosen, Wanted, WantedOffice
from govern.meetings import lifecycle
from govern.meetings.rules import Mode
from tests.ballots.given_ballots import BEFORE, Given, a_society
from tests.given import Moments, a_home, the_service
from tests.meetings.pages.given_votes import OPENS, a_vote_of_the_meeting
from tests.meetings.scene import AGM_AT, MOTION, PAGES, Scene, an_agm
from tests.window import Window

SINCE = AGM_AT.date() - timedelta(days=60)
PEER, PROXY = "Member 1", "Member 3"
Opens = Callable[..., Awaitable[Window]]


@pytest.fixture
async def given(tmp_path: Path) -> AsyncIterator[Given]:
    made = await a_society(a_home(), groups={"supported": 60})
    yield made
    await made.society.store.close()


@pytest.fixture
async def scene(given: Given) -> Scene:
    people = {f"Member {n}": person for n, person in enumerate(given.people["supported"], 1)}
    return Scene(given.society.store, people | {"Nerys Wyn": given.second})


@pytest.fixture
async def opens(given: Given, scene: Scene, clock: Moments) -> AsyncIterator[Opens]:
    async with AsyncTestClient(the_service(clock), base_url="http://testserver.local") as client:

        async def opened(name: str, *, officer: bool = False) -> Window:
            browser = Window(client, given.society, follows=True)
            return await browser.sign_in(scene.people[name], officer=officer, at=clock.at)

        yield opened


@pytest.fixture
async def meeting(given: Given, scene: Scene) -> UUID:
    """A called meeting. Members 21 to 26 have asked the peer to vote for them."""
    async with scene.store.writing() as writing:
        made = await lifecycle.draft(writing, an_agm(), by=scene.secretary, at=BEFORE)
        await lifecycle.add_item(writing, made, MOTION, by=scene.secretary, at=BEFORE)
        await lifecycle.send_notice(writing, made, pages=PAGES, by=scene.secretary, at=BEFORE)
        wanted = WantedOffice("supported", "local", "Tywi", SINCE, SINCE + timedelta(days=365))
        office = await representation.open_office(writing, scene.people[PEER], wanted, by=None, at=BEFORE)
        for number in range(21, 27):
            member = scene.people[f"Member {number}"]
            chosen = Wanted(SINCE, SINCE + timedelta(days=300), HowChosen.OWN_ACT, ("all",))
            await representation.give(writing, office, member, chosen, by=member, at=BEFORE)
    return made


async def casts(browser: Window, at: str, answer: str) -> None:
    """A paper of one question from its page to the box."""
    await browser.get(at)
    await browser.send(f"{at}/start")
    await browser.send(f"{at}/paper/1", {"answer": answer})
    await browser.send(f"{at}/cast")
    assert browser.last.status_code == 200 and "/receipt" in str(browser.last.url), browser.text()


async def names_a_proxy(
    browser: Window, meeting: UUID, ballot: UUID, answer: str | None, holder: str = PROXY.split()[1]
) -> None:
    """On the meeting's page, by the number in the register; with an answer, directed."""
    page = f"meetings/{meeting}/proxy"
    await browser.get(page)
    await browser.send(page, {"whom": "member", "holder": holder})
    assert f"Supported {holder} votes for you" in browser.text()
    if answer is not None:
        found = re.search(rf"ballots/{ballot}/directions/[0-9a-f-]+", browser.last.text)
        assert found is not None
        await casts(browser, found[0], answer)


async def in_the_room(given: Given, scene: Scene, meeting: UUID, numbers: range, clock: Moments) -> None:
    async with scene.store.writing() as writing:
        for number in numbers:
            person = scene.people[f"Member {number}"]
            await lifecycle.arrive(
                writing, given.society, meeting, person, Mode.IN_PERSON, by=scene.secretary, at=clock.at
            )
        await lifecycle.open_(writing, meeting, scene.people["Member 40"], by=scene.secretary, at=clock.at)


async def test_invariant_42_each_way_of_voting_goes_before_every_weaker_one_that_comes_later(
    given: Given, scene: Scene, meeting: UUID, opens: Opens, clock: Moments
) -> None:
    """The room, a direct vote, a directed proxy, a free proxy, the peer; one counted vote each (decision 19).

    The peer and the proxy vote last of all before the meeting. Member 26 votes early, comes and does not vote there:
    their early vote is gone, and the peer whom they asked votes for them.
    """
    ballot = await a_vote_of_the_meeting(scene, given.society, meeting)
    at = f"ballots/{ballot}"
    clock.at = OPENS + timedelta(hours=1)
    early = {number: await opens(f"Member {number}") for number in range(21, 27)}
    for number, answer in ((24, "no"), (25, "yes"), (26, "no")):
        await casts(early[number], at, answer)
    for number in (23, 24, 25):
        await names_a_proxy(early[number], meeting, ballot, "yes")
    await names_a_proxy(early[22], meeting, ballot, None)
    proxy, peer = await opens(PROXY), await opens(PEER)
    await proxy.get(f"{at}/for-others/proxy")
    assert "You vote for 1 person here." in proxy.text(), "what is directed is not theirs to vote on"
    await casts(proxy, f"{at}/for-others/proxy", "no")
    await casts(peer, f"{at}/for-others/peer", "yes")
    await peer.get(f"{at}/for-others/peer")
    said = "You vote for 6 people here. 3 of them have voted themselves. Proxies vote for 2 of them."
    assert f"{said} So your vote counts for 1." in peer.text()

    clock.at = AGM_AT
    await in_the_room(given, scene, meeting, range(40, 60), clock)
    secretary = await opens("Nerys Wyn", officer=True)
    desk = f"office/meetings/{meeting}/desk"
    for number in (25, 26):
        await secretary.get(desk)
        await secretary.send(f"{desk}/in", find=str(number))
        assert "Their early vote is cancelled if they are here when the vote is taken." in secretary.text()
    take = f"office/meetings/{meeting}/votes/{ballot}/take"
    await secretary.get(take)
    await secretary.send(take)
    await casts(await opens("Member 25"), at, "no")
    officer = await opens("Member 12", officer=True)
    for step in ("close", "count", "declare"):
        await officer.get(f"office/ballots/{ballot}/{step}")
        await officer.send(f"office/ballots/{ballot}/{step}")
    reader = await opens("Member 50")
    await reader.get(f"{at}/result")
    said = reader.text()
    assert "6 people voted" in said and "All together 3 3 0" in said
    assert "1 vote was directed to a proxy." in said and "1 vote was left to a proxy." in said
    assert "2 votes came through elected peers." in said
