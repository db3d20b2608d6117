"""Whole journeys of members and their peer through the pages: W12 to its result, a reason read, a vote taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation.rules import WantedOffice
from govern.timer import _tick
from tests.ballots.given_ballots import (
    CLOSES,
    OPENS,
    Given,
    a_draft,
    a_society,
    all_vote,
    an_open_ballot,
    motion,
    no,
    opened,
    yes,
)
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_voting import contests_of
from tests.given import Moments, a_home
from tests.window import Window

SINCE = OPENS.date() - timedelta(days=60)
ADDRESS = "https://vote.example.org"


@pytest.fixture
async def given(tmp_path: Path) -> AsyncIterator[Given]:
    """Sixty people supported: the first is a peer."""
    made = await a_society(a_home(), groups={"supported": 60, "staff": 6, "volunteers": 6})
    yield made
    await made.society.store.close()


@pytest.fixture
async def office(given: Given) -> UUID:
    wanted = WantedOffice("supported", "local", "Tywi", SINCE, SINCE + timedelta(days=365))
    async with given.society.store.writing() as writing:
        return await representation.open_office(
            writing, given.people["supported"][0], wanted, by=given.second, at=OPENS - timedelta(days=60)
        )


async def opts_in(browser: Window, office: UUID) -> None:
    """From the page about oneself to a peer, by one's own act (invariant 49)."""
    await browser.get("me")
    assert "me/peers" in browser.last.text
    await browser.get("me/peers")
    assert f"me/peers/{office}" in browser.last.text
    await browser.get(f"me/peers/{office}")
    await browser.send(f"me/peers/{office}", {"what": "all"})
    assert "Your choice holds from now." in browser.last.text


async def casts(browser: Window, at: str, answer: str) -> str:
    """A paper of one question from its page to the box. Returns what the page says then."""
    await browser.get(at)
    await browser.send(f"{at}/start")
    await browser.send(f"{at}/paper/1", {"answer": answer})
    assert browser.heading() == "Check your vote"
    await browser.send(f"{at}/cast")
    return browser.heading()


async def declared_on_the_pages(officer: Window, ballot_id: UUID) -> None:
    for step in ("count", "declare"):
        await officer.get(f"office/ballots/{ballot_id}/{step}")
        await officer.send(f"office/ballots/{ballot_id}/{step}")


async def test_w12_nine_opt_in_three_vote_themselves_and_the_resolution_is_lost(
    given: Given, window: Opens, office: UUID, clock: Moments
) -> None:
    """W12 and invariants 43 to 45 and 47, from nine choices to the result; after the close nothing moves."""
    peer, carried = given.people["supported"][0], given.people["supported"][1:10]
    ballot_id = await an_open_ballot(given)
    (contest,) = await contests_of(given, ballot_id)
    at, others = f"ballots/{ballot_id}", f"ballots/{ballot_id}/for-others/peer"
    members = [await window(person) for person in carried]
    for member in members:
        await opts_in(member, office)
    many = given.people["supported"][10:54]
    await all_vote(given, ballot_id, [(one, yes(contest)) for one in many[:19]])
    await all_vote(given, ballot_id, [(one, no(contest)) for one in many[19:]])
    elected = await window(peer)
    assert await casts(elected, at, "yes") == "Your vote is in"
    assert await casts(elected, others, "yes") == "Your vote for others is in"
    for member, answer in ((members[0], "yes"), (members[1], "no"), (members[2], "no"), (members[0], "no")):
        assert await casts(member, at, answer) == "Your vote is in", "of two of one member the last counts"
    await elected.get(others)
    assert "You vote for 9 people here. 3 of them have voted themselves. So your vote counts for 6." in elected.text()
    assert not any(f"Supported {number}" in elected.last.text for number in range(2, 11)), "never who"
    await elected.get(f"{others}/report")
    await elected.send(f"{others}/report", {"voted": "I voted yes.", "why": "You want Saturdays."})
    late = {}
    for browser, paper in ((members[4], at), (elected, others)):
        await browser.get(paper)
        await browser.send(f"{paper}/start")
        await browser.send(f"{paper}/paper/1", {"answer": "no"})
        late[paper] = browser.hidden(f"{paper}/cast")
    clock.at = CLOSES + timedelta(minutes=5)
    await _tick(given.society, ADDRESS, {}, clock.at)
    for person, paper in ((carried[4], at), (peer, others)):
        browser = await window(person)
        assert (await browser.post(f"{paper}/cast", late[paper])).status_code >= 400, "after the close nothing moves"
    await declared_on_the_pages(await window(given.officer), ballot_id)
    reader = await window(carried[0])
    await reader.get(f"{at}/result")
    assert "The resolution is lost." in reader.text()
    assert "54 people voted, of 72 who could. 6 votes came through elected peers." in reader.text()
    assert "All together 26 28 0" in reader.text()
    for person, status in ((carried[0], 200), (carried[8], 200), (given.people["supported"][20], 404)):
        browser = await window(person)
        assert (await browser.get(f"{at}/peer-report")).status_code == status, "who was carried, and nobody else"


async def test_a_member_opts_in_reads_the_reason_then_votes_directly_and_takes_their_vote_back(
    given: Given, window: Opens, office: UUID, clock: Moments
) -> None:
    """M1, M2 and invariant 47: represented in one vote, told why, and themself in the next."""
    peer, me = given.people["supported"][:2]
    first = await an_open_ballot(given)
    second = await opened(given, await a_draft(given, motion(title="Sundays"), closes=CLOSES + timedelta(days=14)))
    member, elected = await window(me), await window(peer)
    await opts_in(member, office)
    for ballot_id in (first, second):
        (contest,) = await contests_of(given, ballot_id)
        many = given.people["supported"][10:20]
        await all_vote(given, ballot_id, [(one, yes(contest)) for one in many[:6]])
        await all_vote(given, ballot_id, [(one, no(contest)) for one in many[6:]])
        paper = f"ballots/{ballot_id}/for-others/peer"
        assert await casts(elected, paper, "yes") == "Your vote for others is in"
        await elected.get(f"{paper}/report")
        await elected.send(f"{paper}/report", {"voted": "I voted yes.", "why": "Nobody told me otherwise."})
    await member.get(f"ballots/{first}")
    assert "Your peer Supported 1 votes for you unless you vote yourself." in member.text()
    clock.at = CLOSES + timedelta(minutes=5)
    await _tick(given.society, ADDRESS, {}, clock.at)
    officer = await window(given.officer)
    await declared_on_the_pages(officer, first)
    member = await window(me)
    await member.get(f"ballots/{first}/result")
    assert "1 vote came through an elected peer." in member.text() and "All together 7 4 0" in member.text()
    await member.get("home")
    assert "says how they voted for you, and why." in member.text()
    await member.get(f"ballots/{first}/peer-report")
    assert "Nobody told me otherwise." in member.text() and "not taken from an envelope" in member.text()
    await member.get(f"ballots/{second}")
    assert await casts(member, f"ballots/{second}", "no") == "Your vote is in"
    elected = await window(peer)
    await elected.get(f"ballots/{second}/for-others/peer")
    assert "1 of them has voted themselves. So your vote counts for 0." in elected.text()
    clock.at = CLOSES + timedelta(days=14, minutes=5)
    await _tick(given.society, ADDRESS, {}, clock.at)
    officer = await window(given.officer)
    await declared_on_the_pages(officer, second)
    member = await window(me)
    await member.get(f"ballots/{second}/result")
    assert "All together 6 5 0" in member.text() and "elected peer" not in member.text()
