"""The returning officer puts a vote into the archive; pages that rested on handles say that they cannot any more."""

from __future__ import annotations

from datetime import timedelta

from govern.ballots.rules import Stage
from tests.ballots.given_ballots import CLOSES, Given, an_open_ballot, declared, vote, yes
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_voting import contests_of
from tests.given import Moments

OVER = CLOSES + timedelta(days=7, hours=3)


async def test_the_returning_officer_archives_once_the_time_for_challenge_is_over(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id = await an_open_ballot(given)
    (contest,) = await contests_of(given, ballot_id)
    voter = given.people["staff"][0]
    await vote(given, ballot_id, voter, yes(contest))
    await declared(given, ballot_id)
    clock.at = OVER - timedelta(days=2)
    officer = await window(given.officer)
    page = f"office/ballots/{ballot_id}"
    assert "somebody may still ask" in (await officer.get(page)).text
    assert "/archive" not in officer.last.text
    await officer.get(f"{page}/archive")
    assert (await officer.send(f"{page}/archive", {})).status_code == 422
    assert "members may ask for a recount" in officer.text()
    clock.at = OVER
    officer = await window(given.officer)
    assert f"{page}/archive" in (await officer.get(page)).text
    secretary = await window(given.second)
    assert f"{page}/archive" not in (await secretary.get(page)).text
    assert (await secretary.get(f"{page}/archive")).status_code == 403
    assert "Nobody can look it up afterwards" in (await officer.get(f"{page}/archive")).text
    await officer.send(f"{page}/archive", {})
    assert await given.stage(ballot_id) is Stage.ARCHIVED
    assert officer.heading() == "This vote is in the archive"
    assert "It was forgotten on" in officer.text() and "/archive" not in officer.last.text
    await officer.get(f"{page}/archive")
    assert (await officer.send(f"{page}/archive", {})).status_code == 422
    assert "in the archive already" in officer.text()


async def test_the_box_says_why_it_cannot_show_somebody_their_own_envelope_and_still_finds_a_code(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id = await an_open_ballot(given)
    (contest,) = await contests_of(given, ballot_id)
    voter = given.people["staff"][0]
    posted = await vote(given, ballot_id, voter, yes(contest))
    await declared(given, ballot_id)
    clock.at = OVER
    member = await window(voter)
    assert "Your envelope is in the box" in (await member.get(f"ballots/{ballot_id}/box")).text
    officer = await window(given.officer)
    await officer.get(f"office/ballots/{ballot_id}/archive")
    await officer.send(f"office/ballots/{ballot_id}/archive", {})
    await member.get(f"ballots/{ballot_id}/box")
    assert "Whose envelope was whose has been forgotten" in member.text()
    assert "Your envelope is in the box" not in member.text()
    await member.send(f"ballots/{ballot_id}/box", {"code": posted.code})
    assert "This envelope is in the box" in member.text()
    assert (await member.get(f"ballots/{ballot_id}/peer-report")).status_code == 404
    assert "What peers wrote of this vote went" in member.text()
    await member.get(f"ballots/{ballot_id}/not-mine")
    await member.send(f"ballots/{ballot_id}/not-mine", {"words": "It was not me."})
    assert "Whose envelope was whose is forgotten" in member.text()
    assert "not on the roll" not in (await member.get(f"ballots/{ballot_id}")).text
