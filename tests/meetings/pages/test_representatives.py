"""W24 through the pages: a federation of 24, quorum with proxies, votes, a second representative, a leaver."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from litestar.testing import AsyncTestClient

from govern.ballots import lifecycle as ballots
from govern.ballots.models import Ballot
from govern.constituencies.register import lifecycle as register
from govern.meetings import lifecycle
from tests.ballots.given_ballots import BEFORE, CLOSES, OPENS, a_draft, frozen
from tests.ballots.test_acting import Federation, a_federation
from tests.given import Moments, a_home, the_service
from tests.meetings.scene import AGM_AT, MOTION, PAGES, an_agm
from tests.window import Window

Opens = Callable[..., Awaitable[Window]]


@pytest.fixture
async def federation(tmp_path: Path) -> AsyncIterator[Federation]:
    made = await a_federation(a_home())
    yield made
    await made.given.society.store.close()


@pytest.fixture
async def opens(federation: Federation, clock: Moments) -> AsyncIterator[Opens]:
    async with AsyncTestClient(the_service(clock), base_url="http://testserver.local") as client:

        async def opened(person: UUID, *, officer: bool = False, acts_for: UUID | None = None) -> Window:
            browser = await Window(client, federation.given.society, follows=True).sign_in(
                person, officer=officer, at=clock.at
            )
            if acts_for is not None:
                await browser.get("me/acting")
                await browser.send("me/acting", acts_for=str(acts_for))
            return browser

        yield opened


@pytest.fixture
async def meeting(federation: Federation) -> UUID:
    officer = federation.given.second
    async with federation.given.society.store.writing() as writing:
        made = await lifecycle.draft(writing, an_agm(), by=officer, at=BEFORE)
        await lifecycle.add_item(writing, made, MOTION, by=officer, at=BEFORE)
        await lifecycle.send_notice(writing, made, pages=PAGES, by=officer, at=BEFORE)
    return made


async def a_vote_of(federation: Federation, meeting: UUID) -> UUID:
    """Open, for the 23 who are still members on the day it opens: one of the 24 on the roll has left."""
    given, eve = federation.given, OPENS - timedelta(days=1)
    made = await a_draft(given)
    async with given.society.store.writing() as writing:
        (await writing.get_one(Ballot, made)).meeting_id = meeting
        await ballots.note_notice(writing, made, by=given.second, at=BEFORE)
    await frozen(given, made)
    async with given.society.store.writing() as writing:
        gone = federation.members[23]
        await register.end_membership(writing, gone, "member_provider", eve.date(), "Withdrew", by=None, at=eve)
    async with given.society.store.writing() as writing:
        await ballots.open_(writing, given.society, made, by=given.officer, at=OPENS)
    return made


async def casts(browser: Window, at: str) -> None:
    await browser.get(at)
    await browser.send(f"{at}/start")
    await browser.send(f"{at}/paper/1", {"answer": "yes"})
    await browser.send(f"{at}/cast")


async def test_w24_nine_representatives_and_two_proxies_are_eleven_of_eight_and_eleven_votes_of_23(
    federation: Federation, meeting: UUID, opens: Opens, clock: Moments
) -> None:
    ballot = await a_vote_of(federation, meeting)
    clock.at = OPENS + timedelta(hours=1)
    members, humans, at = federation.members, federation.humans, f"ballots/{ballot}"
    for number in (10, 11):
        away = await opens(humans[number], acts_for=members[number])
        await away.get(f"meetings/{meeting}/proxy")
        named = {10: "Provider 0", 11: "Clerk 0"}[number]
        await away.send(f"meetings/{meeting}/proxy", {"whom": "member", "holder": named})
        assert "Clerk 0 votes for you" in away.text()
    third = await opens(humans[12], acts_for=members[12])
    await third.get(f"meetings/{meeting}/proxy")
    await third.send(f"meetings/{meeting}/proxy", {"whom": "member", "holder": "Provider 0"})
    assert third.last.status_code == 422 and "stands for 2 members already" in third.text()

    for number in range(9):
        own = await opens(humans[number], acts_for=members[number])
        await casts(own, at)
        assert own.heading() == "Your vote is in"
    holder = await opens(humans[0], acts_for=members[0])
    await holder.get(at)
    assert "You vote for 2 people here." in holder.text()
    await casts(holder, f"{at}/for-others/proxy")
    assert holder.heading() == "Your vote for others is in"
    second = await opens(federation.spare)
    await second.get("me/acting")
    assert "No organisation has named you" in second.text()
    await second.get(at)
    assert "You are not on the list of people who may vote here." in second.text()
    left = await opens(humans[23], acts_for=members[23])
    await left.get(at)
    assert "Start my vote" not in left.text()

    clock.at = CLOSES + timedelta(minutes=5)
    officer = await opens(federation.given.officer, officer=True)
    for step in ("close", "count", "declare"):
        await officer.get(f"office/ballots/{ballot}/{step}")
        await officer.send(f"office/ballots/{ballot}/{step}")
    reader = await opens(humans[0], acts_for=members[0])
    await reader.get(f"{at}/result")
    assert "11 people voted, of 23 who could. 2 votes were left to a proxy." in reader.text()

    clock.at = AGM_AT
    secretary = await opens(federation.given.second, officer=True)
    desk = f"office/meetings/{meeting}/desk"
    for number in range(8):
        await secretary.get(desk)
        await secretary.send(f"{desk}/in", find=str(number + 1))
    await secretary.send(f"{desk}/in", find="Clerk 8")
    assert "9 Provider 8" in secretary.text(), "who comes is found by their own name too"
    await secretary.send(f"{desk}/in/person", person=str(members[8]))
    await secretary.get(f"office/meetings/{meeting}/chair")
    assert "11 count. 8 are needed. 9 people are here; 2 are represented" in secretary.text()
    assert "The meeting can decide." in secretary.text()
